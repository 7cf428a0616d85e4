import 'dart:async';
import 'dart:core';
import 'dart:core' as core;

import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

const _period = core.Duration(milliseconds: 5);
const _mayBeLate = core.Duration(milliseconds: 20);

/// How late each firing of a periodic timer was, compared with its period after
/// the one before, in the time until it is stopped.
final class _Lateness {
  _Lateness() {
    _watch.start();
    _timer = Timer.periodic(_period, (_) {
      all.add(_watch.elapsed - _period);
      _watch.reset();
    });
  }

  final core.List<core.Duration> all = [];
  final Stopwatch _watch = Stopwatch();
  late final Timer _timer;

  void stop() => _timer.cancel();

  /// What 95 of 100 firings kept. The last five are not this library's alone:
  /// the garbage collector and other programs make a timer late as well.
  core.Duration get usual => (all..sort())[all.length * 95 ~/ 100];
}

/// Keeps the isolate busy for so long.
void _work({required int microseconds}) {
  final watch = Stopwatch()..start();
  while (watch.elapsedMicroseconds < microseconds) {}
}

/// Runs [work] for a while under a timer that has to keep its time.
Future<void> _expectPunctual(Future<void> Function() work) async {
  final lateness = _Lateness();
  await work();
  lateness.stop();
  expect(lateness.all.length > 20, true, reason: '${lateness.all.length}');
  expect(
    lateness.usual < _mayBeLate,
    true,
    reason: 'late by ${lateness.usual} and more',
  );
}

Future<void> main() => suite('fairness', () {
      test('a timer keeps its time while numbers flood in', () async {
        const name = 'fairness: numbers';
        var received = 0;
        await _expectPunctual(() async {
          final subscriptions = [
            for (var i = 0; i < 4; i++)
              flood(name: name).listen((_) => received++),
          ];
          await pause(milliseconds: 1500);
          await Future.wait([
            for (final subscription in subscriptions) subscription.cancel(),
          ]);
        });
        expect(received > 10000, true, reason: '$received items');
      });

      test('a timer keeps its time while large packets flood in', () async {
        const name = 'fairness: packets';
        var received = 0;
        await _expectPunctual(() async {
          final subscription = floodOfPackets(name: name, size: 20000)
              .listen((packet) => received += packet.length);
          await pause(milliseconds: 1000);
          await subscription.cancel();
        });
        expect(received > 10 * 20000, true, reason: '$received bytes');
      });

      test('calls complete during a flood', () async {
        const name = 'fairness: calls';
        var received = 0;
        final subscriptions = [
          for (var i = 0; i < 4; i++)
            flood(name: name).listen((_) => received++),
        ];
        await until('it flows', () => received > 1000);
        final watch = Stopwatch()..start();
        for (var i = 0; i < 50; i++) {
          expect(await addAsync(a: i, b: 1), i + 1);
          expect(await addLater(a: i, b: 2), i + 2);
          expect(add(a: i, b: 3), i + 3);
        }
        final before = received;
        await until('it still flows', () => received > before + 1000);
        // 100 calls, each of which may have to wait for a turn of its own.
        expect(watch.elapsed < const core.Duration(seconds: 20), true);
        await Future.wait([
          for (final subscription in subscriptions) subscription.cancel(),
        ]);
      }, timeout: const core.Duration(minutes: 1));

      test('a call does not wait for all that waits for listeners', () async {
        const name = 'fairness: calls and backlogs';
        var received = 0;
        final subscriptions = [
          for (var i = 0; i < 20; i++)
            flood(name: name).listen((_) {
              received++;
              _work(microseconds: 1);
            }),
        ];
        await until('all flow', () => received > 100000);
        final times = <int>[];
        for (var i = 0; i < 100; i++) {
          final watch = Stopwatch()..start();
          expect(await addAsync(a: i, b: 1), i + 1);
          times.add(watch.elapsedMicroseconds);
        }
        await Future.wait([
          for (final subscription in subscriptions) subscription.cancel(),
        ]);
        // Each of the entries before its answer may cost a slice of one of the
        // streams, not more.
        final median = (times..sort())[times.length ~/ 2];
        expect(median < 20000, true, reason: '$median µs');
      }, timeout: const core.Duration(minutes: 1));

      test('a stream is not starved by another one', () async {
        const name = 'fairness: two';
        final counts = [0, 0];
        final subscriptions = [
          for (var i = 0; i < 2; i++)
            flood(name: name).listen((_) => counts[i]++),
        ];
        final ticks = await ticker(name: name, period: _period).take(20).length;
        expect(ticks, 20);
        await Future.wait([
          for (final subscription in subscriptions) subscription.cancel(),
        ]);
        final (few, many) = (counts[0] < counts[1])
            ? (counts[0], counts[1])
            : (counts[1], counts[0]);
        expect(few * 4 > many, true, reason: '$counts');
      });

      test('a fast listener is not held up by slow ones', () async {
        const name = 'fairness: fast and slow';
        var slow = 0;
        var fast = 0;
        var isHeldUp = false;
        final subscriptions = [
          for (var i = 0; i < 10; i++)
            flood(name: name).listen((_) {
              slow++;
              _work(microseconds: 100);
            }),
          flood(name: name).listen((_) {
            fast++;
            // So that the rest of a large entry has to wait.
            if (!isHeldUp && fast > 10000) {
              isHeldUp = true;
              _work(microseconds: 10000);
            }
          }),
        ];
        await until('all flow', () => slow > 2000 && isHeldUp);
        final before = (slow, fast);
        await pause(milliseconds: 1500);
        final ratio = (fast - before.$2) / (slow - before.$1);
        await Future.wait([
          for (final subscription in subscriptions) subscription.cancel(),
        ]);
        // One of ten entries and more is the fast one's, and holds what it has
        // been granted meanwhile. If each of the others took two turns of the
        // event loop, there would be 2.5.
        expect(ratio > 6, true, reason: '$ratio times as many');
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
