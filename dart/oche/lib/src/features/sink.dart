/// Streams that Rust pushes into. The Rust twin is `sink.rs`.
library;

import 'dart:async';
import 'dart:collection';

import '../base/statistics.dart';
import '../base/window.dart';
import '../protocol/constants.dart';
import '../run/call.dart';
import '../run/context.dart';
import '../run/error.dart';
import '../run/receiver.dart';
import '../wire/wire.dart';
import 'stream.dart';
import 'stream_receiver.dart';
import 'subscription.dart';

/// A stream that Rust pushes into, from the call on to which it is passed.
///
/// It is passed to one call, as an argument, and listened to once, before the
/// call or after it. With an asynchronous call Rust may send the first window of
/// items, which wait here for who listens later; a synchronous one sends nothing
/// before that. What there is no room for waits in Rust, as the function's
/// documentation says. It ends when Rust closes it or has dropped its sink. The
/// future of [StreamSubscription.cancel] completes when Rust takes no more
/// items.
///
/// What Rust pushes before an asynchronous call returns, and the window has room
/// for, comes before the call's result or error, if the stream is listened to
/// and not paused.
final class SinkStream<T> extends Stream<T> {
  /// A stream that is to be passed to a call.
  SinkStream();

  /// Nobody can listen to it any more, so that Rust need not keep it.
  static final Finalizer<StreamReceiver<Object?>> _lost =
      Finalizer((receiver) => receiver.cancel());

  StreamReceiver<T>? _receiver;

  /// What gives the items in a fake, where there is no Rust.
  Stream<T>? _source;
  RustSubscription<T>? _listener;
  bool _isListenedTo = false;
  bool _isCancelled = false;

  /// What became of the items, while it runs and afterwards.
  StreamStatistics get statistics =>
      _receiver?.statistics ?? const StreamStatistics();

  @override
  StreamSubscription<T> listen(
    void Function(T event)? onData, {
    Function? onError,
    void Function()? onDone,
    bool? cancelOnError,
  }) {
    if (_isListenedTo) {
      throw StateError('A SinkStream can be listened to once.');
    }
    if (_source case final source?) {
      _isListenedTo = true;
      return source.listen(
        onData,
        onError: onError,
        onDone: onDone,
        cancelOnError: cancelOnError,
      );
    }
    final subscription = RustSubscription<T>(
      onData,
      onError: onError,
      onDone: onDone,
      cancelOnError: cancelOnError,
    );
    _isListenedTo = true;
    _listen(subscription);
    return subscription;
  }

  void _listen(RustSubscription<T> listener) {
    _listener = listener;
    final receiver = _receiver;
    if (receiver == null) {
      listener.onCancel = () {
        _isCancelled = true;
        return null;
      };
      return;
    }
    _lost.detach(this);
    receiver.listen(listener);
  }

  void _checkUnused() {
    if (_receiver != null || _source != null) {
      throw StateError('A SinkStream can be passed to one call.');
    }
  }

  /// Opens it: Rust gets a sink with the call that is being written.
  StreamReceiver<T> _open(
    IsolateContext context,
    T Function(Reader r) decode,
    Object Function(Reader r)? itemError,
    int window,
  ) {
    _checkUnused();
    final receiver = StreamReceiver<T>(
      decode,
      window: window,
      error: readRustError,
      itemError: itemError,
    );
    final id = receiver.open(context, isIdle: !_isListenedTo);
    context.runtime.inboundStream(context.pointer, id);
    _receiver = receiver;
    final listener = _listener;
    if (_isCancelled) {
      receiver.cancel();
    } else if (listener != null) {
      receiver.listen(listener);
    } else {
      _lost.attach(this, receiver, detach: this);
    }
    return receiver;
  }
}

/// Writing sinks.
extension SinkWriter on Writer {
  /// A stream that Rust pushes into; how its items are read.
  void sink<T>(
    SinkStream<T> v,
    T Function(Reader r) decode, {
    Object Function(Reader r)? itemError,
    int window = defaultWindow,
  }) {
    attachmentIndex();
    final opened = v._open(contextOf(this), decode, itemError, window);
    final memory = this.memory;
    if (memory is CallFrame) memory.add(opened);
    attach();
  }
}

