import 'dart:async';
import 'dart:isolate';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart'
    hide Duration, Error, Exception, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// What a stream did, event by event.
Future<List<Object?>> _events<T>(Stream<T> stream) {
  final events = <Object?>[];
  final done = Completer<List<Object?>>();
  stream.listen(
    events.add,
    onError: (Object error) => events.add(error),
    onDone: () => done.complete(events..add('done')),
  );
  return done.future;
}

List<int> _numbers(int end) => List.generate(end, (i) => i);

/// A producer, its stream, and what the stream did.
final class _Bench {
  _Bench(Policy policy, {String name = 'sinks: bench', bool listen = true}) {
    if (listen) {
      subscription = stream.listen(
        events.add,
        onError: (Object error) => events.add(error),
        onDone: () => events.add('done'),
      )..pause();
    }
    producer = Producer(sink: stream, policy: policy, name: name);
  }

  final stream = SinkStream<int>();
  late final Producer producer;
  late final StreamSubscription<int> subscription;
  final events = <Object?>[];

  List<Answer> push(int count) =>
      [for (var i = 0; i < count; i++) producer.trySend(item: i)];

  /// Lets the stream go on to its end.
  Future<List<Object?>> finish() async {
    subscription.resume();
    await until('the stream has ended', () => events.lastOrNull == 'done');
    producer.dispose();
    return events;
  }
}

void _policies() {
  test('by an attribute, the oldest is dropped', () async {
    expect(await droppingOldest(count: 10).toList(), [7, 8, 9]);
    expect(await droppingOldest(count: 2).toList(), [0, 1]);
    expect(await droppingOldest(count: 0).toList(), <int>[]);
  });

  test('by an attribute, the newest is dropped', () async {
    expect(await droppingNewest(count: 10).toList(), [0, 1, 2]);
  });

  test('by an attribute, the latest is kept', () async {
    expect(await latest(count: 10).toList(), [9]);
    expect(await latest(count: 1).toList(), [0]);
  });

  test('by an attribute, the latest of each key is kept, in order', () async {
    expect(await latestReadings(count: 11).toList(), const [
      Reading(sensor: 'sensor 0', value: 9),
      Reading(sensor: 'sensor 1', value: 10),
      Reading(sensor: 'sensor 2', value: 8),
    ]);
    expect(await fewReadings().toList(), const [
      Reading(sensor: 'sensor 3', value: 3),
      Reading(sensor: 'sensor 4', value: 4),
    ]);
  });

  test('by an attribute, overflow is an error at the end', () async {
    final stream = failingWhenFull(count: 10);
    final events = await _events(stream);
    expect(events.take(3).toList(), [0, 1, 2]);
    expect(events[3], isA<StreamOverflowException>());
    expect('${events[3]}', contains('room for 3'));
    expect(events.skip(4).toList(), ['done']);
    expect(await failingWhenFull(count: 3).toList(), [0, 1, 2]);
  });

  test('the answers tell what became of each item', () async {
    final stream = SinkStream<int>();
    expect(answers(sink: stream, count: 4), [
      Answer.accepted,
      Answer.accepted,
      Answer.dropped,
      Answer.dropped,
    ]);
    expect(await stream.toList(), [2, 3]);
    expect(
      stream.statistics,
      const StreamStatistics(
        produced: 4,
        delivered: 2,
        dropped: 2,
        highWater: 2,
      ),
    );
  });

  const accepted = Answer.accepted;
  const conflated = Answer.conflated;
  const dropped = Answer.dropped;
  const full = Answer.full;
  const closed = Answer.closed;
  // Nobody listens before all is pushed, so that nothing leaves the queue.
  final policies = <(Policy, List<Answer>, List<int>)>[
    (
      const PolicyBlock(3),
      [accepted, accepted, accepted, full, full],
      [0, 1, 2],
    ),
    (
      const PolicyDropOldest(3),
      [accepted, accepted, accepted, dropped, dropped],
      [2, 3, 4],
    ),
    (
      const PolicyDropNewest(3),
      [accepted, accepted, accepted, dropped, dropped],
      [0, 1, 2],
    ),
    (
      const PolicyLatest(),
      [accepted, conflated, conflated, conflated, conflated],
      [4],
    ),
    (
      const PolicyLatestBy(3),
      [accepted, accepted, accepted, dropped, dropped],
      [2, 3, 4],
    ),
    (
      const PolicyError(3),
      [accepted, accepted, accepted, full, closed],
      [0, 1, 2],
    ),
  ];
  for (final (policy, wanted, items) in policies) {
    test('$policy: answers, items and figures', () async {
      final bench = _Bench(policy, listen: false);
      expect(bench.push(5), wanted);
      bench.producer.close();
      expect(bench.producer.trySend(item: 9), closed);
      expect(bench.producer.isClosed(), true);
      final events = await _events(bench.stream);
      expect(events.take(items.length).toList(), items);
      final fails = policy is PolicyError;
      expect(events[items.length],
          fails ? isA<StreamOverflowException>() : 'done');
      final figures = bench.stream.statistics;
      int count(Answer answer) => wanted.where((a) => a == answer).length;
      expect(
        figures,
        StreamStatistics(
          produced: wanted.length - count(full) - count(closed),
          delivered: items.length,
          conflated: count(conflated),
          dropped: count(dropped),
          highWater: items.length,
        ),
      );
      final rust = bench.producer.figures();
      expect(rust.produced, figures.produced);
      expect(rust.delivered, figures.delivered);
      expect(rust.conflated, figures.conflated);
      expect(rust.dropped, figures.dropped);
      expect(rust.pending, 0);
      bench.producer.dispose();
    });
  }

  test('keys: the newest of each, in the place of the oldest', () async {
    final bench = _Bench(const PolicyLatestBy(8), listen: false);
    for (final item in [0, 1, 8, 2, 16, 9]) {
      bench.producer.trySend(item: item);
    }
    bench.producer.close();
    expect(await bench.stream.toList(), [16, 9, 2]);
    expect(bench.stream.statistics.conflated, 3);
    bench.producer.dispose();
  });
}

