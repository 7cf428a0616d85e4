import 'dart:async';
import 'dart:core';
import 'dart:core' as core;
import 'dart:io';
import 'dart:isolate';
import 'dart:math';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

const _shortly = core.Duration(milliseconds: 40);
const _forLong = core.Duration(hours: 1);

/// How many triples of calls the order is tested with; of each kind.
final int _triples = int.parse(Platform.environment['OCHE_TRIPLES'] ?? '6000');

/// A call that writes: what it does with a ledger, and what it then gives is
/// how many lines there are.
final Map<String, Future<int> Function(Ledger ledger, int line)> _writers = {
  'blocking': (ledger, line) => ledger.write(line: line),
  'async': (ledger, line) => ledger.writeLater(line: line),
  'slow': (ledger, line) =>
      ledger.writeSlowly(line: line, wait: core.Duration.zero),
  'eager': (ledger, line) => ledger.writeEagerly(line: line),
  'eager, not ready': (ledger, line) => ledger.writeAfterYield(line: line),
  'a stream': (ledger, line) async =>
      (await ledger.writeAndWatch(line: line).toList()).length,
};

/// A call that reads how many lines there are.
final Map<String, Future<int> Function(Ledger ledger)> _readers = {
  'blocking': (ledger) => ledger.read(),
  'async': (ledger) => ledger.readLater(),
  'slow': (ledger) => ledger.readSlowly(wait: core.Duration.zero),
  'a stream': (ledger) async => (await ledger.watch().toList()).length,
};

/// A call that ends what other calls can do with a ledger: it is taken or
/// shared in some form. It gives how many lines there are.
final Map<String, Future<int> Function(Ledger ledger)> _lasts = {
  'by value': (ledger) async => (await ledger.close()).length,
  'by value, async': (ledger) async => (await ledger.closeLater()).length,
  'Arc': (ledger) => readShared(ledger: ledger),
  'Arc, async': (ledger) => readSharedLater(ledger: ledger),
  'in data': (ledger) => shelfLength(shelf: _shelf(taken: ledger)),
  'in data, async': (ledger) => shelfLengthLater(shelf: _shelf(taken: ledger)),
  'an Arc in data': (ledger) => shelfLength(shelf: _shelf(shared: ledger)),
  'in a list of options': (ledger) =>
      shelfLengthLater(shelf: _shelf(others: [null, ledger])),
  'an Arc in a map': (ledger) =>
      shelfLengthLater(shelf: _shelf(byName: {'a': ledger})),
};

Shelf _shelf({
  Ledger? taken,
  Ledger? shared,
  core.List<Ledger?> others = const [],
  Map<String, Ledger> byName = const {},
}) =>
    Shelf(
      taken: taken ?? Ledger(),
      shared: shared ?? Ledger(),
      others: others,
      byName: byName,
    );

/// Makes [count] triples of calls without awaiting any of them, each triple on
/// a ledger of its own, and some of them at the same time. How many were out of
/// order.
Future<int> _outOfOrder(int count, int seed) async {
  final random = Random(seed);
  T any<T>(Map<String, T> kinds) =>
      kinds.values.elementAt(random.nextInt(kinds.length));
  var wrong = 0;
  var left = count;
  while (left > 0) {
    final triples = <Future<bool>>[];
    for (var i = 0; i < 50 && left > 0; i++, left--) {
      final ledger = Ledger();
      final seen = <Future<int>>[];
      final wanted = <int>[];
      var lines = 0;
      for (var call = 0; call < 3; call++) {
        final kind = random.nextInt(4);
        if (kind == 3 && call == 2) {
          seen.add(any(_lasts)(ledger));
        } else if (kind == 0) {
          seen.add(any(_readers)(ledger));
        } else {
          seen.add(any(_writers)(ledger, lines++));
        }
        wanted.add(lines);
      }
      triples.add(() async {
        final got = await Future.wait(seen);
        return '$got' == '$wanted';
      }());
    }
    wrong += (await Future.wait(triples)).where((isRight) => !isRight).length;
  }
  return wrong;
}

