import 'dart:convert';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

Future<void> main() => suite('ranges', () {
      test('ranges of numbers cross, in whatever order their ends are', () async {
        for (final value in [
          (start: 0, end: 0),
          (start: 0, end: 255),
          (start: 255, end: 0),
        ]) {
          expect(echoByteRange(value: value), value);
        }
        const place = (start: 1, end: 0xffffffff);
        expect(echoPlaceRange(value: place), place);
        final big = (start: BigInt.zero, end: BigInt.parse('18446744073709551615'));
        expect(echoBigRange(value: big), big);
        const floats = (start: double.negativeInfinity, end: -0.0);
        final back = await echoFloatRangeLater(value: floats);
        expect(back.start, double.negativeInfinity);
        expect(back.end, identicalTo(-0.0));
      });

      test('each end is checked like any other value', () async {
        await expectThrows<IntegerRangeException>(
          () => echoByteRange(value: (start: 0, end: 256)),
          containing: '256',
        );
        await expectThrows<IntegerRangeException>(
          () => echoByteRange(value: (start: -1, end: 0)),
        );
        await expectThrows<LoneSurrogateException>(
          () => echoOptionalTextRange(value: (start: '\ud800', end: '')),
        );
        expect(echoByteRange(value: (start: 1, end: 2)), (start: 1, end: 2));
      });

      test('ranges of what has no numbers cross', () async {
        const times = (start: Duration.zero, end: Duration(days: 1, microseconds: 1));
        expect(await echoTimeRange(value: times), times);
        for (final value in [null, (start: '', end: '😀')]) {
          expect(echoOptionalTextRange(value: value), value);
        }
      });

      test('ranges are keys, and elements of sets and lists', () {
        final names = {(start: 'a', end: 'z'): 'small', (start: 'A', end: 'Z'): 'large'};
        expect(echoCharRanges(value: names), names);
        expect(echoCharRanges(value: names)[(start: 'A', end: 'Z')], 'large');
        final twice = [(start: 1, end: 2), (start: 1, end: 2), (start: 2, end: 1)];
        expect(echoRangeSet(value: twice), {(start: 1, end: 2), (start: 2, end: 1)});
        final shared = [(start: minInt, end: maxInt), (start: 0, end: 0)];
        expect(echoSharedRanges(value: shared), shared);
      });

      test('Rust computes with them', () {
        expect(numbersIn(range: (start: -1, end: 3)), [-1, 0, 1, 2]);
        expect(numbersIn(range: (start: 3, end: -1)), <int>[]);
        expect(common(a: (start: 0, end: 10), b: (start: 5, end: 20)), 5);
        expect(common(a: (start: 0, end: 5), b: (start: 5, end: 20)), 0);
      });

      test('as fields, of generic types as well', () {
        const excerpt = Excerpt(
          lines: (start: 1, end: 9),
          columns: (start: 0, end: 80),
          weights: [(start: 0.5, end: 1.5)],
        );
        expect(echoExcerpt(value: excerpt), excerpt);
        final other = excerpt.copyWith(columns: null, lines: (start: 2, end: 3));
        expect(echoExcerpt(value: other), other);
        expect(other.columns, null);
        expect(other == excerpt, false);

        const points = Between(
          range: (start: Point(x: 1, y: 2), end: Point(x: 3, y: 4)),
          more: [(start: Point(x: 0, y: 0), end: Point(x: -1, y: -1))],
        );
        expect(echoBetweenPoints(value: points), points);
        Between<Int16List> lists() => Between(
              range: (start: Int16List.fromList([1]), end: Int16List(0)),
              more: [(start: Int16List(0), end: Int16List.fromList([-1, 2]))],
            );
        expect(echoBetweenLists(value: lists()) == lists(), true);
        expect(echoBetweenLists(value: lists()).hashCode, lists().hashCode);
      });

      test('their documents are those of serde', () async {
        const excerpt = Excerpt(
          lines: (start: 1, end: 9),
          weights: [(start: 0.5, end: 1.5)],
        );
        final document = jsonDecode(jsonEncode(excerpt)) as Map<String, Object?>;
        expect(document, {
          'lines': {'start': 1, 'end': 9},
          'columns': null,
          'weights': [
            {'start': 0.5, 'end': 1.5},
          ],
        });
        expect(Excerpt.fromJson(document), excerpt);
        final columns = {...document, 'columns': {'start': 3, 'end': 4}};
        expect(Excerpt.fromJson(columns).columns, (start: 3, end: 4));
        await expectThrows<FormatException>(
          () => Excerpt.fromJson({
            ...document,
            'lines': {'start': 1, 'end': 'x'},
          }),
          containing: 'lines.end',
        );
        await expectThrows<FormatException>(
          () => Excerpt.fromJson({...document, 'lines': [1, 2]}),
          containing: 'an object',
        );
      });

      test('in callbacks, streams, sinks and signals', () async {
        final asked = <({int start, int end})>[];
        final end = askForEnd(
          start: 4,
          answer: (range) {
            asked.add(range);
            return (start: range.start, end: range.end + 3);
          },
        );
        expect(end, 7);
        expect(asked, [(start: 4, end: 4)]);

        expect(await parts(range: (start: 0, end: 10), length: 4).toList(), [
          (start: 0, end: 4),
          (start: 4, end: 8),
          (start: 8, end: 10),
        ]);
        expect(await pushBoth(range: (start: -128, end: 127)).toList(), [
          (start: -128, end: 127),
          (start: 127, end: -128),
        ]);

        final signal = rangeSignal(range: (start: 1, end: 2));
        expect(signal.value, (start: 1, end: 2));
        shiftRange(signal: signal, by: 10);
        expect(signal.value, (start: 11, end: 12));
        signal.dispose();
      });
    });
