import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

Future<void> main() => suite('options, tuples and durations', () {
      test('numbers, or none, cross', () async {
        for (final value in [null, 0, -1, 0x7fffffff, -0x80000000]) {
          expect(echoOptionalInt(value: value), value);
        }
        expect(echoOptionalInt(), null);
        for (final value in [null, minInt, maxInt]) {
          expect(await echoOptionalLater(value: value), value);
        }
        await expectThrows<IntegerRangeException>(
          () => echoOptionalInt(value: 0x80000000),
        );
        for (final value in [null, 0.0, -0.0, double.infinity]) {
          expect(echoOptionalFloat(value: value), identicalTo(value));
        }
      });

      test('three answers to a question cross', () {
        for (final value in [null, false, true]) {
          expect(echoOptionalBool(value: value), value);
        }
      });

      test('text, or none, crosses', () {
        expect(echoOptionalString(), null);
        expect(echoOptionalString(value: null), null);
        for (final text in texts.values) {
          expect(echoOptionalString(value: text), text);
        }
        for (final character in [null, '\u0000', '😀']) {
          expect(echoOptionalChar(value: character), character);
        }
      });

      test('bytes, or none, cross', () {
        expect(echoOptionalBytes(), null);
        for (final length in [0, 1, 4095, 4096, 100000]) {
          final bytes = Uint8List(length)..fillRange(0, length, 9);
          expect(echoOptionalBytes(value: bytes), bytes);
        }
      });

      test('lists and structs, or none, cross', () {
        expect(echoOptionalList(), null);
        expect(echoOptionalList(value: []), <String>[]);
        expect(echoOptionalList(value: ['', 'a']), ['', 'a']);
        expect(echoOptionalPoint(), null);
        expect(
          echoOptionalPoint(value: const Point(x: 1, y: -2)),
          const Point(x: 1, y: -2),
        );
        expect(echoOptionalDuration(), null);
        expect(
          echoOptionalDuration(value: const Duration(microseconds: 1)),
          const Duration(microseconds: 1),
        );
      });

      test('a nullable parameter may be left out', () {
        expect(countGiven(first: 1), 1);
        expect(countGiven(first: 1, third: ''), 2);
        expect(countGiven(first: 1, second: 0, fourth: Float64List(0)), 3);
        expect(
          countGiven(first: 1, second: 2, third: '3', fourth: Float64List(4)),
          4,
        );
      });

      test('durations cross to the microsecond', () async {
        for (final value in const [
          Duration.zero,
          Duration(microseconds: 1),
          Duration(microseconds: 999999),
          Duration(hours: 1, milliseconds: 1),
          Duration(days: 36500),
          Duration(microseconds: maxInt),
        ]) {
          expect(echoDuration(value: value), value);
          expect(await echoDurationLater(value: value), value);
        }
      });

      test('a negative duration is refused', () async {
        for (final value in const [
          Duration(microseconds: -1),
          Duration(days: -1),
          Duration(microseconds: minInt),
        ]) {
          final error = await expectThrows<IntegerRangeException>(
            () => echoDuration(value: value),
          );
          expect(error.message.contains('negative'), true);
          await expectThrows<IntegerRangeException>(
            () => echoDurationLater(value: value),
          );
        }
        expect(echoDuration(value: Duration.zero), Duration.zero);
      });

      test('a duration that Dart cannot hold is refused', () async {
        await expectThrows<IntegerRangeException>(longestDuration);
        expect(echoDuration(value: Duration.zero), Duration.zero);
      });

      test('less than a microsecond is cut off', () {
        expect(nanoseconds(count: 0), Duration.zero);
        expect(nanoseconds(count: 999), Duration.zero);
        expect(nanoseconds(count: 1000), const Duration(microseconds: 1));
        expect(nanoseconds(count: 1999), const Duration(microseconds: 1));
        expect(nanoseconds(count: maxInt).inMicroseconds, maxInt ~/ 1000);
      });

      test('a record of one crosses', () {
        expect(echoSingle(value: (-7,)), (-7,));
        final (value,) = echoSingle(value: (0x7fffffff,));
        expect(value, 0x7fffffff);
      });

      test('records cross, and keep their order', () {
        expect(echoPair(value: (1, 'one')), (1, 'one'));
        expect(swap(value: (1, 'one')), ('one', 1));
        final (text, number) = swap(value: (-1, '😀'));
        expect(text, '😀');
        expect(number, -1);
        const wide = (true, -128, 65535, 0.5, '😀', 'text');
        expect(echoTuple(value: wide), wide);
      });

      test('records in records cross', () {
        final value = ((1, true), (0.25, Uint8List.fromList([1, 2, 3])));
        final back = echoNested(value: value);
        expect(back.$1, (1, true));
        expect(back.$2.$1, 0.25);
        expect(back.$2.$2, [1, 2, 3]);
      });

      test('records and options nest both ways', () {
        expect(echoOptionalPair(), null);
        expect(echoOptionalPair(value: (1, -1)), (1, -1));
        for (final value in [
          (null, null),
          (0, null),
          (null, ''),
          (-1, 'text'),
        ]) {
          expect(echoPairOfOptions(value: value), value);
        }
      });

      test('records cross in futures', () async {
        const value = (Point(x: 1, y: 2), 'here');
        expect(await echoPairAsync(value: value), value);
        expect(await divide(dividend: 17, divisor: 5), (3, 2));
        final (quotient, rest) = await divide(dividend: -17, divisor: 5);
        expect(quotient, -4);
        expect(rest, 3);
      });

      test('integers in records are checked', () async {
        await expectThrows<IntegerRangeException>(
          () => echoSingle(value: (0x80000000,)),
        );
        await expectThrows<IntegerRangeException>(
          () => echoTuple(value: (true, 128, 0, 0, 'c', '')),
          containing: '128',
        );
        await expectThrows<IntegerRangeException>(
          () => echoTuple(value: (true, 0, -1, 0, 'c', '')),
          containing: '-1',
        );
        expect(echoSingle(value: (1,)), (1,));
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
