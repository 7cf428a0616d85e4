/// Streams of Dart that Rust reads. The Rust twin is `dart_stream.rs`, where
/// the layout of an answer is written down.
library;

import 'dart:async';
import 'dart:collection';

import '../protocol/constants.dart';
import '../wire/wire.dart';
import 'callback.dart';

/// An answer takes no more events when it has this many bytes.
const int _answerBytes = 64 * 1024;

/// A stream that Rust reads: it is listened to when Rust asks for the first
/// time, runs while Rust waits for items, and is paused in between.
final class StreamSource<T> {
  /// [_item] writes an item. [_error] writes an error of the type that Rust
  /// expects, or nothing, and then returns false.
  StreamSource(this._stream, this._item, this._error);

  final Stream<T> _stream;
  final void Function(Writer w, T item) _item;
  final bool Function(Writer w, Object error)? _error;

  StreamSubscription<T>? _subscription;

  /// The zone of the call that the stream goes with, to which belongs whatever
  /// the stream does.
  late final Zone _zone;
  bool _done = false;
  bool _isReleased = false;

  /// The events that Rust does not have yet: more than it asked for only if the
  /// stream does not heed [StreamSubscription.pause], or if they are large.
  final Queue<Object?> _events = Queue();

  /// What Rust waits for, and how many events it takes.
  Completer<int>? _asked;
  int _room = 0;

  /// Runs when this turn's events are there, if there is one.
  Timer? _turn;

  /// What Rust calls.
  late final CallbackMethod<int> method =
      CallbackMethod<int>((r) => _ask(r.u32()), _answer);

  /// Rust reads no more.
  void release() {
    _isReleased = true;
    _asked = null;
    _events.clear();
    _turn?.cancel();
    final subscription = _subscription;
    _subscription = null;
    // Its error, if it has one, is the zone's.
    if (!_done) unawaited(subscription?.cancel());
  }

  /// Rust has room for so many events. Completes with that when there are some.
  FutureOr<int> _ask(int room) {
    if (_events.isNotEmpty || _done) return room;
    final asked = _asked = Completer<int>.sync();
    _room = room;
    final subscription = _subscription;
    if (subscription != null) {
      subscription.resume();
    } else {
      _listen();
    }
    return asked.future;
  }

  void _listen() {
    _zone = Zone.current;
    final subscription = _stream.listen(
      _add,
      onError: (Object error, StackTrace stack) =>
          _add(_ErrorEvent(error, stack)),
      onDone: () {
        _done = true;
        _complete();
      },
    );
    _subscription = subscription;
    // There are streams that have events before this.
    if (_asked == null) _pause();
  }

  void _pause() {
    if (_done) return;
    try {
      _subscription?.pause();
    } catch (error, stack) {
      // A class of the user's own.
      _events.add(_ErrorEvent(error, stack));
    }
  }

  void _add(Object? event) {
    // There are streams that do not heed [StreamSubscription.cancel] either.
    if (_isReleased) return;
    _events.add(event);
    if (_events.length >= _room) {
      _complete();
    } else {
      // What comes in the same turn travels together. The timer is not the
      // business of the zone of the call, what the stream does then is.
      _turn ??= Zone.root
          .createTimer(Duration.zero, () => _zone.runGuarded(_complete));
    }
  }

  /// Lets Rust have what there is.
  void _complete() {
    _turn?.cancel();
    _turn = null;
    final asked = _asked;
    if (asked == null) return;
    _asked = null;
    _pause();
    asked.complete(_room);
  }

  void _answer(Writer w, int room) {
    for (var i = 0; i < room && w.length < _answerBytes; i++) {
      if (_events.isEmpty) break;
      _write(w, _events.removeFirst());
    }
    w.u8(_events.isEmpty && _done ? StreamEvent.done : StreamEvent.more);
  }

  void _write(Writer w, Object? event) {
    final start = w.length;
    try {
      if (event is! _ErrorEvent) {
        w.u8(StreamEvent.item);
        _item(w, event as T);
        return;
      }
      final writeError = _error;
      if (writeError != null) {
        w.u8(StreamEvent.error);
        if (writeError(w, event.error)) return;
        w.rewind(start);
      }
      w
        ..u8(StreamEvent.threw)
        ..string(textOf(event.error))
        ..string(textOf(event.stack));
    } catch (error) {
      // It cannot cross; those after it still can.
      w
        ..rewind(start)
        ..u8(StreamEvent.invalid)
        ..string(textOf(error));
    }
  }
}

/// An event that is an error.
final class _ErrorEvent {
  _ErrorEvent(this.error, this.stack);

  final Object error;
  final StackTrace stack;
}

/// Writing streams.
extension StreamWriter on Writer {
  /// A stream, which Rust reads as it has room for its items. [item] writes one
  /// of them, [error] an error as [CallbackMethod] wants it.
  void stream<T>(
    Stream<T> v,
    void Function(Writer w, T v) item, {
    bool Function(Writer w, Object error)? error,
  }) {
    final source = StreamSource<T>(v, item, error);
    callback([source.method], released: source.release);
  }
}
