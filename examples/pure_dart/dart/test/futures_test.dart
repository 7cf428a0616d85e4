import 'dart:async';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

Future<void> main() => suite('futures', () {
      test('async functions and blocking ones give their results', () async {
        expect(await addAsync(a: 1, b: 2), 3);
        expect(await addLater(a: 1, b: 2), 3);
        expect(await addAsync(a: 0x7fffffff, b: 1), -0x80000000);
        await nothing();
        await nothingLater();
      });

      test('a result is never there before the call has returned', () async {
        var returned = false;
        final futures = [
          for (var i = 0; i < 100; i++)
            addAsync(a: i, b: 1).then((sum) {
              expect(returned, true);
              return sum;
            }),
        ];
        returned = true;
        expect(await Future.wait(futures), [for (var i = 1; i <= 100; i++) i]);
      });

      test('a waiting function does not hold up the isolate', () async {
        final order = <String>[];
        final slow = after(delay: const Duration(milliseconds: 300), value: 1)
            .then((_) => order.add('slow'));
        final quick = after(delay: const Duration(milliseconds: 20), value: 2)
            .then((_) => order.add('quick'));
        final timer = Future.delayed(
          const Duration(milliseconds: 120),
          () => order.add('timer'),
        );
        await Future.wait([slow, quick, timer]);
        expect(order, ['quick', 'timer', 'slow']);
      });

      test('a blocking function does not hold up the isolate', () async {
        var ticks = 0;
        final timer = Timer.periodic(
          const Duration(milliseconds: 10),
          (_) => ticks += 1,
        );
        final value = await afterBlocking(
          delay: const Duration(milliseconds: 300),
          value: minInt,
        );
        timer.cancel();
        expect(value, minInt);
        expect(ticks >= 10, true, reason: '$ticks ticks');
      });

      test('blocking functions run side by side', () async {
        final watch = Stopwatch()..start();
        final values = await Future.wait([
          for (var i = 0; i < 20; i++)
            afterBlocking(delay: const Duration(milliseconds: 200), value: i),
        ]);
        expect(values, [for (var i = 0; i < 20; i++) i]);
        expect(busiest() > 1, true);
        expect(watch.elapsedMilliseconds < 20 * 200, true);
      });

      test('blocking functions do not hold up async ones', () async {
        final blocking = [
          for (var i = 0; i < 8; i++)
            afterBlocking(delay: const Duration(milliseconds: 500), value: i),
        ];
        final watch = Stopwatch()..start();
        expect(await addAsync(a: 20, b: 22), 42);
        expect(watch.elapsedMilliseconds < 400, true);
        await Future.wait(blocking);
      });

      test('work is done on threads of Rust\'s own', () async {
        final name = await workerName();
        expect(name != null && name.isNotEmpty, true, reason: '$name');
      });

      test('a function that waits in steps comes to its end', () async {
        const name = 'futures: steps';
        expect(await inSteps(name: name, steps: 1000), 1000);
        final seen = probe(name: name);
        expect(seen.produced, 1000);
        expect(seen.finished, 1);
        await until('the future is gone', () => probe(name: name).dropped == 1);
      });

      test('a call that nobody awaits is made all the same', () async {
        const name = 'futures: not awaited';
        unawaited(guarded(name: name, delay: Duration.zero));
        await until(
          'the work is done',
          () =>
              probe(name: name).finished == 1 && probe(name: name).dropped == 1,
        );
      });

      test('an error arrives where the future is awaited', () async {
        final future = driveAsync(needed: 2, left: 1);
        await expectThrows<NotEnoughFuel>(() => future);
        expect(await addAsync(a: 1, b: 1), 2);
      });

      test('a result that Dart cannot hold is an error', () async {
        await expectThrows<IntegerRangeException>(
          () => u64PastDartLater(more: maxInt),
        );
        expect(await u64PastDartLater(more: 0), maxInt);
      });

      test('arguments are taken when the call is made', () async {
        final points = [const Point(x: 1, y: 1)];
        final future = echoMapOfMapsLater(value: {'a': {}});
        final route = {'way': points};
        final back = echoRouteMap(value: route);
        points.clear();
        expect(back['way']!.length, 1);
        expect((await future).length, 1);
      });

      test('10,000 calls one after another', () async {
        var sum = 0;
        for (var i = 0; i < 10000; i++) {
          sum = await addAsync(a: sum, b: i);
        }
        expect(sum, 49995000);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
