/// The listener of one run of a stream.
library;

import 'dart:async';

/// A subscription that is told of events directly, so that an item costs one
/// call. Otherwise it is as that of a [StreamController]: callbacks belong to
/// the zone of the listener, and so do their errors, after which the next event
/// comes all the same.
final class RustSubscription<T> implements StreamSubscription<T> {
  /// A listener with the arguments of [Stream.listen].
  RustSubscription(
    void Function(T event)? onData, {
    Function? onError,
    void Function()? onDone,
    bool? cancelOnError,
  }) : this._(Zone.current, onData, onError, onDone, cancelOnError ?? false);

  RustSubscription._(
    this.zone,
    void Function(T event)? onData,
    Function? onError,
    void Function()? onDone,
    this._cancelOnError,
  )   : _onData = _dataHandler(zone, onData),
        _onError = _errorHandler(zone, onError),
        _onDone = _doneHandler(zone, onDone);

  /// Whether there will be no more events.
  static const int _over = 1;

  /// Whether an error waits for the end of cancelling.
  static const int _hasError = 2;

  /// Each pause that was not yet ended.
  static const int _pause = 4;

  /// Where the listener's callbacks run.
  final Zone zone;
  final bool _cancelOnError;

  void Function(T event) _onData;
  Function _onError;
  void Function() _onDone;
  int _state = 0;
  Future<void>? _cancelled;

  /// Called when events can come again. It must not give any itself.
  void Function()? onResume;

  /// Called once, unless the end came before. The result completes when all is
  /// given up that belongs to the stream; null if it is.
  Future<void>? Function()? onCancel;

  /// Whether the listener takes events: neither paused nor over.
  bool get isOpen => _state == 0;

  /// Whether the callbacks run in the root zone, where it makes no difference
  /// to call them directly.
  bool get isInRootZone => identical(zone, Zone.root);

  static void _ignoreData(Object? event) {}

  static void _ignoreDone() {}

  static void _uncaught(Object error, StackTrace stack) =>
      Zone.current.handleUncaughtError(error, stack);

  static void Function(T event) _dataHandler<T>(
    Zone zone,
    void Function(T event)? handler,
  ) =>
      zone.registerUnaryCallback<void, T>(handler ?? _ignoreData);

  static Function _errorHandler(Zone zone, Function? handler) {
    handler ??= _uncaught;
    if (handler is void Function(Object, StackTrace)) {
      return zone.registerBinaryCallback<dynamic, Object, StackTrace>(handler);
    }
    if (handler is void Function(Object)) {
      return zone.registerUnaryCallback<dynamic, Object>(handler);
    }
    throw ArgumentError(
      'The handler of errors must take an Object, the error, and perhaps also '
      'a StackTrace.',
    );
  }

  static void Function() _doneHandler(Zone zone, void Function()? handler) =>
      zone.registerCallback<void>(handler ?? _ignoreDone);

  @override
  void onData(void Function(T data)? handleData) =>
      _onData = _dataHandler(zone, handleData);

  @override
  void onError(Function? handleError) =>
      _onError = _errorHandler(zone, handleError);

  @override
  void onDone(void Function()? handleDone) =>
      _onDone = _doneHandler(zone, handleDone);

  bool get _isOver => _state & _over != 0;

  @override
  bool get isPaused => _state >= _pause;

  @override
  void pause([Future<void>? resumeSignal]) {
    if (_isOver) return;
    _state += _pause;
    resumeSignal?.whenComplete(resume);
  }

  @override
  void resume() {
    if (_isOver || !isPaused) return;
    _state -= _pause;
    if (!isPaused) onResume?.call();
  }

  @override
  Future<void> cancel() {
    _state &= ~_hasError;
    if (!_isOver) _cancel();
    return _cancelled ?? Future.value();
  }

  void _cancel() {
    _state |= _over;
    _cancelled = onCancel?.call();
  }

  @override
  Future<E> asFuture<E>([E? futureValue]) {
    if (futureValue == null && null is! E) {
      throw ArgumentError.notNull('futureValue');
    }
    final result = Completer<E>.sync();
    _onDone = () => result.complete(futureValue as E);
    _onError = (Object error, StackTrace stack) {
      cancel();
      final cancelled = _cancelled;
      if (cancelled == null) {
        result.completeError(error, stack);
      } else {
        cancelled.whenComplete(() => result.completeError(error, stack));
      }
    };
    return result.future;
  }

  /// Delivers an item. It must be open, [zone] current, and what the listener
  /// throws be passed to [failed].
  @pragma('vm:prefer-inline')
  void add(T item) => _onData(item);

  /// The listener has thrown.
  void failed(Object error, StackTrace stack) =>
      _guard(() => zone.handleUncaughtError(error, stack));

  /// Runs code of the zone's own, which throws nothing if it is as it should
  /// be. The next event comes in any case.
  void _guard(void Function() run) {
    try {
      run();
    } catch (error, stack) {
      Zone.root.handleUncaughtError(error, stack);
    }
  }

  /// Delivers an error. It must be open.
  void addError(Object error, StackTrace stack) {
    if (!_cancelOnError) return _sendError(error, stack);
    _state |= _hasError;
    _cancel();
    final cancelled = _cancelled;
    if (cancelled == null) {
      _sendError(error, stack);
    } else {
      cancelled.whenComplete(() => _sendError(error, stack));
    }
  }

  void _sendError(Object error, StackTrace stack) {
    if (_isOver && _state & _hasError == 0) return;
    final handler = _onError;
    _guard(() {
      if (handler is void Function(Object, StackTrace)) {
        zone.runBinaryGuarded(handler, error, stack);
      } else {
        zone.runUnaryGuarded(handler as void Function(Object), error);
      }
    });
  }

  /// Delivers the end. Nothing happens if it is over.
  void close() {
    if (_isOver) return;
    _state |= _over;
    _guard(() => zone.runGuarded(_onDone));
  }

  /// Delivers an error and the end, when `listen` has returned.
  void failLater(Object error, StackTrace stack) {
    var hasFailed = false;
    void deliver() {
      if (isOpen && !hasFailed) {
        hasFailed = true;
        addError(error, stack);
      }
      if (isOpen) close();
    }

    onResume = () => scheduleMicrotask(deliver);
    scheduleMicrotask(deliver);
  }
}
