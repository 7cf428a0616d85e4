/// A bridge as today's tools make them, by hand. The Rust twin is `usual.rs`.
library;

import 'dart:async';
import 'dart:convert';
import 'dart:ffi';
import 'dart:isolate';
import 'dart:typed_data';

import 'package:bench/bench.dart'
    show Point, Refusal, RefusalAsAsked, RefusalNothing, Telemetry;

import 'floor.dart' as floor;

final class _Wire extends Struct {
  external Pointer<Uint8> data;

  @Size()
  external int length;
}

final Pointer<Uint8> Function(int) _allocate = floor.library.lookupFunction<
    Pointer<Uint8> Function(Size),
    Pointer<Uint8> Function(int)>('usual_allocate');

final void Function(Pointer<Uint8>, int) _free = floor.library.lookupFunction<
    Void Function(Pointer<Uint8>, Size),
    void Function(Pointer<Uint8>, int)>('usual_free');

final _Wire Function(int, Pointer<Uint8>, int) _call = floor.library
    .lookupFunction<_Wire Function(Int32, Pointer<Uint8>, Size),
        _Wire Function(int, Pointer<Uint8>, int)>('usual_call');

final void Function(int, int, Pointer<Uint8>, int) _start = floor.library
    .lookupFunction<Void Function(Int32, Int64, Pointer<Uint8>, Size),
        void Function(int, int, Pointer<Uint8>, int)>('usual_start');

/// A message that is being written.
final class _Output {
  Uint8List _bytes = Uint8List(64);
  late ByteData _data = ByteData.sublistView(_bytes);
  int _length = 0;

  /// Makes room for so many more bytes; gives where they begin.
  int _add(int count) {
    final at = _length;
    _length += count;
    if (_length > _bytes.length) {
      var size = _bytes.length;
      while (size < _length) {
        size *= 2;
      }
      _bytes = Uint8List(size)..setRange(0, at, _bytes);
      _data = ByteData.sublistView(_bytes);
    }
    return at;
  }

  void u8(int value) {
    final at = _add(1);
    _data.setUint8(at, value);
  }

  void i32(int value) {
    final at = _add(4);
    _data.setInt32(at, value, Endian.little);
  }

  void i64(int value) {
    final at = _add(8);
    _data.setInt64(at, value, Endian.little);
  }

  void f64(double value) {
    final at = _add(8);
    _data.setFloat64(at, value, Endian.little);
  }

  void blob(Uint8List bytes) {
    i32(bytes.length);
    final at = _add(bytes.length);
    _bytes.setRange(at, _length, bytes);
  }

  void text(String text) => blob(utf8.encode(text));

  void f64s(Float64List numbers) {
    i32(numbers.length);
    final at = _add(numbers.lengthInBytes);
    _bytes.setRange(at, _length, Uint8List.sublistView(numbers));
  }

  void telemetry(Telemetry value) {
    i64(value.timestamp);
    f64(value.speed);
    f64(value.heading);
    i32(value.batteryLevel);
    text(value.name);
    blob(value.raw);
    final position = value.position;
    u8(position == null ? 0 : 1);
    if (position != null) {
      f64(position.x);
      f64(position.y);
    }
  }

  /// A native copy.
  Pointer<Uint8> toNative() {
    final native = _allocate(_length);
    native.asTypedList(_length).setRange(0, _length, _bytes);
    return native;
  }
}

/// A message that is being read.
final class _Input {
  _Input(this._bytes);

  final Uint8List _bytes;
  late final ByteData _data = ByteData.sublistView(_bytes);
  int _at = 0;

  int _take(int count) {
    final at = _at;
    _at += count;
    return at;
  }

  int u8() => _data.getUint8(_take(1));

  int i32() => _data.getInt32(_take(4), Endian.little);

  int i64() => _data.getInt64(_take(8), Endian.little);

  double f64() => _data.getFloat64(_take(8), Endian.little);

  Uint8List blob() {
    final count = i32();
    final at = _take(count);
    return _bytes.sublist(at, at + count);
  }

  String text() {
    final count = i32();
    final at = _take(count);
    return utf8.decode(Uint8List.sublistView(_bytes, at, at + count));
  }

  Float64List f64s() {
    final count = i32();
    final at = _take(count * 8);
    final numbers = Float64List(count);
    Uint8List.sublistView(numbers).setRange(0, count * 8, _bytes, at);
    return numbers;
  }

