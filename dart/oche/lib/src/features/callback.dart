/// Dart functions and objects that Rust holds. The Rust twin is
/// `callback.rs`, where the layout of a request and of a reply is written down.
library;

import 'dart:async';

import '../base/error.dart';
import '../platform/platform.dart';
import '../protocol/constants.dart';
import '../run/context.dart';
import '../run/receiver.dart';
import '../wire/wire.dart';
import 'object.dart';

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

  /// Runs the function and leaves the answer in [exchange]; its status. It does
  /// not throw.
  int _answer(Exchange exchange, Reader reader) {
    final FutureOr<T> value;
    try {
      value = _call(reader);
      if (value is Future<T>) {
        // Nobody waits for it if the request has no number. What it fails with
        // is still not the zone's.
        _listen(
          exchange.context as IsolateContext,
          exchange.request,
          value,
        );
        return ReplyStatus.later;
      }
    } catch (error, stack) {
      return _failed(exchange, error, stack);
    }
    try {
      _result(exchange.writer, value);
    } catch (error) {
      return _invalid(exchange, error);
    }
    return ReplyStatus.value;
  }

  int _failed(Exchange exchange, Object error, StackTrace stack) {
    try {
      return _writeFailure(exchange.writer, error, stack);
    } catch (error) {
      return _invalid(exchange, error);
    }
  }

  /// A value cannot cross.
  int _invalid(Exchange exchange, Object error) {
    exchange
      ..discard()
      ..writer.string(textOf(error));
    return ReplyStatus.invalid;
  }

  /// Runs the function and answers the request, now or when the function's
  /// `Future` completes. It does not throw.
  void _run(IsolateContext context, int request, Reader reader) {
    final FutureOr<T> value;
    try {
      value = _call(reader);
      if (value is Future<T>) {
        _listen(context, request, value);
        return;
      }
    } catch (error, stack) {
      _fail(context, request, error, stack);
      return;
    }
    _succeed(context, request, value);
  }

  /// Answers when [future] completes. That may throw, if it is of a class of
  /// the user's own.
  void _listen(IsolateContext context, int request, Future<T> future) =>
      future.then(
        (value) => _succeed(context, request, value),
        onError: (Object error, StackTrace stack) =>
            _fail(context, request, error, stack),
      );

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
      _reply(context, request, (w) => _writeFailure(w, error, stack));

  int _writeFailure(Writer w, Object error, StackTrace stack) {
    if (_error != null && _error(w, error)) return ReplyStatus.error;
    w.string(textOf(error));
    w.string(textOf(stack));
    return ReplyStatus.threw;
  }

  void _reply(
    IsolateContext context,
    int request,
    int Function(Writer w) encode,
  ) {
    if (request == 0) return;
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

/// What is in a slot.
sealed class _Remote {
  /// Its place among the slots.
  int slot = 0;

  /// The number that Rust gave it.
  int id = 0;

  /// By what Rust tells it from another one that was in the slot before.
  int mark = 0;
}

/// The methods of a callback, and the zone that they belong to.
base class _Callback extends _Remote {
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

/// The methods of an object that implements an interface.
final class _Implementor extends _Callback {
  _Implementor(this.object, this.slots, List<CallbackMethod<Object?>> methods)
      : super(methods, null);

  final Object object;

  /// Where it is found by [object].
  final Map<Object, _Implementor> slots;

  /// Rust has dropped it. It may have got [object] again meanwhile.
  @override
  void release() {
    if (identical(slots[object], this)) slots.remove(object);
  }
}

/// An object.
final class _Held extends _Remote {
  _Held(this.object);

  final Object object;
}

/// What Rust holds of the isolate of [context].
@pragma('vm:prefer-inline')
Callbacks callbacksOf(IsolateContext context) {
  final answering = context.mailbox.answering;
  return answering is Callbacks ? answering : _answerFor(context);
}

@pragma('vm:never-inline')
Callbacks _answerFor(IsolateContext context) {
  final callbacks = Callbacks(context);
  context.mailbox.answering = callbacks;
  return callbacks;
}

/// What Rust holds of one isolate.
final class Callbacks implements Answering {
  /// Those of [_context].
  Callbacks(this._context);

  final IsolateContext _context;

  final List<_Remote?> _slots = [];

  /// Those that are empty.
  final List<int> _free = [];

  /// How many of them are functions.
  int _functions = 0;

  /// The objects that implement interfaces, and their slots, by interface.
  final Map<Type, Map<Object, _Implementor>> _implementors = {};

  Trampoline? _trampoline;

  /// How many functions run because Rust, further down on the stack, calls
  /// them.
  int _running = 0;

  /// One for each level of [_running]; kept.
  final List<Exchange> _exchanges = [];

  @override
  bool get isRunning => _running > 0;

  /// Sends a callback along with the call that is being written. [released] is
  /// called soon after Rust has dropped it, or the isolate was detached.
  void addCallback(
    List<CallbackMethod<Object?>> methods, {
    void Function()? released,
  }) {
    _registerCallback(RemoteKind.callback, _Callback(methods, released));
  }

  /// Sends an object that implements the interface [T] along with the call that
  /// is being written: in the slot that it has, if Rust still holds that.
  void addImplementor<T extends Object>(
    T object,
    List<CallbackMethod<Object?>> Function() methods,
  ) {
    final slots = _implementors[T] ??= Map.identity();
    final known = slots[object];
    if (known != null && _sendAgain(known)) return;
    final implementor = _Implementor(object, slots, methods());
    _registerCallback(RemoteKind.implementor, implementor);
    slots[object] = implementor;
  }

  /// Whether Rust has taken what is in a slot once more. If not, it releases
  /// that, or has done so.
  bool _sendAgain(_Remote known) =>
      _context.runtime.inboundAgain(_context.pointer, known.slot, known.id);

  void _registerCallback(int kind, _Callback callback) {
    _trampoline ??= Trampoline(_context, _called);
    _register(kind, callback);
    if (_functions++ == 0) _context.mailbox.isCallable = true;
  }

  /// Sends an object along with the call that is being written.
  void addObject(Object object) => _register(RemoteKind.object, _Held(object));

  void _register(int kind, _Remote remote) {
    // A loop of calls never gets to the mailbox, where the slots to forget are
    // announced.
    forgetReleased(answering: false);
    if (_free.isEmpty) {
      _free.add(_slots.length);
      _slots.add(null);
    }
    final slot = _free.removeLast();
    _slots[slot] = remote;
    final id = _context.runtime.inboundRemote(_context.pointer, kind, slot);
    remote
      ..slot = slot
      ..id = id
      ..mark = id & markMask;
  }

  @override
  void close() {
    _trampoline?.close();
    _trampoline = null;
    _slots.whereType<_Callback>().forEach((c) => c.release());
    _slots.clear();
    _free.clear();
    _implementors.clear();
    _functions = 0;
  }

  @override
  void forgetReleased({required bool answering}) {
    final next = _context.runtime.nextReleased;
    var slot = next(_context.pointer, answering);
    while (slot >= 0) {
      final released = _slots[slot];
      _slots[slot] = null;
      _free.add(slot);
      if (released is _Callback) {
        released.release();
        if (--_functions == 0) _context.mailbox.isCallable = false;
      }
      slot = next(_context.pointer, false);
    }
  }

  /// Called by Rust, on this isolate's thread, within a call from here. It must
  /// not throw: there is nobody to catch it.
  int _called(
    int level,
    int version,
    int length,
    int slot,
    int mark,
    int method,
  ) {
    _running++;
    try {
      if (level >= _exchanges.length) _addExchanges(level);
      final exchange = _exchanges[level];
      final reader = exchange.begin(version, length);
      final callback = slot < _slots.length ? _slots[slot] : null;
      if (callback is! _Callback ||
          callback.mark != mark ||
          method >= callback.methods.length) {
        return exchange.end(ReplyStatus.gone);
      }
      final function = callback.methods[method];
      final zone = callback.zone;
      return exchange.end(
        identical(Zone.current, zone)
            ? function._answer(exchange, reader)
            : _answerIn(zone, function, exchange, reader),
      );
    } catch (error, stack) {
      if (level < _exchanges.length) _exchanges[level].discard();
      Zone.current.handleUncaughtError(error, stack);
      return answerElsewhere;
    } finally {
      _running--;
    }
  }

  @pragma('vm:never-inline')
  void _addExchanges(int level) {
    while (level >= _exchanges.length) {
      _exchanges.add(Exchange(_context, _exchanges.length));
    }
  }

  /// Leaves the answer in [exchange]; its status. The zone is that of the
  /// registration.
  int _answerIn(
    Zone zone,
    CallbackMethod<Object?> function,
    Exchange exchange,
    Reader reader,
  ) {
    // The zone's own code may call the function never, twice, or too late.
    int? status;
    var isOver = false;
    try {
      zone.run<void>(() {
        if (isOver || status != null) return;
        status = function._answer(exchange, reader);
      });
    } catch (error, stack) {
      status ??= function._failed(exchange, error, stack);
    }
    isOver = true;
    return status ?? ReplyStatus.notRun;
  }

  /// What is in a slot, if it is what Rust means.
  _Remote? _find(int slot, int id) {
    final remote = slot < _slots.length ? _slots[slot] : null;
    return remote != null && remote.id == id ? remote : null;
  }

  @override
  void run(int request, int slot, Reader reader) {
    final callback = _find(slot, reader.i64());
    final method = reader.u32();
    reader.u32();
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

  /// The object behind the methods that Rust gives back by their number; null
  /// if it is not of this isolate, or from before that was detached.
  Object? implementor(int slot, int id) {
    final found = _find(slot, id);
    return found is _Implementor ? found.object : null;
  }

  /// The object that Rust gives back by its number.
  Object object(int slot, int id) {
    final held = _find(slot, id);
    if (held is! _Held) {
      throw const InvalidValueException(
        'An object of Dart can only go back to the isolate that it came from, '
        'and only until that is detached.',
      );
    }
    return held.object;
  }
}

/// Writing functions and objects of Dart.
extension CallbackWriter on Writer {
  /// A function that Rust may call. [released] is called when Rust does not
  /// need it any more.
  void callback(
    List<CallbackMethod<Object?>> methods, {
    void Function()? released,
  }) {
    attachmentIndex();
    callbacksOf(contextOf(this)).addCallback(methods, released: released);
    attach();
  }

  /// An object that implements the interface [T]. [methods] is not called if
  /// Rust has it already.
  void implementor<T extends Object>(
    T v,
    List<CallbackMethod<Object?>> Function() methods,
  ) {
    attachmentIndex();
    callbacksOf(contextOf(this)).addImplementor<T>(v, methods);
    attach();
  }

  /// An object of Dart, for Rust to keep.
  void dartObject(Object v) {
    attachmentIndex();
    callbacksOf(contextOf(this)).addObject(v);
    attach();
  }
}

/// Reading objects of Dart that Rust has held.
extension CallbackReader on Reader {
  /// What implements the interface [T]: an object of this isolate, or one that
  /// [make] makes of a handle.
  T implementor<T extends Object>(T Function(ObjectHandle handle) make) {
    final found = _implementor(messageOf(this), attachmentIndex());
    if (found is ObjectHandle) return make(found);
    if (found is T) return found;
    malformed('it names an object that is not there');
  }

  /// An object of Dart that Rust has held.
  Object dartObject() {
    final message = messageOf(this);
    final index = attachmentIndex();
    final attachment = message?.unclaimed(index, AttachmentKind.dartObject);
    if (message == null || attachment == null) {
      malformed('it names an object that is not there');
    }
    final context = message.context as IsolateContext;
    final object = callbacksOf(context)
        .object(attachedSlot(attachment), attachedId(attachment));
    context.runtime.attachmentRelease(attachment);
    return object;
  }
}

/// What implements an interface, number [index] of [message]: itself if it is
/// of this isolate, otherwise an [ObjectHandle]; null if there is none.
Object? _implementor(MessageReader? message, int index) {
  final attachment = message?.unclaimed(index, AttachmentKind.implementor);
  if (message == null || attachment == null) return handleAt(message, index);
  final context = message.context as IsolateContext;
  final runtime = context.runtime;
  final own = callbacksOf(context)
      .implementor(attachedSlot(attachment), attachedId(attachment));
  if (own == null) {
    return ObjectHandle(runtime, runtime.attachmentObject(attachment), 0);
  }
  runtime.attachmentRelease(attachment);
  return own;
}
