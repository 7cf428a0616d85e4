import 'dart:async';
import 'dart:isolate';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// Whether [future] completes before the event loop comes to its next event.
Future<bool> isThereAtOnce(Future<Object?> future) async {
  var isThere = false;
  unawaited(future.then<void>((_) => isThere = true, onError: (Object _) {
    isThere = true;
  }));
  final next = Completer<bool>();
  // Microtasks come first.
  Timer.run(() => next.complete(isThere));
  return next.future;
}

Future<void> main() => suite('eager calls', () {
      test('a value that is ready comes back with the call', () async {
        expect(await addEagerly(a: 1, b: 2), 3);
        await nothingEagerly();
        expect(await lookUp(key: 4), 'value 4');
        expect(await isThereAtOnce(addEagerly(a: 1, b: 2)), true);
        expect(await isThereAtOnce(lookUp(key: 2)), true);
      });

      test('it is still a future', () async {
        var returned = false;
        final call = addEagerly(a: 1, b: 2).then((sum) {
          expect(returned, true);
          return sum;
        });
        returned = true;
        expect(await call, 3);
      });

      test('one that is not ready comes later', () async {
        expect(await lookUp(key: 5), 'value 5');
        expect(await isThereAtOnce(lookUp(key: 7)), false);
        expect(
          await Future.wait([for (var i = 0; i < 200; i++) lookUp(key: i)]),
          [for (var i = 0; i < 200; i++) 'value $i'],
        );
      });

      test('errors are thrown where the future is awaited', () async {
        for (final key in [-2, -3]) {
          final call = lookUp(key: key);
          final error = await expectThrows<CacheErrorMissing>(() => call);
          expect(error.key, key);
        }
        expect(await isThereAtOnce(lookUp(key: -2)), true);
        expect(await addEagerly(a: 1, b: 1), 2);
      });

      test('a panic is caught on either thread', () async {
        for (final wait in [false, true]) {
          final call = panicEagerly(wait: wait);
          final panic = await expectThrows<RustPanic>(() => call);
          expect(panic.message, contains('eager, and broken'));
        }
        expect(await addEagerly(a: 1, b: 1), 2);
      });

      test('a result that Dart cannot hold is an error', () async {
        expect(await pastDartEagerly(more: 0), maxInt);
        final call = pastDartEagerly(more: 1);
        await expectThrows<IntegerRangeException>(() => call);
        expect(await pastDartEagerly(more: 0), maxInt);
      });

      test('it begins on this thread and goes on elsewhere', () async {
        final [before, after] = await threadsEagerly();
        expect(before == after, false, reason: '$before, $after');
        expect(await cancelledEagerly(), [false, false]);
      });

      test('large arguments arrive either way', () async {
        final bytes = Uint8List(1 << 20)..[(1 << 20) - 1] = 7;
        final texts = [for (var i = 0; i < 20000; i++) 'a longer text $i'];
        for (final wait in [false, true, false]) {
          final (back, list) =
              await echoEagerly(bytes: bytes, texts: texts, wait: wait);
          expect(back.length, bytes.length);
          expect(back.last, 7);
          expect(list.length, texts.length);
          expect(list.last, texts.last);
        }
        final (none, few) =
            await echoEagerly(bytes: Uint8List(0), texts: ['a'], wait: false);
        expect((none.length, few.single), (0, 'a'));
      });

      test('a token that is cancelled before makes no call', () async {
        const name = 'eager: before';
        final token = CancelToken()..cancel();
        final call = neverEagerly(name: name, cancelToken: token);
        await expectThrows<CancelledException>(() => call);
        expect(probe(name: name).started, 0);
      });

      test('a call that has begun is cancelled and dropped', () async {
        const name = 'eager: after';
        final token = CancelToken();
        final call = neverEagerly(name: name, cancelToken: token);
        expect(probe(name: name).started, 1);
        token.cancel();
        await expectThrows<CancelledException>(() => call);
        expect(probe(name: name).dropped, 1);
      });

      test('cancelling comes too late for what was ready', () async {
        final token = CancelToken();
        final call = addEagerly(a: 1, b: 2, cancelToken: token);
        token.cancel();
        expect(await call, 3);
      });

      test('a function of Dart is called on the spot', () async {
        var returned = false;
        final call = callEagerly(
          question: (number) {
            expect(returned, false);
            // A call within, of both kinds, before the one around it is over.
            expect(add(a: number, b: 1), 2);
            unawaited(addEagerly(a: number, b: 1));
            return 41;
          },
        );
        returned = true;
        expect(await call, 42);
      });

      test('calls nest', () async {
        final inner = <Future<int>>[];
        final sum = await callEagerly(
          question: (number) {
            inner.add(callEagerly(question: (number) => number + 10));
            inner.add(addEagerly(a: number, b: 1));
            return 1;
          },
        );
        expect(sum, 2);
        expect(await Future.wait(inner), [12, 2]);
      });

      test('a stream of Dart is read from the first poll on', () async {
        final numbers = [for (var i = 0; i < 1000; i++) i];
        expect(
          await totalEagerly(numbers: Stream.fromIterable(numbers)),
          499500,
        );
      });

      test('but not in a synchronous call within one', () async {
        String? message;
        final call = callEagerly(
          question: (_) {
            final error = expectThrowsSync<RustError>(
              () => firstAtOnce(numbers: Stream.value(1)),
            );
            message = error.message;
            return 1;
          },
        );
        expect(await call, 2);
        expect(message, contains('asynchronous'));
      });

      test('what it sends into a sink waits for room elsewhere', () async {
        for (final count in [10, 1000]) {
          final sink = SinkStream<int>();
          final seen = <int>[];
          final over = sink.forEach(seen.add);
          // Not with the call: the items come before it.
          expect(await pushEagerly(sink: sink, count: count), count);
          expect(seen.length >= (count == 10 ? 10 : 64), true);
          await over;
          expect(seen, [for (var i = 0; i < count; i++) i]);
        }
        expect(await pushEagerly(sink: SinkStream<int>(), count: 10), 10);
      });

      test('cancelled by a function that it calls', () async {
        final token = CancelToken();
        final call = askEagerly(
          question: (_) {
            token.cancel();
            return Completer<int>().future;
          },
          cancelToken: token,
        );
        await expectThrows<CancelledException>(() => call);
      });

      test('what it throws is a panic, and the call fails', () async {
        final call = callEagerly(
          question: (number) => throw StateError('not today'),
        );
        final panic = await expectThrows<RustPanic>(() => call);
        expect(panic.message, contains('not today'));
      });

      test('a future of Dart is waited for', () async {
        final sum = await askEagerly(
          question: (number) async {
            await pause(milliseconds: 1);
            return 41;
          },
        );
        expect(sum, 42);
      });

      test('an object that is held is waited for', () async {
        final register = Register();
        expect(await register.value(), 0);
        expect(await isThereAtOnce(register.value()), true);
        final slow = register.addSlowly(
          value: 2,
          delay: const Duration(milliseconds: 50),
        );
        expect(await isThereAtOnce(register.value()), false);
        final values = await Future.wait([slow, register.value()]);
        expect(values, [2, 2]);
        expect(await register.addSlowly(value: 1, delay: Duration.zero), 3);
        final other = await Register.with_(value: 8);
        expect(await other.value(), 8);
        register.dispose();
        other.dispose();
      });

      test('detaching ends what was not ready', () async {
        final error = await Isolate.run(() async {
          final there = addEagerly(a: 1, b: 2);
          final call = neverEagerly(name: 'eager: detached');
          pureDartLibrary.detach();
          expect(await there, 3);
          final failed = await expectThrows<DetachedException>(() => call);
          return failed.message;
        });
        expect(error, contains('detached'));
        const name = 'eager: detached';
        await until('it is dropped', () => probe(name: name).dropped == 1);
      });

      test('a function that detaches ends the call', () async {
        final message = await Isolate.run(() async {
          final call = askEagerly(question: (number) async => 1);
          final failing = expectThrows<DetachedException>(() => call);
          final direct = callEagerly(
            question: (number) {
              pureDartLibrary.detach();
              return 1;
            },
          );
          expect(await direct, 2);
          return (await failing).message;
        });
        expect(message, contains('detached'));
      });

      test('an isolate that ends takes its calls with it', () async {
        const name = 'eager: ended';
        await Isolate.run(() {
          unawaited(neverEagerly(name: name));
          expect(probe(name: name).started, 1);
          Isolate.exit();
        }).then<void>((_) {}, onError: (Object _) {});
        await until('it is dropped', () => probe(name: name).dropped == 1);
      });
    });
