/// Where the items of one run of a stream arrive, under credit.
library;

import 'dart:async';
import 'dart:collection';

import 'call.dart';
import 'error.dart';
import 'isolate.dart';
import 'mailbox.dart';
import 'object.dart';
import 'statistics.dart';
import 'wire.dart';

/// How many items may be on their way or wait for a paused listener, if the
/// function does not say.
const int defaultWindow = 64;

/// Whether the time is looked at before the item number [i] of a batch: often
/// at first, for listeners that take long, and then seldom, because it costs as
/// much as a short item.
bool _looksAtClock(int i) => i & 7 == 0 || i & (i - 1) == 0;

/// An item that is an error.
final class _ErrorItem {
  _ErrorItem(this.error, this.stack);

  final Object error;
  final StackTrace stack;
}

/// The receiving end of one run of a stream. It is [open]ed when Rust is going
/// to know of it, and Rust is granted nothing before somebody [listen]s.
final class StreamReceiver<T> implements Receiver, Acknowledging, Backlog {
  /// [window] is how many items Rust may be ahead of the listener. [error]
  /// reads what the stream as a whole fails with, [itemError] an item that is
  /// an error; without it, items are values only.
  StreamReceiver(
    this._decode, {
    required this.window,
    Object Function(Reader r)? error,
    Object Function(Reader r)? itemError,
  })  : _error = error,
        _itemError = itemError,
        _portion = window > 1 ? window ~/ 2 : 1;

  /// How many items Rust may be ahead of the listener.
  final int window;

  final T Function(Reader r) _decode;
  final Object Function(Reader r)? _error;
  final Object Function(Reader r)? _itemError;

  /// So many items that the listener took are acknowledged at once.
  final int _portion;

  IsolateContext? _context;
  int _id = 0;
  MultiStreamController<T>? _controller;

  /// What came while the listener was paused, or there was no time: at most
  /// [window] items.
  final Queue<Object?> _waiting = Queue();

  /// How many items the listener took, and how many of them Rust has not heard
  /// of.
  int _taken = 0;
  int _unacknowledged = 0;

  /// Whether the mailbox knows of the latter.
  bool _isNoted = false;

  /// Whether Rust has said its last word, or nobody wants to hear it.
  bool _ended = false;

  /// Whether items are refused because one could not be read.
  bool _isBroken = false;

  /// What the stream fails with, after the items before it.
  _ErrorItem? _failure;

  /// What the call fails with that the stream belongs to: the last event.
  _ErrorItem? _callFailure;

  /// Whether the end waits for [release].
  bool _isHeld = false;

  /// Set by cancelling; completed once Rust has dropped its stream.
  Completer<void>? _cancelled;

  /// Whether the mailbox is going to ask for items.
  bool _isDelivering = false;

  /// Rust's last figures.
  StreamStatistics? _figures;

  /// How many items nobody is going to take, though Rust does not count them as
  /// dropped.
  int _lost = 0;

  /// Waits for entries; the id that Rust must give them. [isIdle] says that
  /// nobody listens yet, so that it does not keep the isolate alive.
  int open(IsolateContext context, {bool isIdle = false}) {
    _context = context;
    return _id = context.mailbox.add(this, isIdle: isIdle);
  }

  /// Waits no more: Rust has not begun.
  void close() {
    _context?.mailbox.remove(_id);
    _context = null;
  }

  /// Delivers to [controller] from now on.
  void listen(MultiStreamController<T> controller) {
    _controller = controller
      ..onResume = _resume
      ..onCancel = cancel;
    if (_ended) {
      _resume();
    } else {
      _live?.mailbox.rouse(_id);
      _credit(0, window);
    }
  }

  /// Lets the end wait for [release]: the call that the stream belongs to may
  /// fail.
  void hold() => _isHeld = true;

  /// The call is over.
  void release() {
    _isHeld = false;
    if (_ended || _isBroken) _finish();
  }

