/// Streams of fakes.
library;

import 'dart:async';

import '../base/statistics.dart';
import '../features/stream.dart';

/// What a fake gives where the library gives a [RustStream].
///
/// It is cold, too: for each listener it is started anew. A listener that
/// pauses holds an `async*` function at its next `yield`, as it holds Rust; and
/// when the future of [StreamSubscription.cancel] completes, the function has
/// ended, `finally` included, as Rust has dropped its stream.
///
/// ```dart
/// RustStream<int> ticks() => FakeStream(() async* {
///   for (var i = 0; ; i++) {
///     yield i;
///   }
/// });
/// ```
final class FakeStream<T> extends RustStream<T> {
  /// A stream whose items come from what [start] gives, which is called for
  /// each listener.
  FakeStream(Stream<T> Function() start)
      : _start = start,
        super((listener) => null);

  /// A stream that gives [items], and ends.
  FakeStream.of(Iterable<T> items) : this(() => Stream.fromIterable(items));

  /// A stream that fails at once.
  FakeStream.error(Object error) : this(() => Stream.error(error));

  final Stream<T> Function() _start;
  int _delivered = 0;

  /// What the latest listener got; of a fake, nothing waits anywhere.
  @override
  StreamStatistics get statistics =>
      StreamStatistics(produced: _delivered, delivered: _delivered);

  @override
  StreamSubscription<T> listen(
    void Function(T event)? onData, {
    Function? onError,
    void Function()? onDone,
    bool? cancelOnError,
  }) {
    _delivered = 0;
    final counted = _started().map((item) {
      _delivered++;
      return item;
    });
    return counted.listen(
      onData,
      onError: onError,
      onDone: onDone,
      cancelOnError: cancelOnError,
    );
  }

  /// What cannot be started is an error event, as of the library.
  Stream<T> _started() {
    try {
      return _start();
    } catch (error, stack) {
      return Stream.error(error, stack);
    }
  }
}

/// A [RustStream] into which a test puts the items by hand.
///
/// ```dart
/// final source = FakeStreamController<int>();
/// fake.answer(#ticks, () => source.stream);
/// // …
/// source.add(1);
/// ```
final class FakeStreamController<T> {
  /// Those that were neither cancelled nor ended.
  final List<StreamController<T>> _open = [];

  /// The stream. Each listener begins a run of its own, which gets what is put
  /// in from then on.
  late final RustStream<T> stream = FakeStream(_begin);

  /// How many listeners there were.
  int get runs => _runs;
  int _runs = 0;

  /// Whether somebody listens, and has not cancelled.
  bool get isListenedTo => _open.isNotEmpty;

  /// Whether whoever listens is paused: Rust would stand still.
  bool get isPaused => isListenedTo && _open.every((run) => run.isPaused);

  Stream<T> _begin() {
    _runs++;
    final run = StreamController<T>();
    run.onCancel = () => _open.remove(run);
    _open.add(run);
    return run.stream;
  }

  /// Gives [item] to each listener.
  ///
  /// Throws a [StateError] if nobody listens.
  void add(T item) {
    for (final run in _current) {
      run.add(item);
    }
  }

  /// Gives an error to each listener; the stream goes on.
  ///
  /// Throws a [StateError] if nobody listens.
  void addError(Object error, [StackTrace? stack]) {
    for (final run in _current) {
      run.addError(error, stack);
    }
  }

  /// Ends the stream of each listener.
  ///
  /// Throws a [StateError] if nobody listens.
  void close() {
    for (final run in _current) {
      run.close();
    }
    _open.clear();
  }

  List<StreamController<T>> get _current {
    if (_open.isNotEmpty) return [..._open];
    throw StateError('Nobody listens to the stream: the items would be lost.');
  }
}
