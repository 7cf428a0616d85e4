import 'dart:async';
import 'dart:isolate';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart'
    hide Duration, Error, Exception, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// What others push is from here on.
const _others = 1000000;

/// The window of most of these calls.
const _window = 8;

/// Whatever stands for a call's result among the events of its stream.
const _result = 'result';

List<int> _numbers(int end) => List.generate(end, (i) => i);

typedef _Push = Future<int> Function({
  required Push push,
  required SinkStream<int> sink,
});

final _pushers = Pushers();

/// Every lane of a call that completes later.
final Map<String, _Push> _lanes = {
  'blocking': pushBlocking,
  'async, ready': pushAsync,
  'async, woken': pushLater,
  'eager, ready': pushInEager,
  'eager, woken': pushInEagerWoken,
  'a blocking method': _pushers.push,
  'an async method': _pushers.pushLater,
};

const _policies = <Policy>[
  PolicyBlock(64),
  PolicyDropOldest(64),
  PolicyDropOldest(3),
  PolicyDropNewest(5),
  PolicyLatest(),
  PolicyLatestBy(64),
  PolicyError(64),
];

/// Nothing, one, below the window, the window, above it, far above.
const _counts = [0, 1, _window - 1, _window, _window + 1, 40];

/// One call, and what it and its stream do, in this order.
final class _Run {
  _Run(this.lane, Push push, {bool listensAfter = false}) {
    if (!listensAfter) _listen();
    lane(push: push, sink: stream).then(
      (accepted) => _end(accepted),
      onError: (Object failure) => _end(failure),
    );
    if (listensAfter) _listen();
  }

  final _Push lane;
  final stream = SinkStream<int>();
  late final StreamSubscription<int> subscription;
  final log = <Object?>[];
  final _ends = [Completer<void>(), Completer<void>()];
  Object? outcome;

  void _listen() {
    subscription = stream.listen(
      log.add,
      onError: (Object error) => log.add(error),
      onDone: _ends[0].complete,
    );
  }

  void _end(Object outcome) {
    this.outcome = outcome;
    log.add(_result);
    _ends[1].complete();
  }

  Future<void> get over => Future.wait([for (final end in _ends) end.future]);

  /// The call's own items before its result, or after it.
  List<int> own({required bool before}) {
    final at = log.indexOf(_result);
    final part = before ? log.take(at) : log.skip(at + 1);
    return part.whereType<int>().where((item) => item < _others).toList();
  }
}

/// How many items were accepted, whatever the call ended with.
int _accepted(Object? outcome, Ending ending) {
  switch (ending) {
    case Ending.value:
      return outcome! as int;
    case Ending.error:
      return int.parse((outcome! as RouteErrorClosed).value);
    case Ending.panic:
      return int.parse((outcome! as RustPanic).message.split(' ').first);
  }
}

Future<void> _check(
  _Push lane,
  Push push, {
  required bool listensAfter,
}) async {
  final run = _Run(lane, push, listensAfter: listensAfter);
  await run.over;
  final (before, after) = (run.own(before: true), run.own(before: false));
  final all = [...before, ...after];
  final reason = '$push: ${run.log}';
  final sorted = push.policy is! PolicyLatestBy;
  if (sorted) {
    expect(all, [...all]..sort(), reason: reason);
  }
  expect(run.log.where((event) => event == _result).length, 1, reason: reason);
  final accepted = _accepted(run.outcome, push.ending);
  // With others, some of what fits are theirs.
  final fits = push.pusher == Pusher.both
      ? 0
      : all.length < _window
          ? all.length
          : _window;
  expect(before.length >= fits, true, reason: reason);
  final isLossless = switch (push.policy) {
    PolicyBlock() || PolicyError() => true,
    PolicyDropOldest(:final value) => value == 64,
    _ => false,
  };
  if (isLossless) {
    expect(all, _numbers(accepted), reason: reason);
    if (push.pusher != Pusher.both) expect(accepted, push.count);
  } else if (push.count > 0 && push.policy is PolicyLatest) {
    if (push.pusher == Pusher.own) expect(all.last, push.count - 1);
  }
  final figures = run.stream.statistics;
  expect(
    figures.produced,
    figures.delivered + figures.conflated + figures.dropped,
    reason: '$figures',
  );
  expect(figures.pending, 0, reason: '$figures');
  expect(
    figures.delivered,
    run.log.whereType<int>().length,
    reason: reason,
  );
}

