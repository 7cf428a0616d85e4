import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

final _two = BigInt.two;
BigInt _largest(int bits) => _two.pow(bits) - BigInt.one;

final _counters = Counters(
  big: _largest(64),
  list: [BigInt.zero, _largest(64)],
  option: -_two.pow(63),
  small: maxInt,
);

const _twelve = (
  -128,
  -32768,
  -0x80000000,
  minInt,
  255,
  65535,
  0xffffffff,
  maxInt,
  0.5,
  -0.1,
  true,
  '😀',
);

SixtyFields _sixtyFields({required String column8}) => SixtyFields(
      column0: true,
      column1: 1,
      column2: -2,
      column3: 3,
      column4: minInt,
      column5: 0.5,
      column6: 1 / 3,
      column7: 'ß',
      column8: column8,
      column9: 9,
      column10: Uint8List.fromList([10]),
      column11: (11, true),
      column12: false,
      column13: 13,
      column14: -14,
      column15: 15,
      column16: maxInt,
      column17: -0.5,
      column18: double.infinity,
      column19: '\u0000',
      column20: '',
      column22: Uint8List(0),
      column23: (-23, false),
      column24: true,
      column25: 25,
      column26: -26,
      column27: 27,
      column28: 28,
      column29: 2.5,
      column30: -30.1,
      column31: '日',
      column32: 'thirty-two',
      column33: 33,
      column34: Uint8List.fromList([3, 4]),
      column35: (35, true),
      column36: true,
      column37: 37,
      column38: -38,
      column39: 39,
      column40: 40,
      column41: 4.5,
      column42: 42,
      column43: '\u{10ffff}',
      column44: 'forty-four',
      column45: 45,
      column46: Uint8List.fromList([4, 6]),
      column47: (47, false),
      column48: false,
      column49: 49,
      column50: -50,
      column51: 51,
      column52: 52,
      column53: 5.5,
      column54: 54.54,
      column55: 'z',
      column56: 'fifty-six',
      column58: Uint8List.fromList([5, 8]),
      column59: (59, true),
    );

Holder _holder() => Holder(
      text: 'held',
      path: '/tmp/ä',
      address: '::1',
      tags: {'a', 'b'},
      queue: Uint16List.fromList([1, 65535]),
      wide: _largest(128),
      count: 7,
      at: DateTime.utc(2024, 2, 29, 12, 30, 15, 1, 2),
      shared: Patch(name: const Some('n')),
      numbers: Int64List.fromList([minInt, 0, maxInt]),
      names: {_largest(127): 'most', -_two.pow(127): 'least'},
    );

final class _Meter implements Meter {
  BigInt? since;
  BigInt? more;

  @override
  int read({required BigInt since, required int step}) {
    this.since = since;
    return step + 1;
  }

  @override
  BigInt total({required BigInt more}) {
    this.more = more;
    return _largest(64);
  }
}

