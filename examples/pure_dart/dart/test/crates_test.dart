import 'dart:convert';
import 'dart:typed_data';

import 'package:oche/bridge.dart' show deepEquals;
import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

final _first = DateTime.utc(1970);
final _leap = DateTime.utc(2024, 2, 29, 23, 59, 59, 999, 999);
final _day = DateTime.utc(2024, 2, 29);

/// The moments that `chrono` knows in all of Dart's range.
final _ends = [
  for (final micros in [-8000000000000000000, 8000000000000000000])
    DateTime.fromMicrosecondsSinceEpoch(micros, isUtc: true),
];

final _ids = [
  Uuid('00000000-0000-0000-0000-000000000000'),
  Uuid('67e55044-10b1-426f-9247-bb680e5fe0c8'),
  Uuid('ffffffff-ffff-ffff-ffff-ffffffffffff'),
];

const Map<String, Object?> _json = {
  'nothing': null,
  'yes': true,
  'no': false,
  'least': minInt,
  'most': maxInt,
  'half': 0.5,
  'text': '😀\u0000',
  'list': [
    1,
    [null, <Object?>[]],
    <String, Object?>{},
  ],
  '': {
    'deeper': {'still': 1.25},
  },
};

Object? _nested(int depth) => depth == 0 ? null : [_nested(depth - 1)];

Record _record({Object? more = _json}) => Record(
      id: _ids[1],
      created: _leap,
      ends: _day,
      takes: const Duration(days: -3),
      link: Uri.parse('https://example.com/?q=1#x'),
      more: more,
      content: Uint8List.fromList([1, 2, 3]),
      price: BigInt.from(2).pow(200),
      seen: _first,
    );

