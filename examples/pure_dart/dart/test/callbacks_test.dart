import 'dart:async';
import 'dart:core';
import 'dart:core' as core;
import 'dart:isolate';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

core.Duration _ms(int milliseconds) =>
    core.Duration(milliseconds: milliseconds);

/// Cannot even say what it is.
final class _Mute implements Exception {
  @override
  String toString() => throw StateError('no words');
}

/// Runs [body] in an isolate that ends as [how] says, once it has sent
/// something; what it sent.
Future<Object?> _inDyingIsolate(
  void Function((SendPort, String)) body,
  String how,
) async {
  final (port, ended) = (ReceivePort(), ReceivePort());
  final isolate = await Isolate.spawn(
    body,
    (port.sendPort, how),
    onExit: ended.sendPort,
  );
  final sent = await port.first;
  if (how == 'kill') {
    await pause(milliseconds: 20);
    isolate.kill(priority: Isolate.immediate);
  }
  await ended.first;
  return sent;
}

/// Leaves three threads waiting for an answer, then ends.
void _leavesThemWaiting((SendPort, String) message) {
  final (port, how) = message;
  for (var i = 0; i < 3; i++) {
    askAlone(f: (_) => Completer<int>().future);
  }
  port.send(null);
  if (how == 'exit') Timer(_ms(20), Isolate.exit);
  if (how == 'detach') Timer(_ms(20), pureDartLibrary.detach);
}

void _keepsFunction((SendPort, String) message) {
  keepFunction(f: (value) => value + 100);
  message.$1.send(null);
  if (message.$2 == 'exit') Isolate.exit();
}

/// Calls back in every way, for as long as it is left alive.
Future<void> _callsWithoutEnd(SendPort port) async {
  port.send(null);
  for (var i = 0;; i++) {
    callAlone(f: (value) => value, wait: _ms(i % 5));
    final work = switch (i % 4) {
      0 => throughThread(f: (text) => text, text: 'x' * i),
      1 => ask(f: (question) async => question, question: 'q'),
      2 => throughNumbersLater(f: (list) => list, numbers: Float64List(i)),
      _ => throughObject(f: (object) => object, object: Object()),
    };
    if (i.isEven) await work;
  }
}

Future<core.List<Failing?>> _answers(int count) async {
  final answers = <Failing?>[];
  await until('$count answers', () {
    answers.addAll(lonelyAnswers());
    return answers.length >= count;
  });
  return answers;
}

Future<String> _elsewhere(FutureOr<Object?> Function() body) =>
    Isolate.run(() async {
      try {
        return '${await body()}';
      } on Object catch (error) {
        return '$error';
      }
    });