void _senders() {
  test('100,000 items through a thread that waits: lossless', () async {
    const name = 'sinks: blocking';
    final stream = blockingNumbers(count: 100000, name: name);
    var next = 0;
    await stream.forEach((item) {
      if (item != next++) fail('item ${next - 1} is $item');
    });
    expect(next, 100000);
    expect(probe(name: name).finished, 1);
    expect(stream.statistics.produced, 100000);
    expect(stream.statistics.delivered, 100000);
    expect(stream.statistics.pending, 0);
    // 64 in the queue, 64 on their way, one in between.
    expect(stream.statistics.highWater <= 129, true);
  }, timeout: const Duration(minutes: 2));

  test('a task that waits for room', () async {
    const name = 'sinks: async';
    final stream = asyncNumbers(count: 5000, name: name);
    expect(await stream.toList(), _numbers(5000));
    expect(probe(name: name).finished, 1);
    expect(stream.statistics.delivered, 5000);
  });

  test('a thread that the function leaves behind', () async {
    const name = 'sinks: aside';
    final stream = numbersAside(count: 1000, name: name);
    expect(await stream.toList(), _numbers(1000));
    await until('the thread is gone', () => probe(name: name).dropped == 1);
    expect(probe(name: name).finished, 1);
  });

  test('send from tasks and from threads waits for the listener', () async {
    final bench = _Bench(const PolicyBlock(1));
    bench.subscription.resume();
    await pause(milliseconds: 1);
    bench.subscription.pause();
    // The window and the queue take what they can.
    var answers = 0;
    final sending = [
      for (var i = 0; i < 100; i++)
        (i.isEven
                ? bench.producer.send(item: i)
                : bench.producer.sendBlocking(item: i))
            .then((answer) {
          expect(answer, Answer.accepted);
          answers++;
        }),
    ];
    await until('65 are taken', () => answers == 65);
    await pause(milliseconds: 20);
    expect(answers, 65);
    bench.subscription.resume();
    await Future.wait(sending);
    bench.producer.close();
    final events = await bench.finish();
    expect(events.whereType<int>().toSet(), _numbers(100).toSet());
  });

  test('in a synchronous call nobody waits', () async {
    // Nobody listens, so that nothing leaves the queue.
    final bench = _Bench(const PolicyBlock(2), listen: false);
    expect(
      [for (var i = 0; i < 4; i++) bench.producer.sendHere(item: i)],
      [Answer.accepted, Answer.accepted, Answer.full, Answer.full],
    );
    bench.producer.close();
    expect(await bench.stream.toList(), [0, 1]);
    bench.producer.dispose();
  });

  test('many threads at once lose nothing', () async {
    final bench = _Bench(const PolicyBlock(16));
    bench.subscription.resume();
    final sent = bench.producer.sendMany(threads: 4, each: 1000);
    expect(await sent, 4000);
    bench.producer.close();
    final events = await bench.finish();
    expect(events.length, 4001);
    for (var thread = 0; thread < 4; thread++) {
      final own = events.whereType<int>().where((i) => i ~/ 1000 == thread);
      expect(own.toList(), [for (var i = 0; i < 1000; i++) thread * 1000 + i]);
    }
  });

  test('large items', () async {
    final lists = await growingLists(count: 100).toList();
    expect(lists.map((list) => list.length).toList(),
        [for (var i = 0; i < 100; i++) i * 100]);
    expect(lists.last, Uint8List(9900)..fillRange(0, 9900, 99));
  });

  test('a producer that knows only three C pointers', () async {
    const name = 'sinks: raw';
    final stream = rawNumbers(threads: 4, count: 1000, name: name);
    final counts = <int, int>{};
    await stream.forEach((i) => counts[i] = (counts[i] ?? 0) + 1);
    expect(counts, {for (final i in _numbers(1000)) i: 4});
    expect(probe(name: name).dropped, 1);
    // The end of the stream is heard by it.
    expect(await rawNumbers(threads: 2, count: 100000, name: name).first, 0);
    await until('it has noticed', () => probe(name: name).dropped == 2);
  });

  test('a method of an object', () async {
    final bench = _Bench(const PolicyLatest());
    expect(await bench.producer.listen(count: 10).toList(), _numbers(10));
    bench.producer.close();
    await bench.finish();
  });
}

