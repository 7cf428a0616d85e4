import 'dart:typed_data';

import 'package:oche/bridge.dart';
import 'package:test/test.dart';

import 'memory.dart';

/// A value, how it is written, and how it is read.
typedef _Case = (
  String name,
  Object? value,
  void Function(Writer w) write,
  Object? Function(Reader r) read,
);

_Case _case<T>(
  String name,
  T value,
  void Function(Writer w, T value) write,
  T Function(Reader r) read,
) =>
    ('$name $value', value, (w) => write(w, value), read);

final _uuid = Uuid('67e55044-10b1-426f-9247-bb680e5fe0c8');

final List<_Case> _cases = [
  for (final v in [true, false])
    _case('bool', v, (w, v) => w.boolean(v), (r) => r.boolean()),
  for (final v in [-0x80, 0x7f])
    _case('i8', v, (w, v) => w.i8(v), (r) => r.i8()),
  for (final v in [0, 0xff]) _case('u8', v, (w, v) => w.u8(v), (r) => r.u8()),
  for (final v in [-0x8000, 0x7fff])
    _case('i16', v, (w, v) => w.i16(v), (r) => r.i16()),
  _case('u16', 0xffff, (w, v) => w.u16(v), (r) => r.u16()),
  for (final v in [-0x80000000, 0x7fffffff])
    _case('i32', v, (w, v) => w.i32(v), (r) => r.i32()),
  _case('u32', 0xffffffff, (w, v) => w.u32(v), (r) => r.u32()),
  for (final v in [-0x8000000000000000, 0x7fffffffffffffff])
    _case('i64', v, (w, v) => w.i64(v), (r) => r.i64()),
  _case('u64', 0x7fffffffffffffff, (w, v) => w.u64(v), (r) => r.u64()),
  _case('f32', 0.5, (w, v) => w.f32(v), (r) => r.f32()),
  for (final v in [0.1, double.infinity])
    _case('f64', v, (w, v) => w.f64(v), (r) => r.f64()),
  for (final v in ['a', 'é', '🚗'])
    _case('char', v, (w, v) => w.char(v), (r) => r.char()),
  for (final v in ['', 'plain', 'grüße', '漢字', '🚗!'])
    _case('string', v, (w, v) => w.string(v), (r) => r.string()),
  _case(
    'duration',
    const Duration(days: 400, microseconds: 1),
    (w, v) => w.duration(v),
    (r) => r.duration(),
  ),
  _case(
    'moment',
    DateTime.fromMicrosecondsSinceEpoch(-1, isUtc: true),
    (w, v) => w.dateTime(v),
    (r) => r.dateTime(),
  ),
  _case('uuid', _uuid, (w, v) => w.uuid(v), (r) => r.uuid()),
  _case(
    'uri',
    Uri.parse('https://example.org/a?b=c#d'),
    (w, v) => w.uri(v),
    (r) => r.uri(),
  ),
  for (final v in [BigInt.zero, BigInt.two.pow(64) - BigInt.one])
    _case('big u64', v, (w, v) => w.u64Big(v), (r) => r.u64Big()),
  for (final v in [-BigInt.two.pow(127), BigInt.two.pow(127) - BigInt.one])
    _case('i128', v, (w, v) => w.i128(v), (r) => r.i128()),
  for (final v in [BigInt.zero, -BigInt.two.pow(300), BigInt.two.pow(300)])
    _case('big integer', v, (w, v) => w.bigInt(v), (r) => r.bigInt()),
  _case(
    'bytes',
    Uint8List.fromList([1, 2, 255]),
    (w, v) => w.u8List(v),
    (r) => r.u8List(),
  ),
  _case(
    'numbers',
    Float64List.fromList([0.5, -1]),
    (w, v) => w.f64List(v),
    (r) => r.f64List(),
  ),
  _case(
    'list',
    ['a', '', 'bc'],
    (w, v) => w.list(v, (w, v) => w.string(v)),
    (r) => r.list((r) => r.string()),
  ),
  _case<String?>(
    'option',
    null,
    (w, v) => w.option(v, (w, v) => w.string(v)),
    (r) => r.option((r) => r.string()),
  ),
  _case(
    'map',
    {'a': 1, 'b': -2},
    (w, v) => w.map(v, (w, k) => w.string(k), (w, v) => w.i32(v)),
    (r) => r.map((r) => r.string(), (r) => r.i32()),
  ),
  _case(
    'set',
    {3, 1, 2},
    (w, v) => w.set(v, (w, v) => w.u8(v)),
    (r) => r.set((r) => r.u8()),
  ),
  _case<Object?>(
    'json',
    {
      'a': [1, 2.5, null, true],
      'b': {'c': ''},
    },
    (w, v) => w.json(v),
    (r) => r.json(),
  ),
];

