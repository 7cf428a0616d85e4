import 'dart:async';
import 'dart:isolate';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// Uses the library in every way; for isolates other than the main one.
Future<int> _workALittle(int rounds) async {
  var sum = 0;
  for (var i = 0; i < rounds; i++) {
    sum += add(a: i, b: 1);
    sum += echoString(text: 'text $i').length;
    sum += await addAsync(a: i, b: 1);
    sum += await countTo(end: 10).length;
    fetchAdd(by: 1);
  }
  return sum;
}

/// Leaves work behind in Rust, and says so.
Future<void> _leaveBehind((SendPort, String) message) async {
  final (port, name) = message;
  unawaited(never(name: name));
  unawaited(guarded(name: name, delay: const Duration(hours: 1)));
  silence(name: name).listen((_) {});
  var told = false;
  flood(name: name).listen((_) {
    if (told) return;
    told = true;
    port.send('flowing');
  });
  ticker(name: name, period: const Duration(milliseconds: 1)).listen((_) {});
  // Packets travel outside of the message, and some are never looked at.
  floodOfPackets(name: name, size: 10000).listen((_) {});
  // Keeps the isolate alive until it is killed.
  ReceivePort();
}

Future<void> _leaveBehindAndExit((SendPort, String) message) async {
  await _leaveBehind(message);
  await until('all began', () => probe(name: message.$2).started == 6);
  Isolate.exit(message.$1, 'exits');
}