void _ends() {
  test('the stream ends with the last clone', () async {
    const name = 'sinks: clones';
    final bench = _Bench(const PolicyBlock(4), name: name);
    final other = bench.producer.again(name: name);
    bench.subscription.resume();
    bench.producer.trySend(item: 1);
    bench.producer.dispose();
    await until('the first is gone', () => probe(name: name).dropped == 1);
    expect(other.trySend(item: 2), Answer.accepted);
    await pause(milliseconds: 5);
    expect(bench.events, [1, 2]);
    other.dispose();
    await until('it has ended', () => bench.events.lastOrNull == 'done');
    expect(probe(name: name).dropped, 2);
  });

  test('close ends it for all clones', () async {
    final bench = _Bench(const PolicyBlock(4));
    final other = bench.producer.again(name: 'sinks: close');
    final closed = other.closed();
    bench.push(2);
    other.close();
    await closed;
    expect(bench.producer.isClosed(), true);
    expect(bench.producer.trySend(item: 5), Answer.closed);
    expect(await bench.producer.send(item: 5), Answer.closed);
    expect(await bench.producer.sendBlocking(item: 5), Answer.closed);
    expect(await bench.finish(), [0, 1, 'done']);
    other.dispose();
  });

  test('closed with an error that is text', () async {
    final events = await _events(closedWith(text: 'the cable is loose'));
    expect(events.first, 1);
    expect(events[1], isA<RustError>());
    expect((events[1]! as RustError).message, 'the cable is loose');
    expect(events.length, 3);
    final bench = _Bench(const PolicyBlock(4));
    bench.push(1);
    bench.producer.closeWith(text: 'no more');
    final seen = await bench.finish();
    expect('${seen[1]}', 'RustError: no more');
    expect(seen.length, 3);
  });

  test('errors of a type of their own, as items and at the end', () async {
    final events = await _events(fallibleItems(count: 5));
    expect(events, [
      const RouteErrorClosed('0'),
      1,
      2,
      const RouteErrorClosed('3'),
      4,
      const RouteErrorUnknown(),
      'done',
    ]);
    final texts = await _events(fallibleTexts());
    expect(texts.first, 'good');
    expect(texts[1], isA<RustError>());
    expect(texts.length, 3);
  });

  test('the error of the call comes after the items', () async {
    expect(await _events(failingCall(count: 200, route: '')),
        [..._numbers(200), 'done']);
    expect(
      await _events(failingCall(count: 200, route: 'A 1')),
      [..._numbers(200), const RouteErrorClosed('A 1'), 'done'],
    );
    expect(
      await _events(failingHere(count: 3)),
      [0, 1, 2, const RouteErrorUnknown(), 'done'],
    );
    final events = await _events(failingCall(count: 3, route: 'panic'));
    expect(events.take(3).toList(), [0, 1, 2]);
    expect(events[3], isA<RustPanic>());
    expect('${events[3]}', contains('no way'));
    expect(events.length, 5);
  });

  test('a sink that outlives its failed call is closed', () async {
    const name = 'sinks: failing task';
    expect(
      await _events(failingTask(count: 100, name: name)),
      [..._numbers(100), const RouteErrorUnknown(), 'done'],
    );
    await until('it has noticed', () => probe(name: name).dropped == 1);
  });

  test('each listener has a run of its own', () async {
    const name = 'sinks: cold';
    final stream = numbersAside(count: 3, name: name);
    expect(probe(name: name).started, 0);
    expect(await Future.wait([stream.toList(), stream.toList()]), [
      [0, 1, 2],
      [0, 1, 2],
    ]);
    expect(await stream.toList(), [0, 1, 2]);
    await until('all are gone', () => probe(name: name).dropped == 3);
    expect(probe(name: name).started, 3);
  });
}

