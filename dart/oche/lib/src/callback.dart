/// Dart functions and objects that Rust holds. The Rust twin is
/// `callback.rs`, where the layout of a request and of a reply is written down.
library;

import 'dart:async';
import 'dart:ffi';

import 'error.dart';
import 'isolate.dart';
import 'wire.dart';

/// What a call of a Dart function came to.
abstract final class ReplyStatus {
  static const int value = 0;
  static const int error = 1;
  static const int threw = 2;
  static const int gone = 3;
  static const int invalid = 4;
}

/// What a registered number stands for.
abstract final class RemoteKind {
  static const int callback = 0;
  static const int object = 1;
}

/// A function that Rust calls; one of the methods of a callback. For generated
/// code.
final class CallbackMethod<T> {
  /// [call] reads the arguments and calls the user's function, [result] writes
  /// what that returns. [error] writes an error that the user's function may
  /// throw, if it is of the type that Rust expects; otherwise it writes nothing
  /// and returns false.
  CallbackMethod(
    this._call,
    this._result, {
    bool Function(Writer w, Object error)? error,
  }) : _error = error;

  final FutureOr<T> Function(Reader r) _call;
  final void Function(Writer w, T v) _result;
  final bool Function(Writer w, Object error)? _error;

  /// Runs the function and answers the request, now or when the function's
  /// `Future` completes. It does not throw.
  void _run(IsolateContext context, int request, Reader reader) {
    final FutureOr<T> value;
    try {
      value = _call(reader);
      if (value is Future<T>) {
        // A class of the user's own may throw here.
        value.then(
          (value) => _succeed(context, request, value),
          onError: (Object error, StackTrace stack) =>
              _fail(context, request, error, stack),
        );
        return;
      }
    } catch (error, stack) {
      _fail(context, request, error, stack);
      return;
    }
    _succeed(context, request, value);
  }

  void _succeed(IsolateContext context, int request, T value) =>
      _reply(context, request, (w) {
        _result(w, value);
        return ReplyStatus.value;
      });

  void _fail(
    IsolateContext context,
    int request,
    Object error,
    StackTrace stack,
  ) =>
      _reply(context, request, (w) {
        if (_error != null && _error(w, error)) return ReplyStatus.error;
        w.string(textOf(error));
        w.string(textOf(stack));
        return ReplyStatus.threw;
      });

  void _reply(
    IsolateContext context,
    int request,
    int Function(Writer w) encode,
  ) {
    try {
      context.reply(request, encode);
    } catch (error) {
      // The value cannot cross.
      context.reply(request, (w) {
        w.string(textOf(error));
        return ReplyStatus.invalid;
      });
    }
  }
}

/// How errors of the class [E] are written, as a [CallbackMethod] wants it. For
/// generated code.
bool Function(Writer w, Object error) errorWriter<E extends Object>(
  void Function(Writer w, E error) write,
) =>
    (w, error) {
      if (error is! E) return false;
      write(w, error);
      return true;
    };

/// The text of something a user threw, which may throw again, and may be no
/// text in Rust.
String textOf(Object thrown) {
  String text;
  try {
    text = thrown.toString();
  } catch (_) {
    text = 'an object whose toString() throws';
  }
  bool isSurrogate(int rune) => rune & 0x1ff800 == 0xd800;
  if (!text.runes.any(isSurrogate)) return text;
  return String.fromCharCodes(
    text.runes.map((rune) => isSurrogate(rune) ? 0xfffd : rune),
  );
}

/// The methods behind a number, and the zone that they belong to.
final class _Callback {
  _Callback(this.methods, this._released) : zone = Zone.current;

  final List<CallbackMethod<Object?>> methods;
  final Zone zone;
  final void Function()? _released;

  /// Rust has dropped it. What follows of that runs later: a call may be in the
  /// middle of being written.
  void release() {
    final released = _released;
    if (released == null) return;
    Zone.root.scheduleMicrotask(() => zone.runGuarded(released));
  }
}

/// An object behind a number.
final class _Held {
  _Held(this.object);

