/// Giving up calls. The Rust twin is `cancel.rs`.
library;

import 'dart:async';

import '../base/error.dart';

/// What a token can cancel. For the run time itself.
abstract interface class Cancellable {
  /// The token that this was given to is cancelled.
  void cancel();
}

/// Ends calls of Rust that are not wanted any more.
///
/// Every generated function that returns a `Future` takes one. A token may be
/// given to many calls, one after another or at the same time: [cancel] ends
/// all of them, and whoever is given it later is not even started. The futures
/// complete with a [CancelledException].
///
/// What that means in Rust depends on the function. An async function is
/// dropped where it waits, and the future completes after that. A plain
/// function runs on a thread of its own and cannot be dropped: the future
/// completes all the same, and Rust throws the result away when it comes.
///
/// A call that already has its result when it is cancelled keeps it.
final class CancelToken {
  /// A token that is cancelled only by [cancel].
  CancelToken() : _timeout = null;

  /// A token that is cancelled by itself when [timeout] has passed from now on.
  ///
  /// It does not keep the isolate alive: what may do so is a call that it was
  /// given to.
  CancelToken.timeout(Duration timeout) : _timeout = timeout {
    _age.start();
  }

  final Duration? _timeout;

  /// How long there has been this token, if that matters.
  final Stopwatch _age = Stopwatch();

  bool _cancelled = false;
  bool _timedOut = false;

  /// The calls that run.
  final Set<Cancellable> _calls = {};

  /// Runs only while there is something to cancel.
  Timer? _timer;

  /// Whether [cancel] was called, or the time is over.
  bool get isCancelled => _cancelled || _isOver;

  bool get _isOver {
    final timeout = _timeout;
    return _timedOut || timeout != null && _age.elapsed >= timeout;
  }

  /// Cancels the calls that this was given to. Nothing more happens if it is
  /// called again.
  void cancel() {
    if (_cancelled) return;
    _cancelled = true;
    // What remains to be said is whether the time was over.
    _age.stop();
    _cancelAll();
  }

  void _cancelAll() {
    _timer?.cancel();
    _timer = null;
    final calls = _calls.toList();
    _calls.clear();
    for (final call in calls) {
      call.cancel();
    }
  }
}

/// What the run time does with a token.
extension CancelTokenCalls on CancelToken {
  /// What the calls end with.
  CancelledException get exception => _isOver
      ? CancelledException(
          'The call was cancelled because it had no result after $_timeout.',
          timeout: _timeout,
        )
      : const CancelledException('The call was cancelled by its CancelToken.');

  /// Begins to look after [call], which is cancelled at once if the token is.
  void add(Cancellable call) {
    if (isCancelled) {
      call.cancel();
      return;
    }
    _calls.add(call);
    final timeout = _timeout;
    if (timeout != null && _timer == null) {
      // In the root zone: it is not the business of the zone of the first call.
      _timer = Zone.root.createTimer(timeout - _age.elapsed, () {
        // It may be a little early by the clock of [_age].
        _timedOut = true;
        _cancelAll();
      });
    }
  }

  /// Forgets [call], which has ended.
  void remove(Cancellable call) {
    if (_calls.remove(call) && _calls.isEmpty) {
      _timer?.cancel();
      _timer = null;
    }
  }
}