  /// Ends the stream with [error], after what Rust has pushed until now.
  void endWith(Object error, StackTrace stack) {
    _callFailure = _ErrorItem(error, stack);
    final context = _live;
    if (context != null) context.runtime.sinkClose(context.pointer, _id);
  }

  /// The context, if it is still good for a call.
  IsolateContext? get _live {
    final context = _context;
    return context == null || context.isDetached ? null : context;
  }

  void _credit(int taken, int granted) {
    final context = _live;
    if (context == null) return;
    context.runtime.credit(context.pointer, _id, taken, granted);
  }

  @override
  void acknowledge() {
    _isNoted = false;
    _tell();
  }

  /// Tells Rust what the listener has taken, and grants as much.
  void _tell() {
    final taken = _unacknowledged;
    if (taken == 0) return;
    _unacknowledged = 0;
    _credit(taken, taken);
  }

  /// What became of the items until now. Of a stream whose isolate was detached
  /// it is only known what arrived here.
  StreamStatistics get statistics {
    final figures = _figures ?? _readFigures();
    if (figures == null) {
      return StreamStatistics(
        produced: _taken + _waiting.length + _lost,
        delivered: _taken,
        dropped: _lost,
        pending: _waiting.length,
      );
    }
    return StreamStatistics(
      produced: figures.produced,
      delivered: _taken,
      conflated: figures.conflated,
      dropped: figures.dropped + _lost,
      pending: figures.delivered + figures.pending - _taken - _lost,
      highWater: figures.highWater,
    );
  }

  StreamStatistics? _readFigures() {
    _tell();
    final context = _live;
    if (context == null) return null;
    final isThere = context.runtime.statistics(context.pointer, _id);
    return isThere ? readStatistics(context.result) : null;
  }

  @override
  void receive(int kind, int count, Reader reader) {
    switch (kind) {
      case EntryKind.items:
        if (_cancelled == null && !_isBroken) _receiveItems(count, reader);
      case EntryKind.statistics:
        _settle(readStatistics(reader));
      default:
        _receiveEnd(kind, reader);
    }
  }

  /// Keeps Rust's last figures. All items came before them: what nobody took,
  /// and what does not wait, was refused here.
  void _settle(StreamStatistics figures) {
    _figures = figures;
    final sent = figures.delivered + figures.pending;
    _lost = sent - _taken - _waiting.length;
  }

  void _receiveEnd(int kind, Reader reader) {
    _ended = true;
    final cancelled = _cancelled;
    if (cancelled != null || _isBroken) {
      _giveUp();
      cancelled?.complete();
      return;
    }
    // Also if there is nothing to acknowledge: Rust keeps the figures for it.
    final taken = _unacknowledged;
    _unacknowledged = 0;
    _credit(taken, 0);
    if (kind != EntryKind.end) {
      try {
        _failure =
            _ErrorItem(entryFailure(kind, reader, _error), StackTrace.current);
      } catch (failure, stack) {
        _failure = _ErrorItem(failure, stack);
      }
    }
    _finish();
  }

  void _receiveItems(int count, Reader reader) {
    final mailbox = _context!.mailbox;
    for (var i = 0; i < count; i++) {
      final Object? item;
      try {
        final failed = _itemError != null && reader.boolean();
        item = failed
            ? _ErrorItem(_itemError(reader), StackTrace.current)
            : _decode(reader);
      } catch (failure, stack) {
        // Where the next item begins is not known any more.
        _break(_ErrorItem(failure, stack));
        return;
      }
      final controller = _controller;
      if (_waiting.isEmpty &&
          controller != null &&
          !controller.isPaused &&
          !(_looksAtClock(i) && mailbox.isLate)) {
        _deliver(controller, item);
        // The listener may have cancelled, or detached the isolate: then the
        // batch that the reader views is gone.
        if (_cancelled != null || _live == null) return;
      } else {
        _waiting.add(item);
      }
    }
    _note();
    if (_waiting.isNotEmpty) _resume();
  }

