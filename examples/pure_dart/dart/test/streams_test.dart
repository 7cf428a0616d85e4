import 'dart:async';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// How far Rust may run ahead of a consumer that does not take anything.
const int _window = 64;

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

Future<void> main() => suite('streams', () {
      test('items arrive in order, and then the end', () async {
        expect(await countTo(end: 10).toList(), List.generate(10, (i) => i));
        expect(await countTo(end: 0).toList(), <int>[]);
        expect(await countTo(end: 1).toList(), [0]);
        expect(await countdown(from: 3).toList(), [2, 1, 0]);
        final many = await countTo(end: 100000).toList();
        expect(many.length, 100000);
        for (var i = 0; i < many.length; i++) {
          if (many[i] != i) fail('item $i is ${many[i]}');
        }
      });

      test('1,000,000 items add up', () async {
        final sum = await countTo(end: 1000000).fold(0, (sum, i) => sum + i);
        expect(sum, 499999500000);
      }, timeout: const Duration(minutes: 2));

      test('await for works, and leaving it ends the stream', () async {
        const name = 'streams: await for';
        var sum = 0;
        await for (final item in counted(name: name, end: 5)) {
          sum += item;
        }
        expect(sum, 10);
        expect(probe(name: name).finished, 1);
        await until('the stream is gone', () => probe(name: name).dropped == 1);
        await for (final item in flood(name: name)) {
          if (item == 5) break;
        }
        expect(probe(name: name).dropped, 2);
      });

      test('Rust starts when somebody listens, not before', () async {
        const name = 'streams: lazy';
        final stream = counted(name: name, end: 3);
        await pause(milliseconds: 50);
        expect(probe(name: name).started, 0);
        expect(await stream.toList(), [0, 1, 2]);
        expect(probe(name: name).started, 1);
      });

      test('each listener has a run of its own', () async {
        const name = 'streams: two listeners';
        final stream = counted(name: name, end: 4);
        final lists = await Future.wait([stream.toList(), stream.toList()]);
        expect(lists, [
          [0, 1, 2, 3],
          [0, 1, 2, 3],
        ]);
        expect(await stream.length, 4);
        expect(probe(name: name).started, 3);
        await until('all are gone', () => probe(name: name).dropped == 3);
      });

      test('a wrong argument is an error of the stream', () async {
        final events = await _events(countTo(end: 0x80000000));
        expect(events.length, 2);
        expect(events.first is IntegerRangeException, true);
        expect(events.last, 'done');
      });

      test('cancel drops the stream while it waits', () async {
        const name = 'streams: cancel silence';
        final subscription = silence(name: name).listen((_) {});
        await until('it began', () => probe(name: name).started == 1);
        expect(probe(name: name).dropped, 0);
        await subscription.cancel();
        expect(probe(name: name).dropped, 1, reason: 'dropped when cancelled');
      });

      test('cancel drops the stream while it flows', () async {
        const name = 'streams: cancel flood';
        var received = 0;
        late final StreamSubscription<int> subscription;
        final cancelled = Completer<void>();
        subscription = flood(name: name).listen((_) {
          received += 1;
          if (received == 1000) {
            cancelled.complete(subscription.cancel());
          }
        });
        await cancelled.future;
        expect(probe(name: name).dropped, 1);
        final produced = probe(name: name).produced;
        await pause(milliseconds: 50);
        expect(received, 1000, reason: 'nothing comes after cancel');
        expect(probe(name: name).produced, produced);
      });

      test('cancel at once does not start anything that stays', () async {
        const name = 'streams: cancel at once';
        final subscription = silence(name: name).listen((_) {});
        await subscription.cancel();
        final seen = probe(name: name);
        expect(seen.started, seen.dropped);
      });

      test('cancel twice, and after the end', () async {
        const name = 'streams: cancel twice';
        final subscription = silence(name: name).listen((_) {});
        await Future.wait([subscription.cancel(), subscription.cancel()]);
        final done = Completer<void>();
        final short = countTo(end: 1).listen((_) {}, onDone: done.complete);
        await done.future;
        await short.cancel();
        expect(probe(name: name).started, probe(name: name).dropped);
      });

      test('take and first end the stream', () async {
        const name = 'streams: take';
        expect(await flood(name: name).take(3).toList(), [0, 1, 2]);
        expect(await flood(name: name).first, 0);
        expect(await flood(name: name).skip(10).first, 10);
        await until('all are gone', () => probe(name: name).dropped == 3);
        expect(probe(name: name).started, 3);
      });

      test('1,000 streams are cancelled at once', () async {
        const name = 'streams: many cancels';
        final subscriptions = [
          for (var i = 0; i < 1000; i++) silence(name: name).listen((_) {}),
        ];
        await until('all began', () => probe(name: name).started == 1000);
        await Future.wait([
          for (final subscription in subscriptions) subscription.cancel(),
        ]);
        expect(probe(name: name).dropped, 1000);
      });

      test('pause stops Rust, resume goes on without a gap', () async {
        const name = 'streams: pause';
        final received = <int>[];
        final subscription = flood(name: name).listen(received.add);
        await until('it flows', () => received.length > 100);
        subscription.pause();
        await pause(milliseconds: 100);
        final length = received.length;
        final produced = probe(name: name).produced;
        await pause(milliseconds: 200);
        expect(received.length, length, reason: 'nothing comes in a pause');
        expect(probe(name: name).produced, produced, reason: 'Rust stands');
        expect(produced - length <= 4096, true, reason: '$produced $length');
        subscription.resume();
        await until('it flows again', () => received.length > length + 5000);
        await subscription.cancel();
        for (var i = 0; i < received.length; i++) {
          if (received[i] != i) fail('item $i is ${received[i]}');
        }
        expect(probe(name: name).dropped, 1);
      });

      test('pauses nest, and end with a future', () async {
        final received = <int>[];
        final done = Completer<void>();
        final subscription =
            countTo(end: 10).listen(received.add, onDone: done.complete)
              ..pause()
              ..pause();
        await pause(milliseconds: 50);
        subscription.resume();
        expect(subscription.isPaused, true);
        await pause(milliseconds: 50);
        expect(received, <int>[]);
        subscription.resume();
        subscription.pause(pause(milliseconds: 50));
        await done.future;
        expect(received, List.generate(10, (i) => i));
      });

      test('cancel in a pause', () async {
        const name = 'streams: cancel in a pause';
        final subscription = flood(name: name).listen((_) {});
        await until('it flows', () => probe(name: name).produced > 0);
        subscription.pause();
        await pause(milliseconds: 20);
        await subscription.cancel();
        expect(probe(name: name).dropped, 1);
      });

      test('a slow consumer holds back Rust', () async {
        const name = 'streams: slow consumer';
        var received = 0;
        var furthest = 0;
        await for (final item in flood(name: name)) {
          expect(item, received);
          received += 1;
          final ahead = probe(name: name).produced - received;
          if (ahead > furthest) furthest = ahead;
          if (received == 300) break;
          await pause(milliseconds: 1);
        }
        expect(furthest <= _window, true, reason: '$furthest items ahead');
        expect(probe(name: name).dropped, 1);
      });

      test('a slow consumer of large items holds back Rust', () async {
        const name = 'streams: large items';
        var received = 0;
        var furthest = 0;
        await for (final item in floodOfPackets(name: name, size: 65536)) {
          expect(item.length, 65536);
          expect(item.last, received & 0xff);
          received += 1;
          final ahead = probe(name: name).produced - received;
          if (ahead > furthest) furthest = ahead;
          if (received == 100) break;
          await pause(milliseconds: 1);
        }
        expect(furthest <= _window, true, reason: '$furthest items ahead');
      });

      test('a ticker ticks until it is cancelled', () async {
        const name = 'streams: ticker';
        final items = await ticker(
          name: name,
          period: const Duration(milliseconds: 5),
        ).take(10).toList();
        expect(items, List.generate(10, (i) => i));
        await until('it is gone', () => probe(name: name).dropped == 1);
      });

      test('items of every sort arrive', () async {
        expect(
          await words(text: 'never  odd or éven 😀').toList(),
          ['never', 'odd', 'or', 'éven', '😀'],
        );
        expect(await withGaps(count: 4).toList(), [0, null, 2, null]);
        expect(
          await pairs(names: ['a', 'b']).toList(),
          [(0, 'a'), (1, 'b')],
        );
        final said = await driveAlong(count: 3).toList();
        expect(said.length, 3);
        expect(
          said.last,
          Telemetry(
            timestamp: 200,
            speed: 1,
            heading: 90,
            batteryLevel: 98,
            name: 'step 2',
            raw: Uint8List.fromList([2, 0, 0, 0]),
          ),
        );
      });

      test('packets arrive, small and large', () async {
        const sizes = [0, 1, 4095, 4096, 4097, 0, 100000, 3];
        final received =
            await packets(sizes: Uint32List.fromList(sizes)).toList();
        expect(
          received,
          [
            for (final size in sizes)
              Uint8List(size)..fillRange(0, size, size & 0xff),
          ],
        );
      });

      test('items with several lists each arrive whole', () async {
        for (final (pixels, samples) in [
          (0, 0),
          (1, 1),
          (3, 2),
          (4095, 511),
          (4096, 512),
          (10000, 5),
          (7, 5000),
        ]) {
          final received = await frames(
            count: 100,
            pixels: pixels,
            samples: samples,
          ).toList();
          expect(received, [
            for (var i = 0; i < 100; i++)
              Frame(
                number: i,
                pixels: Uint8List(pixels)..fillRange(0, pixels, i),
                samples: Float64List(samples)..fillRange(0, samples, i / 2),
                subtitle: 'frame $i',
              ),
          ]);
        }
      });

      test('an item that Dart cannot hold ends the stream', () async {
        final events = await _events(powersOfTwo());
        expect(events.length, 65);
        expect(events[62], 1 << 62);
        expect(events[63], isA<IntegerRangeException>());
        expect('${events[63]}', contains('9223372036854775808'));
        expect(events[64], 'done');
      });

      test('a listener that throws gets the other items, too', () async {
        final received = <int>[];
        final thrown = <Object>[];
        final done = Completer<void>();
        runZonedGuarded(
          () => countTo(end: 500).listen(
            (item) {
              received.add(item);
              throw StateError('no $item');
            },
            onDone: done.complete,
          ),
          (error, _) => thrown.add(error),
        );
        await done.future;
        expect(received, List.generate(500, (i) => i));
        expect(thrown.length, 500);
        expect('${thrown.last}', contains('no 499'));
      });

      test('events arrive in the zone of the listener', () async {
        final zones = <Object?>{};
        final done = Completer<void>();
        runZoned(
          () => parseAll(texts: ['1', 'x', '3']).listen(
            (_) => zones.add(Zone.current[#test]),
            onError: (Object _) => zones.add(Zone.current[#test]),
            onDone: () {
              zones.add(Zone.current[#test]);
              done.complete();
            },
          ),
          zoneValues: {#test: 'here'},
        );
        await done.future;
        expect(zones, {'here'});
      });

      test('what a listener calls does not disturb the stream', () async {
        var expected = 0;
        await for (final item in countTo(end: 1000)) {
          expect(item, expected++);
          expect(echoString(text: 'item $item'), 'item $item');
          if (item % 100 == 0) {
            expect(await echoStringLater(text: 'é$item'), 'é$item');
            expect(await countTo(end: 10).length, 10);
          }
        }
        final received = <int>[];
        final done = Completer<void>();
        countTo(end: 1000).listen(
          (item) {
            expect(makeBytes(length: 5000).length, 5000);
            received.add(item);
          },
          onDone: done.complete,
        );
        await done.future;
        expect(received.length, 1000);
      });

      test('an error item is an error event, and the stream goes on', () async {
        final events = await _events(
          parseAll(texts: ['1', 'two', '3', '', '5']),
        );
        expect(events.length, 6);
        expect(events[0], 1);
        expect(
          (events[1] as RustError).message,
          'invalid digit found in string',
        );
        expect(events[2], 3);
        expect(events[3] is RustError, true);
        expect(events.sublist(4), [5, 'done']);
      });

      test('an error item can be a class', () async {
        expect(
          await _events(stops(names: ['A', 'closed', '', 'B'])),
          [
            'A',
            const RouteErrorClosed('closed'),
            const RouteErrorUnknown(),
            'B',
            'done',
          ],
        );
      });

      test('an error item can be a text', () async {
        final events = await _events(thenFails(count: 2, text: 'out of road'));
        expect(events.sublist(0, 2), [0, 1]);
        expect((events[2] as RustError).message, 'out of road');
        expect(events.length, 4);
      });

      test('await for ends with the first error', () async {
        final seen = <String>[];
        final error = await expectThrows<RouteError>(() async {
          await for (final stop in stops(names: ['A', '', 'B'])) {
            seen.add(stop);
          }
        });
        expect(error, const RouteErrorUnknown());
        expect(seen, ['A']);
      });

      test('cancelOnError cancels', () async {
        final events = <Object>[];
        stops(names: ['A', '', 'B']).listen(
          events.add,
          onError: (Object error) => events.add(error),
          onDone: () => events.add('done'),
          cancelOnError: true,
        );
        await until('the error has come', () => events.length == 2);
        await pause(milliseconds: 50);
        expect(events, ['A', const RouteErrorUnknown()]);
      });

      test('a stream that cannot start is one error', () async {
        expect(await countToChecked(end: 2).toList(), [0, 1]);
        expect(
          await _events(countToChecked(end: -1)),
          [const RouteErrorClosed('the way to -1'), 'done'],
        );
        final events = await _events(linesOf(path: '/no/such/file'));
        expect(events.length, 2);
        expect(
          (events.first as RustError).message.contains('No such file'),
          true,
        );
      });

      test('a stream may fail at the start and at every item', () async {
        expect(
          await _events(parseLines(text: '')),
          [const RouteErrorUnknown(), 'done'],
        );
        final events = await _events(parseLines(text: '1\nx\n3'));
        expect(events.length, 4);
        expect(events[0], 1);
        expect(events[1] is RustError, true);
        expect(events[2], 3);
      });

      test('a stream may take its time to start', () async {
        const delay = Duration(milliseconds: 30);
        expect(await countAfter(delay: delay, end: 3).toList(), [0, 1, 2]);
        const name = 'streams: slow start';
        expect(
          await countAfterChecked(name: name, delay: delay, end: 2).toList(),
          [0, 1],
        );
        expect(
          await _events(countAfterChecked(name: name, delay: delay, end: 0)),
          [const RouteErrorClosed('the way to 0'), 'done'],
        );
        expect(probe(name: name).finished, 2);
      });

      test('cancel while a stream is starting', () async {
        const name = 'streams: cancel at the start';
        final subscription = countAfterChecked(
          name: name,
          delay: const Duration(minutes: 10),
          end: 2,
        ).listen((_) {});
        await until('it began', () => probe(name: name).started == 1);
        await subscription.cancel();
        expect(probe(name: name).dropped, 1);
        expect(probe(name: name).finished, 0);
      });

      test('a panic is the last event', () async {
        const name = 'streams: panic';
        final events = await _events(countAndPanic(name: name, count: 1000));
        expect(events.length, 1002);
        expect(events.sublist(0, 1000), List.generate(1000, (i) => i));
        final panic = events[1000] as RustPanic;
        expect(panic.message, 'the stream broke at 1000');
        expect(panic.location.contains('streams.rs'), true);
        expect(events.last, 'done');
        await until('it is gone', () => probe(name: name).dropped == 1);
      });

      test('many streams flow side by side', () async {
        final sums = await Future.wait([
          for (var i = 1; i <= 100; i++)
            countTo(end: i * 10).fold(0, (sum, item) => sum + item),
        ]);
        expect(sums, [
          for (var i = 1; i <= 100; i++) (i * 10 - 1) * i * 10 ~/ 2,
        ]);
      });

      test('a stream can be made a broadcast stream', () async {
        final stream = countTo(end: 5).asBroadcastStream();
        final lists = await Future.wait([stream.toList(), stream.toList()]);
        expect(lists, [
          [0, 1, 2, 3, 4],
          [0, 1, 2, 3, 4],
        ]);
      });

      test('timers fire during a flood', () async {
        const name = 'streams: timers';
        var received = 0;
        final subscription = flood(name: name).listen((_) => received += 1);
        var ticks = 0;
        final timer = Timer.periodic(
          const Duration(milliseconds: 10),
          (_) => ticks += 1,
        );
        await pause(milliseconds: 1000);
        timer.cancel();
        await subscription.cancel();
        expect(received > 10000, true, reason: '$received items');
        expect(ticks >= 20, true, reason: '$ticks ticks');
      });

      test('timers fire and calls complete during a hundred floods', () async {
        const name = 'streams: hundred floods';
        var received = 0;
        final busy = Stopwatch()..start();
        final subscriptions = [
          for (var i = 0; i < 100; i++)
            flood(name: name).listen((item) {
              received += 1;
              // Slower than Rust, so that there is always more to take.
              final end = busy.elapsedMicroseconds + 20;
              while (busy.elapsedMicroseconds < end) {}
            }),
        ];
        var ticks = 0;
        final timer = Timer.periodic(
          const Duration(milliseconds: 10),
          (_) => ticks += 1,
        );
        final watch = Stopwatch()..start();
        var calls = 0;
        while (watch.elapsedMilliseconds < 1500) {
          calls += await addAsync(a: 0, b: 1);
        }
        timer.cancel();
        await Future.wait([
          for (final subscription in subscriptions) subscription.cancel(),
        ]);
        expect(received > 10000, true, reason: '$received items');
        expect(ticks >= 15, true, reason: '$ticks ticks');
        expect(calls >= 3, true, reason: '$calls calls');
        expect(probe(name: name).dropped, 100);
      });

      test('async calls complete during a flood', () async {
        const name = 'streams: calls';
        final subscription = flood(name: name).listen((_) {});
        await until('it flows', () => probe(name: name).produced > 1000);
        final watch = Stopwatch()..start();
        for (var i = 0; i < 50; i++) {
          expect(await addAsync(a: i, b: 1), i + 1);
        }
        expect(watch.elapsedMilliseconds < 10000, true);
        await subscription.cancel();
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
