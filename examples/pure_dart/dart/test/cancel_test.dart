import 'dart:async';
import 'dart:collection';
import 'dart:isolate';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// What [future] fails with, if it was cancelled.
Future<CancelledException> cancelled(Future<Object?> future) =>
    Future.value(expectThrows<CancelledException>(() => future));

/// The same of several; all are looked at from the beginning.
Future<List<CancelledException>> allCancelled(List<Future<Object?>> futures) =>
    Future.wait(futures.map(cancelled));

Future<void> begun(String name) =>
    until('it has begun', () => probe(name: name).started > 0);

Future<void> main() => suite('cancelling', () {
      test('a future is dropped, and then its call is over', () async {
        const name = 'cancelling: a future';
        final token = CancelToken();
        expect(token.isCancelled, false);
        final call = never(name: name, cancelToken: token);
        await begun(name);
        expect(probe(name: name).dropped, 0);
        token.cancel();
        expect(token.isCancelled, true);
        final exception = await cancelled(call);
        expect(probe(name: name).dropped, 1);
        expect(exception.timeout, null);
        expect(exception.message, contains('CancelToken'));
      });

      test('methods and static ones are cancelled as well', () async {
        const name = 'cancelling: methods';
        final token = CancelToken();
        final held = piece(name: name);
        final calls = [
          held.hold(name: name, cancelToken: token),
          Piece.never(name: name, cancelToken: token),
        ];
        await until('both run', () => probe(name: name).started == 2);
        token.cancel();
        await allCancelled(calls);
        expect(probe(name: name).dropped, 2);
        await held.pass(name: name);
        held.dispose();
      });

      test('a call that is cancelled before is never made', () async {
        const name = 'cancelling: before';
        final token = CancelToken()..cancel();
        var returned = false;
        final call = never(name: name, cancelToken: token).whenComplete(() {
          expect(returned, true);
        });
        returned = true;
        await cancelled(call);
        await cancelled(work(name: name, cancelToken: token));
        await addAsync(a: 1, b: 2);
        expect(probe(name: name).started, 0);
      });

      test('once is enough, and afterwards it is too late', () async {
        final token = CancelToken();
        final sum = await addAsync(a: 1, b: 2, cancelToken: token);
        token
          ..cancel()
          ..cancel();
        expect(sum, 3);
        const name = 'cancelling: twice';
        final second = CancelToken();
        final call = never(name: name, cancelToken: second);
        second
          ..cancel()
          ..cancel();
        await cancelled(call);
        second.cancel();
        expect(probe(name: name).dropped, probe(name: name).started);
      });

      test('other errors stay what they are', () async {
        final token = CancelToken();
        final future = failAfter(delay: Duration.zero, cancelToken: token);
        await expectThrows<RustError>(() => future);
        await expectThrows<NotEnoughFuel>(
          () => driveAsync(needed: 2, left: 1, cancelToken: token),
        );
        token.cancel();
      });

      test('1,000 calls with one token', () async {
        const name = 'cancelling: many';
        final token = CancelToken();
        final calls = [
          for (var i = 0; i < 1000; i++) never(name: name, cancelToken: token),
        ];
        await until('all run', () => probe(name: name).started == 1000);
        token.cancel();
        await allCancelled(calls);
        expect(probe(name: name).dropped, 1000);
      });

      test('whichever is first, result or cancellation', () async {
        var results = 0;
        var cancellations = 0;
        for (var i = 0; i < 500; i++) {
          final token = CancelToken();
          final calls = [
            addAsync(a: i, b: 1, cancelToken: token),
            addLater(a: i, b: 1, cancelToken: token),
          ];
          final ended = Future.wait([
            for (final call in calls)
              call.then<Object>(
                (sum) => sum,
                onError: (Object error) => error,
              ),
          ]);
          if (i.isOdd) await pause(milliseconds: 0);
          token.cancel();
          for (final end in await ended) {
            if (end is CancelledException) {
              cancellations++;
            } else {
              expect(end, i + 1);
              results++;
            }
          }
        }
        expect(results + cancellations, 1000);
      });

      test('a call that waits for an object gives up its place', () async {
        const name = 'cancelling: an object';
        final held = piece(name: name);
        final holder = CancelToken();
        final waiting = CancelToken();
        final holding = held.hold(name: '$name held', cancelToken: holder);
        await begun('$name held');
        final calls = [
          held.pass(name: name, cancelToken: waiting),
          held.passBlocking(name: name, cancelToken: waiting),
        ];
        await pause(milliseconds: 50);
        waiting.cancel();
        await allCancelled(calls);
        expect(probe(name: name).started, 0);
        holder.cancel();
        await cancelled(holding);
        await held.pass(name: name);
        expect(probe(name: name).started, 1);
        held.dispose();
      });

      test('a blocking function is left alone, and its result dropped',
          () async {
        const name = 'cancelling: blocking';
        final live = pureDartLibrary.liveObjects;
        final token = CancelToken();
        final call = work(name: name, cancelToken: token);
        await begun(name);
        token.cancel();
        await cancelled(call);
        expect(probe(name: name).dropped, 0, reason: 'it works on');
        release(name: name);
        await until('its work is done', () => probe(name: name).finished == 1);
        await until(
          'nothing is left',
          () => pureDartLibrary.liveObjects <= live,
        );
      });

      test('a panic that comes too late harms nobody', () async {
        const name = 'cancelling: a late panic';
        final live = pureDartLibrary.liveObjects;
        final token = CancelToken();
        final call = workInVain(name: name, cancelToken: token);
        await begun(name);
        token.cancel();
        await cancelled(call);
        release(name: name);
        await until(
          'it has panicked',
          () =>
              probe(name: name).dropped == 1 &&
              pureDartLibrary.liveObjects <= live,
        );
        expect(await addLater(a: 1, b: 2), 3);
      });

      test('a function can ask whether it is still wanted', () async {
        for (final compute in [workUntilCancelled, computeUntilCancelled]) {
          final name = 'cancelling: asks ${compute.hashCode}';
          final token = CancelToken();
          final call = compute(name: name, cancelToken: token);
          await begun(name);
          expect(isCancelledHere(), false);
          token.cancel();
          if (compute == workUntilCancelled) {
            await cancelled(call);
          } else {
            // It had the result in the poll that the token came into.
            expect(await call, true);
          }
          await until('it has seen it', () => probe(name: name).finished == 1);
        }
      });

      test('a blocking function that has not begun never runs', () async {
        const name = 'cancelling: in the queue';
        final full = [for (var i = 0; i < 512; i++) work(name: '$name full')];
        await until(
          'all threads are taken',
          () => probe(name: '$name full').started == 512,
          patience: const Duration(seconds: 60),
        );
        final token = CancelToken();
        final call = work(name: name, cancelToken: token);
        await pause(milliseconds: 20);
        token.cancel();
        await cancelled(call);
        release(name: '$name full');
        for (final piece in await Future.wait(full)) {
          piece.dispose();
        }
        await addLater(a: 1, b: 2);
        expect(probe(name: name).started, 0);
      }, timeout: const Duration(minutes: 3));

      test('a function of Dart cancels the call that called it', () async {
        const name = 'cancelling: a callback';
        final token = CancelToken();
        final late = Completer<int>();
        final call = askOnce(
          name: name,
          question: (_) {
            token.cancel();
            return late.future;
          },
          cancelToken: token,
        );
        await cancelled(call);
        expect(probe(name: name).dropped, 1);
        // Nobody waits for it any more.
        late.complete(1);
        await pause(milliseconds: 10);
        expect(probe(name: name).finished, 0);
      });

      test('a list of one\'s own cancels its own call', () async {
        final token = CancelToken();
        final call = keepTexts(
          texts: _CancellingList(token),
          cancelToken: token,
        );
        await cancelled(call);
      });

      test('a time-out ends calls, and says so', () async {
        const name = 'cancelling: a time-out';
        const timeout = Duration(milliseconds: 60);
        final token = CancelToken.timeout(timeout);
        final watch = Stopwatch()..start();
        final exceptions = await allCancelled([
          never(name: name, cancelToken: token),
          workUntilCancelled(name: '$name, blocking', cancelToken: token),
        ]);
        for (final exception in exceptions) {
          expect(exception.timeout, timeout);
          expect(exception.message, contains('0:00:00.060000'));
        }
        expect(watch.elapsedMilliseconds >= 55, true);
        expect(token.isCancelled, true);
        // The next one has no time at all.
        final exception = await cancelled(
          never(name: name, cancelToken: token),
        );
        expect(exception.timeout, timeout);
        expect(probe(name: name).started, 1);
      });

      test('a time-out counts from the beginning, call after call', () async {
        const name = 'cancelling: a time-out for several';
        final token = CancelToken.timeout(const Duration(milliseconds: 300));
        final watch = Stopwatch()..start();
        expect(await addAsync(a: 1, b: 2, cancelToken: token), 3);
        await pause(milliseconds: 100);
        expect(await addLater(a: 1, b: 2, cancelToken: token), 3);
        await cancelled(never(name: name, cancelToken: token));
        expect(watch.elapsedMilliseconds >= 295, true);
      });

      test('a token with a time-out can be cancelled before', () async {
        const name = 'cancelling: before the time-out';
        final token = CancelToken.timeout(const Duration(minutes: 10));
        final call = never(name: name, cancelToken: token);
        token.cancel();
        expect((await cancelled(call)).timeout, null);
      });

      test('a time-out keeps no isolate alive', () async {
        final ended = ReceivePort();
        await Isolate.spawn(_callsWithTimeout, null, onExit: ended.sendPort);
        final end = ended.first.timeout(const Duration(seconds: 30));
        expect(await end, null);
      });

      test('an isolate may end while calls are being cancelled', () async {
        final live = pureDartLibrary.liveObjects;
        final ended = ReceivePort();
        await Isolate.spawn(_cancelsAndEnds, null, onExit: ended.sendPort);
        await ended.first.timeout(const Duration(seconds: 30));
        await until(
          'nothing is left',
          () => pureDartLibrary.liveObjects <= live,
        );
      });

      test('detaching comes before cancelling', () async {
        final ended = await Isolate.run(() async {
          final token = CancelToken();
          final call = never(name: 'cancelling: detached', cancelToken: token);
          pureDartLibrary.detach();
          token.cancel();
          return call.then<Object>((_) => 0, onError: (Object error) => error);
        });
        expect(ended, isA<DetachedException>());
      });

      test('a parameter of the same name keeps it', () async {
        expect(await withOwnToken(20, 22), 42);
        await cancelled(withOwnToken(20, null, CancelToken()..cancel()));
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);

/// Cancels while it is being read.
final class _CancellingList extends ListBase<String> {
  _CancellingList(this._token);

  final CancelToken _token;

  @override
  int length = 2;

  @override
  String operator [](int index) {
    _token.cancel();
    return 'text';
  }

  @override
  void operator []=(int index, String value) => throw UnsupportedError('set');
}

Future<void> _callsWithTimeout(Object? _) async {
  final token = CancelToken.timeout(const Duration(minutes: 10));
  expect(await addAsync(a: 1, b: 2, cancelToken: token), 3);
}

Future<void> _cancelsAndEnds(Object? _) async {
  final token = CancelToken();
  for (var i = 0; i < 20; i++) {
    never(name: 'cancelling: ends', cancelToken: token).ignore();
    workUntilCancelled(name: 'cancelling: ends', cancelToken: token).ignore();
  }
  await pause(milliseconds: 20);
  token.cancel();
  Isolate.exit();
}
