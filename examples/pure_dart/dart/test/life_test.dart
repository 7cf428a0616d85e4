import 'dart:async';
import 'dart:core';
import 'dart:core' as core;
import 'dart:io';
import 'dart:isolate';

import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

core.Duration _ms(int milliseconds) =>
    core.Duration(milliseconds: milliseconds);

/// How many streams and calls an isolate leaves under way, of those that are
/// counted under its name.
const _streams = 100;
const _calls = 100;

/// Whether Rust has dropped all that was counted under [name], and what was
/// pushed in its name.
bool _isOver(String name) {
  final (seen, pushed) = (probe(name: name), probe(name: '$name, pushed'));
  return seen.started == seen.dropped && pushed.started == pushed.dropped;
}

/// Opens streams of every sort, makes calls that do not end, and has threads
/// wait for answers; then says so, and goes on until it is ended.
Future<void> _leavesAllOfIt((SendPort, String) message) async {
  final (port, name) = message;
  for (var i = 0; i < _streams ~/ 4; i++) {
    silence(name: name).listen((_) {});
    flood(name: name).listen((_) {});
    ticker(name: name, period: _ms(1 + i % 5)).listen((_) {});
    // Full, and not taken from.
    floodOfPackets(name: name, size: 5000).listen((_) {}).pause();
  }
  final signals = await SoakSignals.start(count: 20, period: _ms(1));
  for (var i = 0; i < 20; i++) {
    final signal = signals.signal(index: i)!;
    if (i.isEven) signal.changes.listen((_) {});
    if (i % 3 == 0) signal.addListener(() => signal.value);
    final pushed = switch (i % 5) {
      0 => soakBlock(name: '$name, pushed', period: _ms(1)),
      1 => soakDropOldest(name: '$name, pushed', period: _ms(1)),
      2 => soakLatestBy(name: '$name, pushed', period: _ms(1)),
      3 => soakError(name: '$name, pushed', period: _ms(1)),
      _ => soakLatest(name: '$name, pushed', period: _ms(1)),
    };
    final subscription = pushed.listen((_) {}, onError: (Object _) {});
    if (i > 10) subscription.pause();
  }
  for (var i = 0; i < _calls; i++) {
    final call = i.isEven
        ? never(name: name)
        : guarded(name: name, delay: const core.Duration(hours: 1));
    call.ignore();
  }
  for (var i = 0; i < 10; i++) {
    askAlone(f: (_) => Completer<int>().future);
    afterBlocking(delay: _ms(50 + i), value: i).ignore();
    listen(listener: (_) {});
  }
  port.send('started');
  // Keeps the isolate alive until it is ended.
  ReceivePort();
}

Future<void> _leavesAndExits((SendPort, String) message) async {
  await _leavesAllOfIt(message);
  Timer(_ms(30), Isolate.exit);
}

/// Attaches as an isolate after a hot restart does, while what the one before
/// has left still runs.
Future<int> _startsAnew(String name) async {
  var sum = 0;
  await for (final item in flood(name: name)) {
    sum += await addAsync(a: item, b: 0);
    if (item == 200) break;
  }
  return sum;
}

/// Counts its own stream's items, which must be nobody else's.
Future<core.List<int>> _listensAlone((String, int) message) async {
  final (name, count) = message;
  return flood(name: name).take(count).toList();
}

/// What this process has used of its processors, or null where nothing tells.
core.Duration? _processorTime() {
  final file = File('/proc/self/stat');
  if (!file.existsSync()) return null;
  final text = file.readAsStringSync();
  // The name in brackets may have blanks; the times are the fields 14 and 15.
  final fields = text.substring(text.lastIndexOf(')') + 2).split(' ');
  final ticks = int.parse(fields[11]) + int.parse(fields[12]);
  return _ms(ticks * 10);
}

