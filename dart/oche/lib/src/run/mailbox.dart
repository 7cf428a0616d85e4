/// The isolate's mailbox: everything that comes from Rust without being the
/// result of a synchronous call. The Rust twin is `run/mailbox.rs`.
library;

import 'dart:async';
import 'dart:collection';
import 'dart:math';
import 'dart:typed_data';

import '../base/error.dart';
import '../base/window.dart';
import '../platform/platform.dart';
import '../protocol/constants.dart';
import '../wire/wire.dart';
import 'receiver.dart';
import 'receivers.dart';

/// How long one turn of the event loop may work on entries and items, in
/// microseconds; then timers, frames and other messages get theirs.
const int _budget = 4000;

/// How much of that a stream may use for many items that have waited before it
/// is an entry's or another stream's turn, in microseconds. It is short, because
/// the answer of a call may be behind a hundred such slices.
const int _slice = 50;

/// When so many items were taken that Rust should hear of, it hears of them in
/// the middle of a batch.
const int _manyItems = 1024;

/// So it does if they have so many bytes: a few streams of larger items may all
/// be waiting for that.
const int _manyBytes = 64 * 1024;

/// Whether other entries for the same receiver may follow one of this [kind].
bool _isFollowed(int kind) =>
    kind == EntryKind.items ||
    kind == EntryKind.statistics ||
    kind == EntryKind.changed;

/// One isolate's mailbox.
final class Mailbox {
  /// The mailbox of [_context], which wakes it by [_port].
  Mailbox(this._context, this._port) {
    _port.handler = _wake;
  }

  final PlatformContext _context;

  /// Only what is waited for lets it keep the isolate alive.
  final WakePort _port;
  final Receivers _receivers = Receivers();

  /// Those that do not keep the isolate alive.
  final Set<int> _idle = {};
  bool _closed = false;
  bool _isCallable = false;

  late final MessageReader _batch = MessageReader(_context);
  int _at = 0;
  int _end = 0;

  /// Who has not yet taken all of the entry before [_at].
  Interrupted? _interrupted;

  /// Whether Rust has woken this since the last batch that was empty.
  bool _isAwake = false;

  /// Whether [_work] is going to run, or runs.
  bool _isScheduled = false;

  /// Since the turn began.
  final Stopwatch _watch = Stopwatch()..start();

  /// Those that have items left, in the order of their turns.
  final Queue<Backlog> _backlogs = Queue();

  /// Results that come after items which wait. They have turns of their own, so
  /// that the streams of others do not delay them.
  final Queue<Backlog> _results = Queue();

  /// What acknowledges at the end of the batch or of the turn, so that Rust's
  /// threads are woken once for all of them.
  final List<Acknowledging> _due = [];

  /// How many items those have taken, and about how many bytes.
  int _dueItems = 0;
  int _dueBytes = 0;

  /// What acknowledges when there is nothing more to do.
  final List<Acknowledging> _behind = [];

  /// Set while some of those wait for the microtasks of this turn.
  Timer? _acknowledging;

  /// What streams may be ahead of their listeners, beyond what all are.
  final WindowPool windows = WindowPool();

  /// The number of this turn of the event loop.
  int turn = 1;

  /// Who answers Rust's requests; null as long as Rust holds nothing of this
  /// isolate's.
  Answering? answering;

  /// Makes [receiver] wait for entries; the id that they must have. While it
  /// [isIdle] it does not keep the isolate alive.
  int add(Receiver receiver, {bool isIdle = false}) {
    final id = _receivers.add(receiver);
    if (isIdle) {
      _idle.add(id);
    } else if (_receivers.length - _idle.length == 1) {
      _updateKeepAlive();
    }
    return id;
  }

  /// The receiver [id] is idle no more.
  void rouse(int id) {
    if (_idle.remove(id)) _updateKeepAlive();
  }

  /// Whether Rust holds functions of this isolate, which therefore goes on.
  set isCallable(bool value) {
    _isCallable = value;
    _updateKeepAlive();
  }

  void _updateKeepAlive() {
    if (_closed) return;
    _port.keepIsolateAlive = _isCallable || _receivers.length > _idle.length;
  }

  /// Ends the waiting of the receiver [id].
  void remove(int id) {
    if (_receivers.remove(id) == null) return;
    if (_idle.isNotEmpty) _idle.remove(id);
    if (_receivers.length == _idle.length) _updateKeepAlive();
  }

  /// Whether the turn has used its time.
  bool get isLate => isAfter(_budget);

  /// Until when a stream may deliver items that have waited, if it begins now: a
  /// time that [isAfter] knows.
  int get endOfSlice => min(_watch.elapsedMicroseconds + _slice, _budget);

  /// Whether [time], in microseconds since the turn began, is over.
  bool isAfter(int time) => _watch.elapsedMicroseconds > time;

  /// Lets [backlog] deliver items, from a microtask on if there is time left,
  /// until it has none left. It must not be under way already.
  void deliver(Backlog backlog) {
    _backlogs.add(backlog);
    if (_isScheduled) return;
    if (isLate) {
      _workLater();
    } else {
      _isScheduled = true;
      Zone.root.scheduleMicrotask(_work);
    }
  }

  /// Lets the result of a call deliver what waits before it, and then itself. It
  /// must be called while an entry is received.
  void holdBack(Backlog result) => _results.add(result);

