/// The floor: `dart:ffi` and a port, without any bridge. The Rust twin is
/// `floor.rs`.
library;

import 'dart:async';
import 'dart:ffi';
import 'dart:io';
import 'dart:isolate';
import 'dart:typed_data';

/// The library, which Oche's bridge uses as well.
final DynamicLibrary library =
    DynamicLibrary.open(Platform.environment['OCHE_LIBRARY_PATH_BENCH']!);

/// Tells Rust how to post. Comes first.
void init() => library.lookupFunction<
    Void Function(Pointer<Void>),
    void Function(
      Pointer<Void>,
    )>('bench_init')(NativeApi.postCObject.cast());

/// Nanoseconds, by Rust's clock.
final int Function() now =
    library.lookupFunction<Int64 Function(), int Function()>('bench_now',
        isLeaf: true);

/// Ends the streams that run, of this file and of `usual.dart`.
final void Function() stop =
    library.lookupFunction<Void Function(), void Function()>('bench_stop');

typedef _AddNative = Int32 Function(Int32, Int32);
typedef _Add = int Function(int, int);

final _Add add = library.lookupFunction<_AddNative, _Add>('floor_add');

final _Add addLeaf =
    library.lookupFunction<_AddNative, _Add>('floor_add', isLeaf: true);

final double Function() read =
    library.lookupFunction<Double Function(), double Function()>('floor_read',
        isLeaf: true);

/// A volume of Rust's behind a mutex.
typedef Volume = Pointer<Void>;

final Volume Function() volume = library
    .lookupFunction<Volume Function(), Volume Function()>('floor_volume');

final int Function(Volume) level =
    library.lookupFunction<Int32 Function(Volume), int Function(Volume)>(
        'floor_level');

final void Function(Volume, int) setLevel = library.lookupFunction<
    Void Function(Volume, Int32),
    void Function(Volume, int)>('floor_set_level');

/// A vector of Rust's, which owns memory.
typedef Owner = Pointer<Void>;

final Owner Function(int) reserve = library
    .lookupFunction<Owner Function(Size), Owner Function(int)>('floor_reserve');

final Owner Function(int) makeBytes = library
    .lookupFunction<Owner Function(Uint32), Owner Function(int)>('floor_bytes');

final Pointer<Uint8> Function(Owner) bytesData = library.lookupFunction<
    Pointer<Uint8> Function(Owner),
    Pointer<Uint8> Function(Owner)>('floor_bytes_data', isLeaf: true);

final NativeFinalizerFunction _bytesFinalizer =
    library.lookup('floor_release_bytes');

final void Function(Owner) releaseBytes = _bytesFinalizer.asFunction();

final Owner Function(int) _makeF64s = library
    .lookupFunction<Owner Function(Uint32), Owner Function(int)>('floor_f64s');

final Pointer<Double> Function(Owner) _f64sData = library.lookupFunction<
    Pointer<Double> Function(Owner),
    Pointer<Double> Function(Owner)>('floor_f64s_data', isLeaf: true);

final NativeFinalizerFunction _f64sFinalizer =
    library.lookup('floor_release_f64s');

typedef NativeFinalizerFunction = Pointer<NativeFunction<Void Function(Owner)>>;

/// So many bytes that Rust has made, in place.
Uint8List bytes(int count) {
  final owner = makeBytes(count);
  return bytesData(owner)
      .asTypedList(count, finalizer: _bytesFinalizer, token: owner);
}

/// So many numbers that Rust has made, in place.
Float64List f64s(int count) {
  final owner = _makeF64s(count);
  return _f64sData(owner)
      .asTypedList(count, finalizer: _f64sFinalizer, token: owner);
}

final int Function(Pointer<NativeFunction<Int32 Function(Int32)>>, int)
    callBack = library.lookupFunction<
        Int32 Function(Pointer<NativeFunction<Int32 Function(Int32)>>, Int32),
        int Function(
          Pointer<NativeFunction<Int32 Function(Int32)>>,
          int,
        )>('floor_call_back');

typedef _Request = void Function(int port, int id, int a, int b);

_Request _requester(String name) => library
    .lookupFunction<Void Function(Int64, Int32, Int32, Int32), _Request>(name);

final _Request _request = _requester('floor_request');
final _Request _answer = _requester('floor_answer');

/// Requests that are answered over one port: by a resident thread, or, if they
/// are [ready], by this one.
final class Requests {
  Requests({bool ready = false}) : _send = ready ? _answer : _request {
    _port.handler = (int answer) {
      final completer = _waiting.remove(answer >> 32)!;
      completer.complete((answer & 0xffffffff).toSigned(32));
    };
  }

  final _Request _send;
  final RawReceivePort _port = RawReceivePort();
  final Map<int, Completer<int>> _waiting = {};
  late final int _nativePort = _port.sendPort.nativePort;
  int _lastId = 0;

  Future<int> add(int a, int b) {
    final id = _lastId = (_lastId + 1) & 0x3fffffff;
    final completer = _waiting[id] = Completer();
    _send(_nativePort, id, a, b);
    return completer.future;
  }

  void close() => _port.close();
}

/// What starts a stream.
typedef Start = void Function(int port, int count);

Start _start(String name) =>
    library.lookupFunction<Void Function(Int64, Int32), Start>(name);

final Start numbers = _start('floor_numbers');
final Start batches = _start('floor_batches');
final Start packets = _start('floor_packets');
final Start ticks = _start('floor_ticks');

/// Runs a stream: what is posted goes to [onItem], until null comes.
Future<void> listen<T extends Object>(
  Start start,
  int count,
  void Function(T item) onItem,
) {
  final done = Completer<void>();
  final port = RawReceivePort();
  port.handler = (Object? message) {
    if (message != null) return onItem(message as T);
    port.close();
    done.complete();
  };
  start(port.sendPort.nativePort, count);
  return done.future;
}
