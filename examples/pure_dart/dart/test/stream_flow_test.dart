import 'dart:async';
import 'dart:io';
import 'dart:isolate';
import 'dart:math';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// A listener that notes what it gets.
final class _Listener {
  _Listener(Stream<int> stream) {
    subscription = stream.listen(
      (item) {
        if (isOver) fail('item $item after the end');
        if (item != count) isInOrder = false;
        count++;
      },
      onError: errors.add,
      onDone: () => isDone = true,
    );
  }

  late final StreamSubscription<int> subscription;
  int count = 0;
  bool isInOrder = true;
  bool isDone = false;

  /// Whether the subscription was cancelled.
  bool isOver = false;
  final errors = <Object>[];

  Future<void> cancel() {
    isOver = true;
    return subscription.cancel();
  }
}

/// The same figures, as Rust tells them.
Figures _figures(StreamStatistics of) => Figures(
      produced: of.produced,
      delivered: of.delivered,
      conflated: of.conflated,
      dropped: of.dropped,
      pending: of.pending,
      highWater: of.highWater,
    );

/// What happens to a stream in the middle of an entry.
enum _Interruption { cancel, detach }

/// Checks that the figures add up.
void _expectSum(StreamStatistics of) => expect(
      of.produced,
      of.delivered + of.conflated + of.dropped + of.pending,
      reason: '$of',
    );

/// What isolates of their own do that have nothing else to do.
final Map<String, Future<void> Function(String name)> _lives = {
  'that cancelled silence': (name) async {
    final subscription = silence(name: name).listen((_) {});
    await until('it began', () => probe(name: name).started == 1);
    await subscription.cancel();
  },
  'that cancelled a full window': (name) async {
    final subscription = floodOneByOne(name: name).listen((_) {});
    subscription.pause();
    await until('it is full', () => probe(name: name).produced > 0);
    await subscription.cancel();
  },
  'that cancelled the wait for a lock': (name) async {
    final tank = Tank();
    final held = tank.fill(name: name, to: maxInt).listen((_) {});
    await until('it is held', () => probe(name: name).produced > 0);
    final subscription = tank.levels(name: name).listen((_) {});
    await subscription.cancel();
    await held.cancel();
  },
  'that left a stream': (name) async {
    await for (final item in flood(name: name)) {
      if (item == 1000) break;
    }
  },
  'that saw a stream end': (name) async {
    await counted(name: name, end: 100).drain<void>();
  },
  'that paused a stream which has ended': (name) async {
    final subscription = counted(name: name, end: 3).listen((_) {});
    subscription.pause();
    await until('it has ended', () => probe(name: name).dropped == 1);
  },
};

Future<void> _live((String what, String name, SendPort done) of) async {
  await _lives[of.$1]!(of.$2);
  of.$3.send(null);
}

