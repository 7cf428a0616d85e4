import 'dart:convert';
import 'dart:math';
import 'dart:typed_data';

import 'package:oche/bridge.dart' show deepEquals, deepHash;
import 'package:oche/oche.dart';
import 'package:oche/src/run/error.dart' show readWireError;
import 'package:oche/src/wire/wire.dart';

import 'harness.dart';
import 'raw.dart';
import 'support.dart';

typedef _Write = void Function(Writer w);
typedef _Read = Object? Function(Reader r);

/// Checks that [write] writes [bytes], that [read] makes [value] of them, and
/// that it refuses them when they are cut off.
Future<void> _crosses(
  _Write write,
  List<int> bytes,
  _Read read,
  Object? value,
) async {
  expect(encode(write), bytes);
  expect(_read(bytes, read), value);
  for (var length = 0; length < bytes.length; length++) {
    await expectThrows<MalformedDataException>(
      () => _read(bytes.sublist(0, length), read),
    );
  }
}

Object? _read(List<int> bytes, _Read read) {
  final reader = Reader(Uint8List.fromList(bytes));
  final value = read(reader);
  reader.end();
  return value;
}

/// Any of the bytes that stand for a value are one, or an [OcheException].
void _isTotal(_Read read, List<int> bytes) {
  try {
    _read(bytes, read);
  } on OcheException {
    return;
  }
}

List<int> _i64(int n) => encode((w) => w.i64(n));

final _two = BigInt.two;
final _i64Bounds = [-_two.pow(63), _two.pow(63) - BigInt.one];

