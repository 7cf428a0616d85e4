/// An isolate's context, as far as it is memory.
library;

import 'dart:ffi';

import '../../base/error.dart';
import '../../protocol/constants.dart';
import '../../wire/wire.dart';
import 'memory.dart';
import 'port.dart';
import 'table.dart';

/// What the run time of a library does for Dart.
final class Runtime extends RuntimeEntries {
  Runtime(Pointer<Pointer<Void>> entries)
      : objects = NativeFinalizer(entries[EntryPoint.objectRelease].cast()),
        _contexts = NativeFinalizer(entries[EntryPoint.detach].cast()),
        super(entries);

  /// Releases the objects of this isolate when they are garbage, and all of
  /// them when it ends.
  final NativeFinalizer objects;

  /// One for all contexts of the isolate: the Dart VM crashes if an isolate is
  /// killed while it makes a finalizer.
  final NativeFinalizer _contexts;

  /// This isolate's context while it is attached.
  PlatformContext? context;
}

/// What owns a context: a number, which is watched over before there is a
/// context. So an isolate that is killed at any moment leaves nothing behind.
final class _Ticket implements Finalizable {
  _Ticket(Runtime runtime)
      : _runtime = runtime,
        number = runtime.ticket() {
    runtime._contexts.attach(
      this,
      Pointer.fromAddress(number),
      detach: this,
    );
  }

  final Runtime _runtime;
  final int number;

  /// Ends the context, if there is one. The finalizer goes last, for the same
  /// reason: that it finds nothing any more does no harm.
  void detach() {
    _runtime.detach.asFunction<void Function(Pointer<Void>)>()(
      Pointer.fromAddress(number),
    );
    _runtime._contexts.detach(this);
  }
}

/// The context of one isolate in a library.
abstract base class PlatformContext implements Finalizable {
  /// Attaches the isolate to the library of [runtime], which then wakes it by
  /// [port].
  PlatformContext(Runtime runtime, WakePort port)
      : this._attach(runtime, _Ticket(runtime), port);

  PlatformContext._attach(Runtime runtime, _Ticket ticket, WakePort port)
      : this._(runtime, ticket, _attached(runtime, ticket, port));

  PlatformContext._(this.runtime, this._ticket, this.pointer)
      : _status = pointer.cast();

  static ContextRef _attached(Runtime runtime, _Ticket ticket, WakePort port) {
    final pointer = runtime.attach(
      ticket.number,
      NativeApi.postCObject.cast(),
      port.number,
      NativeApi.initializeApiDLData,
    );
    if (pointer == nullptr) {
      throw const NotAnOcheLibraryException(
        'The library refuses to attach: this Dart runtime has no '
        'Dart_PostCObject.',
      );
    }
    return pointer;
  }

  /// The run time of the library.
  final Runtime runtime;

  /// The key to the library.
  final ContextRef pointer;

  /// The status of the latest direct call that failed: a pointer of its own,
  /// because each direct call looks at it.
  final Pointer<Uint32> _status;

  final _Ticket _ticket;

  /// Ends it in Rust. [pointer] is good no more.
  void release() => _ticket.detach();

  /// Throws what the latest direct call failed with, if it did.
  @pragma('vm:prefer-inline')
  void check() {
    if (_status.value != 0) _throwStatus();
  }

  @pragma('vm:never-inline')
  void _throwStatus() {
    final status = _status.value;
    _status.value = 0;
    throw failure(status, null);
  }

  /// The exception behind a failed call, whose own error [error] reads.
  Object failure(int status, Object Function(Reader r)? error);
}