Future<void> main() => suite('crates', () {
      test('moments of chrono cross', () async {
        for (final value in [_first, _leap, ..._ends]) {
          expect(echoUtc(value: value), value);
          final local = echoLocal(value: value.toLocal());
          expect(local.isUtc, false);
          expect(local.isAtSameMomentAs(value), true);
        }
        expect(describeUtc(value: _leap), '2024-02-29T23:59:59.999999Z');
        final local = DateTime(2024, 7, 1, 8);
        expect(echoUtc(value: local), local.toUtc());
        // Dart's moments go on for longer.
        expect(lastMoment().year, 262142);
        await expectThrows<InvalidValueException>(
          () => echoUtc(value: DateTime.utc(275000)),
        );
      });

      test('days, times and lengths of chrono cross', () async {
        const time = Duration(hours: 23, minutes: 59, microseconds: 1);
        const delta = Duration(days: -1, microseconds: -1);
        expect(
          echoChrono(
            fixed: _leap,
            naive: _leap,
            date: _day,
            time: time,
            delta: delta,
          ),
          (_leap, _leap, _day, time, delta),
        );
        expect(
          describeNaive(date: _day, time: time),
          '2024-02-29 23:59:00.000001',
        );
        await expectThrows<InvalidValueException>(
          () => describeNaive(date: _leap, time: Duration.zero),
          containing: 'midnight',
        );
        for (final time in const [
          Duration(days: 1),
          Duration(microseconds: -1),
        ]) {
          await expectThrows<OcheException>(
            () => describeNaive(date: _day, time: time),
          );
        }
      });

      test('moments of chrono cross in lists, options and maps', () async {
        final (list, option, map) = await echoChronoPlaces(
          list: [_first, _leap],
          option: _day,
          map: {_day: const Duration(seconds: -1), _first: Duration.zero},
        );
        expect(list, [_first, _leap]);
        expect(option, _day);
        expect(map.keys.toList(), [_first, _day]);
        expect(map[_day], const Duration(seconds: -1));
        expect((await echoChronoPlaces(list: [], map: {})).$2, null);
      });

      test('moments of time cross', () async {
        const time = Duration(hours: 23, minutes: 59, microseconds: 1);
        const duration = Duration(days: -1, microseconds: -1);
        (DateTime, DateTime, DateTime, Duration, Duration) echo(
          DateTime moment,
          Duration time,
        ) =>
            echoMoments(
              offset: moment,
              primitive: moment,
              date: _day,
              time: time,
              duration: duration,
            );

        expect(echo(_leap, time), (_leap, _leap, _day, time, duration));
        // It knows the years up to 9999.
        await expectThrows<OcheException>(
          () => echo(DateTime.utc(10000), time),
        );
        await expectThrows<OcheException>(
          () => echo(_leap, const Duration(days: 1)),
        );
      });

      test('UUIDs cross', () {
        for (final id in _ids) {
          expect(echoUuid(value: id), id);
          expect(describeUuid(value: id), '$id');
        }
        final (list, set, map) = echoUuidPlaces(
          list: _ids,
          set: _ids.toSet(),
          map: {_ids[0]: _ids[1], _ids[1]: null},
        );
        expect(list, _ids);
        expect(set, _ids.toSet());
        expect(map, {_ids[0]: _ids[1], _ids[1]: null});
      });

      test('JSON crosses', () async {
        for (final value in [null, true, 1, 0.5, 'x', _json, _json['list']]) {
          expect(echoJson(value: value), value);
          expect(
            jsonDecode(printJson(value: value)),
            jsonDecode(jsonEncode(value)),
          );
        }
        final (list, map, option) = echoJsonPlaces(
          list: [null, 1, _json],
          map: {'a': null, 'b': _json},
        );
        expect(list, [null, 1, _json]);
        expect(map, {'a': null, 'b': _json});
        expect(option, null);
        expect(echoJson(value: jsonDecode('{"a":[1,2.0]}')), {
          'a': [1, 2.0],
        });
      });

      test('what is no JSON is refused', () async {
        for (final value in [
          double.nan,
          double.infinity,
          Object(),
          {1: 2},
          [BigInt.one],
          DateTime.utc(2000),
          {'a': const Duration(days: 1)},
        ]) {
          await expectThrows<InvalidValueException>(
            () => echoJson(value: value),
          );
        }
        await expectThrows<NestingTooDeepException>(
          () => echoJson(value: _nested(129)),
        );
        expect(echoJson(value: _nested(127)), _nested(127));
      });

      test('an option of JSON tells nothing from null', () {
        for (final value in [
          null,
          const Some<Object?>(null),
          const Some<Object?>(_json),
        ]) {
          expect(
            echoJsonPlaces(list: [], map: {}, option: value).$3,
            satisfies<Some<Object?>?>(
              '$value',
              (found) => deepEquals(found, value),
            ),
          );
        }
      });

      test('JSON from text arrives', () async {
        expect(await parseJson(text: '[1, -2.5e3, "\\u00e4", null]'), [
          1,
          -2500.0,
          'ä',
          null,
        ]);
        await expectThrows<RustError>(
          () => parseJson(text: '[1,'),
          containing: 'EOF',
        );
        await expectThrows<IntegerRangeException>(
          () => parseJson(text: '18446744073709551615'),
          containing: '18446744073709551615',
        );
      });

      test('addresses of the web cross', () async {
        final base = Uri.parse('https://example.com/a/b?q=%C3%A4#x');
        expect(echoUrl(value: base), base);
        expect(
          joinUrl(base: base, path: '../c'),
          Uri.parse('https://example.com/c'),
        );
        expect(
          echoUrlMap(value: {
            base: [base]
          }),
          {
            base: [base],
          },
        );
        for (final text in ['', 'a/b', '//example.com', 'https://']) {
          await expectThrows<InvalidValueException>(
            () => echoUrl(value: Uri.parse(text)),
          );
        }
        await expectThrows<RustError>(
          () => joinUrl(base: base, path: 'https://'),
        );
      });

      test('shared bytes cross', () async {
        for (final length in [0, 1, 5000]) {
          final bytes =
              Uint8List.fromList([for (var i = 0; i < length; i++) i & 0xff]);
          final (one, list, option) = echoSharedBytes(
            value: bytes,
            list: [bytes, bytes],
            option: bytes,
          );
          expect(one, bytes);
          expect(list, [bytes, bytes]);
          expect(option, bytes);
        }
        final bytes = Uint8List.fromList(List.generate(20000, (i) => i & 0xff));
        expect(
          await sliceBytes(value: bytes, from: 1, to: 19999),
          Uint8List.sublistView(bytes, 1, 19999),
        );
      });

      test('numbers of any size cross', () async {
        final two = BigInt.two;
        for (final bits in [0, 1, 31, 32, 63, 64, 65, 127, 128, 1000, 40000]) {
          for (final value in [two.pow(bits), two.pow(bits) - BigInt.one]) {
            expect(echoBigInt(value: value), value);
            expect(echoBigInt(value: -value), -value);
            expect(echoBigUint(value: value), value);
          }
        }
        expect(
          await power(base: BigInt.from(-3), exponent: 101),
          BigInt.from(-3).pow(101),
        );
        final (list, map) = echoBigPlacesOfAnySize(
          list: [two.pow(70), -BigInt.one],
          map: {two.pow(70): null, BigInt.zero: BigInt.one},
        );
        expect(list, [two.pow(70), -BigInt.one]);
        expect(map, {two.pow(70): null, BigInt.zero: BigInt.one});
        await expectThrows<IntegerRangeException>(
          () => echoBigUint(value: -BigInt.one),
          containing: 'BigUint',
        );
      });

      test('all of it crosses in the fields of one struct', () async {
        final record = _record();
        final back = echoRecord(value: record);
        expect(back, record);
        expect(back.hashCode, record.hashCode);
        expect(echoRecord(value: _record(more: null)).more, null);
        final other = _record(more: [2]);
        expect(echoRecord(value: _record(more: [1])) == other, false);
        await expectThrows<InvalidValueException>(
          () => echoRecord(value: _record(more: Object())),
        );
      });

      test('any error arrives with its chain', () async {
        expect(await anyError(fails: false), 1);
        final error = await expectThrows<RustError>(
          () => anyError(fails: true),
          containing: 'cannot read the settings',
        );
        expect('$error', contains('the disk is gone'));
        expect(boxedError(text: '7'), 7);
        await expectThrows<RustError>(
          () => boxedError(text: 'x'),
          containing: 'invalid digit',
        );
        expect(await anyErrorLater(text: '7'), 7);
        await expectThrows<RustError>(
          () => anyErrorLater(text: 'x'),
          containing: '"x": invalid digit',
        );
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