  Telemetry telemetry() => Telemetry(
        timestamp: i64(),
        speed: f64(),
        heading: f64(),
        batteryLevel: i32(),
        name: text(),
        raw: blob(),
        position: u8() == 0 ? null : Point(x: f64(), y: f64()),
      );

  Refusal refusal() => switch (i32()) {
        0 => RefusalAsAsked(code: i32()),
        _ => const RefusalNothing(),
      };

  /// What comes after the first byte, if that says that all went well.
  T result<T>(T Function(_Input input) read) =>
      u8() == 0 ? read(this) : throw refusal();
}

T _callSync<T>(
  int function,
  void Function(_Output out) write,
  T Function(_Input input) read,
) {
  final out = _Output();
  write(out);
  final wire = _call(function, out.toNative(), out._length);
  final (data, length) = (wire.data, wire.length);
  try {
    return _Input(data.asTypedList(length)).result(read);
  } finally {
    _free(data, length);
  }
}

Future<T> _callAsync<T>(
  int function,
  void Function(_Output out) write,
  T Function(_Input input) read,
) {
  final out = _Output();
  write(out);
  final completer = Completer<T>();
  final port = RawReceivePort();
  port.handler = (Uint8List message) {
    port.close();
    try {
      completer.complete(_Input(message).result(read));
    } catch (error, stack) {
      completer.completeError(error, stack);
    }
  };
  final native = out.toNative();
  _start(function, port.sendPort.nativePort, native, out._length);
  return completer.future;
}

Stream<T> _stream<T>(
  floor.Start start,
  int count,
  T Function(_Input input) read,
) {
  final port = RawReceivePort();
  final controller = StreamController<T>(
    onListen: () => start(port.sendPort.nativePort, count),
    onCancel: port.close,
  );
  port.handler = (Uint8List message) {
    final input = _Input(message);
    if (input.u8() == 0) return controller.add(read(input));
    port.close();
    controller.close();
  };
  return controller.stream;
}

int add(int a, int b) => _callSync(
      0,
      (out) {
        out.i32(a);
        out.i32(b);
      },
      (input) => input.i32(),
    );

Future<int> addAsync(int a, int b) => _callAsync(
      0,
      (out) {
        out.i32(a);
        out.i32(b);
      },
      (input) => input.i32(),
    );

String echo(String text) =>
    _callSync(1, (out) => out.text(text), (input) => input.text());

Telemetry echoTelemetry(Telemetry value) =>
    _callSync(2, (out) => out.telemetry(value), (input) => input.telemetry());

List<Telemetry> telemetries(int count) => _callSync(
      3,
      (out) => out.i32(count),
      (input) => List.generate(input.i32(), (_) => input.telemetry()),
    );

int countTelemetries(List<Telemetry> values) => _callSync(
      4,
      (out) {
        out.i32(values.length);
        values.forEach(out.telemetry);
      },
      (input) => input.i32(),
    );

Uint8List bytes(int count) =>
    _callSync(5, (out) => out.i32(count), (input) => input.blob());

int countBytes(Uint8List values) =>
    _callSync(6, (out) => out.blob(values), (input) => input.i32());

Float64List f64s(int count) =>
    _callSync(7, (out) => out.i32(count), (input) => input.f64s());

int countF64s(Float64List values) =>
    _callSync(8, (out) => out.f64s(values), (input) => input.i32());

int refuse(int code) =>
    _callSync(9, (out) => out.i32(code), (input) => input.i32());

final int Function() _volume = floor.library
    .lookupFunction<Size Function(), int Function()>('usual_volume');

/// A volume, which stays in Rust.
final class Volume {
  final int _address = _volume();

  int get level =>
      _callSync(10, (out) => out.i64(_address), (input) => input.i32());

  set level(int level) => _callSync(
        11,
        (out) {
          out.i64(_address);
          out.i32(level);
        },
        (_) {},
      );
}

floor.Start _streamStart(String name) => floor.library
    .lookupFunction<Void Function(Int64, Int32), floor.Start>(name);

final floor.Start _numbers = _streamStart('usual_numbers');
final floor.Start _telemetry = _streamStart('usual_telemetry');
final floor.Start _ticks = _streamStart('usual_ticks');

/// Below 0 is without end, until [floor.stop].
Stream<int> numbers(int count) =>
    _stream(_numbers, count, (input) => input.i32());

Stream<Telemetry> telemetryStream(int count) =>
    _stream(_telemetry, count, (input) => input.telemetry());

Stream<int> ticks(int count) => _stream(_ticks, count, (input) => input.i64());