Future<void> main() => suite('callbacks', () {
      test('a synchronous call calls back on the spot', () {
        expect(apply(f: (value) => value * 2, value: 21), 42);
        expect(
          applyMixed(
            f: (text, numbers, cell) =>
                ('$text$numbers${cell?.row}', numbers.length),
            text: 'a',
          ),
          'a[0.5, 1.5]2/Some(2)',
        );
      });

      test('other threads call back through the event loop', () async {
        final numbers = Int64List.fromList([1, 2, 3]);
        expect(await mapNumbers(f: (n) => n * n, numbers: numbers), [1, 4, 9]);
        expect(await once(f: (text) => '$text!'), 'once!');
        expect(
          await fold(
            f: (a, b) => a + b,
            numbers: Int32List.fromList([1, 2, 3]),
          ),
          6,
        );
      });

      test('what Dart throws is an error in Rust', () async {
        expect(await tryCall(f: (value) => value + 1), 'value 2');
        final said = await tryCall(f: (_) => throw StateError('no'));
        expect(said.startsWith('error '), true);
        expect(said.contains('no'), true);
        await expectThrows<RustPanic>(
          () => apply(f: (_) => throw StateError('not today'), value: 1),
          containing: 'not today',
        );
      });

      test('it comes with its message and its stack, from every lane',
          () async {
        int thrower(int value) => throw StateError('thrown on purpose');
        for (final failing in [
          failingAtOnce(f: thrower),
          await failingElsewhere(f: thrower),
          await failingLater(f: (value) async => thrower(value)),
          await failingLater(f: (value) async {
            await pause(milliseconds: 1);
            return thrower(value);
          }),
        ]) {
          expect(failing!.kind, 'threw');
          expect(failing.message, 'Bad state: thrown on purpose');
          expect(failing.stack!.contains('callbacks_test.dart'), true);
        }
        for (final (thrown, message) in [
          ('text', 'text'),
          (_Mute(), 'an object whose toString() throws'),
          ('a\ud800b', 'a\ufffdb'),
        ]) {
          final failing = failingAtOnce(f: (_) => throw thrown);
          expect(failing!.message, message);
          final later = await failingElsewhere(f: (_) => throw thrown);
          expect(later!.message, message);
        }
        expect(failingAtOnce(f: (value) => value), null);
      });

      test('a result that cannot cross is an error in Rust', () async {
        for (final failing in [
          failingAtOnce(f: (_) => 1 << 40),
          await failingElsewhere(f: (_) => 1 << 40),
          await failingLater(f: (_) async => -1 << 40),
        ]) {
          expect((failing!.kind, failing.stack), ('invalid', null));
          expect(failing.message.contains('${1 << 40}'), true);
        }
      });

      test('an error of the API is thrown by Dart and caught by Dart',
          () async {
        expect(await check(f: (text) => text.isEmpty, text: ''), true);
        await expectThrows<CheckErrorRefused>(
          () => check(
            f: (_) => throw const CheckErrorRefused(reason: 'why not'),
            text: '',
          ),
          containing: 'why not',
        );
        await expectThrows<CheckErrorFailed>(
          () => check(f: (_) => throw StateError('other'), text: ''),
          containing: 'other',
        );
        await expectThrows<CheckErrorFailed>(
          () => check(
            f: (_) => throw const CheckErrorRefused(reason: '\ud800'),
            text: '',
          ),
        );
      });

      test('a callback may take its time', () async {
        expect(
          await ask(
            f: (question) async {
              await pause(milliseconds: 2);
              return '$question: yes';
            },
            question: 'well',
          ),
          'well: yes',
        );
        expect(await askCarefully(f: (value) async => value + 1), 3);
        await expectThrows<RustError>(
          () => askCarefully(f: (_) async => throw StateError('later')),
          containing: 'later',
        );
      });

      test('a synchronous call cannot wait for a Future', () async {
        var asked = 0;
        Future<int> answer(int value) async {
          asked++;
          await pause(milliseconds: 1);
          return value;
        }

        expect(askNow(f: answer, value: 1), null);
        expect(asked, 1);
        await pause(milliseconds: 5);
        expect(await failingLater(f: answer), null);
      });

      test('text of every size, on every lane', () async {
        for (final size in [0, 1, 100, 5000, 70000, 1 << 20]) {
          final text = 'ä😀${'x' * size}';
          var seen = 0;
          String f(String given) {
            if (given == text) seen++;
            return '$given!';
          }

          expect(through(f: f, text: text) == '$text!', true);
          expect(await throughThread(f: f, text: text) == '$text!', true);
          final task = throughTask(f: (given) async => f(given), text: text);
          expect(await task == '$text!', true);
          expect(seen, 3);
        }
      });

      test('long lists travel as blocks, both ways', () async {
        final numbers = Float64List(100000);
        for (var i = 0; i < numbers.length; i++) {
          numbers[i] = i / 2;
        }
        Float64List twice(Float64List list) =>
            Float64List.fromList([for (final number in list) number * 2]);
        for (final doubled in [
          throughNumbers(f: twice, numbers: numbers),
          await throughNumbersLater(f: twice, numbers: numbers),
          await throughNumbersLater(f: (list) => list, numbers: twice(numbers)),
        ]) {
          expect((doubled.length, doubled.last), (100000, 99999.0));
        }
      });

      test('structs, maps, options, records', () {
        final telemetry = Telemetry(
          timestamp: 1,
          speed: 2,
          heading: 3,
          batteryLevel: 4,
          name: 'five',
          raw: Uint8List(6),
        );
        final (back, sizes) = throughData(
          f: (value, time, cells) {
            expect(time, _ms(5));
            expect(cells['cells']!.last, const Cell(column: 3, row: 4));
            return (
              value.copyWith(name: '${value.name}!'),
              {'cells': cells['cells']!.length},
            );
          },
          value: telemetry,
        );
        expect(back, telemetry.copyWith(name: 'five!'));
        expect(sizes, {'cells': 2});
      });

      test('objects go in and out', () async {
        final counter = Counter.startingAt(name: 'a', count: 1);
        final back = throughCounter(
          f: (inside) {
            inside.add(by: 1);
            return inside.renamed(name: 'b');
          },
          counter: counter,
        );
        expect((back.name, back.count), ('b', 2));
        expectThrowsSync<ObjectMovedException>(() => counter.count);

        final last = await throughCounters(
          f: (all) {
            for (final one in all) {
              one.add(by: 1);
            }
            return all.lastOrNull;
          },
          counters: counters(names: ['x', 'y']),
        );
        expect((last!.name, last.count), ('y', 1));
        expect(
          await throughCounters(f: (all) => all.firstOrNull, counters: []),
          null,
        );

        // What a function gives back has to be there.
        await expectThrows<RustPanic>(
          () => throughCounter(
            f: (inside) => inside..dispose(),
            counter: Counter(name: ''),
          ),
          containing: 'disposed',
        );
        await expectThrows<RustPanic>(
          () => throughCounter(
            f: (inside) => inside..finish(),
            counter: Counter(name: ''),
          ),
          containing: 'Counter',
        );
      });

      test('a call that fails before it calls lets the function go', () async {
        final counter = Counter(name: '')..finish();
        final live = pureDartLibrary.liveObjects;
        for (var i = 0; i < 10; i++) {
          expectThrowsSync<ObjectMovedException>(
            () => withCounter(counter: counter, f: (_) => fail('called')),
          );
        }
        await until('gone', () => pureDartLibrary.liveObjects <= live);
      });

      test('twenty calls within each other', () async {
        String down(int level) => level == 0
            ? 'bottom'
            : through(f: (text) => '$text${down(level - 1)}', text: '$level ');
        final levels = [for (var i = 20; i > 0; i--) '$i '];
        expect(down(20), '${levels.join()}bottom');

        int sum(int value, int Function(int) next) =>
            value == 0 ? 0 : value + next(value - 1);
        keepFunction(f: (value) => sum(value, (n) => keptDirect(value: n)));
        expect(keptDirect(value: 10), 55);
        keepFunction(f: (value) => sum(value, (n) => keptHere(value: n)));
        expect(keptHere(value: 50), 1275);
        forgetFunction();

        // And over the event loop.
        expect(
          await throughThread(
            f: (text) => through(f: (inner) => '$inner!', text: '$text?'),
            text: 'a',
          ),
          'a?!',
        );
        expect(
          await ask(
            f: (question) => ask(
              f: (inner) async => '$inner!',
              question: '$question?',
            ),
            question: 'b',
          ),
          'b?!',
        );
        Future<String>? started;
        apply(
            f: (value) {
              started = throughThread(f: (text) => '$text.', text: '$value');
              return value;
            },
            value: 3);
        expect(await started, '3.');
      });

      test('functions run in the zone of the call', () async {
        Object? seen;
        await runZoned(
          () => ask(
              f: (question) async {
                seen = Zone.current[#mark];
                return question;
              },
              question: ''),
          zoneValues: {#mark: 'zone'},
        );
        expect(seen, 'zone');
        runZoned(
          () => apply(
              f: (value) {
                seen = Zone.current[#mark];
                return value;
              },
              value: 1),
          zoneValues: {#mark: 'other'},
        );
        expect(seen, 'other');
        Object? escaped;
        final failing = await runZonedGuarded(
          () => failingLater(f: (_) async {
            await pause(milliseconds: 1);
            throw StateError('in its zone');
          }),
          (error, stack) => escaped = error,
        );
        expect((failing!.kind, escaped), ('threw', null));
      });

      test('many at once, and many in one turn', () async {
        final answers = await Future.wait([
          for (var i = 0; i < 500; i++)
            ask(f: (question) async => '$question!', question: '$i'),
        ]);
        expect(answers, [for (var i = 0; i < 500; i++) '$i!']);
        final numbers = Int64List.fromList([for (var i = 0; i < 20; i++) i]);
        final mapped = await Future.wait([
          for (var i = 0; i < 100; i++)
            mapNumbers(f: (n) => n + i, numbers: numbers),
        ]);
        expect(mapped[99].last, 118);
        final live = pureDartLibrary.liveObjects;
        for (var i = 0; i < 20000; i++) {
          if (apply(f: (value) => value + 1, value: i) != i + 1) fail('$i');
        }
        expect(pureDartLibrary.liveObjects <= live + 2, true);
      });

      test('an answer that nobody waits for', () async {
        expect(await askInVain(f: () async {}, patience: _ms(1000)), true);
        final late = Completer<void>();
        expect(await askInVain(f: () => late.future, patience: _ms(10)), false);
        late.complete();
        await pause(milliseconds: 5);
        expect(
          await askInVain(f: () async => throw 'x', patience: _ms(1000)),
          true,
        );
      });

      test('callbacks are kept and called later', () async {
        final heard = <int>[];
        listen(listener: heard.add);
        listen(listener: (value) => heard.add(-value));
        expect(await tellListeners(value: 7), 2);
        expect(heard, [7, -7]);
        forgetListeners();
        expect(await tellListeners(value: 8), 0);
      });

      test('a kept function is called from anywhere', () async {
        keepFunction(f: (value) => value * 3);
        expect(keptDirect(value: 2), 6);
        expect(keptHere(value: 3), 9);
        expect(await keptElsewhere(value: 4), 12);
        expect(await _elsewhere(() => keptElsewhere(value: 5)), '15');
        keepFunction(f: (value) => throw StateError('kept and thrown'));
        for (final call in <FutureOr<Object?> Function()>[
          () => keptDirect(value: 1),
          () => keptHere(value: 1),
          () => keptElsewhere(value: 1),
        ]) {
          await expectThrows<Exception>(call, containing: 'kept and thrown');
        }
        forgetFunction();
        await expectThrows<RustError>(
          () => keptHere(value: 1),
          containing: 'none is kept',
        );
      });

      test('a kept function keeps its isolate alive', () async {
        final (port, ended) = (ReceivePort(), ReceivePort());
        await Isolate.spawn(
          _keepsFunction,
          (port.sendPort, 'stay'),
          onExit: ended.sendPort,
        );
        await port.first;
        await pause(milliseconds: 30);
        expect(await keptElsewhere(value: 1), 101);
        // This isolate waits in a synchronous call for the other one.
        expect(keptHere(value: 2), 102);
        forgetFunction();
        await ended.first;
      });

      test('a function of an isolate that has ended is gone', () async {
        await _inDyingIsolate(_keepsFunction, 'exit');
        for (final call in <FutureOr<Object?> Function()>[
          () => keptDirect(value: 1),
          () => keptHere(value: 1),
          () => keptElsewhere(value: 1),
        ]) {
          await expectThrows<Exception>(
            call,
            containing: 'its isolate has ended or was detached',
          );
        }
        forgetFunction();
      });

      test('threads that wait for an isolate are told when it ends', () async {
        for (final how in ['exit', 'detach', 'kill']) {
          lonelyAnswers();
          await _inDyingIsolate(_leavesThemWaiting, how);
          final answers = await _answers(3);
          expect(
            {for (final answer in answers) answer?.kind},
            {'gone'},
            reason: how,
          );
          expect(answers.length, 3);
        }
      });

      test('isolates that are killed at any moment leave nothing', () async {
        for (var round = 0; round < 12; round++) {
          final (port, ended) = (ReceivePort(), ReceivePort());
          final isolate = await Isolate.spawn(
            _callsWithoutEnd,
            port.sendPort,
            onExit: ended.sendPort,
          );
          await port.first;
          await pause(milliseconds: 3 * round);
          isolate.kill(
            priority:
                round.isEven ? Isolate.immediate : Isolate.beforeNextEvent,
          );
          await ended.first;
        }
        expect(apply(f: (value) => value, value: 1), 1);
        await pause(milliseconds: 50);
        lonelyAnswers();
      });

      test('an object that calls back when it ends', () async {
        lonelyAnswers();
        final said = <String>[];
        Farewell(say: (word) {
          said.add(through(f: (text) => '$text!', text: word));
          return 1;
        }).dispose();
        expect(said, ['farewell!']);
        expect(lonelyAnswers(), [null]);

        // Disposed of by its own function, and again.
        late final Farewell self;
        self = Farewell(say: (word) {
          self.dispose();
          return 1;
        });
        self.dispose();
        expect(lonelyAnswers(), [null]);

        // By the garbage collector, whose thread it must not be.
        () {
          Farewell(say: (word) => 1);
        }();
        final answers = <Failing?>[];
        await collected(() {
          answers.addAll(lonelyAnswers());
          return answers.isNotEmpty;
        });
        expect(answers, [null]);
      });

      test('an object of Dart is kept and given back', () async {
        final object = Object();
        keep(object: object);
        expect(identical(kept(), object), true);
        expect(identical(kept(), object), true);
        expect(
          (await _elsewhere(kept)).contains('isolate'),
          true,
          reason: 'another isolate cannot have it',
        );
        letGo();
        expect(kept(), null);
        for (final other in <Object>[
          1,
          'text',
          [1, 2],
          #symbol,
          main,
          () => 1,
          Counter(name: 'x'),
          DateTime(2000),
        ]) {
          final back = await throughObject(f: (o) => o, object: other);
          expect(identical(back, other), true, reason: '$other');
        }
      });

      test('an object of Dart is let go when Rust lets go', () async {
        final reference = () {
          final object = Object();
          keep(object: object);
          return WeakReference(object);
        }();
        for (var i = 0; i < 20; i++) {
          await collected(() => false, patience: _ms(2));
        }
        expect(reference.target != null, true, reason: 'Rust has it');
        letGo();
        await collected(() => reference.target == null);
        expect(reference.target, null);
      });

      test('detaching within a callback is put off to its end', () async {
        final result = apply(
            f: (value) {
              pureDartLibrary.detach();
              expectThrowsSync<DetachedException>(
                () => apply(f: (inner) => inner, value: 1),
              );
              return value * 2;
            },
            value: 4);
        expect(result, 8);
        pureDartLibrary.load();

        keepFunction(f: (value) {
          if (value == 0) pureDartLibrary.detach();
          return value + 1;
        });
        expect(keptDirect(value: 0), 1);
        pureDartLibrary.load();
        await expectThrows<RustError>(
          () => keptHere(value: 1),
          containing: 'detached',
        );
        forgetFunction();

        expect(
          apply(
              f: (value) {
                pureDartLibrary
                  ..detach()
                  ..load();
                return apply(f: (inner) => inner + 1, value: value);
              },
              value: 1),
          2,
        );
        expect(apply(f: (value) => value, value: 9), 9);
      });

      test('detaching in a callback of the event loop', () async {
        for (final later in [false, true]) {
          final asking = ask(
              f: (question) async {
                if (later) await pause(milliseconds: 2);
                pureDartLibrary.detach();
                if (later) await pause(milliseconds: 2);
                return question;
              },
              question: '');
          await expectThrows<DetachedException>(() => asking);
          await pause(milliseconds: 5);
          pureDartLibrary.load();
        }
        final thread = throughThread(
            f: (text) {
              pureDartLibrary.detach();
              return text;
            },
            text: 'x');
        await expectThrows<DetachedException>(() => thread);
        pureDartLibrary.load();
        expect(apply(f: (value) => value, value: 9), 9);
      });

      test('an object of Dart of an old context is no object any more',
          () async {
        keep(object: Object());
        pureDartLibrary
          ..detach()
          ..load();
        await expectThrows<InvalidValueException>(kept);
        letGo();
        // A message that could not be read is dropped by the next one.
        expect(kept(), null);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