void _cancelling() {
  test('cancel drops what is queued, and the sender hears of it', () async {
    const name = 'sinks: cancel';
    final stream = blockingNumbers(count: 1 << 30, name: name);
    final seen = <int>[];
    late final StreamSubscription<int> subscription;
    final cancelled = Completer<void>();
    subscription = stream.listen((item) {
      seen.add(item);
      if (item == 100) cancelled.complete(subscription.cancel());
    });
    await cancelled.future;
    expect(seen, _numbers(101));
    await until('the function is over', () => probe(name: name).dropped == 1);
    expect(probe(name: name).finished, 0);
    final figures = stream.statistics;
    expect(figures.delivered, 101);
    expect(figures.pending, 0);
    expect(figures.produced, 101 + figures.dropped);
  });

  test('cancel drops the future of the function', () async {
    const name = 'sinks: waiting';
    final subscription = waitingSink(name: name).listen((_) {});
    await until('it runs', () => probe(name: name).started == 1);
    await subscription.cancel();
    expect(probe(name: name).dropped, 1);
    expect(await waitingSink(name: name).first, 1);
    expect(probe(name: name).dropped, 2);
  });

  test('cancel wakes those that wait for room', () async {
    final bench = _Bench(const PolicyBlock(1));
    await pause(milliseconds: 1);
    var answers = <Answer>[];
    final sending = [
      for (var i = 0; i < 80; i++)
        bench.producer.send(item: i).then((answer) => answers.add(answer)),
    ];
    await until('some wait', () => answers.length == 65);
    final closed = bench.producer.closed();
    await bench.subscription.cancel();
    await Future.wait(sending);
    await closed;
    expect(answers.where((answer) => answer == Answer.closed).length, 15);
    expect(bench.producer.isClosed(), true);
    expect(bench.events, <Object?>[]);
    final figures = bench.stream.statistics;
    expect(figures.produced, 65);
    expect(figures.dropped, 65);
    final rust = bench.producer.figures();
    expect((rust.produced, rust.dropped, rust.pending), (65, 65, 0));
    bench.producer.dispose();
  });

  test('a thread that looks whether somebody listens', () async {
    const name = 'sinks: watchful';
    final stream = watchful(name: name);
    expect(await stream.first, 1);
    await until('it has noticed', () => probe(name: name).dropped == 1);
  });

  test('an isolate that ends closes its sinks', () async {
    const name = 'sinks: isolate';
    final ready = ReceivePort();
    final isolate = await Isolate.spawn((SendPort ready) {
      watchful(name: name).listen(ready.send);
      numbersAside(count: 1 << 30, name: name).listen((_) {}).pause();
    }, ready.sendPort);
    expect(await ready.first, 1);
    expect(probe(name: name).dropped, 0);
    isolate.kill(priority: Isolate.immediate);
    await until('all is gone', () => probe(name: name).dropped == 2);
  });

  test('detaching ends the streams, and closes the sinks', () async {
    const name = 'sinks: detach';
    final outcome = await Isolate.run(() async {
      final events = _events(watchful(name: name));
      final paused = <Object>[];
      numbersAside(count: 1 << 30, name: name)
          .listen((_) {}, onError: paused.add)
          .pause();
      final unused = SinkStream<int>();
      final producer = Producer(
        sink: unused,
        policy: const PolicyLatest(),
        name: name,
      );
      await pause(milliseconds: 20);
      producer.dispose();
      pureDartLibrary.detach();
      return (await events).map((event) => '${event.runtimeType}').toList();
    });
    expect(outcome, ['int', 'DetachedException', 'String']);
    await until('all is gone', () => probe(name: name).dropped == 3);
  });
}

