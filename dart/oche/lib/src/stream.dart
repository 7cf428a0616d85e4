/// Streams from Rust: cold, and under credit. The Rust twin is `stream.rs`.
library;

import 'dart:async';
import 'dart:collection';

import 'call.dart';
import 'error.dart';
import 'isolate.dart';
import 'mailbox.dart';
import 'wire.dart';

/// How many items may be on their way or wait for a paused listener.
const int window = 64;

/// A stream that starts the function anew for each listener.
Stream<T> openStream<T>(
  IsolateContext Function() context,
  StartFunction Function() function,
  void Function(Writer w) encode,
  T Function(Reader r) decode,
  Object Function(Reader r)? error,
  Object Function(Reader r)? itemError,
) =>
    Stream.multi(
      (controller) => _RustStream<T>(controller, decode, error, itemError)
          ._start(context, function, encode),
    );

/// An item that is an error.
final class _ErrorItem {
  _ErrorItem(this.error, this.stack);

  final Object error;
  final StackTrace stack;
}

/// One run of a stream function.
final class _RustStream<T> implements Receiver {
  _RustStream(this._controller, this._decode, this._error, this._itemError);

  final MultiStreamController<T> _controller;
  final T Function(Reader r) _decode;
  final Object Function(Reader r)? _error;
  final Object Function(Reader r)? _itemError;

  late final IsolateContext _context;
  late final int _id;

  /// What came while the listener was paused: at most [window] items.
  final Queue<Object?> _waiting = Queue();

  /// How many items the listener got since credit was granted last.
  int _delivered = 0;

  /// Whether Rust has said its last word.
  bool _ended = false;

  /// What the stream fails with, after the items before it.
  _ErrorItem? _failure;

  /// Set by cancelling; completed once Rust has dropped its stream.
  Completer<void>? _cancelled;

  bool _flushing = false;

  void _start(
    IsolateContext Function() findContext,
    StartFunction Function() findFunction,
    void Function(Writer w) encode,
  ) {
    final int status;
    try {
      final function = findFunction();
      _context = findContext();
      _id = _context.mailbox.add(this);
      try {
        status = _context.send(
          encode,
          (args, length, blocks) =>
              function(_context.pointer, args, length, blocks, _id),
        );
        if (status != 0) throw _context.failure(status, _error);
      } catch (_) {
        _context.mailbox.remove(_id);
        rethrow;
      }
    } catch (failure, stack) {
      // No listener yet: these are delivered later.
      _controller
        ..addError(failure, stack)
        ..close();
      return;
    }
    _controller
      ..onResume = _resume
      ..onCancel = _cancel;
    _grant(window);
  }

  void _grant(int items) =>
      _context.runtime.credit(_context.pointer, _id, items);

  @override
  void receive(int kind, int count, Reader reader) {
    if (kind == EntryKind.items) {
      if (_cancelled == null) _receiveItems(count, reader);
      return;
    }
    _ended = true;
    final cancelled = _cancelled;
    if (cancelled != null) {
      cancelled.complete();
      return;
    }
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
    for (var i = 0; i < count; i++) {
      final Object? item;
      try {
        final failed = _itemError != null && reader.boolean();
        item = failed
            ? _ErrorItem(_itemError!(reader), StackTrace.current)
            : _decode(reader);
      } catch (failure, stack) {
        // Where the next item begins is not known any more.
        _fail(_ErrorItem(failure, stack));
        return;
      }
      if (_waiting.isEmpty && !_controller.isPaused) {
        _deliver(item);
        // The listener may have cancelled, or detached the isolate: then the
        // batch that the reader views is gone.
        if (_cancelled != null || _context.isDetached) return;
      } else {
        _waiting.add(item);
      }
    }
    _replenish();
  }

  /// Ends the stream from this side.
  void _fail(_ErrorItem failure) {
    _failure = failure;
    _ended = true;
    _context.mailbox.remove(_id);
    _context.runtime.cancel(_context.pointer, _id);
    _finish();
  }

  void _deliver(Object? item) {
    _delivered++;
    if (item is _ErrorItem) {
      _controller.addErrorSync(item.error, item.stack);
    } else {
      _controller.addSync(item as T);
    }
  }

  /// Allows Rust as many items as the listener has taken, in portions.
  void _replenish() {
    if (_delivered >= window ~/ 2 && !_ended && !_context.isDetached) {
      _grant(_delivered);
      _delivered = 0;
    }
  }

  /// The end, once the listener has everything before it.
  void _finish() {
    if (_waiting.isNotEmpty || _controller.isPaused) return;
    final failure = _failure;
    if (failure != null) {
      _failure = null;
      _controller.addErrorSync(failure.error, failure.stack);
      // The listener may have paused or cancelled in return.
    }
    _controller.closeSync();
  }

  void _resume() {
    if (_flushing) return;
    _flushing = true;
    // Inside this callback the controller would only queue what it is given.
    scheduleMicrotask(_flush);
  }

  void _flush() {
    _flushing = false;
    while (_waiting.isNotEmpty && !_controller.isPaused && _cancelled == null) {
      _deliver(_waiting.removeFirst());
    }
    if (_cancelled != null) return;
    _replenish();
    if (_ended) _finish();
  }

  Future<void>? _cancel() {
    _waiting.clear();
    if (_ended || _context.isDetached) {
      _cancelled = Completer()..complete();
      return null;
    }
    final cancelled = _cancelled = Completer<void>();
    _context.runtime.cancel(_context.pointer, _id);
    return cancelled.future;
  }

  @override
  void abandon() {
    final cancelled = _cancelled;
    if (cancelled != null) {
      if (!cancelled.isCompleted) cancelled.complete();
      return;
    }
    _ended = true;
    _failure = _ErrorItem(abandoned, StackTrace.current);
    _finish();
  }
}
