import 'dart:async';
import 'dart:math';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart'
    hide Duration, Error, Exception, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

const _policies = <Policy>[
  PolicyBlock(1),
  PolicyBlock(50),
  PolicyDropOldest(3),
  PolicyDropOldest(200),
  PolicyDropNewest(5),
  PolicyLatest(),
  PolicyLatestBy(4),
  PolicyLatestBy(100),
  PolicyError(400),
];

/// One stream under a random schedule.
final class _Run {
  _Run(this.random, this.policy, this.name) {
    producer = Producer(sink: stream, policy: policy, name: '$name of Dart');
    subscription = stream.listen(
      (item) {
        if (_isCancelled) fail('an item after the end');
        taken++;
      },
      onError: errors.add,
      onDone: () => isDone = true,
    );
  }

  final Random random;
  final Policy policy;
  final String name;
  final stream = SinkStream<int>();
  late final Producer producer;
  late final StreamSubscription<int> subscription;
  int taken = 0;
  int answered = 0;
  int threads = 0;
  bool isDone = false;
  bool _isCancelled = false;
  bool _isPaused = false;
  final errors = <Object>[];

  Future<void> step() async {
    switch (random.nextInt(8)) {
      case 0 || 1:
        final count = random.nextInt(60);
        for (var i = 0; i < count; i++) {
          final answer = producer.trySend(item: random.nextInt(1000));
          if (answer != Answer.full && answer != Answer.closed) answered++;
        }
      case 2:
        threads += 2;
        producer.pushAside(
          threads: 2,
          each: random.nextInt(300),
          name: '$name of threads',
        );
      case 3 when !_isCancelled && !_isPaused:
        subscription.pause();
        _isPaused = true;
      case 4 when !_isCancelled && _isPaused:
        subscription.resume();
        _isPaused = false;
      case 5 when random.nextInt(12) == 0 && !_isCancelled:
        await cancel();
      default:
        await pause(milliseconds: random.nextInt(3));
    }
  }

  Future<void> cancel() {
    _isCancelled = true;
    return subscription.cancel();
  }

  /// Waits until nobody pushes and nothing is on its way.
  Future<void> rest() async {
    await until(
      'no thread pushes',
      () => probe(name: '$name of threads').dropped == threads,
      patience: const Duration(seconds: 60),
    );
    await until('nothing moves', () {
      final before = stream.statistics;
      return before == stream.statistics && before.delivered == taken;
    });
    // Another turn, so that what is on its way has arrived.
    await pause(milliseconds: 5);
  }

  /// Both sides agree with each other and with what the listener saw.
  void check() {
    final dart = stream.statistics;
    final rust = producer.figures();
    final where = '$name, $policy: $dart, $rust';
    expect(
      dart.produced,
      dart.delivered + dart.conflated + dart.dropped + dart.pending,
      reason: where,
    );
    expect(dart.delivered, taken, reason: where);
    expect(
      (
        rust.produced,
        rust.delivered,
        rust.conflated,
        rust.dropped,
        rust.pending,
        rust.highWater,
      ),
      (
        dart.produced,
        dart.delivered,
        dart.conflated,
        dart.dropped,
        dart.pending,
        dart.highWater,
      ),
      reason: where,
    );
    final fits = switch (policy) {
      PolicyBlock() => dart.conflated == 0,
      PolicyDropOldest() || PolicyDropNewest() => dart.conflated == 0,
      PolicyError() => dart.conflated == 0,
      _ => true,
    };
    expect(fits, true, reason: where);
    expect(dart.produced >= answered, true, reason: where);
    if (threads == 0) expect(dart.produced, answered, reason: where);
    if (_isCancelled || isDone) expect(dart.pending, 0, reason: where);
  }
}

Future<void> main() => suite('figures of sinks', () {
      for (final policy in _policies) {
        test('$policy: random schedules, both sides agree', () async {
          for (var seed = 0; seed < 4; seed++) {
            final name = 'sink figures: $policy, $seed';
            final run = _Run(Random(seed), policy, name);
            for (var step = 0; step < 40; step++) {
              await run.step();
            }
            await run.rest();
            run.check();
            if (run._isCancelled) {
              expect(run.producer.isClosed(), true);
            } else if (seed.isEven) {
              await run.cancel();
              run.check();
            } else {
              if (run._isPaused) run.subscription.resume();
              run.producer.close();
              await until('it has ended', () => run.isDone);
              await run.rest();
              run.check();
              final lossless = run.policy is PolicyBlock;
              if (lossless) {
                expect(run.stream.statistics.dropped, 0);
                expect(run.taken, run.stream.statistics.produced);
              }
              expect(
                run.errors.whereType<StreamOverflowException>().length,
                run.errors.length,
              );
            }
            run.producer.dispose();
          }
        }, timeout: const Duration(minutes: 3));
      }

      test('at rest the figures are those of this moment', () async {
        final stream = SinkStream<int>();
        final producer = Producer(
          sink: stream,
          policy: const PolicyBlock(100),
          name: 'sink figures: rest',
        );
        for (var i = 0; i < 10; i++) {
          producer.trySend(item: i);
        }
        expect(
          stream.statistics,
          const StreamStatistics(produced: 10, pending: 10, highWater: 10),
        );
        final events = <int>[];
        final subscription = stream.listen(events.add);
        await until('all are here', () => events.length == 10);
        // Rust knows without being asked by the stream itself.
        await until('Rust knows', () => producer.figures().delivered == 10);
        subscription.pause();
        for (var i = 0; i < 10; i++) {
          producer.trySend(item: i);
        }
        await pause(milliseconds: 20);
        expect(producer.figures().pending, 10);
        expect(stream.statistics.pending, 10);
        await subscription.cancel();
        expect(
          stream.statistics,
          const StreamStatistics(
            produced: 20,
            delivered: 10,
            dropped: 10,
            highWater: 10,
          ),
        );
        expect(producer.figures().dropped, 10);
        producer.dispose();
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