void _items() {
  for (final MapEntry(key: name, value: lane) in _lanes.entries) {
    test('what was pushed comes before the result: $name', () async {
      var rounds = 0;
      for (var repeat = 0; repeat < 2; repeat++) {
        for (final policy in _policies) {
          for (final count in _counts) {
            for (final ending in Ending.values) {
              final pusher = Pusher.values[rounds % Pusher.values.length];
              final push = Push(
                policy: policy,
                count: count,
                pusher: pusher,
                ending: ending,
              );
              await _check(lane, push, listensAfter: rounds % 3 == 0);
              rounds++;
            }
          }
        }
      }
      expect(rounds, 2 * 7 * 6 * 3);
    }, timeout: const Duration(minutes: 2));

    test('… of many calls at once: $name', () async {
      for (var round = 0; round < 10; round++) {
        await Future.wait([
          for (var i = 0; i < 50; i++)
            _check(
              lane,
              Push(
                policy: const PolicyBlock(64),
                count: _counts[i % _counts.length],
                pusher: Pusher.values[i % Pusher.values.length],
                ending: Ending.values[round % Ending.values.length],
              ),
              listensAfter: i.isEven,
            ),
        ]);
      }
    }, timeout: const Duration(minutes: 2));
  }

  for (final (how, heard) in const [
    ('throws', 'not in this zone'),
    ('does nothing', 'does not run'),
  ]) {
    for (final refused in [0, 1, 2]) {
      test('a zone that $how after $refused batches ends the stream alone',
          () async {
        var batches = -1;
        R run<R>(Zone self, ZoneDelegate parent, Zone zone, R Function() f) {
          // Once: the end, too, runs in the zone.
          if (batches < 0 || batches++ != refused) return parent.run(zone, f);
          if (how == 'throws') throw StateError('not in this zone');
          return null as R;
        }

        final stream = SinkStream<int>();
        final (items, errors) = (<int>[], <Object>[]);
        final done = Completer<void>();
        final zone = Zone.current.fork(
          specification: ZoneSpecification(run: run),
        );
        zone.run(() {
          stream.listen(
            (item) {
              items.add(item);
              final watch = Stopwatch()..start();
              while (watch.elapsedMilliseconds < 5) {}
            },
            onError: errors.add,
            onDone: done.complete,
          );
        });
        batches = 0;
        const push = Push(
          policy: PolicyBlock(64),
          count: _window,
          pusher: Pusher.own,
          ending: Ending.value,
        );
        // The end of the stream may come in between.
        final accepted = await pushBlocking(push: push, sink: stream);
        await done.future;
        expect(items, _numbers(items.length));
        expect(items.length < _window, true, reason: '$items');
        expect(errors.length, 1, reason: '$errors');
        expect('${errors.single}'.contains(heard), true, reason: '$errors');
        // Rust hears that nobody takes the rest, and says its last word.
        var figures = stream.statistics;
        await until('all figures are there', () {
          figures = stream.statistics;
          return figures.produced == accepted && figures.pending == 0;
        });
        expect(
          (figures.delivered, figures.dropped),
          (items.length, accepted - items.length),
          reason: '$figures',
        );
      });
    }
  }

  test('a window of thousands is sent before the result', () async {
    for (final count in [1023, 1024, 1025, 5000, 20000]) {
      final run = _Run(
        pushWidely,
        Push(
          policy: const PolicyBlock(65536),
          count: count,
          pusher: Pusher.own,
          ending: Ending.value,
        ),
      );
      await run.over;
      expect(run.log.length, count + 1);
      expect(run.log.last, _result, reason: '$count');
    }
  });

  test('three sinks in one call', () async {
    for (var round = 0; round < 200; round++) {
      final log = <String>[];
      final streams = [for (var i = 0; i < 3; i++) SinkStream<int>()];
      final done = [
        for (final (i, stream) in streams.indexed)
          stream.forEach((item) => log.add('$i')),
      ];
      final count = round % 33;
      final accepted = await pushIntoThree(
        first: streams[0],
        second: streams[1],
        third: streams[2],
        count: count,
      );
      log.add(_result);
      expect(accepted, count * 3);
      await Future.wait(done);
      final before = log.take(log.indexOf(_result)).toList();
      expect(before.where((event) => event == '0').length, count);
      // The window of those that do not say what it is.
      expect(before.where((event) => event == '1').length, count * 2);
      expect(log.length, count * 3 + 1);
    }
  });

  test('a slow listener holds back its own result, and no other', () async {
    const count = 40;
    final streams = [for (var i = 0; i < 3; i++) SinkStream<int>()];
    final log = <Object?>[];
    final others = <int>[];
    final over = streams[0].forEach((item) {
      log.add(item);
      final watch = Stopwatch()..start();
      while (watch.elapsedMilliseconds < 5) {}
    });
    var isOver = false;
    final calls = () async {
      while (!isOver) {
        others.add(await addAsync(a: log.length, b: 0));
      }
    }();
    final accepted = await pushIntoThree(
      first: streams[0],
      second: streams[1],
      third: streams[2],
      count: count,
    );
    log.add(_result);
    isOver = true;
    await Future.wait([calls, over]);
    // Nobody listens to the second, which has more.
    expect(accepted >= 2 * count, true, reason: '$accepted');
    expect(log, [..._numbers(count), _result]);
    final between = others.where((seen) => seen > 0 && seen < count);
    expect(between.length >= 5, true, reason: '$others');
  });

  test('other streams do not hold it back', () async {
    const name = 'order: floods';
    final floods = [
      for (var i = 0; i < 100; i++) flood(name: name).listen((_) {}),
    ];
    for (var round = 0; round < 20; round++) {
      final watch = Stopwatch()..start();
      await _check(
        pushBlocking,
        const Push(
          policy: PolicyBlock(64),
          count: 40,
          pusher: Pusher.own,
          ending: Ending.value,
        ),
        listensAfter: false,
      );
      expect(watch.elapsed < const Duration(seconds: 2), true);
    }
    await Future.wait([for (final flood in floods) flood.cancel()]);
  }, timeout: const Duration(minutes: 1));
}

