import 'dart:async';
import 'dart:core';
import 'dart:core' as core;
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// Gives back what it gets.
base class _Echo implements Answers {
  @override
  int small({required int value}) => value;

  @override
  int positive({required int value}) => value;

  @override
  int large({required int value}) => value;

  @override
  int larger({required int value}) => value;

  @override
  int size({required int value}) => value;

  @override
  double single({required double value}) => value;

  @override
  double precise({required double value}) => value;

  @override
  bool flag({required bool value}) => value;

  @override
  String letter({required String value}) => value;

  @override
  String text({required String value}) => value;

  @override
  int count() => 12;

  @override
  void nothing() {}
}

/// Answers what does not fit.
final class _TooMuch extends _Echo {
  @override
  int small({required int value}) => value + 300;

  @override
  int positive({required int value}) => -1 - value;

  @override
  int larger({required int value}) => -1;

  @override
  int size({required int value}) => -value - 1;

  @override
  double single({required double value}) => 1e300;

  @override
  String letter({required String value}) => '$value!';

  @override
  String text({required String value}) => '\ud800';

  @override
  int count() => 1 << 31;

  /// `void` in Rust's eyes; it is asynchronous.
  @override
  Future<void> nothing() async {}
}

final class _Thrower implements Answers {
  @override
  dynamic noSuchMethod(Invocation invocation) => throw StateError('never');
}

Zone _zone({required void Function(void Function() f) run}) =>
    Zone.current.fork(
      specification: ZoneSpecification(
        run: <R>(self, parent, zone, f) {
          late R result;
          if (Zone.current[#isTesting] != true) return parent.run(zone, f);
          run(() => result = parent.run(zone, f));
          return result;
        },
      ),
    );

Future<void> main() => suite('answers', () {
      test('every kind of value, the same on every thread', () async {
        final here = answersHere(answers: _Echo());
        expect(here, [
          for (final value in ['-128', '0', '127', '0', '7']) value,
          '4294967295',
          for (final value in ['-9223372036854775808', '-1']) value,
          for (final value in ['9223372036854775807', '0']) value,
          '9223372036854775807',
          here[11],
          for (final value in ['0', '1073741824', '4294967295']) value,
          for (final value in ['1.1754944e-38', '-0.0']) value,
          for (final value in ['3.4028235e38']) value,
          for (final value in ['-1.7976931348623157e308', 'inf']) value,
          for (final value in ['NaN', 'false', 'true']) value,
          for (final value in [r"'\0'", "'ä'", r"'\u{10ffff}'"]) value,
          for (final value in ['""', '"text"', '"ä😀"']) value,
          for (final value in ['12', '()']) value,
        ]);
        expect(here[11].contains('18446744073709551615'), true);
        expect(await answersElsewhere(answers: _Echo()), here);
      });

      test('what does not fit is the same error on every thread', () async {
        final here = answersHere(answers: _TooMuch());
        final elsewhere = await answersElsewhere(answers: _TooMuch());
        expect(
          [for (final said in here) said.split(':').first],
          [
            for (var i = 0; i < 6; i++) 'Invalid',
            here[6],
            here[7],
            here[8],
            for (var i = 0; i < 2; i++) 'Invalid',
            'Threw',
            for (var i = 0; i < 3; i++) 'Invalid',
            for (var i = 0; i < 3; i++) 'inf',
            for (var i = 18; i < 23; i++) here[i],
            for (var i = 0; i < 8; i++) 'Invalid',
          ],
        );
        expect(here.last.contains('it returned a Future'), true);
        // Another thread waits for the Future.
        expect(elsewhere.removeLast(), '()');
        expect(elsewhere, here..removeLast());
      });

      test('what is thrown is the same error on every thread', () async {
        final here = answersHere(answers: _Thrower());
        expect(here.toSet()..remove(here[11]), {'Threw: Bad state: never'});
        expect(await answersElsewhere(answers: _Thrower()), here);
      });

      test('the memory of each level of nesting', () {
        void at(int depth, void Function() then) {
          if (depth == 0) return then();
          expect(
            through(
              f: (text) {
                at(depth - 1, then);
                return '$text!';
              },
              text: 'y' * (depth * 100),
            ),
            '${'y' * (depth * 100)}!',
          );
        }

        final sizes = Uint32List.fromList(
          [0, 10, 1000, 10, 300000, 0, 64, 5000, 1, 300000, 300000, 2],
        );
        for (var round = 0; round < 3; round++) {
          for (final depth in [0, 1, 3, 4, 5, 12]) {
            at(depth, () {
              expect(answersInTurn(answers: _Echo(), sizes: sizes), [
                for (final size in sizes) ...[size, 12],
              ]);
            });
          }
        }
      });

      test('a callback that answers with lists and objects, at any level', () {
        Counter count(int depth, Counter counter) => throughCounter(
              f: (inside) {
                final numbers = throughNumbers(
                  f: (numbers) => numbers,
                  numbers: Float64List(4000)..[3999] = depth.toDouble(),
                );
                inside.add(by: numbers.last.toInt());
                return depth == 0 ? inside : count(depth - 1, inside);
              },
              counter: counter,
            );
        final counted = count(9, Counter(name: 'deep'));
        expect(counted.count, 45);
        counted.dispose();
      });

      test('an object that goes with an answer that fails', () async {
        final first = Counter(name: 'first');
        final live = pureDartLibrary.liveObjects;
        for (var i = 0; i < 5; i++) {
          // The first of the two is written before the second cannot be.
          expectThrowsSync<RustPanic>(
            () => throughPair(
              f: () => (first, Counter(name: 'second')..dispose()),
            ),
            containing: 'disposed',
          );
        }
        // A thread of Rust's own drops them.
        await until('gone', () => pureDartLibrary.liveObjects <= live);
        final (one, other) =
            throughPair(f: () => (first, Counter(name: 'second')));
        expect('${one.name} ${other.name}', 'first second');
        one.dispose();
        other.dispose();
      });

      test('a zone whose own code runs a function twice, never or late',
          () async {
        var calls = 0;
        void Function()? kept;
        core.List<String> said({required void Function(void Function()) run}) {
          final zone = _zone(run: run);
          zone.run(
            () => keepFunction(f: (value) {
              calls++;
              return value + calls;
            }),
          );
          return runZoned(
            () {
              calls = 0;
              try {
                return ['${keptDirect(value: 10)}', '$calls'];
              } on RustPanic catch (panic) {
                return [panic.message, '$calls'];
              }
            },
            zoneValues: {#isTesting: true},
          );
        }

        expect(said(run: (f) => f()), ['11', '1']);
        expect(
          said(run: (f) {
            f();
            f();
          }),
          ['11', '1'],
        );
        var [message, count] = said(run: (f) {
          f();
          throw StateError('after it');
        });
        expect((message, count), ('11', '1'));
        [message, count] = said(run: (f) => throw StateError('no entrance'));
        expect((message.contains('no entrance'), count), (true, '0'));
        [message, count] = said(run: (f) => kept = f);
        expect((message.contains('LateInit'), count), (true, '0'));
        kept!();
        expect(calls, 0);
        forgetFunction();
      });

      test('a question that comes too late reaches no other function',
          () async {
        var asked = 0;
        expect(
          askAndForget(f: (question) async {
            asked++;
            return question;
          }),
          true,
        );
        // Takes the place of that one.
        keepFunction(f: (value) {
          asked++;
          return value;
        });
        await pause(milliseconds: 20);
        expect(asked, 0);
        expect(keptDirect(value: 3), 3);
        forgetFunction();
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