/// The same with three calls of one kind, one ledger after the other.
Future<int> _outOfOrderAlike(
  Future<int> Function(Ledger ledger, int line) write,
  int count,
) async {
  var wrong = 0;
  for (var i = 0; i < count; i++) {
    final ledger = Ledger();
    await Future.wait([
      for (var line = 0; line < 3; line++) write(ledger, line),
    ]);
    if ('${ledger.lines}' != '[0, 1, 2]') wrong++;
  }
  return wrong;
}

/// Keeps the library busy from another isolate until the result is called.
Future<Future<void> Function()> _load() async {
  final ready = ReceivePort();
  final ended = ReceivePort();
  await Isolate.spawn(
    (SendPort port) async {
      final stop = ReceivePort();
      port.send(stop.sendPort);
      var isStopped = false;
      stop.listen((_) {
        isStopped = true;
        stop.close();
      });
      final ledgers = [for (var i = 0; i < 8; i++) Ledger()];
      while (!isStopped) {
        await Future.wait([
          for (var i = 0; i < 8; i++) ...[
            ledgers[i].write(line: 1),
            writeBothLater(
              first: ledgers[i],
              second: ledgers[(i + 3) % 8],
              line: 2,
            ),
            ledgers[i].read(),
          ],
        ]);
      }
    },
    ready.sendPort,
    onExit: ended.sendPort,
  );
  final stop = await ready.first as SendPort;
  return () async {
    stop.send(null);
    await ended.first;
  };
}

/// Waits for a ledger in many calls, for ever.
Future<void> _waitInLine((SendPort, SharedObject<Ledger>) message) async {
  final (ready, token) = message;
  final ledger = Ledger.fromShared(token);
  final waiting = [
    for (final write in _writers.values) write(ledger, 9),
    ledger.close().then((lines) => lines.length),
  ];
  ready.send(null);
  await Future.wait(waiting);
}

Future<String> _busyElsewhere(SharedObject<Ledger> token) => Isolate.run(() {
      try {
        return '${Ledger.fromShared(token).length}';
      } on ObjectBusyException catch (error) {
        return error.message;
      }
    });

/// Has a ledger for itself, until the result is called.
Future<void> Function() _hold(Ledger ledger) {
  final token = CancelToken();
  final ended = _expectCancelled(
    ledger.writeSlowly(line: 0, wait: _forLong, cancelToken: token),
  );
  return () {
    token.cancel();
    return ended;
  };
}

Future<void> _expectCancelled(Future<Object?> call) async =>
    await expectThrows<CancelledException>(() => call);

Future<void> _expectMoved(Future<int> call) async =>
    await expectThrows<ObjectMovedException>(() => call);

void _expectBusy(Object? Function() use, String by) =>
    expectThrowsSync<ObjectBusyException>(
      use,
      containing: 'the Ledger is in use by a call of '
          '`api::turns::$by`',
    );