/// More than a window.
const _twenty = Push(
  policy: PolicyBlock(64),
  count: 20,
  pusher: Pusher.own,
  ending: Ending.value,
);

void _listeners() {
  test('a paused listener does not hold it back', () async {
    for (final MapEntry(key: name, value: lane) in _lanes.entries) {
      final run = _Run(lane, _twenty);
      run.subscription.pause();
      await run._ends[1].future;
      expect(run.log, [_result], reason: name);
      run.subscription.resume();
      await run.over;
      expect(run.log, [_result, ..._numbers(20)], reason: name);
    }
  });

  test('one that pauses in the middle does not either', () async {
    final run = _Run(pushBlocking, _twenty);
    run.subscription.onData((item) {
      run.log.add(item);
      if (item == 3) run.subscription.pause();
    });
    await run._ends[1].future;
    expect(run.log, [0, 1, 2, 3, _result]);
    run.subscription.resume();
    await run.over;
    expect(run.log.length, 21);
  });

  test('one that pauses and goes on has all before it', () async {
    final run = _Run(pushBlocking, _twenty);
    run.subscription.onData((item) {
      run.log.add(item);
      run.subscription.pause();
      run.subscription.resume();
    });
    await run.over;
    expect(run.own(before: true).length >= _window, true, reason: '${run.log}');
    expect(run.log.length, 21);
  });

  test('await for has all before it if its body does not wait', () async {
    for (final waits in [false, true]) {
      final stream = SinkStream<int>();
      final log = <Object?>[];
      final over = () async {
        await for (final item in stream) {
          log.add(item);
          if (waits) await null;
        }
      }();
      await pushBlocking(push: _twenty, sink: stream);
      log.add(_result);
      await over;
      final at = log.indexOf(_result);
      expect(at >= (waits ? 1 : _window), true, reason: '$log');
      expect(log..remove(_result), _numbers(20));
    }
  });

  test('one that cancels in the middle has its result', () async {
    for (final MapEntry(key: name, value: lane) in _lanes.entries) {
      final run = _Run(lane, _twenty);
      run.subscription.onData((item) {
        run.log.add(item);
        if (item == 3) unawaited(run.subscription.cancel());
      });
      await run._ends[1].future;
      expect(run.log, [0, 1, 2, 3, _result], reason: name);
    }
  });

  test('one that throws at each item has all before it', () async {
    final errors = <Object>[];
    final run = runZonedGuarded(
      () {
        final run = _Run(pushBlocking, _twenty);
        run.subscription.onData((item) {
          run.log.add(item);
          throw StateError('$item');
        });
        return run;
      },
      (error, stack) => errors.add(error),
    )!;
    await run.over;
    expect(run.own(before: true).length >= _window, true, reason: '${run.log}');
    expect(errors.length, 20);
  });

  test('nobody listens, or does later', () async {
    for (final MapEntry(key: name, value: lane) in _lanes.entries) {
      final stream = SinkStream<int>();
      expect(await lane(push: _twenty, sink: stream), 20, reason: name);
      final seen = stream.statistics;
      expect(seen.produced, 20, reason: '$seen');
      expect((seen.delivered, seen.pending), (0, 20), reason: '$seen');
      await pause(milliseconds: 1);
      expect(await stream.toList(), _numbers(20));
      expect(stream.statistics.delivered, 20, reason: name);
    }
  });

  test('in the turn after the items and before the result', () async {
    final stream = SinkStream<int>();
    final log = <Object?>[];
    final call = pushSlowly(sink: stream, count: 50)
        .then((accepted) => log.add(accepted));
    await pause(milliseconds: 20);
    final over = stream.forEach(log.add);
    await call;
    expect(log, _numbers(51));
    await over;
  });

  test('cancelled before the call', () async {
    for (final MapEntry(key: name, value: lane) in _lanes.entries) {
      final stream = SinkStream<int>();
      await stream.listen((_) => fail('an item')).cancel();
      final accepted = await lane(push: _twenty, sink: stream);
      expect(accepted <= 20, true, reason: name);
    }
  });

  test('a call that is cancelled has what was pushed before', () async {
    for (var round = 0; round < 50; round++) {
      final log = <Object?>[];
      final stream = SinkStream<int>();
      final token = CancelToken();
      final over = stream.forEach((item) {
        log.add(item);
        if (item == 9) token.cancel();
      });
      await pushForEver(sink: stream, count: 10, cancelToken: token)
          .then<void>((_) => fail('it does not end'), onError: log.add);
      expect(log.length, 11);
      expect(log.last, isA<CancelledException>());
      await over;
    }
  });

  test('a result that waits for room is not waited for', () async {
    // The function waits for the listener, and the listener for nothing.
    final stream = SinkStream<int>();
    final log = <Object?>[];
    final over = stream.forEach(log.add);
    log.add(await pushAll(sink: stream, count: 5000));
    await over;
    expect(log.indexOf(5000) >= 64, true);
    log.removeWhere((event) => event == 5000);
    expect(log, _numbers(5000));
  });

  test('an isolate that ends meanwhile', () async {
    for (var round = 0; round < 10; round++) {
      final ready = ReceivePort();
      final isolate = await Isolate.spawn(
        (SendPort ready) {
          for (final lane in _lanes.values) {
            final stream = SinkStream<int>();
            stream.listen((_) {}).pause();
            lane(push: _twenty, sink: stream).ignore();
          }
          ready.send(null);
        },
        ready.sendPort,
      );
      await ready.first;
      isolate.kill(priority: Isolate.immediate);
    }
    // And one that detaches.
    final outcomes = await Isolate.run(() async {
      final pending = <Future<Object>>[];
      for (final lane in _lanes.values) {
        final stream = SinkStream<int>();
        stream.listen((_) {}, onError: (Object _) {});
        final call = lane(push: _twenty, sink: stream);
        pending.add(call.then((n) => '$n', onError: (Object e) => '$e'));
      }
      pureDartLibrary.detach();
      return Future.wait(pending);
    });
    expect(outcomes.length, _lanes.length);
    expect(outcomes.every((outcome) => '$outcome'.contains('detached')), true);
  });
}