Future<void> main() => suite('concurrency', () {
      test('1,000 async calls at once', () async {
        final sums = await Future.wait([
          for (var i = 0; i < 1000; i++) addAsync(a: i, b: i),
        ]);
        expect(sums, [for (var i = 0; i < 1000; i++) 2 * i]);
      });

      test('1,000 calls at once that all wait', () async {
        final watch = Stopwatch()..start();
        final values = await Future.wait([
          for (var i = 0; i < 1000; i++)
            after(delay: const Duration(milliseconds: 100), value: i),
        ]);
        expect(values, [for (var i = 0; i < 1000; i++) i]);
        expect(watch.elapsed < const Duration(seconds: 10), true);
      });

      test('1,000 blocking calls at once', () async {
        final sums = await Future.wait([
          for (var i = 0; i < 1000; i++) addLater(a: i, b: i),
        ]);
        expect(sums, [for (var i = 0; i < 1000; i++) 2 * i]);
      });

      test('calls of every lane at once do not get mixed up', () async {
        final work = <Future<void>>[];
        for (var i = 0; i < 200; i++) {
          work
            ..add(
              echoStringLater(text: 'text $i')
                  .then((text) => expect(text, 'text $i')),
            )
            ..add(
              echoBytesLater(values: Uint8List(i * 50)).then(
                (bytes) => expect(bytes.length, i * 50),
              ),
            )
            ..add(
              countTo(end: i).length.then((length) => expect(length, i)),
            )
            ..add(
              expectThrowsAsync<NotEnoughFuel>(
                () => driveAsync(needed: i + 1.0, left: 0),
              ),
            );
          expect(echoString(text: 'sync $i'), 'sync $i');
        }
        await Future.wait(work);
      });

      test('another isolate uses the library', () async {
        expect(await Isolate.run(() => add(a: 20, b: 22)), 42);
        expect(await Isolate.run(() => addAsync(a: 20, b: 22)), 42);
        expect(
          await Isolate.run(() => countTo(end: 1000).length),
          1000,
        );
        expect(
          await Isolate.run(() => echoTelemetryLater(
                value: Telemetry(
                  timestamp: 1,
                  speed: 2,
                  heading: 3,
                  batteryLevel: 4,
                  name: 'five',
                  raw: Uint8List(6),
                ),
              ).then((telemetry) => telemetry.raw.length)),
          6,
        );
      });

      test('four isolates use the library at once', () async {
        store(value: 0);
        const rounds = 300;
        final sums = await Future.wait([
          for (var i = 0; i < 4; i++) Isolate.run(() => _workALittle(rounds)),
          _workALittle(rounds),
        ]);
        expect(sums.toSet().length, 1, reason: '$sums');
        expect(stored(), 5 * rounds, reason: 'they share Rust\'s memory');
      }, timeout: const Duration(minutes: 1));

      test('a list outlives the isolate that got it', () async {
        for (final length in [100, 100000]) {
          final lists = [
            for (var i = 0; i < 10; i++)
              await Isolate.run(() => makeBytes(length: length)),
          ];
          lists.add(
            await Isolate.run(() => makeBytesLater(length: length)),
          );
          // What was freed would be used again by these.
          for (var i = 0; i < 50; i++) {
            repeat(piece: 'x' * (length ~/ 10), times: 10);
            echoBytes(values: Uint8List(length));
          }
          final expected = makeBytes(length: length);
          for (final list in lists) {
            expect(list, expected);
          }
        }
      });

      test('structs and streams of another isolate arrive', () async {
        final received = await Isolate.run(
          () => frames(count: 20, pixels: 5000, samples: 600).toList(),
        );
        expect(received.length, 20);
        for (final frame in received) {
          expect(frame.pixels.every((pixel) => pixel == frame.number), true);
          expect(frame.samples.last, frame.number / 2);
        }
        final shape = await Isolate.run(
          () => echoShape(value: ShapeBitmap(pixels: Uint8List(9000))),
        );
        expect(shape, ShapeBitmap(pixels: Uint8List(9000)));
      });

      test('an isolate that ends while calls run leaves nothing behind',
          () async {
        const name = 'concurrency: exit';
        final port = ReceivePort();
        await Isolate.spawn(_leaveBehindAndExit, (port.sendPort, name));
        await port.firstWhere((message) => message == 'exits');
        expect(probe(name: name).started, 6);
        await until(
          'Rust has dropped everything',
          () => probe(name: name).dropped == 6,
        );
        expect(probe(name: name).finished, 0);
        expect(add(a: 1, b: 2), 3);
      });

      test('an isolate that is killed leaves nothing behind', () async {
        const name = 'concurrency: kill';
        for (var round = 1; round <= 3; round++) {
          final port = ReceivePort();
          final exited = ReceivePort();
          final isolate = await Isolate.spawn(
            _leaveBehind,
            (port.sendPort, name),
            onExit: exited.sendPort,
          );
          await port.first;
          await until(
            'all began',
            () => probe(name: name).started == 6 * round,
          );
          isolate.kill(priority: Isolate.immediate);
          await exited.first;
          await until(
            'Rust has dropped everything',
            () => probe(name: name).dropped == 6 * round,
          );
        }
        expect(await addAsync(a: 1, b: 2), 3);
      });

      test('isolates come and go', () async {
        final before = pureDartLibrary.liveObjects;
        for (var i = 0; i < 30; i++) {
          expect(await Isolate.run(() => addAsync(a: i, b: 1)), i + 1);
        }
        await until(
          'their contexts are gone',
          () => pureDartLibrary.liveObjects <= before,
        );
      });

      test('a panic in one isolate does not touch another', () async {
        final message = await Isolate.run(() async {
          try {
            panicDirect(value: -1);
            return 'no panic';
          } on RustPanic catch (panic) {
            return panic.message;
          }
        });
        expect(message, 'negative: -1');
        expect(panicDirect(value: 1), 1);
      });

      test('exceptions travel between isolates', () async {
        await expectThrows<RouteError>(
          () => Isolate.run(() => routeAsync(from: '', to: '')),
        );
        await expectThrows<IntegerRangeException>(
          () => Isolate.run(() => echoI8(value: 128)),
        );
        await expectThrows<RustPanic>(
          () => Isolate.run(() => panicLater(message: 'far away')),
          containing: 'far away',
        );
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
