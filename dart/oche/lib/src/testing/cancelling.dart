/// Cancelling the calls of fakes.
library;

import 'dart:async';

import '../run/cancel.dart';

/// The result of [future], unless [token] is cancelled before: then a
/// `CancelledException`, as from a call of Rust. For fakes of functions that
/// take a token.
///
/// ```dart
/// Future<Catalog> loadCatalog({CancelToken? cancelToken}) =>
///     untilCancelled(cancelToken, Completer<Catalog>().future);
/// ```
Future<T> untilCancelled<T>(CancelToken? token, Future<T> future) {
  if (token == null) return future;
  final call = _Call<T>(token);
  token.add(call);
  future.then(call.complete, onError: call.fail);
  return call.result;
}

final class _Call<T> implements Cancellable {
  _Call(this._token);

  final CancelToken _token;
  final Completer<T> _completer = Completer();

  Future<T> get result => _completer.future;

  void complete(T value) {
    if (_end()) _completer.complete(value);
  }

  void fail(Object error, StackTrace stack) {
    if (_end()) _completer.completeError(error, stack);
  }

  @override
  void cancel() {
    if (_end()) {
      _completer.completeError(_token.exception, StackTrace.current);
    }
  }

  /// Whether it has not ended before.
  bool _end() {
    if (_completer.isCompleted) return false;
    _token.remove(this);
    return true;
  }
}