  /// Ends the stream from this side.
  void _break(_ErrorItem failure) {
    _failure = failure;
    _isBroken = true;
    // Those that wait are going to be delivered, whatever happens.
    _credit(_unacknowledged + _waiting.length, 0);
    _unacknowledged = 0;
    _giveUp();
    _waiting.isEmpty ? _finish() : _resume();
  }

  /// Tells Rust that nothing more is taken.
  void _giveUp() {
    final context = _live;
    if (context == null) return;
    context.runtime.cancel(context.pointer, _id);
  }

  void _deliver(MultiStreamController<T> controller, Object? item) {
    _taken++;
    // Once it is broken, Rust has been told.
    if (!_isBroken) _unacknowledged++;
    if (item is _ErrorItem) {
      controller.addErrorSync(item.error, item.stack);
    } else {
      controller.addSync(item as T);
    }
  }

  /// Acknowledges at the latest when there is nothing more to do.
  void _note() {
    if (_unacknowledged >= _portion) {
      _tell();
    } else if (_unacknowledged > 0 && !_isNoted) {
      _isNoted = true;
      _live?.mailbox.acknowledgeWhenIdle(this);
    }
  }

  /// The end, once the listener has everything before it.
  void _finish() {
    if (_isHeld || _cancelled != null) return;
    final controller = _controller;
    if (controller == null || controller.isPaused || _waiting.isNotEmpty) {
      return;
    }
    final (failure, callFailure) = (_failure, _callFailure);
    _failure = null;
    _callFailure = null;
    // That Rust has dropped a sink unused is because its call failed.
    final isConsequence =
        callFailure != null && failure?.error is CancelledException;
    if (failure != null && !isConsequence) {
      controller.addErrorSync(failure.error, failure.stack);
      // The listener may have paused or cancelled in return.
    }
    if (callFailure != null) {
      controller.addErrorSync(callFailure.error, callFailure.stack);
    }
    controller.closeSync();
  }

  // Not at once: inside this callback the controller would only queue what it
  // is given.
  void _resume() {
    if (_isDelivering) return;
    _isDelivering = true;
    _context?.mailbox.deliver(this);
  }

  @override
  bool deliverNext() => _isDelivering = _deliverNext();

  bool _deliverNext() {
    final controller = _controller;
    if (controller == null || controller.isPaused || _cancelled != null) {
      return false;
    }
    // Then there comes an error, and nothing else.
    if (_live == null && !_ended) return false;
    if (_waiting.isNotEmpty) {
      _deliver(controller, _waiting.removeFirst());
      _note();
      // The listener may have paused or cancelled: that is seen next time.
      if (_waiting.isNotEmpty) return true;
    }
    if (_cancelled == null && (_ended || _isBroken)) _finish();
    return false;
  }

  /// Ends the stream: nothing is delivered any more. The result completes when
  /// Rust has dropped its stream; null if it has already.
  Future<void>? cancel() {
    if (_cancelled case final cancelled?) return cancelled.future;
    final cancelled = _cancelled = Completer<void>();
    // Otherwise Rust is going to count them.
    if (_figures != null || _isBroken) _lost += _waiting.length;
    _discardWaiting();
    if (!_isBroken) {
      // Before Rust adds up what became of the items.
      if (_unacknowledged > 0) _credit(_unacknowledged, 0);
      _unacknowledged = 0;
      _giveUp();
    }
    if (_ended || _live == null) {
      cancelled.complete();
      return null;
    }
    return cancelled.future;
  }

  /// Forgets the items that nobody has seen. Objects among them are released at
  /// once, as those are that were not yet read.
  void _discardWaiting() {
    for (final item in _waiting) {
      if (item is RustObject) item.dispose();
    }
    _waiting.clear();
  }

  @override
  void abandon() {
    final cancelled = _cancelled;
    if (cancelled != null) {
      if (!cancelled.isCompleted) cancelled.complete();
      return;
    }
    _ended = true;
    if (_isBroken) return;
    _lost += _waiting.length;
    _discardWaiting();
    _failure = _ErrorItem(abandoned, StackTrace.current);
    _finish();
  }
}