  final Object object;
}

/// What Rust holds of one isolate.
final class Callbacks {
  /// Those of [_context].
  Callbacks(this._context);

  final IsolateContext _context;

  /// By the numbers that Rust gave out: a [_Callback] or a [_Held].
  final Map<int, Object> _registered = {};

  /// How many of them are functions.
  int _functions = 0;

  NativeCallable<Void Function(Uint64, Pointer<MessageMemory>)>? _trampoline;

  /// How many functions run because Rust, further down on the stack, calls
  /// them.
  int _running = 0;

  /// One for each level of [_running]; kept.
  final List<MessageReader> _requests = [];

  /// Whether Rust is on the stack, below a function of this isolate.
  bool get isRunning => _running > 0;

  /// Sends a callback along with the call that is being written. [released] is
  /// called soon after Rust has dropped it, or the isolate was detached.
  void addCallback(
    List<CallbackMethod<Object?>> methods, {
    void Function()? released,
  }) {
    if (_trampoline == null) _open();
    _register(RemoteKind.callback, _Callback(methods, released));
    if (_functions++ == 0) _context.mailbox.isCallable = true;
  }

  /// Sends an object along with the call that is being written.
  void addObject(Object object) => _register(RemoteKind.object, _Held(object));

  void _register(int kind, Object what) {
    // A loop of calls never gets to the mailbox, where the numbers to forget
    // are announced.
    forgetReleased(answering: false);
    final runtime = _context.runtime;
    _registered[runtime.inboundRemote(_context.pointer, kind)] = what;
  }

  void _open() {
    final trampoline =
        NativeCallable<Void Function(Uint64, Pointer<MessageMemory>)>
            .isolateLocal(_called)
          ..keepIsolateAlive = false;
    _trampoline = trampoline;
    _context.runtime
        .callbacksOpen(_context.pointer, trampoline.nativeFunction.cast());
  }

  /// Ends it all. The context is gone, and Rust not on the stack.
  void close() {
    _trampoline?.close();
    _trampoline = null;
    _registered.values.whereType<_Callback>().forEach((c) => c.release());
    _registered.clear();
    _functions = 0;
  }

  /// Forgets what Rust has released. [answering] says that an entry of the
  /// mailbox has announced it.
  void forgetReleased({required bool answering}) {
    final next = _context.runtime.nextReleased;
    var id = next(_context.pointer, answering);
    while (id != 0) {
      final released = _registered.remove(id);
      if (released is _Callback) {
        released.release();
        if (--_functions == 0) _context.mailbox.isCallable = false;
      }
      id = next(_context.pointer, false);
    }
  }

  /// Called by Rust, on this isolate's thread, within a call from here. It must
  /// not throw: there is nobody to catch it.
  void _called(int id, Pointer<MessageMemory> message) {
    _running++;
    try {
      if (_requests.length < _running) _requests.add(MessageReader(_context));
      run(id, _requests[_running - 1].read(message.ref));
    } catch (error, stack) {
      Zone.current.handleUncaughtError(error, stack);
    } finally {
      _running--;
    }
  }

  /// Runs the function that a request is for. [reader] is good only until this
  /// returns.
  void run(int id, Reader reader) {
    final request = reader.i64();
    final method = reader.u32();
    final callback = _registered[id];
    if (callback is! _Callback || method >= callback.methods.length) {
      _context.reply(request, (w) => ReplyStatus.gone);
      return;
    }
    // The zone is that of the registration: an error of a Future in there would
    // not leave it.
    final function = callback.methods[method];
    try {
      callback.zone.run(() => function._run(_context, request, reader));
    } catch (error, stack) {
      // The zone's own code. If the request was answered before, this is not
      // heard.
      function._fail(_context, request, error, stack);
    }
  }

  /// The object that Rust gives back by its number.
  Object object(int id) {
    final held = _registered[id];
    if (held is! _Held) {
      throw const InvalidValueException(
        'An object of Dart can only go back to the isolate that it came from, '
        'and only until that is detached.',
      );
    }
    return held.object;
  }
}