Future<void> main() => suite('turns', () {
      test('calls have their object in the order in which they were made',
          () async {
        expect(await _outOfOrder(_triples, 1), 0);
      }, timeout: const Duration(minutes: 20));

      test('three calls of one kind are in order', () async {
        for (final MapEntry(:key, :value) in _writers.entries) {
          final wrong = await _outOfOrderAlike(value, _triples ~/ 6);
          expect(wrong, 0, reason: key);
        }
      }, timeout: const Duration(minutes: 20));

      test('the order holds under load', () async {
        final stops = [await _load(), await _load()];
        expect(await _outOfOrder(_triples, 2), 0);
        for (final MapEntry(:key, :value) in _writers.entries) {
          final wrong = await _outOfOrderAlike(value, _triples ~/ 12);
          expect(wrong, 0, reason: key);
        }
        for (final stop in stops) {
          await stop();
        }
      }, timeout: const Duration(minutes: 40));

      test('whatever comes after what takes an object finds it moved',
          () async {
        for (final last in [_lasts['by value']!, _lasts['in data, async']!]) {
          final ledger = Ledger();
          final release = _hold(ledger);
          final writing = ledger.write(line: 1);
          final taking = last(ledger);
          final late = [
            for (final write in _writers.values) write(ledger, 2),
            for (final read in _readers.values) read(ledger),
          ];
          expect(ledger.isMoved, false, reason: 'its turn has not come');
          final failures = Future.wait([
            for (final call in late) _expectMoved(call),
          ]);
          await release();
          expect((await writing, await taking), (1, 1));
          await failures;
          expect((ledger.isMoved, ledger.isDisposed), (true, true));
        }
      });

      test('a synchronous call that finds somebody ahead says whom', () async {
        final ledger = Ledger();
        final other = Ledger();
        final release = _hold(ledger);
        for (final use in <Object? Function()>[
          () => ledger.length,
          () => ledger.lines,
          () => ledger.writeNow(line: 2),
          () => copyNow(from: ledger, to: other),
          () => copyNow(from: other, to: ledger),
          () => sameLedger(ledger: ledger),
        ]) {
          _expectBusy(use, 'Ledger::write_slowly');
        }
        final message = await _busyElsewhere(ledger.share());
        expect(
          message.contains('`api::turns::Ledger::write_slowly`'),
          true,
          reason: message,
        );
        await release();

        // Readers pass readers, and nobody passes a writer that waits.
        final token = CancelToken();
        final reading = _expectCancelled(
          ledger.readSlowly(wait: _forLong, cancelToken: token),
        );
        expect((ledger.length, await ledger.read()), (0, 0));
        _expectBusy(() => ledger.writeNow(line: 2), 'Ledger::read_slowly');
        final behind = ledger.write(line: 2);
        _expectBusy(() => ledger.length, 'Ledger::write');
        token.cancel();
        await reading;
        expect(await behind, 1);
        expect(ledger.length, 1);
        expect(other.length, 0, reason: 'nothing was done');
      });

      test('a function that is called back finds its caller ahead', () async {
        final ledger = Ledger();
        Future<int>? later;
        final line = ledger.ask(line: () {
          _expectBusy(() => ledger.length, 'Ledger::ask');
          _expectBusy(() => ledger.writeNow(line: 7), 'Ledger::ask');
          later = ledger.write(line: 2);
          return 1;
        });
        expect(line, 1);
        expect(await later, 2);
        expect(ledger.lines, [1, 2]);
      });

      test('an answer does not wait for what its caller may have', () async {
        final (ledger, other) = (Ledger(), Ledger()..writeNow(line: 5));
        await expectThrows<RustError>(
          () => ledger.absorb(other: () async => ledger),
          containing: '`api::turns::Ledger::absorb`',
        );
        expect((ledger.length, ledger.isMoved), (0, false));
        expect(await ledger.absorb(other: () async => other), 1);
        expect((ledger.lines.single, other.isMoved), (5, true));
      });

      test('two handles of one object have one queue', () async {
        final ledger = Ledger();
        final same = sameLedger(ledger: ledger);
        final release = _hold(ledger);
        _expectBusy(() => same.length, 'Ledger::write_slowly');
        final after = [
          for (var line = 0; line < 20; line++)
            (line.isEven ? same : ledger).write(line: line),
        ];
        await release();
        await Future.wait(after);
        expect(same.lines, [for (var line = 0; line < 20; line++) line]);
        await expectThrows<ObjectBusyException>(
          () => writeBoth(first: ledger, second: same, line: 1),
          containing: 'the same Ledger is passed twice in this call',
        );
        final claimed = Ledger.fromShared(ledger.share());
        expectThrowsSync<ObjectBusyException>(
          () => copyNow(from: claimed, to: same),
          containing: 'passed twice in this call',
        );
      });

      test('a call that is cancelled while it waits never begins', () async {
        final ledger = Ledger();
        final token = CancelToken();
        final release = _hold(ledger);
        final cancelled = [
          ledger.write(line: 8, cancelToken: token),
          ledger.writeLater(line: 9, cancelToken: token),
          readShared(ledger: ledger, cancelToken: token),
        ];
        final taking = ledger.close(cancelToken: token);
        final behind = [ledger.read(), ledger.write(line: 2)];
        final failures = Future.wait([
          for (final call in [...cancelled, taking]) _expectCancelled(call),
        ]);
        token.cancel();
        await failures;
        await release();
        expect(await Future.wait(behind), [0, 1]);
        expect((ledger.isMoved, '${ledger.lines}'), (false, '[2]'));
      });

      test('who is ahead may be cancelled, and whoever waits goes on',
          () async {
        final ledger = Ledger();
        final release = _hold(ledger);
        final behind = [
          for (final write in _writers.values) write(ledger, 2),
        ];
        await release();
        expect(await Future.wait(behind), [1, 2, 3, 4, 5, 6]);
      });

      test('a stream that is not listened to any more leaves the line',
          () async {
        final ledger = Ledger();
        final release = _hold(ledger);
        final listening = ledger
            .writeAndWatch(line: 9)
            .listen((_) => throw StateError('it never begins'));
        final behind = ledger.write(line: 2);
        await listening.cancel();
        await release();
        expect(await behind, 1);
        expect(ledger.lines, [2]);
      });

      test('an isolate that is killed while its calls wait leaves the line',
          () async {
        final ledger = Ledger();
        final release = _hold(ledger);
        final ready = ReceivePort();
        final ended = ReceivePort();
        final isolate = await Isolate.spawn(
          _waitInLine,
          (ready.sendPort, ledger.share()),
          onExit: ended.sendPort,
        );
        await ready.first;
        final behind = ledger.write(line: 2);
        final all = pureDartLibrary.liveObjects;
        isolate.kill(priority: Isolate.immediate);
        await ended.first;
        await until(
          'its calls are gone',
          () => pureDartLibrary.liveObjects <= all - _writers.length - 1,
        );
        await release();
        expect(await behind, 1);
        expect(ledger.lines, [2]);
      });

      test('an object is disposed of while calls wait for it', () async {
        final ledger = Ledger();
        final calls = [
          ledger.writeSlowly(line: 1, wait: _shortly),
          for (final write in _writers.values) write(ledger, 2),
          ledger.close().then((lines) => lines.length),
        ];
        ledger.dispose();
        expect(await Future.wait(calls), [1, 2, 3, 4, 5, 6, 7, 7]);
        expect((ledger.isDisposed, ledger.isMoved), (true, false));
      });

      test('calls that wait hold no threads', () async {
        final ledger = Ledger();
        final release = _hold(ledger);
        // More than there are threads that may block.
        final waiting = [
          for (var i = 0; i < 1000; i++) ledger.write(line: i),
        ];
        final other = Ledger();
        expect(
          await other.write(line: 1).timeout(const Duration(seconds: 20)),
          1,
        );
        await release();
        await Future.wait(waiting);
        expect(ledger.lines, [for (var i = 0; i < 1000; i++) i]);
      });

      test('calls with two objects in both orders end, in order', () async {
        final stop = await _load();
        final (a, b, c) = (Ledger(), Ledger(), Ledger());
        final pairs = [(a, b), (b, a), (b, c), (c, b), (c, a), (a, c)];
        final calls = <Future<void>>[];
        for (var line = 0; line < 600; line++) {
          final (first, second) = pairs[line % 6];
          calls.add(
            line % 4 < 2
                ? writeBoth(first: first, second: second, line: line)
                : writeBothLater(first: first, second: second, line: line),
          );
        }
        await Future.wait(calls).timeout(const Duration(seconds: 30));
        for (final ledger in [a, b, c]) {
          expect(ledger.length, 400);
          final lines = ledger.lines;
          expect('$lines', '${[...lines]..sort()}', reason: 'in order');
        }
        await stop();
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
