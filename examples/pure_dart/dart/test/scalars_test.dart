import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

typedef IntEcho = int Function({required int value});

/// An integer type: its borders in Dart, and the function that sends it to Rust
/// and back.
final List<(String, int, int, IntEcho)> _integers = [
  ('i8', -128, 127, echoI8),
  ('i16', -32768, 32767, echoI16),
  ('i32', -0x80000000, 0x7fffffff, echoI32),
  ('i64', minInt, maxInt, echoI64),
  ('u8', 0, 255, echoU8),
  ('u16', 0, 65535, echoU16),
  ('u32', 0, 0xffffffff, echoU32),
  ('u64', 0, maxInt, echoU64),
];

double _toFloat32(double value) => Float32List.fromList([value]).single;

Scalars _scalars({
  bool boolean = true,
  int int8 = 1,
  int int16 = 2,
  int int32 = 3,
  int int64 = 4,
  int intSize = 5,
  int uint8 = 6,
  int uint16 = 7,
  int uint32 = 8,
  int uint64 = 9,
  int uintSize = 10,
  double float32 = 0.5,
  double float64 = 0.1,
  String character = 'c',
}) =>
    Scalars(
      boolean: boolean,
      int8: int8,
      int16: int16,
      int32: int32,
      int64: int64,
      intSize: intSize,
      uint8: uint8,
      uint16: uint16,
      uint32: uint32,
      uint64: uint64,
      uintSize: uintSize,
      float32: float32,
      float64: float64,
      character: character,
    );

