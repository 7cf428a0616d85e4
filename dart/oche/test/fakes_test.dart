import 'dart:async';

import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';

abstract interface class _Greeter {
  String greet({required String name});
  int add(int a, int b);
  int get volume;
  set volume(int volume);
  Future<void> save();
}

final class _FakeGreeter with Recorder implements _Greeter {
  @override
  Future<void> save() async => record(#save);
}

abstract interface class _Counter implements RustObject {
  int get count;
}

final class _FakeCounter with FakeObject, Recorder implements _Counter {}

/// Gives two items before there is a subscription.
final class _AtOnce extends Stream<int> {
  @override
  StreamSubscription<int> listen(
    void Function(int event)? onData, {
    Function? onError,
    void Function()? onDone,
    bool? cancelOnError,
  }) {
    onData?.call(1);
    onData?.call(2);
    return const Stream<int>.empty().listen(onData, onDone: onDone);
  }
}

/// A turn of the event loop, after which all microtasks have run.
Future<void> _turn() => Future.delayed(Duration.zero);

void main() {
  group('Recorder', () {
    test('notes calls, and gives the answers that it was told', () {
      final fake = _FakeGreeter()
        ..answer(#greet, ({required String name}) => 'Hi $name')
        ..answer(#add, (int a, int b) => a + b)
        ..answer(#volume, () => 7);
      expect(fake.greet(name: 'Ada'), 'Hi Ada');
      expect(fake.add(1, 2), 3);
      expect(fake.volume, 7);
      fake.volume = 9;
      expect('${fake.calls}', '[greet(name: Ada), add(1, 2), volume(), volume=(9)]');
      expect(fake.callsOf(#greet).single.named, {#name: 'Ada'});
      expect(fake.callsOf(#add).single.positional, [1, 2]);
      expect(fake.callsOf(const Symbol('volume=')).single.positional, [9]);
    });

    test('says what to do about a call that it has no answer for', () {
      final fake = _FakeGreeter();
      expect(
        () => fake.greet(name: 'Ada'),
        throwsA(
          isA<UnimplementedError>().having(
            (error) => error.message,
            'message',
            contains('call answer(#greet, …)'),
          ),
        ),
      );
      expect(fake.calls, hasLength(1));
    });

    test('notes what a member of its own records', () async {
      final fake = _FakeGreeter();
      await fake.save();
      expect('${fake.calls}', '[save()]');
    });
  });

  test('a FakeObject is disposed of, or moved', () {
    final counter = _FakeCounter()..answer(#count, () => 3);
    expect(counter.count, 3);
    expect(counter.isDisposed, isFalse);
    counter.isMoved = true;
    expect(counter.isDisposed, isTrue);
    final other = _FakeCounter()..dispose();
    expect(other.isDisposed, isTrue);
    expect(other.isMoved, isFalse);
  });

  group('FakeSignal', () {
    test('has the latest value at once, and tells of it once, later', () async {
      final signal = FakeSignal(1);
      var told = 0;
      void listener() => told++;
      signal.addListener(listener);
      signal
        ..value = 2
        ..value = 3;
      expect(signal.value, 3);
      expect(signal.sample.sequence, 2);
      expect(told, 0);
      await _turn();
      expect(told, 1);
      signal
        ..removeListener(listener)
        ..value = 4;
      await _turn();
      expect(told, 1);
      expect(signal.isListenedTo, isFalse);
    });

    test('a listener that throws keeps nobody else from being told', () async {
      final signal = FakeSignal(0);
      final errors = <Object>[];
      var told = 0;
      runZonedGuarded(
        () => signal.addListener(() => throw StateError('on purpose')),
        (error, stack) => errors.add(error),
      );
      signal
        ..addListener(() => told++)
        ..value = 1;
      await _turn();
      expect(told, 1);
      expect(errors.single, isA<StateError>());
    });

    test('a change of the status is a sample, and no new value', () async {
      final signal = FakeSignal(1);
      final values = <int>[];
      final statuses = <SignalStatus>[];
      final subscriptions = [
        signal.changes.listen(values.add),
        signal.samples.listen((sample) => statuses.add(sample.status)),
      ];
      await _turn();
      signal.status = SignalStatus.stale;
      await _turn();
      signal.value = 2;
      await _turn();
      expect(values, [1, 2]);
      expect(statuses, [
        SignalStatus.available,
        SignalStatus.stale,
        SignalStatus.available,
      ]);
      for (final subscription in subscriptions) {
        await subscription.cancel();
      }
      expect(signal.isListenedTo, isFalse);
    });

    test('a listener that is paused gets the latest when it goes on', () async {
      final signal = FakeSignal(0);
      final values = <int>[];
      final subscription = signal.changes.listen(values.add);
      await _turn();
      subscription.pause();
      for (var value = 1; value <= 3; value++) {
        signal.value = value;
        await _turn();
      }
      expect(values, [0]);
      subscription.resume();
      await _turn();
      expect(values, [0, 3]);
      await subscription.cancel();
    });

    test('disposing of it at once delivers nothing', () async {
      final signal = FakeSignal(0);
      final all = signal.changes.toList();
      signal.dispose();
      expect(await all, hasLength(0));
      await _turn();
    });

    test('disposing of it ends all listening', () async {
      final signal = FakeSignal(0);
      final ended = signal.changes.last;
      signal.addListener(() => fail('told'));
      await _turn();
      signal.dispose();
      expect(await ended, 0);
      expect(() => signal.value, throwsStateError);
      expect(() => signal.addListener(() {}), throwsStateError);
      expect(signal.isListenedTo, isFalse);
    });
  });

  group('FakeStream', () {
    test('is started anew for each listener', () async {
      var starts = 0;
      final stream = FakeStream(() {
        starts++;
        return Stream.fromIterable([1, 2]);
      });
      expect(starts, 0);
      expect(await stream.toList(), [1, 2]);
      expect(await stream.toList(), [1, 2]);
      expect(starts, 2);
      expect(stream.statistics.delivered, 2);
    });

    test('a pause holds the source, and cancelling waits for its end', () async {
      var made = 0;
      var ended = false;
      final stream = FakeStream(() async* {
        try {
          for (;;) {
            yield made++;
          }
        } finally {
          await _turn();
          ended = true;
        }
      });
      final paused = Completer<void>();
      late final StreamSubscription<int> subscription;
      subscription = stream.listen((item) {
        if (item < 3) return;
        subscription.pause();
        paused.complete();
      });
      await paused.future;
      await _turn();
      expect(made < 6, isTrue);
      await subscription.cancel();
      expect(ended, isTrue);
    });

    test('fails with an error', () {
      return expectLater(
        FakeStream<int>.error(StateError('on purpose')).toList(),
        throwsStateError,
      );
    });

    test('one that cannot be started fails with an event', () async {
      final stream = FakeStream<int>(() => throw StateError('on purpose'));
      final events = <Object>[];
      stream.listen(
        events.add,
        onError: events.add,
        onDone: () => events.add('done'),
      );
      expect(events, <Object>[]);
      await _turn();
      expect(events, hasLength(2));
      expect(events.first, isA<StateError>());
      expect(events.last, 'done');
    });

    test('a controller has as many listeners as there are', () async {
      final controller = FakeStreamController<int>();
      final (first, second) = (<Object>[], <Object>[]);
      final one = controller.stream.listen(first.add);
      controller.add(1);
      final two = controller.stream.listen(
        second.add,
        onError: second.add,
        onDone: () => second.add('done'),
      );
      controller.add(2);
      await _turn();
      expect(first, [1, 2]);
      expect(second, [2]);
      one.pause();
      expect(controller.isPaused, isFalse);
      two.pause();
      expect(controller.isPaused, isTrue);
      two.resume();
      await one.cancel();
      expect(controller.isListenedTo, isTrue);
      controller
        ..addError('no')
        ..close();
      await _turn();
      expect(second, [2, 'no', 'done']);
      expect(first, [1, 2]);
      expect(controller.isListenedTo, isFalse);
      expect(() => controller.add(3), throwsStateError);
    });

    test('a controller puts items in, and sees its listener', () async {
      final controller = FakeStreamController<int>();
      expect(() => controller.add(1), throwsStateError);
      final items = <Object>[];
      final subscription = controller.stream.listen(
        items.add,
        onError: items.add,
        onDone: () => items.add('done'),
      );
      expect(controller.isListenedTo, isTrue);
      controller
        ..add(1)
        ..addError('no')
        ..close();
      await _turn();
      expect(items, [1, 'no', 'done']);
      await subscription.cancel();
      expect(controller.isListenedTo, isFalse);
      final second = controller.stream.listen(items.add);
      second.pause();
      expect(controller.isPaused, isTrue);
      await second.cancel();
      expect(controller.isListenedTo, isFalse);
      expect(controller.runs, 2);
    });
  });

  group('feedSink', () {
    test('feeds who listens later', () async {
      final sink = SinkStream<int>();
      feedSink(sink, Stream.fromIterable([1, 2]));
      expect(await sink.toList(), [1, 2]);
      expect(() => feedSink(sink, const Stream.empty()), throwsStateError);
    });

    test('feeds who listens already, pauses and cancelling included', () async {
      final sink = SinkStream<int>();
      final source = StreamController<int>();
      var cancelled = false;
      source.onCancel = () => cancelled = true;
      final events = <Object>[];
      final subscription = sink.listen(events.add, onError: events.add);
      feedSink(sink, source.stream);
      source
        ..add(1)
        ..addError('no');
      await _turn();
      expect(events, [1, 'no']);
      subscription.pause();
      source
        ..add(2)
        ..add(3);
      await _turn();
      expect(events, [1, 'no']);
      expect(source.isPaused, isTrue);
      subscription.resume();
      await _turn();
      expect(events, [1, 'no', 2, 3]);
      await subscription.cancel();
      expect(cancelled, isTrue);
    });

    test('holds what a source gives at once to who is paused', () async {
      final sink = SinkStream<int>();
      final events = <Object>[];
      final subscription = sink.listen(
        events.add,
        onDone: () => events.add('done'),
      )..pause();
      feedSink(sink, _AtOnce());
      await _turn();
      expect(events, <Object>[]);
      subscription.resume();
      await _turn();
      expect(events, [1, 2, 'done']);
    });

    test('gives nothing to who cancels while items are held', () async {
      final sink = SinkStream<int>();
      final events = <Object>[];
      final source = StreamController<int>(sync: true);
      final subscription = sink.listen(events.add)..pause();
      feedSink(sink, source.stream);
      source.add(1);
      await subscription.cancel();
      await _turn();
      expect(events, <Object>[]);
      expect(source.hasListener, isFalse);
    });

    test('ends who listens already', () async {
      final sink = SinkStream<int>();
      final items = sink.toList();
      feedSink(sink, Stream.fromIterable([1, 2]));
      expect(await items, [1, 2]);
    });
  });

  group('untilCancelled', () {
    test('gives the result, or the error', () async {
      expect(await untilCancelled(null, Future.value(1)), 1);
      final token = CancelToken();
      expect(await untilCancelled(token, Future.value(2)), 2);
      await expectLater(
        untilCancelled(token, Future<int>.error(StateError('no'))),
        throwsStateError,
      );
    });

    test('ends with the exception of the token', () async {
      final token = CancelToken();
      final call = untilCancelled(token, Completer<int>().future);
      token.cancel();
      await expectLater(call, throwsA(isA<CancelledException>()));
      await expectLater(
        untilCancelled(token, Completer<int>().future),
        throwsA(isA<CancelledException>()),
      );
    });
  });
}