void main() {
  for (final (name, value, write, read) in _cases) {
    test('$name comes back', () {
      final reader = written(write);
      expect(read(reader), value);
      reader.end();
    });

    test('$name that is cut short is told', () {
      final bytes = bytesOf(write);
      for (var length = 0; length < bytes.length; length++) {
        final reader = Reader(Uint8List.fromList(bytes.sublist(0, length)));
        expect(() {
          read(reader);
          reader.end();
        }, throwsA(isA<OcheException>()), reason: '$length bytes');
      }
    });
  }

  test('any bytes are a value or an exception of ours', () {
    var state = 1;
    int next() => state = (state * 1103515245 + 12345) & 0x7fffffff;
    for (var round = 0; round < 200; round++) {
      final bytes = Uint8List.fromList(
        [for (var i = next() % 40; i > 0; i--) next() >> 16 & 0xff],
      );
      for (final (name, _, _, read) in _cases) {
        try {
          read(Reader(bytes));
        } on OcheException {
          continue;
        } on Object catch (error) {
          fail('$name of $bytes: $error');
        }
      }
    }
    expect(state == 1, isFalse);
  });

  test('what is not a number comes back as such', () {
    expect(written((w) => w.f64(double.nan)).f64().isNaN, isTrue);
    expect(written((w) => w.f32(double.nan)).f32().isNaN, isTrue);
  });

  test('bytes that are left over are told', () {
    expect(
      () => written((w) => w.u16(7)).end(),
      throwsA(
        isA<MalformedDataException>()
            .having((e) => e.message, 'message', contains('2 bytes are left')),
      ),
    );
  });

  for (final (what, write, matcher) in [
    (
      'half of a surrogate pair',
      (Writer w) => w.string('a\ud800'),
      isA<LoneSurrogateException>(),
    ),
    (
      'a negative duration',
      (Writer w) => w.duration(const Duration(seconds: -1)),
      isA<IntegerRangeException>(),
    ),
    ('a large number', (Writer w) => w.u8(256), isA<IntegerRangeException>()),
    (
      'a number above u128',
      (Writer w) => w.u128(BigInt.two.pow(128)),
      isA<IntegerRangeException>(),
    ),
    (
      'an array of another length',
      (Writer w) => w.array([1], 2, (w, v) => w.u8(v)),
      isA<ListLengthException>(),
    ),
  ]) {
    test('$what is not written', () {
      expect(() => bytesOf(write), throwsA(matcher));
    });
  }

  test('a writer takes back what was written', () {
    final bytes = bytesOf((w) {
      w.u32(1);
      final length = w.length;
      w
        ..u32(2)
        ..rewind(length)
        ..u8(9);
    });
    expect(bytes, [1, 0, 0, 0, 9]);
  });

  test('nesting has an end', () {
    void nest(Writer w, int depth) => w.nested(() {
          if (depth > 0) nest(w, depth - 1);
        });
    expect(
      () => bytesOf((w) => nest(w, 1000)),
      throwsA(isA<NestingTooDeepException>()),
    );
  });
}
