/// Where the items of one run of a stream arrive, under credit.
library;

import 'dart:async';
import 'dart:collection';

import '../base/error.dart';
import '../base/statistics.dart';
import '../base/window.dart';
import '../protocol/constants.dart';
import '../run/call.dart';
import '../run/context.dart';
import '../run/receiver.dart';
import '../wire/wire.dart';
import 'object.dart';
import 'subscription.dart';

/// Whether the time is looked at before the item number [i] of a batch: often
/// at first, for listeners that take long, and then seldom, because it costs
/// more than a short item.
@pragma('vm:prefer-inline')
bool _looksAtClock(int i) => i & 31 == 0 || i & (i - 1) == 0;

/// The rest of an entry is short if it is at most this part of the items that
/// the listener took in a turn.
const int _shortPart = 16;

/// So many items that wait are delivered even if they use up more than a slice
/// of the turn, as long as the turn has time.
const int _run = 32;

/// An item that is an error.
final class _ErrorItem {
  _ErrorItem(this.error, this.stack);

  final Object error;
  final StackTrace stack;
}

/// The receiving end of one run of a stream. It is [open]ed when Rust is going
/// to know of it, and Rust is granted nothing before somebody [listen]s, or
/// [grant] says so.
final class StreamReceiver<T>
    implements Receiver, Interrupted, Acknowledging, Backlog, OwnStream {
  /// [_limit] is how many items Rust may be ahead of the listener; without it
  /// that depends on how fast the listener is. [error] reads what the stream as
  /// a whole fails with, [itemError] an item that is an error; without it,
  /// items are values only.
  StreamReceiver(
    this._decode, {
    required int? window,
    Object Function(Reader r)? error,
    Object Function(Reader r)? itemError,
  })  : _limit = window,
        _error = error,
        _itemError = itemError;

  final int? _limit;
  late final Window _window;

  final T Function(Reader r) _decode;
  final Object Function(Reader r)? _error;
  final Object Function(Reader r)? _itemError;

  IsolateContext? _context;
  int _id = 0;
  RustSubscription<T>? _subscription;

  /// What came while the listener was paused, or there was no time: at most a
  /// window of items.
  final Queue<Object?> _waiting = Queue();

  /// How many items are left of an entry for which there was no time.
  int _left = 0;

  /// How many items the listener took, and how many of them Rust knows of.
  int _taken = 0;
  int _told = 0;

  /// Whether the mailbox knows that those are not the same.
  bool _isNoted = false;

  /// The turn of the event loop in which items came last, and how many had been
  /// taken when it began.
  int _turn = 0;
  int _takenBefore = 0;

  /// Whether Rust has said its last word, or nobody wants to hear it.
  bool _ended = false;

  /// Whether items are refused because one could not be read.
  bool _isBroken = false;

  /// What the stream fails with, after the items before it.
  _ErrorItem? _failure;

  /// Whether Rust may send the first window of items.
  bool _isGranted = false;

  /// What the call fails with that the stream belongs to: the last event.
  _ErrorItem? _callFailure;

  /// Whether the end waits for [release].
  bool _isHeld = false;

  /// Set by cancelling; completed once Rust has dropped its stream.
  Completer<void>? _cancelled;

  /// Whether items are being delivered, or the mailbox is going to ask for them.
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
    final mailbox = context.mailbox;
    final limit = _limit;
    _window =
        limit != null ? Window.fixed(limit) : Window.growing(mailbox.windows);
    return _id = mailbox.add(this, isIdle: isIdle);
  }

  /// Waits no more: Rust has not begun.
  void close() {
    _context?.mailbox.remove(_id);
    _context = null;
  }

  /// Delivers to [subscription] from now on.
  void listen(RustSubscription<T> subscription) {
    _subscription = subscription
      ..onResume = _resume
      ..onCancel = cancel;
    if (!_ended) {
      _live?.mailbox.rouse(_id);
      grant();
    }
    // What came before there was a listener.
    if (_ended || _isBroken || _waiting.isNotEmpty) _resume();
  }

  @override
  void grant() {
    if (_isGranted || _cancelled != null) return;
    _isGranted = true;
    _credit(0, _window.open());
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
    context.runtime.credit(context.pointer, _id, taken, granted, _window.bytes);
  }

  @override
  bool get isHalfWay => _waiting.isNotEmpty;

  @override
  void acknowledge() {
    _isNoted = false;
    _tell();
  }

  /// Tells Rust what the listener has taken, and grants more.
  void _tell() {
    final taken = _taken - _told;
    if (taken <= 0) return;
    _told = _taken;
    _credit(taken, _window.refill(taken));
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
    return isThere ? _readStatistics(context.result) : null;
  }

  @override
  void receive(int kind, int count, Reader reader) {
    switch (kind) {
      case EntryKind.items:
        if (_cancelled != null || _isBroken) return;
        _beginTurn();
        _window.measure(count, reader.left);
        _receiveItems(count, reader, isRest: false);
      case EntryKind.statistics:
        _settle(_readStatistics(reader));
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
    final taken = _taken - _told;
    _told = _taken;
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

  @override
  void goOn(Reader reader) {
    final left = _left;
    _beginTurn();
    _left = 0;
    if (_cancelled != null || _isBroken) return;
    _receiveItems(left, reader, isRest: true);
  }

  /// Delivers items, or has them wait. For those that there is no time for
  /// there is another turn before they have to be read: that is mostly enough.
  void _receiveItems(int count, Reader reader, {required bool isRest}) {
    var read = 0;
    final subscription = _subscription;
    if (subscription != null && subscription.isOpen && _waiting.isEmpty) {
      final isDelivering = _isDelivering;
      _isDelivering = true;
      read = subscription.isInRootZone
          ? _pass(subscription, count, reader)
          : _inZone(subscription, () => _pass(subscription, count, reader));
      _isDelivering = isDelivering;
      // The listener may have cancelled, or detached the isolate: then the
      // batch that the reader views is gone.
      if (_isBroken || _cancelled != null || _live == null) return;
      final mailbox = _context!.mailbox;
      final left = count - read;
      if (left > 0 &&
          !isRest &&
          left * _shortPart <= _taken - _takenBefore &&
          subscription.isOpen &&
          mailbox.isLate) {
        _left = left;
        mailbox.interrupt(this);
        _note();
        return;
      }
    }
    try {
      for (; read < count; read++) {
        _waiting.add(_read(reader));
      }
    } catch (failure, stack) {
      _break(_ErrorItem(failure, stack));
      return;
    }
    _note();
    if (_waiting.isNotEmpty && subscription != null && subscription.isOpen) {
      _resume();
    }
  }

  /// What is left from another turn is more than the listener can take.
  void _beginTurn() {
    final turn = _context!.mailbox.turn;
    if (_turn == turn) return;
    _turn = turn;
    if (_waiting.isNotEmpty || _left > 0) {
      _window.shrink(_taken - _takenBefore);
    }
    _takenBefore = _taken;
  }

  /// Passes items on while the listener takes them and there is time; how many
  /// that were of [count].
  int _pass(RustSubscription<T> subscription, int count, Reader reader) {
    final context = _context!;
    final mailbox = context.mailbox;
    final decode = _decode;
    final itemError = _itemError;
    // What was read and not passed is what the listener has thrown at.
    var read = 0;
    var passed = 0;
    while (passed < count) {
      try {
        while (passed < count) {
          if (passed > 0) {
            if (!subscription.isOpen || context.isDetached) return passed;
            if (_looksAtClock(passed) && mailbox.isLate) return passed;
          }
          if (itemError != null && reader.boolean()) {
            final error = itemError(reader);
            read++;
            _taken++;
            subscription.addError(error, StackTrace.current);
          } else {
            final item = decode(reader);
            read++;
            _taken++;
            subscription.add(item);
          }
          passed++;
        }
      } catch (failure, stack) {
        if (read == passed) {
          // Where the next item begins is not known any more.
          _break(_ErrorItem(failure, stack));
          return passed;
        }
        passed++;
        subscription.failed(failure, stack);
      }
    }
    return passed;
  }

  Object? _read(Reader reader) {
    final itemError = _itemError;
    return itemError != null && reader.boolean()
        ? _ErrorItem(itemError(reader), StackTrace.current)
        : _decode(reader);
  }

  /// Ends the stream from this side.
  void _break(_ErrorItem failure) {
    _failure = failure;
    _isBroken = true;
    // Those that wait are going to be delivered, whatever happens.
    final all = _taken + _waiting.length;
    _credit(all - _told, 0);
    _told = all;
    _giveUp();
    _waiting.isEmpty ? _finish() : _resume();
  }

  /// Runs [deliver] in the listener's zone, whose own code may run it never,
  /// twice or too late, or throw.
  int _inZone(RustSubscription<T> subscription, int Function() deliver) {
    int? result;
    var isOver = false;
    try {
      subscription.zone.run<void>(() {
        if (isOver || result != null) return;
        result = deliver();
      });
      if (result == null) {
        throw StateError('The zone of the listener does not run what it is to');
      }
    } catch (failure, stack) {
      if (result == null) {
        _lose(failure, stack);
      } else {
        subscription.failed(failure, stack);
      }
    }
    isOver = true;
    return result ?? 0;
  }

  /// Ends the stream, because nothing can be delivered in the listener's zone.
  void _lose(Object failure, StackTrace stack) {
    if (_isBroken || _cancelled != null) return;
    _lost += _waiting.length;
    _discardWaiting();
    _break(_ErrorItem(failure, stack));
  }

  /// Tells Rust that nothing more is taken.
  void _giveUp() {
    final context = _live;
    if (context == null) return;
    context.runtime.cancel(context.pointer, _id);
  }

  /// Acknowledges at the latest when there is nothing more to do.
  void _note() {
    final taken = _taken - _told;
    if (taken >= _window.portion) {
      // So fast that it is worth while to have more on the way.
      if (_taken - _takenBefore >= _window.portion) _window.grow();
      _live?.mailbox.acknowledgeSoon(this, taken, _window.bytesOf(taken));
    } else if (taken > 0 && !_isNoted) {
      _isNoted = true;
      _live?.mailbox.acknowledgeWhenIdle(this);
    }
  }

  /// The end, once the listener has everything before it.
  void _finish() {
    if (_isHeld || _cancelled != null) return;
    final subscription = _subscription;
    if (subscription == null || !subscription.isOpen || _waiting.isNotEmpty) {
      return;
    }
    // That Rust has dropped a sink unused is because its call failed.
    if (_callFailure != null && _failure?.error is CancelledException) {
      _failure = null;
    }
    if (_failure case final failure?) {
      _failure = null;
      subscription.addError(failure.error, failure.stack);
      // The listener may have paused or cancelled in return.
      if (!subscription.isOpen) return;
    }
    if (_callFailure case final failure?) {
      _callFailure = null;
      subscription.addError(failure.error, failure.stack);
      if (!subscription.isOpen) return;
    }
    _window.close();
    subscription.close();
  }

  // Not at once: nothing may come while the listener resumes.
  void _resume() {
    if (_isDelivering) return;
    _isDelivering = true;
    _context?.mailbox.deliver(this);
  }

  @override
  bool deliverNext() => _isDelivering = _deliverNext();

  bool _deliverNext() {
    final subscription = _subscription;
    if (subscription == null || !subscription.isOpen) return false;
    // Then there comes an error, and nothing else.
    if (_live == null && !_ended) return false;
    if (_waiting.isNotEmpty) {
      _deliverWaiting(subscription);
      if (_cancelled != null) return false;
      if (_waiting.isNotEmpty) return subscription.isOpen;
    }
    if (_ended || _isBroken) _finish();
    return false;
  }

  void _deliverWaiting(RustSubscription<T> subscription) {
    _beginTurn();
    if (subscription.isInRootZone) {
      _passWaiting(subscription);
    } else {
      _inZone(subscription, () {
        _passWaiting(subscription);
        return 0;
      });
    }
    if (_cancelled == null) _note();
  }

  @override
  int get arrived => _taken + _waiting.length;

  @override
  bool owes(int items) =>
      _taken < items &&
      _waiting.isNotEmpty &&
      (_subscription?.isOpen ?? false) &&
      (_ended || _live != null);

  @override
  void catchUp() {
    final isDelivering = _isDelivering;
    _isDelivering = true;
    _deliverWaiting(_subscription!);
    _isDelivering = isDelivering;
  }

  /// Passes on some of the items that wait: if they are short, as many as fit
  /// into a slice of the turn, so that a fast listener gets through all that it
  /// once had no time for, however many slow ones there are.
  void _passWaiting(RustSubscription<T> subscription) {
    final context = _context!;
    final mailbox = context.mailbox;
    final end = mailbox.endOfSlice;
    for (var i = 0; _waiting.isNotEmpty; i++) {
      if (i > 0) {
        if (!subscription.isOpen || context.isDetached) return;
        if (i < _run) {
          if (_looksAtClock(i) && mailbox.isLate) return;
        } else if (i & 3 == 0 && mailbox.isAfter(end)) {
          return;
        }
      }
      final item = _waiting.removeFirst();
      _taken++;
      if (item is _ErrorItem) {
        subscription.addError(item.error, item.stack);
      } else {
        try {
          subscription.add(item as T);
        } catch (failure, stack) {
          subscription.failed(failure, stack);
        }
      }
    }
  }

  /// Ends the stream: nothing is delivered any more. The result completes when
  /// Rust has dropped its stream; null if it has already.
  Future<void>? cancel() {
    if (_cancelled case final cancelled?) return cancelled.future;
    final cancelled = _cancelled = Completer<void>();
    // Otherwise Rust is going to count them.
    if (_figures != null || _isBroken) _lost += _waiting.length;
    _discardWaiting();
    _window.close();
    if (!_isBroken) {
      // Before Rust adds up what became of the items.
      if (_taken > _told) _credit(_taken - _told, 0);
      _told = _taken;
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

/// Reads the figures that Rust has. The layout is written down in the Rust
/// twin, `statistics.rs`.
StreamStatistics _readStatistics(Reader r) => StreamStatistics(
      produced: r.i64(),
      delivered: r.i64(),
      conflated: r.i64(),
      dropped: r.i64(),
      pending: r.i64(),
      highWater: r.i64(),
    );
