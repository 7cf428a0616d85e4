/// The lanes of a call. The Rust twin is `call.rs`.
library;

import 'dart:async';

import '../base/error.dart';
import '../platform/platform.dart';
import '../protocol/constants.dart';
import '../wire/wire.dart';
import 'cancel.dart';
import 'context.dart';
import 'error.dart';
import 'receiver.dart';

/// Makes a synchronous call.
@pragma('vm:prefer-inline')
T callSync<T>(
  IsolateContext context,
  SyncFunction function,
  void Function(Writer w) encode,
  T Function(Reader r) decode,
  Object Function(Reader r)? error,
) {
  final status = context.send(
    encode,
    (args, length, blocks) => function(context.pointer, args, length, blocks),
  );
  if (status != CallStatus.ok) throw context.failure(status, error);
  final reader = context.result;
  final value = decode(reader);
  reader.end();
  return value;
}

/// Starts a call that completes through the mailbox, or at once, and ends when
/// [token] is cancelled.
Future<T> callAsync<T>(
  IsolateContext context,
  StartFunction function,
  void Function(Writer w) encode,
  T Function(Reader r) decode,
  Object Function(Reader r)? error,
  CancelToken? token,
) {
  final call = _PendingCall<T>(context, decode, error, token);
  final id = call._id = context.mailbox.add(call);
  try {
    final status = context.send(encode, (args, length, blocks) {
      final streams = context.openedStreams;
      if (streams != null) call._grant(streams);
      return function(context.pointer, args, length, blocks, id);
    });
    if (status == CallStatus.ready) {
      context.mailbox.remove(id);
      final reader = context.result;
      final value = decode(reader);
      reader.end();
      return Future.value(value);
    }
    if (status != CallStatus.ok) throw context.failure(status, error);
  } catch (failure, stack) {
    context.mailbox.remove(id);
    return Future.error(failure, stack);
  }
  token?.add(call);
  return call.future;
}

/// A call that waits for its result.
final class _PendingCall<T> implements Receiver, Cancellable {
  _PendingCall(this._context, this._decode, this._error, this._token);

  final IsolateContext _context;
  final T Function(Reader r) _decode;
  final Object Function(Reader r)? _error;
  final CancelToken? _token;
  late final int _id;

  /// Where the items of its own sinks arrive; null if it has none.
  List<OwnStream>? _streams;

  // Synchronous: completing it is the last thing that an entry does.
  final Completer<T> _completer = Completer.sync();

  Future<T> get future => _completer.future;

  @override
  void receive(int kind, int count, Reader reader) {
    _token?.remove(this);
    final T value;
    try {
      if (kind != EntryKind.value) throw _failure(kind, reader);
      value = _decode(reader);
      reader.end(padded: true);
    } catch (failure, stack) {
      _completeAfter(() => _completer.completeError(failure, stack));
      return;
    }
    if (_streams == null) {
      _completer.complete(value);
    } else {
      _completeAfter(() => _completer.complete(value));
    }
  }

  /// The streams of its own sinks: the first window of each comes with it.
  void _grant(List<OwnStream> streams) {
    _streams = streams;
    for (final stream in streams) {
      stream.grant();
    }
  }

  /// Completes after the items that have arrived, if they can be delivered.
  void _completeAfter(void Function() complete) {
    final streams = _streams;
    if (streams == null) return complete();
    final result = _HeldBack(streams, complete);
    if (result.isDue) {
      complete();
    } else {
      _context.mailbox.holdBack(result);
    }
  }

  Object _failure(int kind, Reader reader) {
    final token = _token;
    if (kind == EntryKind.cancelled && token != null && token.isCancelled) {
      return token.exception;
    }
    return entryFailure(kind, reader, _error);
  }

  @override
  void cancel() {
    if (!_context.isDetached) _context.runtime.cancel(_context.pointer, _id);
  }

  @override
  void abandon() {
    _token?.remove(this);
    _completer.completeError(abandoned, StackTrace.current);
  }
}

/// A result that comes after what has arrived of streams of its own. It is not
/// held back by those that are paused, or nobody listens to.
final class _HeldBack implements Backlog {
  _HeldBack(this._streams, this._complete)
      : _arrived = [for (final stream in _streams) stream.arrived];

  final List<OwnStream> _streams;
  final List<int> _arrived;
  final void Function() _complete;

  /// Whether there is nothing left that comes before it.
  bool get isDue {
    for (var i = 0; i < _streams.length; i++) {
      if (_streams[i].owes(_arrived[i])) return false;
    }
    return true;
  }

  @override
  bool deliverNext() {
    for (var i = 0; i < _streams.length; i++) {
      if (_streams[i].owes(_arrived[i])) _streams[i].catchUp();
    }
    if (!isDue) return true;
    _complete();
    return false;
  }
}

/// What waiting calls and streams get when the isolate is detached.
const DetachedException abandoned = DetachedException(
  'The isolate was detached from the library before there was a result.',
);

/// The exception behind an entry that is not a value.
Object entryFailure(
  int kind,
  Reader reader,
  Object Function(Reader r)? error,
) {
  switch (kind) {
    case EntryKind.error when error != null:
      return error(reader);
    case EntryKind.panic:
      return readRustPanic(reader);
    case EntryKind.invalid:
      return readWireError(reader);
    case EntryKind.cancelled:
      return const CancelledException(
        'The call was cancelled before it had a result.',
      );
  }
  return MalformedDataException('An entry of the mailbox has the kind $kind.');
}