/// Gives the items of [source] to the listener of [sink], as Rust does with
/// what it sends into its sink. For fakes of functions with such a parameter.
///
/// The listener's pauses reach [source], and so does its cancelling.
///
/// Throws a [StateError] if the sink was passed to a call before.
void feedSink<T>(SinkStream<T> sink, Stream<T> source) {
  sink._checkUnused();
  sink._source = source;
  final listener = sink._listener;
  // Whoever listens later listens to the source.
  if (listener == null || sink._isCancelled) return;
  // More than one from a source that does not heed a pause, or that has begun
  // to give items before there was anything to pause.
  final held = Queue<void Function()>();
  StreamSubscription<T>? begun;
  void pass(void Function() event) {
    if (!listener.isPaused && held.isEmpty) return event();
    held.add(event);
    if (begun case final begun? when !begun.isPaused) begun.pause();
  }

  final subscription = begun = source.listen(
    (item) => pass(() => listener.zone.runUnaryGuarded(listener.add, item)),
    onError: (Object error, StackTrace stack) =>
        pass(() => listener.addError(error, stack)),
    onDone: () => pass(listener.close),
  );
  if (held.isNotEmpty) subscription.pause();
  void goOn() {
    while (held.isNotEmpty && !listener.isPaused) {
      held.removeFirst()();
    }
    if (held.isEmpty && subscription.isPaused) subscription.resume();
  }

  Future<void> end() {
    held.clear();
    return subscription.cancel();
  }

  listener
    ..onCancel = end
    ..onResume = () => scheduleMicrotask(goOn);
}

/// A stream that calls a function with a new sink for each listener. The call's
/// error, if it fails, is the last event, after the items before it.
RustStream<T> openSink<T>(
  IsolateContext Function() findContext,
  int Function(
    IsolateContext context,
    void Function(Writer w) encode,
    int id,
  ) call,
  void Function(Writer w, SinkStream<T> sink) encode,
  Object Function(Reader r)? error,
  bool isSync,
) =>
    RustStream((listener) {
      final sink = SinkStream<T>();
      _SinkCall? pending;
      try {
        final context = findContext();
        if (!isSync) pending = _SinkCall(context, error);
        final id = pending?.id ?? 0;
        final status = call(context, (w) => encode(w, sink), id);
        if (status != 0) throw context.failure(status, error);
      } catch (failure, stack) {
        pending?.close();
        final receiver = sink._receiver;
        if (receiver == null) {
          listener.failLater(failure, stack);
          return null;
        }
        receiver.endWith(failure, stack);
        sink._listen(listener);
        return receiver;
      }
      final receiver = sink._receiver!;
      sink._listen(listener);
      if (pending != null) {
        pending.start(receiver);
        listener.onCancel = () => pending!.cancel(receiver.cancel());
      }
      return receiver;
    });

/// A call that a stream ends with.
final class _SinkCall implements Receiver {
  _SinkCall(this._context, this._error) {
    id = _context.mailbox.add(this);
  }

  final IsolateContext _context;
  final Object Function(Reader r)? _error;
  late final int id;
  late final StreamReceiver<Object?> _receiver;
  bool _ended = false;

  /// Set by cancelling; completed when the call has ended.
  Completer<void>? _cancelled;

  /// Waits no more: the call was not made.
  void close() => _context.mailbox.remove(id);

  /// The call is under way, and [receiver] the stream that ends with it.
  void start(StreamReceiver<Object?> receiver) => _receiver = receiver..hold();

  /// Cancels the call, whose stream is cancelled when [dropped] completes.
  Future<void>? cancel(Future<void>? dropped) {
    if (_ended || _context.isDetached) return dropped;
    final cancelled = _cancelled ??= Completer<void>();
    _context.runtime.cancel(_context.pointer, id);
    if (dropped == null) return cancelled.future;
    return Future.wait([dropped, cancelled.future]);
  }

  @override
  void receive(int kind, int count, Reader reader) {
    _ended = true;
    if (_cancelled case final cancelled?) {
      cancelled.complete();
    } else if (kind == EntryKind.value) {
      _receiver.release();
    } else {
      Object failure;
      try {
        failure = entryFailure(kind, reader, _error);
      } catch (error) {
        failure = error;
      }
      _receiver
        ..endWith(failure, StackTrace.current)
        ..release();
    }
  }

  @override
  void abandon() {
    _ended = true;
    _receiver.release();
    final cancelled = _cancelled;
    if (cancelled != null && !cancelled.isCompleted) cancelled.complete();
  }
}