Future<void> main() => suite('scalars', () {
      test('bool crosses', () {
        expect(echoBool(value: true), true);
        expect(echoBool(value: false), false);
        expect(negate(value: true), false);
        expect(negate(value: false), true);
      });

      for (final (type, min, max, echo) in _integers) {
        test('$type keeps the values at its borders', () {
          for (final value in {
            min,
            min + 1,
            if (min < 0) -1,
            0,
            1,
            max ~/ 2,
            max - 1,
            max,
          }) {
            expect(echo(value: value), value);
          }
        });
        final beyond = {
          if (min > minInt) min - 1,
          if (min > minInt) min - 256,
          if (min > minInt) minInt,
          if (max < maxInt) max + 1,
          if (max < maxInt) max + 256,
          if (max < maxInt) maxInt,
        };
        if (beyond.isEmpty) continue;
        test('$type refuses what is beyond its borders', () async {
          for (final value in beyond) {
            final error = await expectThrows<IntegerRangeException>(
              () => echo(value: value),
              containing: '$value',
            );
            expect(error.message.contains(type), true, reason: error.message);
            expect(echo(value: 1), 1, reason: 'the next call works');
          }
        });
      }

      test('isize and usize keep what a pointer of this machine can hold',
          () async {
        final bits = pointerBits();
        expect(bits == 32 || bits == 64, true);
        final (min, max, most) = bits == 32
            ? (-0x80000000, 0x7fffffff, 0xffffffff)
            : (minInt, maxInt, maxInt);
        for (final value in {min, min + 1, -1, 0, 1, max - 1, max}) {
          expect(echoIsize(value: value), value);
        }
        for (final value in {0, 1, most - 1, most}) {
          expect(echoUsize(value: value), value);
        }
        for (final value in {-1, minInt}) {
          await expectThrows<IntegerRangeException>(
            () => echoUsize(value: value),
            containing: '$value',
          );
        }
        if (bits == 32) {
          for (final value in {min - 1, max + 1, minInt, maxInt}) {
            await expectThrows<IntegerRangeException>(
              () => echoIsize(value: value),
              containing: '$value',
            );
          }
          for (final value in {most + 1, maxInt}) {
            await expectThrows<IntegerRangeException>(
              () => echoUsize(value: value),
              containing: '$value',
            );
          }
          expect(usizeMax(), most);
        } else {
          await expectThrows<IntegerRangeException>(usizeMax);
        }
        expect(echoUsize(value: 7), 7);
      });

      test('a u64 that Dart cannot hold is an error, not another number',
          () async {
        expect(u64PastDart(more: 0), maxInt);
        await expectThrows<IntegerRangeException>(
          () => u64PastDart(more: 1),
          containing: '9223372036854775808',
        );
        await expectThrows<IntegerRangeException>(
          () => u64PastDart(more: maxInt),
          containing: '18446744073709551614',
        );
        expect(await u64PastDartLater(more: 0), maxInt);
        await expectThrows<IntegerRangeException>(
          () => u64PastDartLater(more: 1),
          containing: '9223372036854775808',
        );
        expect(u64PastDart(more: 0), maxInt);
      });

      test('f64 keeps every bit', () {
        for (final value in [
          0.0,
          -0.0,
          1.0,
          -1.5,
          0.1,
          1 / 3,
          double.maxFinite,
          -double.maxFinite,
          double.minPositive,
          -double.minPositive,
          2.2250738585072014e-308,
          double.infinity,
          double.negativeInfinity,
          9007199254740993.0,
        ]) {
          expect(echoF64(value: value), identicalTo(value));
        }
        expect(echoF64(value: double.nan).isNaN, true);
        expect(f64Bits(value: -0.0), minInt);
        expect(f64Bits(value: 1), 0x3ff0000000000000);
        final nan = f64Bits(value: double.nan);
        expect(nan & 0x7ff0000000000000, 0x7ff0000000000000);
        expect(nan & 0x000fffffffffffff != 0, true);
      });

      test('f32 rounds to the nearest and keeps the rest', () {
        for (final value in [
          0.0,
          -0.0,
          0.5,
          -1.5,
          3.4028234663852886e38,
          1.401298464324817e-45,
          1.1754943508222875e-38,
          double.infinity,
          double.negativeInfinity,
          16777216.0,
        ]) {
          expect(echoF32(value: value), identicalTo(value));
        }
        for (final value in [0.1, 1 / 3, 16777217.0, 1e-46, 1e39, -1e300]) {
          expect(echoF32(value: value), identicalTo(_toFloat32(value)));
        }
        expect(echoF32(value: 0.1), 0.10000000149011612);
        expect(echoF32(value: 1e39), double.infinity);
        expect(echoF32(value: double.nan).isNaN, true);
        expect(f32Bits(value: -0.0), 0x80000000);
        expect(f32Bits(value: 1), 0x3f800000);
      });

      test('char keeps every Unicode scalar value', () {
        for (final code in [
          0x00, 0x41, 0x7f, 0x80, 0xdf, 0x7ff, 0x800, 0x20ac, 0xd7ff, 0xe000, //
          0xfeff, 0xfffd, 0xffff, 0x10000, 0x1f600, 0x10ffff,
        ]) {
          final character = String.fromCharCode(code);
          expect(echoChar(value: character), character);
          expect(codePoint(value: character), code);
        }
      });

      test('char refuses what is not one character', () async {
        for (final text in ['', 'ab', 'e\u0301', '😀😀', '\ud83d\ude00!']) {
          await expectThrows<InvalidCharException>(() => echoChar(value: text));
        }
        for (final text in ['\ud800', '\udfff', '\ude00\ud83d']) {
          await expectThrows<OcheException>(
            () => echoChar(value: text),
            where: (error) =>
                error is InvalidCharException ||
                error is LoneSurrogateException,
          );
        }
        expect(echoChar(value: 'a'), 'a');
      });

      test('a call without a result does its work', () async {
        store(value: minInt);
        expect(stored(), minInt);
        store(value: 42);
        expect(fetchAdd(by: -2), 42);
        expect(stored(), 40);
        await storeLater(value: maxInt);
        expect(stored(), maxInt);
      });

      test('twelve parameters keep their places', () {
        expect(
          weightedSum(
            a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, //
            g: 7, h: 8, i: 9, j: 10, k: 11, l: 12,
          ),
          650,
        );
        expect(
          weightedSum(
            a: 0, b: 0, c: 0, d: 0, e: 0, f: 0, //
            g: 0, h: 0, i: 0, j: 0, k: 0, l: -0x100000000,
          ),
          -0xc00000000,
        );
      });

      test('twelve parameters of different widths keep their values', () async {
        expect(
          mixedWidths(
            a: -1, b: 1000000, c: 0.5, d: true, e: 65535, f: 0.25, //
            g: '😀', h: 3, i: 4, j: -5, k: -6, l: 255,
          ),
          -1 + 1000000 + 0.5 + 1 + 65535 + 0.25 + 0x1f600 + 3 + 4 - 5 - 6 + 255,
        );
        final error = await expectThrows<IntegerRangeException>(
          () => mixedWidths(
            a: 0, b: 0, c: 0, d: false, e: 65536, f: 0, //
            g: 'g', h: 0, i: 0, j: 0, k: 0, l: 0,
          ),
          containing: '65536',
        );
        expect(error.message.contains('e'), true);
      });

      test('all scalars cross encoded, at their lower borders', () async {
        final value = _scalars(
          boolean: false,
          int8: -128,
          int16: -32768,
          int32: -0x80000000,
          int64: minInt,
          intSize: -0x80000000,
          uint8: 0,
          uint16: 0,
          uint32: 0,
          uint64: 0,
          uintSize: 0,
          float32: double.negativeInfinity,
          float64: -0.0,
          character: '\u0000',
        );
        final back = echoScalars(value: value);
        expect(back, value);
        expect(back.float64, identicalTo(-0.0));
        expect(await echoScalarsLater(value: value), value);
      });

      test('all scalars cross encoded, at their upper borders', () async {
        final value = _scalars(
          int8: 127,
          int16: 32767,
          int32: 0x7fffffff,
          int64: maxInt,
          intSize: 0x7fffffff,
          uint8: 255,
          uint16: 65535,
          uint32: 0xffffffff,
          uint64: maxInt,
          uintSize: 0xffffffff,
          float32: 3.4028234663852886e38,
          float64: double.maxFinite,
          character: '\u{10ffff}',
        );
        expect(echoScalars(value: value), value);
        expect(await echoScalarsLater(value: value), value);
      });

      test('NaN crosses encoded', () {
        final back = echoScalars(
          value: _scalars(float32: double.nan, float64: double.nan),
        );
        expect(back.float32.isNaN, true);
        expect(back.float64.isNaN, true);
      });

      test('an encoded f32 rounds to the nearest', () {
        expect(
          echoScalars(value: _scalars(float32: 0.1)).float32,
          identicalTo(_toFloat32(0.1)),
        );
      });

      test('encoded integers are checked, and the next call works', () async {
        final wrong = {
          'i8 below': _scalars(int8: -129),
          'i8 above': _scalars(int8: 128),
          'i16 below': _scalars(int16: -32769),
          'i16 above': _scalars(int16: 32768),
          'i32 below': _scalars(int32: -0x80000001),
          'i32 above': _scalars(int32: 0x80000000),
          'u8 below': _scalars(uint8: -1),
          'u8 above': _scalars(uint8: 256),
          'u16 below': _scalars(uint16: -1),
          'u16 above': _scalars(uint16: 65536),
          'u32 below': _scalars(uint32: -1),
          'u32 above': _scalars(uint32: 0x100000000),
          'u64 below': _scalars(uint64: -1),
          'u64 far below': _scalars(uint64: minInt),
          'usize below': _scalars(uintSize: -1),
          if (pointerBits() == 32) ...{
            'isize below': _scalars(intSize: -0x80000001),
            'isize above': _scalars(intSize: 0x80000000),
            'usize above': _scalars(uintSize: 0x100000000),
          },
        };
        for (final MapEntry(key: what, :value) in wrong.entries) {
          await expectThrows<IntegerRangeException>(
            () => echoScalars(value: value),
          );
          await expectThrows<IntegerRangeException>(
            () => echoScalarsLater(value: value),
          );
          expect(echoScalars(value: _scalars()), _scalars(), reason: what);
        }
      });

      test('encoded characters are checked, and the next call works', () async {
        for (final text in ['', 'ab', '😀😀']) {
          await expectThrows<InvalidCharException>(
            () => echoScalars(value: _scalars(character: text)),
          );
        }
        expect(echoScalars(value: _scalars()), _scalars());
      });

      test('scalars cross on the blocking pool', () async {
        expect(await echoI64Later(value: minInt), minInt);
        expect(await echoI64Later(value: maxInt), maxInt);
        expect(await echoUsizeLater(value: 0xffffffff), 0xffffffff);
        expect(await echoCharLater(value: '😀'), '😀');
        await expectThrows<IntegerRangeException>(
          () => echoUsizeLater(value: -1),
        );
        await expectThrows<InvalidCharException>(
          () => echoCharLater(value: ''),
        );
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
