/// Streams from Rust: cold, and under credit. The Rust twin is `stream.rs`.
library;

import 'dart:async';

import '../base/statistics.dart';
import '../platform/platform.dart';
import '../run/context.dart';
import '../wire/wire.dart';
import 'stream_receiver.dart';
import 'subscription.dart';

/// What a function that gives a stream returns. It is cold: each listener
/// starts the Rust function anew, and nothing happens before there is one.
///
/// Rust is at most a window of items ahead of the listener, and stands still
/// while the listener is paused. `#[oche(window = …)]` says how many items that
/// are. Otherwise they are 64 at first, and more if the listener takes them
/// faster than they can be asked for: 4,096 small ones at most. The future of
/// [StreamSubscription.cancel] completes when Rust has dropped its stream.
base class RustStream<T> extends Stream<T> {
  /// A stream of which [run] starts a run for a listener. For Oche itself.
  /// It is null if nothing could be started.
  RustStream(StreamReceiver<T>? Function(RustSubscription<T> listener) run)
      : _run = run;

  final StreamReceiver<T>? Function(RustSubscription<T> listener) _run;

  StreamReceiver<T>? _latest;

  /// What became of the items of the latest run, while it runs and afterwards.
  StreamStatistics get statistics =>
      _latest?.statistics ?? const StreamStatistics();

  @override
  StreamSubscription<T> listen(
    void Function(T event)? onData, {
    Function? onError,
    void Function()? onDone,
    bool? cancelOnError,
  }) {
    final subscription = RustSubscription<T>(
      onData,
      onError: onError,
      onDone: onDone,
      cancelOnError: cancelOnError,
    );
    _latest = _run(subscription);
    return subscription;
  }
}

/// A stream that starts the function for each listener.
RustStream<T> openStream<T>(
  IsolateContext Function() findContext,
  StartFunction Function() findFunction,
  void Function(Writer w) encode,
  T Function(Reader r) decode,
  Object Function(Reader r)? error,
  Object Function(Reader r)? itemError,
  int? window,
) =>
    RustStream((listener) {
      final receiver = StreamReceiver<T>(
        decode,
        window: window,
        error: error,
        itemError: itemError,
      );
      try {
        final function = findFunction();
        final context = findContext();
        final id = receiver.open(context);
        final status = context.send(
          encode,
          (args, length, blocks) =>
              function(context.pointer, args, length, blocks, id),
        );
        if (status != 0) throw context.failure(status, error);
      } catch (failure, stack) {
        receiver.close();
        listener.failLater(failure, stack);
        return receiver;
      }
      return receiver..listen(listener);
    });