  /// Keeps the entry that is being received until the next turn, in which
  /// [receiver] goes on with it. This turn must have used its time.
  void interrupt(Interrupted receiver) => _interrupted = receiver;

  /// Lets [receiver] acknowledge soon that its listener took [items], which
  /// have about so many [bytes].
  void acknowledgeSoon(Acknowledging receiver, int items, int bytes) {
    _due.add(receiver);
    _dueItems += items;
    _dueBytes += bytes;
    if (_at == _end || _dueItems >= _manyItems || _dueBytes >= _manyBytes) {
      _acknowledgeDue();
    }
  }

  void _acknowledgeDue() {
    for (var i = 0; i < _due.length; i++) {
      _due[i].acknowledge();
    }
    _due.clear();
    _dueItems = _dueBytes = 0;
  }

  /// Lets [receiver] acknowledge when there is nothing more to do. It must be
  /// called while an entry is received or an item is delivered.
  void acknowledgeWhenIdle(Acknowledging receiver) => _behind.add(receiver);

  void _acknowledge({bool isLast = false}) {
    var kept = 0;
    for (var i = 0; i < _behind.length; i++) {
      final receiver = _behind[i];
      if (!isLast && receiver.isHalfWay) {
        _behind[kept++] = receiver;
      } else {
        receiver.acknowledge();
      }
    }
    _behind.length = kept;
    if (kept == 0) return;
    _acknowledging ??= Zone.root.createTimer(Duration.zero, () {
      _acknowledging = null;
      _acknowledge(isLast: true);
    });
  }

  /// Ends all waiting.
  void close() {
    _closed = true;
    _isAwake = false;
    _interrupted = null;
    _due.clear();
    _behind.clear();
    _acknowledging?.cancel();
    _port.close();
    // Not at once: a future of the same turn has no listener yet, so that its
    // error would count as unhandled, and nobody expects to be called back in
    // the middle of a detach. In a zone of the user's it might never run.
    Zone.root.scheduleMicrotask(() {
      final receivers = _receivers.all.toList();
      _receivers.clear();
      for (final receiver in receivers) {
        receiver.abandon();
      }
    });
  }

  void _wake([Object? _]) {
    _isAwake = true;
    if (!_isScheduled) _newTurn();
  }

  void _workLater() {
    _isScheduled = true;
    Zone.root.createTimer(Duration.zero, _newTurn);
  }

  void _newTurn() {
    _watch.reset();
    turn++;
    // A turn whose time is used up does not come to it, and one of the others
    // may follow for ever.
    if (_behind.isNotEmpty) _acknowledge(isLast: true);
    _work();
  }

  /// Takes entries and delivers items until there are none, or the turn's time
  /// is used.
  void _work() {
    _isScheduled = true;
    while (_takeEntry() | _deliverNext(_results) | _deliverNext(_backlogs)) {
      if (isLate) {
        if (_due.isNotEmpty) _acknowledgeDue();
        _workLater();
        return;
      }
    }
    _isScheduled = false;
    if (_behind.isNotEmpty) _acknowledge();
  }

  /// False if there is no entry. Then Rust wakes this when there is one.
  bool _takeEntry() {
    if (!_isAwake) return false;
    if (_interrupted case final interrupted?) {
      _interrupted = null;
      try {
        interrupted.goOn(_batch.reader);
      } catch (error, stack) {
        Zone.current.handleUncaughtError(error, stack);
      }
      return true;
    }
    if (_at == _end) {
      if (_due.isNotEmpty) _acknowledgeDue();
      final pointer = _context.pointer;
      _at = 0;
      _end = _context.runtime.drain(pointer);
      if (_end == 0) return _isAwake = false;
      _batch.open(batchOf(pointer));
    }
    _next();
    return true;
  }

  /// False if there is none.
  bool _deliverNext(Queue<Backlog> backlogs) {
    if (backlogs.isEmpty) return false;
    final backlog = backlogs.removeFirst();
    var hasMore = false;
    try {
      hasMore = backlog.deliverNext();
    } catch (error, stack) {
      Zone.current.handleUncaughtError(error, stack);
    }
    if (hasMore) backlogs.add(backlog);
    return true;
  }

  void _next() {
    final at = _at;
    final data = _batch.data;
    final size = data.getUint32(at + EntryHeader.size, Endian.little);
    final kind = data.getUint32(at + EntryHeader.kind, Endian.little);
    final id = data.getInt64(at + EntryHeader.id, Endian.little);
    final firstAttachment =
        data.getUint32(at + EntryHeader.firstAttachment, Endian.little);
    final count = data.getUint32(at + EntryHeader.count, Endian.little);
    _at = at + size;
    final start = at + EntryHeader.length;
    final reader = _batch.part(start, at + size, firstAttachment);
    try {
      _take(kind, id, count, reader);
    } catch (error, stack) {
      // A listener of the user's own. The entries after it must still come.
      Zone.current.handleUncaughtError(error, stack);
    }
  }

  void _take(int kind, int id, int count, Reader reader) {
    switch (kind) {
      case EntryKind.request:
        final answering = this.answering;
        if (answering == null) {
          throw const MalformedDataException(
            'Rust asks for a function, and holds none of this isolate.',
          );
        }
        answering.run(id, count, reader);
      case EntryKind.released:
        answering?.forgetReleased(answering: true);
      default:
        final receiver = _receivers.find(id);
        if (receiver == null) return;
        if (!_isFollowed(kind)) remove(id);
        receiver.receive(kind, count, reader);
    }
  }
}