Future<void> main() => suite('stream flow', () {
      test('Rust is at most a window ahead of a listener', () async {
        for (final (window, open) in [
          (1, floodOneByOne),
          (64, floodAhead),
          (256, floodFarAhead),
        ]) {
          final name = 'stream flow: window $window';
          final stream = open(name: name);
          final listener = _Listener(stream);
          listener.subscription.pause();
          await until(
            'the window is full',
            () => probe(name: name).produced == window,
          );
          await pause(milliseconds: 50);
          expect(probe(name: name).produced, window);
          for (var round = 0; round < 20; round++) {
            listener.subscription.resume();
            await pause(milliseconds: 1);
            listener.subscription.pause();
            final taken = listener.count;
            await until(
              'the window is full again',
              () => probe(name: name).produced == taken + window,
            );
            // An item is made before it is sent, and counted then.
            await until(
              'the last one is on its way',
              () => stream.statistics.pending == window,
            );
            expect(listener.count, taken);
            expect(
              _figures(stream.statistics),
              Figures(
                produced: taken + window,
                delivered: taken,
                conflated: 0,
                dropped: 0,
                pending: window,
                highWater: window,
              ),
            );
          }
          expect(listener.count > 20, true, reason: '${listener.count}');
          expect(listener.isInOrder, true);
          await listener.cancel();
          expect(probe(name: name).dropped, 1);
        }
      });

      test('one at a time is enough', () async {
        final numbers = await countOneByOne(end: 3000).toList();
        expect(numbers, List.generate(3000, (i) => i));
        expect(await countOneByOne(end: 0).toList(), <int>[]);
        var sum = 0;
        await for (final item in countOneByOne(end: 100)) {
          await Future<void>.value();
          sum += item;
        }
        expect(sum, 4950);
      });

      test('nothing is lost under random pauses', () async {
        for (var seed = 1; seed <= 5; seed++) {
          final random = Random(seed);
          final name = 'stream flow: pauses $seed';
          final stream = countWithPauses(name: name, end: 2000);
          final listener = _Listener(stream);
          final watch = Stopwatch()..start();
          while (!listener.isDone && watch.elapsed.inSeconds < 60) {
            if (random.nextBool()) {
              listener.subscription.pause();
              if (random.nextBool()) await pause(milliseconds: 1);
              listener.subscription.resume();
            } else {
              listener.subscription
                  .pause(pause(milliseconds: random.nextInt(3)));
            }
            final ahead = probe(name: name).produced - listener.count;
            // The next one is counted before it is handed over.
            if (ahead > 65) fail('$ahead items ahead');
            await pause(milliseconds: random.nextInt(3));
          }
          expect((listener.count, listener.isInOrder), (2000, true));
          expect(stream.statistics.delivered, 2000);
          _expectSum(stream.statistics);
        }
      }, timeout: const Duration(minutes: 2));

      test('figures are zero before anybody listens', () async {
        final stream = countTo(end: 3);
        expect(stream.statistics, const StreamStatistics());
        final wrong = countTo(end: 0x80000000);
        expect(
          await wrong.first.then<Object>((i) => i, onError: (Object e) => e),
          isA<IntegerRangeException>(),
        );
        expect(wrong.statistics, const StreamStatistics());
      });

      test('figures are those of the latest run', () async {
        final stream = countTo(end: 300);
        await stream.drain<void>();
        final all = stream.statistics;
        expect((all.produced, all.delivered), (300, 300));
        expect((all.dropped, all.pending), (0, 0));
        expect(all.highWater > 0 && all.highWater <= 300, true);
        final strict = countOneByOne(end: 300);
        await strict.drain<void>();
        expect((strict.statistics.produced, strict.statistics.highWater),
            (300, 1));
        await stream.take(3).drain<void>();
        final few = stream.statistics;
        expect(few.delivered, 3);
        expect(few.produced <= 3 + 64, true, reason: '$few');
        expect(few.dropped, few.produced - 3);
        expect(few.pending, 0);
      });

      test('both sides agree while a stream is idle', () async {
        final feed = Feed();
        final stream = feed.items();
        final listener = _Listener(stream);
        await until('it began', () => feed.streams() == 1);
        for (final (given, isPaused) in [
          (10, false),
          (11, false),
          (50, true),
          (50, false),
          (1000, false),
          (1064, true),
        ]) {
          if (isPaused) listener.subscription.pause();
          final before = stream.statistics.produced;
          feed.give(stream: 0, from: before, to: given);
          await until(
            'all is produced',
            () => stream.statistics.produced == given,
          );
          if (!isPaused) {
            await until('all has come', () => listener.count == given);
          }
          final rust = openStreamsOf(function: 'Feed::items').single;
          expect(rust, _figures(stream.statistics));
          expect(rust.produced, given);
          expect(rust.delivered, listener.count);
          expect(rust.pending, given - listener.count);
          if (isPaused) listener.subscription.resume();
        }
        await until('all has come', () => listener.count == 1064);
        feed.close(stream: 0);
        await until('it has ended', () => listener.isDone);
        expect(stream.statistics.delivered, 1064);
        expect(openStreamsOf(function: 'Feed::items'), <Figures>[]);
        feed.dispose();
      });

      test('Rust knows what was taken without being asked', () async {
        final feed = Feed();
        final listener = _Listener(feed.items());
        await until('it began', () => feed.streams() == 1);
        for (var given = 1; given <= 100; given++) {
          feed.give(stream: 0, from: given - 1, to: given);
          await until('it has come', () => listener.count == given);
          // Once the event loop has nothing to do.
          await until(
            'Rust knows',
            () =>
                openStreamsOf(function: 'Feed::items').single.delivered ==
                given,
          );
        }
        await listener.cancel();
        feed.dispose();
      });

      test('what a paused listener has not taken is known after the end',
          () async {
        const name = 'stream flow: end in a pause';
        final stream = counted(name: name, end: 10);
        final listener = _Listener(stream);
        listener.subscription.pause();
        await until('it has ended', () => probe(name: name).dropped == 1);
        await pause(milliseconds: 20);
        expect(
          _figures(stream.statistics),
          openStreamsOf(function: 'streams::counted').single,
        );
        expect((stream.statistics.pending, listener.count), (10, 0));
        listener.subscription.resume();
        await until('all has come', () => listener.isDone);
        expect((stream.statistics.delivered, listener.count), (10, 10));
        expect(stream.statistics.pending, 0);
        await until(
          'Rust has forgotten it',
          () => openStreamsOf(function: 'streams::counted').isEmpty,
        );

        final other = counted(name: name, end: 10);
        final paused = _Listener(other);
        paused.subscription.pause();
        await until('it has ended', () => probe(name: name).dropped == 2);
        await pause(milliseconds: 20);
        await paused.cancel();
        expect((other.statistics.dropped, other.statistics.pending), (10, 0));
        expect(openStreamsOf(function: 'streams::counted'), <Figures>[]);
      });

      test('figures after a panic, an error, a broken item', () async {
        final panics = countAndPanic(name: 'stream flow: panic', count: 100);
        await panics.handleError((_) {}).drain<void>();
        expect((panics.statistics.produced, panics.statistics.delivered),
            (100, 100));
        _expectSum(panics.statistics);

        final errors = parseAll(texts: ['1', 'x', '3']);
        await errors.handleError((_) {}).drain<void>();
        expect(errors.statistics.delivered, 3, reason: 'errors are items, too');
        _expectSum(errors.statistics);

        final broken = powersOfTwo();
        final seen = Completer<int>();
        var count = 0;
        broken.listen(
          (_) => count++,
          onError: (_) {},
          onDone: () => seen.complete(count),
        );
        expect(await seen.future, 63);
        await until(
          'Rust has ended',
          () => openStreamsOf(function: 'powers_of_two').isEmpty,
        );
        await until(
          'Dart has heard of it',
          () => broken.statistics.produced == 64,
        );
        final last = broken.statistics;
        expect((last.produced, last.delivered, last.dropped), (64, 63, 1));

        final failed = countToChecked(end: -1);
        await failed.handleError((_) {}).drain<void>();
        expect(failed.statistics, const StreamStatistics());
      });

      test('figures after cancelling', () async {
        for (final items in [0, 1, 63, 64, 1000]) {
          const name = 'stream flow: cancelled';
          final stream = flood(name: name);
          final before = probe(name: name).produced;
          var count = 0;
          final done = Completer<void>();
          late final StreamSubscription<int> subscription;
          subscription = stream.listen((_) {
            if (++count == items) done.complete(subscription.cancel());
          });
          if (items == 0) done.complete(subscription.cancel());
          await done.future;
          final last = stream.statistics;
          expect((last.delivered, last.pending), (items, 0));
          expect(last.produced, probe(name: name).produced - before);
          _expectSum(last);
        }
      });

      test('the sum is right at all times, and at rest both sides agree',
          () async {
        for (var seed = 1; seed <= 8; seed++) {
          final random = Random(seed);
          final feed = Feed();
          final streams = <RustStream<int>>[];
          final listeners = <_Listener>[];
          final given = <int>[];
          for (var step = 0; step < 250; step++) {
            final at = streams.isEmpty ? 0 : random.nextInt(streams.length);
            switch (random.nextInt(12)) {
              case 0 when streams.length < 8:
                final number = streams.length;
                streams.add(feed.items());
                listeners.add(_Listener(streams.last));
                given.add(0);
                await until('it began', () => feed.streams() == number + 1);
              case < 5 when streams.isNotEmpty:
                final to = given[at] + 1 + random.nextInt(100);
                feed.give(stream: at, from: given[at], to: to);
                given[at] = to;
              case 5 || 6 when streams.isNotEmpty:
                listeners[at].subscription.pause();
              case 7 || 8 when streams.isNotEmpty:
                listeners[at].subscription.resume();
              case 9 when random.nextInt(5) == 0 && streams.isNotEmpty:
                unawaited(listeners[at].cancel());
              case 10:
                await pause(milliseconds: random.nextInt(3));
              default:
                await null;
            }
            for (final stream in streams) {
              _expectSum(stream.statistics);
            }
          }
          for (final (i, listener) in listeners.indexed) {
            final statistics = streams[i].statistics;
            expect(statistics.delivered, listener.count);
            if (listener.isOver) {
              await listener.cancel();
              continue;
            }
            while (listener.subscription.isPaused) {
              listener.subscription.resume();
            }
            await until('all has come', () => listener.count == given[i]);
          }
          final (rust, dart) = (<String>[], <String>[]);
          for (final (i, listener) in listeners.indexed) {
            final statistics = streams[i].statistics;
            expect(statistics.delivered, listener.count);
            expect(statistics.pending, 0);
            expect(statistics.highWater <= 4096, true, reason: '$statistics');
            expect(listener.isInOrder, true);
            _expectSum(statistics);
            if (listener.isOver) continue;
            expect(statistics.produced, given[i]);
            dart.add('${_figures(statistics)}');
          }
          await until('both sides agree', () {
            rust
              ..clear()
              ..addAll([
                for (final figures in openStreamsOf(function: 'Feed::items'))
                  '$figures',
              ]);
            return '${rust..sort()}' == '${dart..sort()}';
          });
          for (final (i, listener) in listeners.indexed) {
            feed.close(stream: i);
            if (!listener.isOver) {
              await until('it has ended', () => listener.isDone);
            }
          }
          feed.dispose();
        }
      }, timeout: const Duration(minutes: 2));

      test('methods give streams', () async {
        const name = 'stream flow: methods';
        final tank = Tank();
        final filling = tank.fill(name: name, to: 500);
        expect(await filling.toList(), List.generate(500, (i) => i + 1));
        expect(await tank.levels(name: name).take(3).toList(), [501, 501, 501]);
        expect(
          await tank.parts(name: name, wait: Duration.zero).length,
          501,
        );
        final empty = Tank();
        expect(
          await expectThrows<RouteError>(
            () => empty.parts(name: name, wait: Duration.zero).first,
          ),
          const RouteErrorClosed('the tap'),
        );
        await until(
          'all are gone',
          () => probe(name: name).dropped == probe(name: name).started,
        );
        tank.dispose();
        empty.dispose();
      });

      test('a method has its object until its stream is gone', () async {
        const name = 'stream flow: reading';
        final tank = Tank();
        final reading = tank.levels(name: name).listen((_) {});
        await until('it flows', () => probe(name: name).produced > 0);
        expect(await tank.level(), 0, reason: 'it can be read meanwhile');
        var filled = 0;
        final filling =
            tank.fill(name: '$name, filling', to: 10).listen((_) => filled++);
        await pause(milliseconds: 50);
        expect(filled, 0, reason: 'it cannot be changed');
        await reading.cancel();
        await until('it is filled', () => filled == 10);
        await filling.cancel();
        tank.dispose();
      });

      test('cancel while it waits for a lock', () async {
        const name = 'stream flow: lock';
        final tank = Tank();
        var isHeld = true;
        final holding = tank
            .hold(name: name, wait: const Duration(seconds: 4))
            .whenComplete(() => isHeld = false);
        await until('it is held', () => probe(name: name).started == 1);
        for (final stream in [
          tank.levels(name: name),
          tank.fill(name: name, to: 10),
          tank.parts(name: name, wait: Duration.zero),
        ]) {
          final subscription =
              stream.listen((_) => fail('an item of what cannot begin'));
          await pause(milliseconds: 20);
          await subscription.cancel();
          expect(isHeld, true, reason: 'it does not wait for the lock');
          expect(stream.statistics, const StreamStatistics());
        }
        expect(probe(name: name).started, 1, reason: 'none of them has begun');
        await holding;
        tank.dispose();
      });

      test('cancel while a method is starting', () async {
        const name = 'stream flow: start';
        final tank = Tank();
        final subscription = tank
            .parts(name: name, wait: const Duration(minutes: 10))
            .listen((_) {});
        await until('it began', () => probe(name: name).started == 1);
        await subscription.cancel();
        expect(probe(name: name).dropped, 1);
        expect(
          await tank.fill(name: name, to: 1).length,
          1,
          reason: 'nobody holds it',
        );
        tank.dispose();
      });

      test('cancel with a full window', () async {
        for (final open in [floodOneByOne, flood, floodFarAhead]) {
          const name = 'stream flow: full window';
          final before = probe(name: name);
          final stream = open(name: name);
          final listener = _Listener(stream);
          listener.subscription.pause();
          await until(
            'it is full',
            () =>
                stream.statistics.pending > 0 &&
                stream.statistics.pending == stream.statistics.highWater,
          );
          await pause(milliseconds: 20);
          await listener.cancel();
          expect(probe(name: name).dropped, before.dropped + 1);
          final last = stream.statistics;
          expect((last.delivered, last.pending), (0, 0));
          expect(last.dropped, last.produced);
        }
      });

      test('cancel in the listener, before the first event, and twice',
          () async {
        const name = 'stream flow: cancels';
        for (var items = 1; items < 100; items += 7) {
          var count = 0;
          final done = Completer<void>();
          late final StreamSubscription<int> subscription;
          subscription = flood(name: name).listen((_) {
            if (++count != items) return;
            done.complete(
              Future.wait([subscription.cancel(), subscription.cancel()]),
            );
          });
          await done.future;
          await subscription.cancel();
          await pause(milliseconds: 1);
          expect(count, items);
          await flood(name: name)
              .listen((_) => fail('an item after cancel'))
              .cancel();
          final seen = probe(name: name);
          expect(seen.started, seen.dropped);
        }
      });

      test('cancel races with the end', () async {
        const name = 'stream flow: race';
        for (var round = 0; round < 300; round++) {
          final stream = counted(name: name, end: round % 5);
          final listener = _Listener(stream);
          for (var turn = round % 7; turn > 0; turn--) {
            await Future<void>.delayed(Duration.zero);
          }
          final isDone = listener.isDone;
          await listener.cancel();
          await null;
          expect(listener.isDone, isDone, reason: 'no done after cancel');
          expect(stream.statistics.delivered, listener.count);
          expect(stream.statistics.pending, 0);
          _expectSum(stream.statistics);
        }
        final seen = probe(name: name);
        expect(seen.started, seen.dropped);
        expect(openStreamsOf(function: 'streams::counted'), <Figures>[]);
      });

      test('first, take, timeout, a broadcast, and a loop that is left',
          () async {
        const name = 'stream flow: operators';
        expect(await floodOneByOne(name: name).first, 0);
        expect(await floodFarAhead(name: name).take(3).toList(), [0, 1, 2]);
        await expectThrows<TimeoutException>(
          () => silence(name: name)
              .timeout(const Duration(milliseconds: 20))
              .first,
        );
        final broadcast = flood(name: name).asBroadcastStream(
          onCancel: (subscription) => subscription.cancel(),
        );
        await Future.wait([
          broadcast.take(5).drain<void>(),
          broadcast.firstWhere((item) => item == 500),
        ]);
        await for (final item in floodOneByOne(name: name)) {
          if (item == 20) break;
        }
        await until(
          'all are gone',
          () => probe(name: name).dropped == probe(name: name).started,
        );
        expect(probe(name: name).started, 5);
      });

      for (final what in _lives.keys) {
        test('an isolate $what exits', () async {
          final name = 'stream flow: isolate $what';
          final (done, ended) = (ReceivePort(), ReceivePort());
          await Isolate.spawn(
            _live,
            (what, name, done.sendPort),
            onExit: ended.sendPort,
          );
          await done.first;
          await ended.first.timeout(const Duration(seconds: 10));
          await until('all is dropped', () {
            final seen = probe(name: name);
            return seen.started > 0 && seen.started == seen.dropped;
          });
        });
      }

      test('a producer that is faster than its listener keeps memory bounded',
          () async {
        const name = 'stream flow: memory';
        final stream = floodOfPackets(name: name, size: 4000);
        var count = 0;
        final subscription = stream.listen((_) {
          sleep(const Duration(milliseconds: 5));
          count++;
        });
        await until('it is warm', () => count > 100);
        final before = ProcessInfo.currentRss;
        var most = before;
        final watch = Stopwatch()..start();
        while (watch.elapsedMilliseconds < 3000) {
          await pause(milliseconds: 50);
          most = max(most, ProcessInfo.currentRss);
        }
        await subscription.cancel();
        final growth = (most - before) >> 20;
        expect(growth <= 8, true, reason: 'grew by $growth MiB');
        expect(stream.statistics.highWater <= 64, true);
        expect(count > 150, true, reason: '$count items');
      }, timeout: const Duration(minutes: 1));

      test('the window grows for a listener that is fast, and only for one',
          () async {
        const name = 'stream flow: growing';
        final stream = flood(name: name);
        var count = 0;
        var work = Duration.zero;
        final subscription = stream.listen((_) {
          count++;
          if (work > Duration.zero) sleep(work);
        });
        await until('it has grown', () => stream.statistics.highWater == 4096);
        work = const Duration(milliseconds: 1);
        // What is on the way is taken as it is.
        final before = count;
        await until(
          'that is taken',
          () => count > before + 4096 + 64,
          patience: const Duration(seconds: 30),
        );
        for (var i = 0; i < 20; i++) {
          await pause(milliseconds: 1);
          final pending = stream.statistics.pending;
          expect(pending <= 64, true, reason: '$pending items');
        }
        work = Duration.zero;
        final grown = count + 100000;
        await until('it grows again', () => count > grown);
        subscription.pause();
        await pause(milliseconds: 50);
        final held = stream.statistics.pending;
        await pause(milliseconds: 50);
        expect(stream.statistics.pending, held, reason: 'Rust stands still');
        expect(held <= 4096, true, reason: '$held items');
        await subscription.cancel();
        expect(probe(name: name).dropped, 1);
      }, timeout: const Duration(minutes: 1));

      test(
          'a stream goes on beside a listener that takes all the time there is',
          () async {
        // Its window grows, and then its items are so large that Rust waits to
        // hear of fewer of them than half of it.
        final sizes = [
          for (var i = 0; i < 60000; i++) 1,
          for (var i = 0; i < 300; i++) 100000,
        ];
        final stream = packets(sizes: Uint32List.fromList(sizes));
        StreamSubscription<int>? slow;
        var count = 0;
        final ended = Completer<void>();
        stream.listen(
          (_) {
            if (++count != 40000) return;
            expect(stream.statistics.highWater > 1000, true);
            slow = flood(name: 'stream flow: beside').listen((_) {
              sleep(const Duration(milliseconds: 1));
            });
          },
          onDone: ended.complete,
        );
        await ended.future.timeout(
          const Duration(seconds: 30),
          onTimeout: () => fail('it stands still after $count items'),
        );
        await slow!.cancel();
        expect(count, sizes.length);
      }, timeout: const Duration(minutes: 1));

      test('large items are no more than the first window, or 192 KiB',
          () async {
        for (final (size, most) in [
          (16, 4096),
          (1000, 64 + 197),
          (4000, 66),
          (4096, 65),
          (100000, 64),
        ]) {
          final name = 'stream flow: items of $size bytes';
          final stream = floodOfPackets(name: name, size: size);
          var count = 0;
          final subscription = stream.listen((_) => count++);
          // Enough for the window to have grown, were it not for their size.
          final enough = size < 10000 ? 5000 : 500;
          await until('it flows', () => count > enough);
          for (var i = 0; i < 10; i++) {
            subscription.pause();
            await pause(milliseconds: 5);
            final pending = stream.statistics.pending;
            expect(pending <= most, true, reason: '$pending');
            subscription.resume();
            await pause(milliseconds: 1);
          }
          final highest = stream.statistics.highWater;
          expect(highest > 0 && highest <= most, true,
              reason: '$size bytes: $highest');
          await subscription.cancel();
          await until('it is gone', () => probe(name: name).dropped == 1);
        }
      });

      test('what a turn has no time for can be paused, cancelled and lost',
          () async {
        // Each turn ends in the middle of an entry, and then comes a timer.
        const name = 'stream flow: interrupted';
        for (final what in _Interruption.values) {
          final stream = flood(name: name);
          final listener = _Listener(stream);
          await until('it is fast', () => listener.count > 100000);
          for (var round = 0; round < 20; round++) {
            await pause(milliseconds: 1);
            listener.subscription.pause();
            final count = listener.count;
            expect(stream.statistics.delivered, count);
            _expectSum(stream.statistics);
            await pause(milliseconds: 1);
            expect(listener.count, count);
            listener.subscription.resume();
          }
          await pause(milliseconds: 1);
          final count = listener.count;
          switch (what) {
            case _Interruption.cancel:
              await listener.cancel();
            case _Interruption.detach:
              pureDartLibrary.detach();
              await until('it has ended', () => listener.isDone);
              pureDartLibrary.load();
              expect(listener.errors.length, 1);
          }
          expect((listener.count, listener.isInOrder), (count, true));
          final last = stream.statistics;
          expect((last.delivered, last.pending), (count, 0));
          _expectSum(last);
        }
        // Objects that nobody has read are released with the entry.
        final counter = Counter(name: 'stream flow');
        var count = 0;
        final subscription =
            counter.successors(count: 1000000).listen((object) {
          object.dispose();
          count++;
        });
        await until('it is fast', () => count > 5000);
        await subscription.cancel();
        counter.dispose();
      }, timeout: const Duration(minutes: 1));

      test('what all windows of an isolate grow by is bounded', () async {
        const name = 'stream flow: pool';
        for (var round = 0; round < 2; round++) {
          final streams = [
            for (var i = 0; i < 12; i++) floodOfPackets(name: name, size: 1000),
          ];
          final counts = List.filled(streams.length, 0);
          final subscriptions = [
            for (final (i, stream) in streams.indexed)
              stream.listen((_) => counts[i]++),
          ];
          await until(
            'all flow',
            () => counts.every((count) => count > 5000),
            patience: const Duration(seconds: 30),
          );
          for (final subscription in subscriptions) {
            subscription.pause();
          }
          await pause(milliseconds: 50);
          final pending = [
            for (final stream in streams) stream.statistics.pending,
          ];
          final all = pending.reduce((a, b) => a + b);
          expect(all > 12 * 64, true, reason: '$pending');
          // A MiB for all of them, and 64 items, a KiB and one more of each.
          expect(all <= 1048 + 12 * 66, true, reason: '$pending');
          await Future.wait([
            for (final subscription in subscriptions) subscription.cancel(),
          ]);
        }
        await until(
          'all are gone',
          () => probe(name: name).dropped == probe(name: name).started,
        );
      }, timeout: const Duration(minutes: 2));

      test('a loop that pauses at each item gets all', () async {
        var next = 0;
        final stream = counted(name: 'stream flow: loop', end: 50000);
        await for (final item in stream) {
          if (item != next) fail('item $item instead of $next');
          next++;
          await null;
        }
        expect(next, 50000);
        expect(stream.statistics.delivered, 50000);
        _expectSum(stream.statistics);
      });

      test('a slow listener does not hold the event loop', () async {
        const name = 'stream flow: slow listener';
        final busy = Stopwatch()..start();
        void work(int item) {
          final end = busy.elapsedMicroseconds + 500;
          while (busy.elapsedMicroseconds < end) {}
        }

        final stream = floodFarAhead(name: name);
        final listener = _Listener(stream.map((item) {
          work(item);
          return item;
        }));
        var longest = 0;
        final lateness = <int>[];
        final watch = Stopwatch()..start();
        final timer = Timer.periodic(const Duration(milliseconds: 5), (_) {
          lateness.add(watch.elapsedMilliseconds - 5);
          longest = max(longest, watch.elapsedMilliseconds);
          watch.reset();
        });
        await pause(milliseconds: 700);
        // What has piled up comes all at once then.
        listener.subscription.pause();
        await pause(milliseconds: 50);
        listener.subscription.resume();
        await pause(milliseconds: 700);
        timer.cancel();
        expect(listener.count > 300, true, reason: '${listener.count} items');
        expect(listener.isInOrder, true);
        // Other programs make a timer late as well; 256 items take 128 ms.
        final usual = (lateness..sort())[lateness.length * 9 ~/ 10];
        expect(usual < 40, true, reason: '$usual ms, at most $longest ms');
        await listener.cancel();
        expect(probe(name: name).dropped, 1);
      });

      test('calls complete while slow listeners have items left', () async {
        const name = 'stream flow: slow listeners';
        final listeners = [
          for (var i = 0; i < 20; i++)
            _Listener(flood(name: name).map((item) {
              sleep(const Duration(milliseconds: 1));
              return item;
            })),
        ];
        await until(
          'all flow',
          () => listeners.every((listener) => listener.count > 0),
        );
        final watch = Stopwatch()..start();
        for (var i = 0; i < 5; i++) {
          expect(await addAsync(a: i, b: 1), i + 1);
        }
        // All that is there would take more than a second, for each call.
        expect(watch.elapsedMilliseconds < 5000, true);
        await Future.wait([
          for (final listener in listeners) listener.cancel(),
        ]);
        for (final listener in listeners) {
          expect(listener.isInOrder, true);
        }
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