Future<void> main() => suite('life', () {
      for (final (how, body) in [
        ('is killed', _leavesAllOfIt),
        ('exits', _leavesAndExits),
      ]) {
        test('an isolate $how amid 100 streams and 100 calls', () async {
          final name = 'life: $how';
          for (var round = 1; round <= 4; round++) {
            final (port, ended) = (ReceivePort(), ReceivePort());
            final isolate = await Isolate.spawn(
              body,
              (port.sendPort, name),
              onExit: ended.sendPort,
            );
            await port.first;
            // At another stage of all that each time.
            if (round > 2) await pause(milliseconds: 25 * (round - 2));
            if (how == 'is killed') {
              isolate.kill(priority: Isolate.immediate);
            }
            await ended.first;
            await until('Rust has dropped everything', () => _isOver(name));
            expect(probe(name: name).finished, 0);
          }
          forgetListeners();
          expect(probe(name: name).started > 0, true);
          expect(await addAsync(a: 1, b: 2), 3);
          // Each thread that waited was told.
          var answers = 0;
          await until('the threads have given up', () {
            for (final answer in lonelyAnswers()) {
              expect(answer?.kind, 'gone');
              answers++;
            }
            return answers == 40;
          });
        }, timeout: const core.Duration(minutes: 1));
      }

      test('nothing spins once the isolates are gone', () async {
        final (port, ended) = (ReceivePort(), ReceivePort());
        final isolate = await Isolate.spawn(
          _leavesAllOfIt,
          (port.sendPort, 'life: spin'),
          onExit: ended.sendPort,
        );
        await port.first;
        isolate.kill(priority: Isolate.immediate);
        await ended.first;
        forgetListeners();
        await until('Rust has dropped everything', () => _isOver('life: spin'));
        await pause(milliseconds: 200);
        lonelyAnswers();
        final before = _processorTime();
        if (before == null) return;
        await pause(milliseconds: 1000);
        final used = _processorTime()! - before;
        // One thread that spins would use all of it.
        expect(used < _ms(500), true, reason: '$used of processor time');
      });

      test('a new isolate starts while the tasks of the old one run', () async {
        for (var round = 0; round < 3; round++) {
          final (old, fresh) = ('life: old $round', 'life: new $round');
          final (port, ended) = (ReceivePort(), ReceivePort());
          final isolate = await Isolate.spawn(
            _leavesAllOfIt,
            (port.sendPort, old),
            onExit: ended.sendPort,
          );
          await port.first;
          isolate.kill(priority: Isolate.immediate);
          // Not waited for: the new one attaches amid the clearing up.
          final sum = await Isolate.run(() => _startsAnew(fresh));
          expect(sum, 200 * 201 ~/ 2);
          await ended.first;
          await until(
            'Rust has dropped everything',
            () => _isOver(old) && _isOver(fresh),
          );
          expect(probe(name: fresh).started, 1);
          forgetListeners();
        }
      }, timeout: const core.Duration(minutes: 1));

      test('two isolates listen to streams of their own', () async {
        const count = 20000;
        final lists = await Future.wait([
          for (var i = 0; i < 2; i++)
            Isolate.run(() => _listensAlone(('life: two $i', count))),
          _listensAlone(('life: two here', count)),
        ]);
        for (final list in lists) {
          expect(list.length, count);
          for (var i = 0; i < count; i++) {
            if (list[i] != i) fail('item $i is ${list[i]}');
          }
        }
      }, timeout: const core.Duration(minutes: 1));

      test('1,000 streams are opened and cancelled in one turn', () async {
        const name = 'life: one turn';
        final subscriptions = [
          for (var i = 0; i < 1000; i++)
            (i.isEven ? silence(name: name) : flood(name: name).cast<int>())
                .listen((_) => fail('nothing comes after cancel')),
        ];
        await Future.wait([
          for (final subscription in subscriptions) subscription.cancel(),
        ]);
        final seen = probe(name: name);
        expect(seen.started, seen.dropped);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