void _passing() {
  test('two sinks in one call', () async {
    final (even, odd) = (SinkStream<int>(), SinkStream<int>());
    final all = Future.wait([even.toList(), odd.toList()]);
    await split(even: even, odd: odd, count: 1000);
    expect(await all, [
      [for (var i = 0; i < 1000; i += 2) i],
      [for (var i = 1; i < 1000; i += 2) i],
    ]);
    expect(even.statistics.delivered, 500);
    expect(odd.statistics.delivered, 500);
  });

  test('a stream is passed once, and listened to once', () async {
    final stream = SinkStream<int>();
    expect(stream.statistics, const StreamStatistics());
    expect(answers(sink: stream, count: 1), [Answer.accepted]);
    expectThrowsSync<StateError>(
      () => answers(sink: stream, count: 1),
      containing: 'one call',
    );
    expect(await stream.toList(), [0]);
    expectThrowsSync<StateError>(() => stream.listen(null), containing: 'once');
    final twice = SinkStream<int>();
    await expectThrowsAsync<StateError>(
      () => split(even: twice, odd: twice, count: 1),
      containing: 'one call',
    );
    // The call was not made, and its stream says so.
    await expectThrowsAsync<CancelledException>(twice.toList);
  });

  test('listened to before it is passed, and cancelled before', () async {
    final stream = SinkStream<int>();
    final items = stream.toList();
    answers(sink: stream, count: 2);
    expect(await items, [0, 1]);
    final unwanted = SinkStream<int>();
    await unwanted.listen((_) => fail('an item')).cancel();
    final producer = Producer(
      sink: unwanted,
      policy: const PolicyLatest(),
      name: 'sinks: unwanted',
    );
    await producer.closed();
    expect(producer.trySend(item: 1), Answer.closed);
    producer.dispose();
  });

  test('a stream that is not listened to does not keep its isolate', () async {
    final ended = ReceivePort();
    await Isolate.spawn(
      (_) {
        final stream = SinkStream<int>();
        answers(sink: stream, count: 2);
        stream.statistics;
      },
      null,
      onExit: ended.sendPort,
    );
    await ended.first;
    // And one that is, does.
    final items = await Isolate.run(() async {
      final stream = SinkStream<int>();
      answers(sink: stream, count: 2);
      return stream.toList();
    });
    expect(items, [0, 1]);
  });

  test('nobody can listen any more: the sink is closed', () async {
    final producer = _unheard();
    await collected(producer.isClosed);
    expect(producer.isClosed(), true);
    producer.dispose();
  });
}

/// A producer whose stream is lost.
Producer _unheard() => Producer(
      sink: SinkStream<int>(),
      policy: const PolicyLatest(),
      name: 'sinks: unheard',
    );

Future<void> main() => suite('sinks', () {
      _policies();
      _senders();
      _ends();
      _cancelling();
      _passing();
    }, liveObjects: () => pureDartLibrary.liveObjects);