Future<void> main() => suite('wire types', () {
      test('any list of numbers is laid out as the typed list is', () async {
        const ints = [0, 1, 127];
        const doubles = [0.5, -1.0];
        for (final (items, list) in <(_Write, TypedData)>[
          ((Writer w) => w.i8Items(ints), Int8List.fromList(ints)),
          ((Writer w) => w.u8Items(ints), Uint8List.fromList(ints)),
          ((Writer w) => w.i16Items(ints), Int16List.fromList(ints)),
          ((Writer w) => w.u16Items(ints), Uint16List.fromList(ints)),
          ((Writer w) => w.i32Items(ints), Int32List.fromList(ints)),
          ((Writer w) => w.u32Items(ints), Uint32List.fromList(ints)),
          ((Writer w) => w.i64Items(ints), Int64List.fromList(ints)),
          ((Writer w) => w.u64Items(ints), Uint64List.fromList(ints)),
          ((Writer w) => w.f32Items(doubles), Float32List.fromList(doubles)),
          ((Writer w) => w.f64Items(doubles), Float64List.fromList(doubles)),
        ]) {
          final bytes = Uint8List.sublistView(list);
          final written = encode(items);
          expect(written.sublist(written.length - bytes.length), bytes);
          expect(written[0], list.lengthInBytes ~/ list.elementSizeInBytes * 2);
        }
        for (final write in [
          (Writer w) => w.i8Items([128]),
          (Writer w) => w.u8Items([-1]),
          (Writer w) => w.i16Items([0x8000]),
          (Writer w) => w.u16Items([0x10000]),
          (Writer w) => w.i32Items([-0x80000001]),
          (Writer w) => w.u32Items([0x100000000]),
          (Writer w) => w.u64Items([-1]),
          (Writer w) => w.u64Items(Uint64List(1)..[0] = -1),
        ]) {
          await expectThrows<IntegerRangeException>(() => encode(write));
        }
      });

      test('64-bit integers as BigInt', () async {
        for (final value in [..._i64Bounds, -BigInt.one, BigInt.zero]) {
          await _crosses(
            (w) => w.i64Big(value),
            _i64(value.toInt()),
            (r) => r.i64Big(),
            value,
          );
        }
        final most = _two.pow(64) - BigInt.one;
        await _crosses(
          (w) => w.u64Big(most),
          _i64(-1),
          (r) => r.u64Big(),
          most,
        );
        await _crosses(
          (w) => w.u64Big(BigInt.from(258)),
          [2, 1, 0, 0, 0, 0, 0, 0],
          (r) => r.u64Big(),
          BigInt.from(258),
        );
        for (final (write, type) in [
          ((Writer w) => w.i64Big(_two.pow(63)), 'i64'),
          ((Writer w) => w.i64Big(-_two.pow(63) - BigInt.one), 'i64'),
          ((Writer w) => w.u64Big(_two.pow(64)), 'u64'),
          ((Writer w) => w.u64Big(-BigInt.one), 'u64'),
          ((Writer w) => w.i64BigList([BigInt.one, _two.pow(63)]), 'i64'),
          ((Writer w) => w.u64BigList([BigInt.one, -BigInt.one]), 'u64'),
        ]) {
          await expectThrows<IntegerRangeException>(
            () => encode(write),
            containing: type,
          );
        }
      });

      test('lists of 64-bit integers as BigInt', () async {
        const header = [4, 0, 0, 0, 0, 0, 0, 0];
        await _crosses(
          (w) => w.i64BigList(_i64Bounds),
          [...header, ..._i64(minInt), ..._i64(maxInt)],
          (r) => r.i64BigList(),
          _i64Bounds,
        );
        final unsigned = [_two.pow(64) - BigInt.one, BigInt.one];
        final bytes = [...header, ..._i64(-1), ..._i64(1)];
        await _crosses(
          (w) => w.u64BigList(unsigned),
          bytes,
          (r) => r.u64BigList(),
          unsigned,
        );
        await _crosses(
          (w) => w.u64BigArray(unsigned, 2),
          bytes,
          (r) => r.u64BigArray(2),
          unsigned,
        );
        await _crosses(
          (w) => w.i64BigArray(_i64Bounds, 2),
          [...header, ..._i64(minInt), ..._i64(maxInt)],
          (r) => r.i64BigArray(2),
          _i64Bounds,
        );
        for (final write in <_Write>[
          (w) => w.i64BigArray(_i64Bounds, 3),
          (w) => w.u64BigArray(unsigned, 1),
        ]) {
          await expectThrows<ListLengthException>(() => encode(write));
        }
        await expectThrows<ListLengthException>(
          () => _read(bytes, (r) => r.u64BigArray(3)),
        );
        await expectThrows<IntegerRangeException>(
          () => _read(bytes, (r) => r.u64List()),
          containing: '18446744073709551615',
        );
        await expectThrows<IntegerRangeException>(
          () => _read(_i64(-1), (r) => r.u64()),
          containing: 'oche(bigint)',
        );
        await expectThrows<IntegerRangeException>(
          () => encode((w) => w.u64List(Uint64List(2)..[1] = -2)),
          containing: '18446744073709551614',
        );
      });

      test('128-bit integers', () async {
        final ones = List.filled(16, 0xff);
        await _crosses(
          (w) => w.i128(-BigInt.one),
          ones,
          (r) => r.i128(),
          -BigInt.one,
        );
        await _crosses(
          (w) => w.u128(_two.pow(128) - BigInt.one),
          ones,
          (r) => r.u128(),
          _two.pow(128) - BigInt.one,
        );
        for (final value in [
          -_two.pow(127),
          _two.pow(127) - BigInt.one,
          _two.pow(64),
          -_two.pow(64),
          -_two.pow(63),
          BigInt.parse('-123456789012345678901234567890'),
        ]) {
          final bytes = encode((w) => w.i128(value));
          expect(_read(bytes, (r) => r.i128()), value);
        }
        for (final value in [_two.pow(63), _two.pow(64), _two.pow(127)]) {
          final bytes = encode((w) => w.u128(value));
          expect(_read(bytes, (r) => r.u128()), value);
        }
        for (final write in <_Write>[
          (w) => w.i128(_two.pow(127)),
          (w) => w.i128(-_two.pow(127) - BigInt.one),
          (w) => w.u128(_two.pow(128)),
          (w) => w.u128(-BigInt.one),
          (w) => w.u128(_two.pow(1000000)),
        ]) {
          await expectThrows<IntegerRangeException>(
            () => encode(write),
            containing: '128',
          );
        }
      });

      test('integers without bounds', () async {
        await _crosses(
          (w) => w.bigInt(BigInt.from(-258)),
          [1, 4, 0, 0, 0, 2, 1],
          (r) => r.bigInt(),
          BigInt.from(-258),
        );
        await _crosses(
          (w) => w.bigUint(BigInt.from(0xabc)),
          [4, 0, 0, 0, 0xbc, 0x0a],
          (r) => r.bigUint(),
          BigInt.from(0xabc),
        );
        expect(encode((w) => w.bigUint(BigInt.zero)), [0, 0, 0, 0]);
        for (final bytes in [
          [0, 0, 0, 0],
          [2, 0, 0, 0, 0],
          [4, 0, 0, 0, 0, 0],
        ]) {
          expect(_read(bytes, (r) => r.bigUint()), BigInt.zero);
          expect(_read([1, ...bytes], (r) => r.bigInt()), BigInt.zero);
        }
        for (var bits = 1; bits < 200; bits++) {
          final value = _two.pow(bits) - BigInt.from(bits);
          final bytes = encode((w) => w.bigInt(-value));
          expect(_read(bytes, (r) => r.bigInt()), -value);
        }
        // As many bytes as still go into the message.
        final large = _two.pow(4095 * 8) - BigInt.one;
        final bytes = encode((w) => w.bigUint(large));
        expect(_read(bytes, (r) => r.bigUint()) == large, true);
        await expectThrows<IntegerRangeException>(
          () => encode((w) => w.bigUint(-BigInt.one)),
          containing: 'BigUint',
        );
        await expectThrows<MalformedDataException>(
          () => _read([2, 0, 0, 0, 0], (r) => r.bigInt()),
          containing: 'sign',
        );
      });

      test('sets', () async {
        await _crosses(
          (w) => w.set({3, 1}, (w, v) => w.u8(v)),
          [2, 0, 0, 0, 3, 1],
          (r) => r.set((r) => r.u8()),
          {3, 1},
        );
        expect(_read([2, 0, 0, 0, 7, 7], (r) => r.set((r) => r.u8())), {7});
        await expectThrows<MalformedDataException>(
          () => _read([255, 255, 255, 127, 0], (r) => r.set((r) => r.u8())),
        );
        final set = {1, 2};
        await expectThrows<ConcurrentModificationError>(
          () => encode((w) => w.set(set, (w, v) => set.add(v + 2))),
        );
      });

      test('moments', () async {
        final moment = DateTime.utc(2023, 11, 14, 22, 13, 20, 123, 456);
        final bytes = _i64(1700000000123456);
        await _crosses(
          (w) => w.dateTime(moment),
          bytes,
          (r) => r.dateTime(),
          moment,
        );
        await _crosses(
          (w) => w.localDateTime(moment.toLocal()),
          bytes,
          (r) => r.localDateTime(),
          moment.toLocal(),
        );
        expect(encode((w) => w.dateTime(moment.toLocal())), bytes);
        expect(encode((w) => w.localDateTime(moment)), bytes);
        final read = _read(bytes, (r) => r.localDateTime())! as DateTime;
        expect(read.isUtc, false);
        const most = 8640000000000000000;
        for (final micros in [-most, -1, 0, most]) {
          final bytes = _i64(micros);
          final read = _read(bytes, (r) => r.dateTime())! as DateTime;
          expect(read.microsecondsSinceEpoch, micros);
          expect(read.isUtc, true);
          expect(encode((w) => w.dateTime(read)), bytes);
        }
        for (final micros in [minInt, -most - 1, most + 1, maxInt]) {
          for (final read in <_Read>[
            (r) => r.dateTime(),
            (r) => r.localDateTime(),
          ]) {
            await expectThrows<InvalidValueException>(
              () => _read(_i64(micros), read),
              containing: '$micros',
            );
          }
        }
      });

      test('lengths of time with a sign', () async {
        for (final micros in [minInt, -1, 0, maxInt]) {
          await _crosses(
            (w) => w.signedDuration(Duration(microseconds: micros)),
            _i64(micros),
            (r) => r.signedDuration(),
            Duration(microseconds: micros),
          );
        }
      });

      test('UUIDs', () async {
        const text = '01020304-0506-0708-090a-0b0c0d0eff10';
        final value = Uuid(text);
        await _crosses(
          (w) => w.uuid(value),
          [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255, 16],
          (r) => r.uuid(),
          value,
        );
        expect('$value', text);
        expect(Uuid(text.toUpperCase()), value);
        expect(Uuid(text.toUpperCase()).hashCode, value.hashCode);
        expect('${Uuid(text.toUpperCase())}', text);
        expect(Uuid.fromBytes(value.bytes), value);
        value.bytes[0] = 9;
        expect('$value', text);
        expect(value == Uuid('00000000-0000-0000-0000-000000000000'), false);
        for (final none in [
          '',
          'x',
          '01020304-0506-0708-090a-0b0c0d0eff1',
          '01020304-0506-0708-090a-0b0c0d0eff100',
          '01020304-0506-0708-090a-0b0c0d0eff1g',
          '01020304-0506-0708-090a00b0c0d0eff10',
          '01020304-0506-0708-090a-0b0c-d0eff10',
          '0102030405060708090a0b0c0d0eff10',
          '{01020304-0506-0708-090a-0b0c0d0eff10}',
          '０1020304-0506-0708-090a-0b0c0d0eff10',
        ]) {
          await expectThrows<FormatException>(() => Uuid(none));
        }
        await expectThrows<ArgumentError>(() => Uuid.fromBytes(Uint8List(15)));
      });

      test('URLs', () async {
        final value = Uri.parse('https://example.org/a%20b?c=d#e');
        await _crosses(
          (w) => w.uri(value),
          encode((w) => w.string('https://example.org/a%20b?c=d#e')),
          (r) => r.uri(),
          value,
        );
        for (final none in ['http://[', '::', 'http://a:b']) {
          await expectThrows<InvalidValueException>(
            () => _read(textOf(ascii.encode(none)), (r) => r.uri()),
            containing: none,
          );
        }
      });

      test('JSON values, byte by byte', () async {
        for (final (value, bytes) in [
          (null, [0]),
          (false, [1]),
          (true, [2]),
          (-2, [3, ..._i64(-2)]),
          (0.5, [5, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f]),
          ('ab', [6, 5, 0, 0, 0, 97, 98]),
          ([true, null], [7, 2, 0, 0, 0, 2, 0]),
          ({'a': false}, [8, 1, 0, 0, 0, 3, 0, 0, 0, 97, 1]),
          (<Object?>[], [7, 0, 0, 0, 0]),
          (<String, Object?>{}, [8, 0, 0, 0, 0]),
        ]) {
          await _crosses((w) => w.json(value), bytes, (r) => r.json(), value);
        }
        expect(
          _read([4, ..._i64(maxInt)], (r) => r.json()),
          maxInt,
        );
        await expectThrows<IntegerRangeException>(
          () => _read([4, ..._i64(-1)], (r) => r.json()),
          containing: '18446744073709551615',
        );
        await expectThrows<MalformedDataException>(
          () => _read([9], (r) => r.json()),
        );
      });

      test('JSON values as dart:convert knows them', () {
        const text = '{"a":[1,-2.5,1e300,"ç😀",{"b":null,"":[[]]}],"c":true}';
        final value = jsonDecode(text);
        final back = _read(encode((w) => w.json(value)), (r) => r.json());
        expect(back, value);
        expect(jsonEncode(back), jsonEncode(value));
        expect(back, isA<Map<String, Object?>>());
        expect((back! as Map<String, Object?>)['a'], isA<List<Object?>>());
      });

      test('what is no JSON value is refused', () async {
        final cycle = <Object?>[];
        cycle.add(cycle);
        for (final value in [
          double.nan,
          double.infinity,
          {1: 'a'},
          {null: 'a'},
          {1, 2},
          DateTime(2024),
          [Duration.zero],
          {
            'a': [Object()],
          },
          BigInt.one,
        ]) {
          await expectThrows<InvalidValueException>(
            () => encode((w) => w.json(value)),
            containing: 'JSON',
          );
        }
        await expectThrows<NestingTooDeepException>(
          () => encode((w) => w.json(cycle)),
        );
        await expectThrows<LoneSurrogateException>(
          () => encode((w) => w.json({'\ud800': 1})),
        );
        Object? nested(int levels) {
          Object? value = 1;
          for (var i = 0; i < levels; i++) {
            value = i.isEven ? [value] : {'': value};
          }
          return value;
        }

        final bytes = encode((w) => w.json(nested(128)));
        expect(_read(bytes, (r) => r.json()), nested(128));
        await expectThrows<NestingTooDeepException>(
          () => encode((w) => w.json(nested(129))),
        );
        await expectThrows<NestingTooDeepException>(
          () => _read(
            [
              for (var i = 0; i < 100000; i++) ...[7, 1, 0, 0, 0],
            ],
            (r) => r.json(),
          ),
        );
      });

      test('an option of an option', () async {
        for (final (value, bytes) in [
          (null, [0]),
          (const Some<int?>(null), [1, 0]),
          (const Some<int?>(7), [1, 1, 7]),
        ]) {
          await _crosses(
            (w) => w.option(
              value,
              (w, e) => w.option(e.value, (w, e) => w.u8(e)),
            ),
            bytes,
            (r) => r.option((r) => Some(r.option((r) => r.u8()))),
            value,
          );
        }
        expect(const Some(1) == const Some(2), false);
        expect(const Some<Object?>(null) == const Some<int?>(null), true);
        expect('${const Some(1)}', 'Some(1)');
      });

      test('equality by content knows sets and Some', () {
        for (final (a, b) in <(Object, Object)>[
          ({1, 2}, {2, 1}),
          (
            {
              [1],
              [2],
            },
            {
              [2],
              [1],
            },
          ),
          (
            {
              'a': {const Some(1)},
            },
            {
              'a': {const Some(1)},
            },
          ),
          (Some([1]), Some([1])),
          (<int>{}, <int>{}),
        ]) {
          expect(deepEquals(a, b), true, reason: '$a and $b');
          expect(deepEquals(b, a), true, reason: '$b and $a');
          expect(deepHash(a), deepHash(b));
        }
        for (final (a, b) in <(Object, Object)>[
          ({1, 2}, {1, 3}),
          ({1, 2}, {1}),
          ({1}, [1]),
          ([1], {1}),
          (
            {
              [1],
              [1],
            },
            {
              [1],
              [2],
            },
          ),
          (Some([1]), Some([2])),
          (Some([1]), [1]),
        ]) {
          expect(deepEquals(a, b), false, reason: '$a and $b');
          expect(deepEquals(b, a), false, reason: '$b and $a');
        }
      });

      test('an invalid value is an exception of its own', () {
        final bytes = [9, ...textOf(ascii.encode('why'))];
        final error = readWireError(Reader(Uint8List.fromList(bytes)));
        expect(error, isA<InvalidValueException>());
        expect((error as InvalidValueException).message, 'why');
      });

      test('any bytes are a value or an exception', () {
        final random = Random(7);
        final readers = <_Read>[
          (r) => r.i128(),
          (r) => r.bigInt(),
          (r) => r.bigUint(),
          (r) => r.u64BigList(),
          (r) => r.i64BigArray(2),
          (r) => r.set((r) => r.string()),
          (r) => r.dateTime(),
          (r) => r.localDateTime(),
          (r) => r.signedDuration(),
          (r) => r.uuid(),
          (r) => r.uri(),
          (r) => r.json(),
          (r) => r.option((r) => Some(r.json())),
        ];
        for (var i = 0; i < 2000; i++) {
          final bytes = [
            for (var j = random.nextInt(40); j > 0; j--)
              random.nextBool() ? random.nextInt(256) : random.nextInt(10),
          ];
          for (final read in readers) {
            _isTotal(read, bytes);
          }
        }
        expect(_read([0], (r) => r.json()), null);
      });
    }, liveObjects: () => 0);