void _signals() {
  final lanes = <String, Future<int> Function({required Signal<int> signal})>{
    'blocking': raiseBlocking,
    'async, ready': raiseAsync,
    'async, woken': raiseLater,
    'eager, ready': raiseEagerly,
    'eager, woken': raiseEagerlyLater,
    'eager, an error': ({required signal}) => raiseAndFail(signal: signal).then(
          (_) => fail('it fails'),
          onError: (Object e) => int.parse((e as RouteErrorClosed).value),
        ),
    'another thread': raiseAside,
  };
  for (final MapEntry(key: name, value: lane) in lanes.entries) {
    for (final threads in [0, 2]) {
      test('a signal is told before the result: $name, $threads others',
          () async {
        final signal = raised();
        final twice = raisedTwice(signal: signal);
        final raisers = Raisers(signal: signal, threads: threads);
        var (listened, followed, sampled, derived) = (0, 0, 0, 0);
        signal.addListener(() => listened = signal.value);
        twice.addListener(() => derived = twice.value);
        final subscriptions = [
          signal.changes.listen((value) => followed = value),
          signal.samples.listen((sample) => sampled = sample.value),
        ];
        await pause(milliseconds: 1);
        for (var round = 0; round < 300; round++) {
          await lane(signal: signal).then((value) {
            expect(listened >= value, true, reason: '$listened of $value');
            expect(followed >= value, true, reason: '$followed of $value');
            expect(sampled >= value, true, reason: '$sampled of $value');
            // Otherwise others may be at it.
            if (threads == 0) expect(derived >= 2 * value, true);
          });
        }
        raisers.dispose();
        for (final subscription in subscriptions) {
          await subscription.cancel();
        }
        twice.dispose();
        signal.dispose();
      }, timeout: const Duration(minutes: 1));
    }
  }

  test('nobody listens: an eager result needs no mailbox', () async {
    final signal = raised();
    var turns = 0;
    final timer = Timer.periodic(Duration.zero, (_) => turns++);
    for (var round = 0; round < 100; round++) {
      final value = await raiseEagerly(signal: signal);
      expect(signal.value, value);
    }
    timer.cancel();
    expect(turns, 0, reason: 'they come in microtasks');
    signal.dispose();
  });
}

Future<void> main() => suite('order', () {
      _items();
      _listeners();
      _signals();
    }, liveObjects: () => pureDartLibrary.liveObjects);