Future<void> main() => suite('data', () {
      test('wide integers cross', () async {
        for (final value in [
          -_two.pow(127),
          -_two.pow(64),
          -BigInt.one,
          BigInt.zero,
          _largest(64),
          _largest(127),
        ]) {
          expect(echoI128(value: value), value);
        }
        for (final value in [BigInt.zero, _largest(64), _largest(128)]) {
          expect(echoU128(value: value), value);
        }
        for (final value in [_two.pow(127), -_two.pow(127) - BigInt.one]) {
          await expectThrows<IntegerRangeException>(
            () => echoI128(value: value),
            containing: 'i128',
          );
        }
        for (final value in [-BigInt.one, _two.pow(128)]) {
          await expectThrows<IntegerRangeException>(
            () => echoU128(value: value),
            containing: 'u128',
          );
        }
      });

      test('wide integers cross in lists, arrays and options', () async {
        final list = [-_two.pow(127), BigInt.zero];
        final array = [BigInt.zero, _largest(128)];
        expect(
          echoWideInts(list: list, array: array, option: _largest(127)),
          satisfies<(List<BigInt>, List<BigInt>, BigInt?)>(
            'all of them',
            (found) => '$found' == '${(list, array, _largest(127) as BigInt?)}',
          ),
        );
        final (none, _, nothing) = echoWideInts(list: [], array: array);
        expect(none, <BigInt>[]);
        expect(nothing, null);
        await expectThrows<ListLengthException>(
          () => echoWideInts(list: [], array: [BigInt.one]),
        );
      });

      test('64-bit integers cross as BigInt, all of their range', () async {
        for (final value in [-_two.pow(63), BigInt.zero, _largest(63)]) {
          expect(echoBigI64(value: value), value);
        }
        for (final value in [BigInt.zero, _two.pow(63), _largest(64)]) {
          expect(echoBigU64(value: value), value);
        }
        expect(largest(), _largest(64));
        await expectThrows<IntegerRangeException>(
          largestAsInt,
          containing: 'bigint',
        );
        await expectThrows<IntegerRangeException>(
          () => echoBigI64(value: _two.pow(63)),
          containing: 'i64',
        );
        await expectThrows<IntegerRangeException>(
          () => echoBigU64(value: -BigInt.one),
          containing: 'u64',
        );
        final small = BigInt.from(0x7fffffff);
        expect(
          echoBigSize(value: small, other: -small),
          (small, -small),
        );
      });

      test('lists of BigInt cross', () async {
        final list = [BigInt.zero, _two.pow(63), _largest(64)];
        expect(echoBigList(value: list), list);
        expect(echoBigList(value: []), <BigInt>[]);
        final long = [
          for (var i = 0; i < 5000; i++) _largest(64) - BigInt.from(i),
        ];
        expect(echoBigList(value: long), long);
        final signed = [-_two.pow(63), -BigInt.one, _largest(63)];
        expect(echoBigSignedList(value: signed), signed);
        await expectThrows<IntegerRangeException>(
          () => echoBigList(value: [BigInt.one, _two.pow(64)]),
        );
        await expectThrows<IntegerRangeException>(
          () => echoBigSignedList(value: [_two.pow(63)]),
        );
      });

      test('BigInt crosses in arrays, options and maps', () async {
        final array = [_largest(64), BigInt.zero, BigInt.one];
        final map = {
          _largest(64): [-_two.pow(63)],
          BigInt.zero: <BigInt>[],
        };
        final (a, o, m) = await echoBigPlaces(
          array: array,
          option: _largest(64),
          map: map,
        );
        expect(a, array);
        expect(o, _largest(64));
        expect(m, map);
      });

      test('BigInt crosses in the methods of an interface', () {
        final meter = _Meter();
        final (read, total) = readMeter(meter: meter);
        expect(read, BigInt.from(3));
        expect(total, _largest(64));
        expect(meter.since, _largest(64));
        expect(meter.more, BigInt.from(-1));
      });

      test('BigInt crosses in fields', () {
        expect(echoCounters(value: _counters), _counters);
        final none = Counters(big: BigInt.zero, list: [], small: 0);
        expect(echoCounters(value: none), none);
        expect(none == _counters, false);
        expect(echoCounters(value: _counters).hashCode, _counters.hashCode);
      });

      test('numbers that are not zero cross', () async {
        expect(
          echoNonZero(a: 255, b: -128, c: minInt, d: 1),
          (255, -128, minInt, 1),
        );
        expect(echoNonZeroU8(value: 1), 1);
        await expectThrows<OcheException>(
          () => echoNonZeroU8(value: 0),
          containing: '0',
        );
        await expectThrows<IntegerRangeException>(
          () => echoNonZeroU8(value: 256),
        );
        final big = _largest(64);
        expect(echoBigNonZero(value: big), big);
        await expectThrows<OcheException>(
          () => echoBigNonZero(value: BigInt.zero),
        );
      });

      test('numbers that are not zero cross in lists, options and maps',
          () async {
        final list = Uint64List.fromList([1, maxInt]);
        final (l, o, m) =
            echoNonZeroPlaces(list: list, option: 3, map: {1: -1, 2: minInt});
        expect(l, list);
        expect(o, 3);
        expect(m, {1: -1, 2: minInt});
        expect(echoNonZeroPlaces(list: Uint64List(0), map: {}).$2, null);
        final long = Uint64List(5000)..fillRange(0, 5000, 1);
        expect(echoNonZeroPlaces(list: long, map: {}).$1, long);
        long[4999] = 0;
        for (final list in [
          long,
          Uint64List.fromList([1, 0]),
        ]) {
          await expectThrows<OcheException>(
            () => echoNonZeroPlaces(list: list, map: {}),
          );
        }
        await expectThrows<OcheException>(
          () => echoNonZeroPlaces(list: Uint64List(0), option: 0, map: {}),
        );
        await expectThrows<OcheException>(
          () => echoNonZeroPlaces(list: Uint64List(0), map: {0: 1}),
        );
      });

      for (final MapEntry(key: what, value: text) in texts.entries) {
        test('text behind pointers crosses: $what', () async {
          expect(
            echoTexts(boxed: text, counted: text, shared: text, either: text),
            (text, text, text, text),
          );
          expect(echoPath(value: text), text);
          expect(await echoOsString(value: text), text);
        });
      }

      test('paths are text, or an error', () async {
        expect(joinPath(path: 'a', part: 'ö'), 'a/ö');
        expect(fileOf(path: '/a/b.txt'), 'b.txt');
        expect(fileOf(path: '/'), null);
        await expectThrows<OcheException>(
          pathWithoutText,
          containing: 'not UTF-8',
        );
        await expectThrows<LoneSurrogateException>(
          () => echoPath(value: '\ud800'),
        );
      });

      test('addresses cross', () async {
        expect(echoIp(value: '127.0.0.1'), '127.0.0.1');
        expect(echoIp(value: '0:0:0:0:0:0:0:1'), '::1');
        final (four, six, socket, list) = echoAddresses(
          four: '255.255.255.255',
          six: 'fe80::1',
          socket: '[::1]:65535',
          list: ['10.0.0.1', '::'],
        );
        expect(four, '255.255.255.255');
        expect((six, socket), ('fe80::1', '[::1]:65535'));
        expect(list, ['10.0.0.1', '::']);
        expect(
          echoAddressMap(value: {'1.2.3.4': '1.2.3.4:5'}),
          {'1.2.3.4': '1.2.3.4:5'},
        );
        for (final text in ['', '256.0.0.1', '1.2.3', 'localhost', '::1%lo']) {
          await expectThrows<InvalidValueException>(() => echoIp(value: text));
        }
        await expectThrows<InvalidValueException>(
          () => echoAddresses(four: '::1', six: '::', socket: '::', list: []),
        );
      });

      test('lists behind pointers cross', () {
        for (final length in [0, 1, 5000]) {
          final deque =
              Int32List.fromList([for (var i = 0; i < length; i++) -i]);
          final boxed =
              Float64List.fromList([for (var i = 0; i < length; i++) i / 3]);
          final bytes =
              Uint8List.fromList([for (var i = 0; i < length; i++) i & 0xff]);
          final counted =
              Int16List.fromList([for (var i = 0; i < length; i++) -i]);
          final shared = [for (var i = 0; i < length; i++) 'text $i'];
          final (a, b, c, d, e, f) = echoLists(
            deque: deque,
            boxed: boxed,
            bytes: bytes,
            counted: counted,
            shared: shared,
            either: bytes,
          );
          expect(a, deque);
          expect(b, boxed);
          expect(c, bytes);
          expect(d, counted);
          expect(e, shared);
          expect(f, bytes);
        }
      });

      test('queues cross', () async {
        expect(await echoDeque(value: []), <String>[]);
        expect(await echoDeque(value: ['a', '']), ['a', '']);
      });

      test('boxed numbers cross', () async {
        final (list, one, shared) =
            echoBoxes(list: [1, -0x80000000], one: maxInt, shared: -1);
        expect(list, [1, -0x80000000]);
        expect((one, shared), (maxInt, -1));
        await expectThrows<IntegerRangeException>(
          () => echoBoxes(list: [0x80000000], one: 0, shared: 0),
        );
      });

      test('data behind pointers crosses', () {
        expect(
          echoPointed(
            boxed: _counters,
            counted: _counters,
            shared: _counters,
            either: _counters,
          ),
          (_counters, _counters, _counters, _counters),
        );
        expect(twice(value: _counters), [_counters, _counters]);
      });

      test('sets cross', () async {
        expect(echoSet(value: {}), <String>{});
        expect(echoSet(value: {'', 'a', '😀'}), {'', 'a', '😀'});
        final large = {for (var i = 0; i < 20000; i++) 'text $i'};
        expect(echoSet(value: large), large);
        expect(await echoDataSet(value: {_counters}), {_counters});
        expect(sumSet(value: {1, 2, -4}), -1);
        expect(
          echoPairSet(value: {null, (1, 'a'), (1, 'b')}),
          {null, (1, 'a'), (1, 'b')},
        );
        await expectThrows<LoneSurrogateException>(
          () => echoSet(value: {'\ud800'}),
        );
        await expectThrows<IntegerRangeException>(
          () => echoPairSet(value: {(256, 'a')}),
        );
      });

      test('ordered sets and maps arrive in order', () {
        final (numbers, words) =
            echoOrderedSets(numbers: {3, minInt, 2}, texts: {'b', 'a', ''});
        expect(numbers.toList(), [minInt, 2, 3]);
        expect(words.toList(), ['', 'a', 'b']);
        final map = echoOrderedMap(
          value: {
            'b': {2, 1},
            'a': <int>{},
          },
        );
        expect(map.keys.toList(), ['a', 'b']);
        expect(map['b']!.toList(), [1, 2]);
      });

      test('options in options cross', () {
        for (final value in const [null, Some<int?>(null), Some<int?>(1)]) {
          expect(echoNestedOption(value: value), value);
        }
        for (final value in [
          null,
          const Some<Some<String?>?>(null),
          const Some<Some<String?>?>(Some(null)),
          const Some<Some<String?>?>(Some('text')),
        ]) {
          expect(echoDeepOption(value: value), value);
        }
        const list = [null, Some<int?>(null), Some<int?>(255)];
        const map = {
          'none': null,
          'nothing': Some<bool?>(null),
          'yes': Some<bool?>(true),
        };
        final (l, m) = echoOptionPlaces(list: list, map: map);
        expect(l, list);
        expect(m, map);
      });

      test('options in options cross in fields', () {
        for (final value in [
          const Patch(),
          const Patch(name: Some(null)),
          Patch(
            name: const Some('new'),
            numbers: Some(Uint8List.fromList([1])),
          ),
          Patch(numbers: Some(Uint8List(5000))),
          Patch(named: Some((1, [for (var i = 0; i < 2; i++) 'name $i']))),
        ]) {
          final back = echoPatch(value: value);
          expect(back, value);
          expect(back.hashCode, value.hashCode);
        }
        expect(const Patch() == const Patch(name: Some(null)), false);
      });

      test('moments cross, as UTC', () async {
        for (final value in [
          DateTime.utc(1970),
          DateTime.fromMicrosecondsSinceEpoch(-1, isUtc: true),
          DateTime.utc(2024, 2, 29, 12, 30, 15, 1, 2),
          for (final end in [-8640000000000000000, 8640000000000000000])
            DateTime.fromMicrosecondsSinceEpoch(end, isUtc: true),
        ]) {
          expect(echoTime(value: value), value);
        }
        final local = DateTime(2024, 7, 1, 8);
        expect(echoTime(value: local), local.toUtc());
        await expectThrows<InvalidValueException>(timeAfterAll);
      });

      test('moments cross in lists, options and keys', () async {
        final value = DateTime.utc(2000);
        final (list, option, lengths) = echoTimes(
          list: [value],
          option: value,
          lengths: {const Duration(microseconds: 1): 1, Duration.zero: 0},
        );
        expect(list, [value]);
        expect(option, value);
        expect(
          lengths,
          {const Duration(microseconds: 1): 1, Duration.zero: 0},
        );
        expect(echoTimes(list: [], lengths: {}).$2, null);
        await expectThrows<IntegerRangeException>(
          () => echoTimes(
            list: [],
            lengths: {const Duration(microseconds: -1): 1},
          ),
        );
      });

      test('the longest tuple crosses', () {
        expect(echoTwelve(value: _twelve), _twelve);
      });

      test('wrappers cross', () {
        final samples = Samples(Float32List.fromList([0.5, -1]));
        final (list, map, option) = echoWrappers(
          list: const [Steps(1), Steps(0xffffffff)],
          map: {const Steps(2): samples},
          option: const Steps(0),
        );
        expect(list, const [Steps(1), Steps(0xffffffff)]);
        expect(map, {const Steps(2): samples});
        expect(option, const Steps(0));
      });

      test('enums have their numbers', () {
        for (final code in Code.values) {
          expect(echoCode(value: code), code);
          expect(numberOf(value: code), code.discriminant);
        }
        expect(
          [for (final code in Code.values) code.discriminant],
          [200, 201, 404, -1],
        );
      });

      test('what may grow crosses', () {
        const value = Growing(size: 255);
        for (final kind in const [
          GrowingKindSeed(),
          GrowingKindTree(height: 3),
        ]) {
          expect(echoGrowing(value: value, kind: kind), (value, kind));
        }
      });

      test('all of it crosses in the fields of one struct', () async {
        final holder = _holder();
        final back = echoHolder(value: holder);
        expect(back, holder);
        expect(back.hashCode, holder.hashCode);
        await expectThrows<OcheException>(
          () => echoHolder(value: holder.copyWith(count: 0)),
        );
        await expectThrows<InvalidValueException>(
          () => echoHolder(value: holder.copyWith(address: 'here')),
        );
        expect(echoHolder(value: holder), holder);
      });

      test('trees cross', () async {
        Branch branch(int depth) => Branch(
              name: 'at $depth',
              children: [if (depth > 0) branch(depth - 1)],
              byName: {
                if (depth > 0)
                  'leaf': const Branch(name: '', children: [], byName: {}),
              },
            );
        expect(echoBranch(value: branch(0)), branch(0));
        expect(echoBranch(value: branch(127)), branch(127));
        await expectThrows<NestingTooDeepException>(
          () => echoBranch(value: branch(128)),
        );
      });

      test('types that hold each other cross', () async {
        const value = ExpressionAdd(
          ExpressionNumber(1),
          ExpressionParagraph(
            Paragraph(
              sentences: [
                SentenceLet(name: 'x', value: ExpressionNumber(2)),
                SentenceNothing(),
              ],
              value: ExpressionNumber(-0.5),
            ),
          ),
        );
        expect(echoExpression(value: value), value);
        Expression deep(int depth) => depth == 0
            ? const ExpressionNumber(0)
            : ExpressionParagraph(
                Paragraph(
                  sentences: [SentenceLet(name: '', value: deep(depth - 1))],
                ),
              );
        expect(echoExpression(value: deep(42)), deep(42));
        await expectThrows<NestingTooDeepException>(
          () => echoExpression(value: deep(43)),
        );
      });

      test('results may borrow from the arguments', () async {
        expect(trimmed(text: '  a b\n'), 'a b');
        expect(trimmed(text: '\u{feff}😀 '), '\u{feff}😀');
        expect(firstWord(text: ' to be'), 'to');
        expect(firstWord(text: ' '), null);
        expect(await splitWords(text: 'to be or'), ['to', 'be', 'or']);
        expect(wordsByLetter(text: 'to be tea'), {
          't': ['to', 'tea'],
          'b': ['be'],
        });
        expect(withoutSpaces(text: 'a b'), 'ab');
        expect(withoutSpaces(text: 'ab'), 'ab');
        expect(beforeComma(text: 'a,b'), 'a');
        await expectThrows<RustError>(
          () => beforeComma(text: 'ab'),
          containing: 'no comma',
        );
      });

      test('results may borrow lists and data', () {
        for (final length in [0, 1, 2, 5000]) {
          final bytes =
              Uint8List.fromList([for (var i = 0; i < length; i++) i & 0xff]);
          expect(rest(bytes: bytes), bytes.skip(1).toList());
        }
        final other = Counters(big: BigInt.one, list: [], small: 1);
        expect(half(list: [_counters, other]), [_counters]);
        expect(half(list: []), <Counters>[]);
        expect(firstCounters(list: [other, _counters]), other);
        expect(firstCounters(list: []), null);
        expect(sameCounters(value: _counters), _counters);
        expect(motto(), 'both sides of the line');
        expect(primes(), [2, 3, 5, 7, 11]);
      });

      test('a struct of sixty fields crosses', () {
        final value = _sixtyFields(column8: 'eight');
        final back = echoSixtyFields(value: value);
        expect(back, value);
        expect(back.hashCode, value.hashCode);
        expect(back == _sixtyFields(column8: 'eighth'), false);
        expect(
          back.copyWith(column8: 'eighth'),
          _sixtyFields(column8: 'eighth'),
        );
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
