import 'dart:collection';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// A list that calls Rust whenever somebody looks into it.
final class _Busy extends ListBase<String> {
  _Busy(this._texts);

  final List<String> _texts;
  final sums = <Future<int>>[];

  @override
  int get length => _texts.length;

  @override
  set length(int _) => throw UnsupportedError('it stays as it is');

  @override
  String operator [](int index) {
    expect(echoString(text: 'é$index'), 'é$index');
    expect(echoBytes(values: Uint8List(index * 1000)).length, index * 1000);
    expect(add(a: index, b: 1), index + 1);
    if (index > 0) {
      expect(echoStrings(values: _Busy(_texts.sublist(0, 1))), ['zero']);
    }
    sums.add(addAsync(a: index, b: 1));
    return _texts[index];
  }

  @override
  void operator []=(int _, String __) =>
      throw UnsupportedError('it stays as it is');
}

/// A list that breaks in the middle.
final class _Broken extends ListBase<Uint8List> {
  @override
  int length = 5;

  @override
  Uint8List operator [](int index) =>
      index < 3 ? Uint8List(10000) : throw StateError('broken at $index');

  @override
  void operator []=(int _, Uint8List __) =>
      throw UnsupportedError('it stays as it is');
}

/// Lengths in bytes around the one from which on a list travels outside of the
/// message.
const _lengths = [0, 1, 7, 8, 9, 4088, 4095, 4096, 4097, 4104, 100000];

Uint8List _bytes(int length) =>
    Uint8List.fromList([for (var i = 0; i < length; i++) i & 0xff]);

Uint16List _places(int length) =>
    Uint16List.fromList([for (var i = 0; i < length; i++) i]);

Future<void> main() => suite('lists', () {
      test('bytes of every length cross, owned and borrowed', () async {
        for (final length in _lengths) {
          final bytes = _bytes(length);
          expect(echoBytes(values: bytes), bytes);
          expect(copyBytes(values: bytes), bytes);
          expect(await echoBytesLater(values: bytes), bytes);
          expect(await copyBytesLater(values: bytes), bytes);
          expect(bytes, _bytes(length), reason: 'the argument is unharmed');
        }
      });

      test('i8 lists cross', () {
        final values = Int8List.fromList([-128, -127, -1, 0, 1, 126, 127]);
        expect(echoI8s(values: values), values);
        expect(echoI8s(values: Int8List(0)), Int8List(0));
        expect(echoI8s(values: Int8List(5000)), Int8List(5000));
      });

      test('i16 lists cross', () {
        final values = Int16List.fromList([-32768, -1, 0, 1, 32767]);
        expect(echoI16s(values: values), values);
        expect(copyI16s(values: values), values);
        for (final length in [0, 2047, 2048, 2049]) {
          final long = Int16List(length)..fillRange(0, length, -2);
          expect(echoI16s(values: long), long);
          expect(copyI16s(values: long), long);
        }
      });

      test('i32 lists cross', () {
        final values = Int32List.fromList([-0x80000000, -1, 0, 1, 0x7fffffff]);
        expect(echoI32s(values: values), values);
        for (final length in [0, 1023, 1024, 1025]) {
          final long = Int32List(length)..fillRange(0, length, -3);
          expect(echoI32s(values: long), long);
        }
      });

      test('i64 lists cross', () {
        final values = Int64List.fromList([minInt, -1, 0, 1, maxInt]);
        expect(echoI64s(values: values), values);
        expect(copyI64s(values: values), values);
        for (final length in [0, 511, 512, 513]) {
          final long = Int64List(length)..fillRange(0, length, minInt);
          expect(echoI64s(values: long), long);
          expect(copyI64s(values: long), long);
        }
      });

      test('u16 lists cross', () {
        final values = Uint16List.fromList([0, 1, 32768, 65535]);
        expect(echoU16s(values: values), values);
        expect(echoU16s(values: Uint16List(0)), Uint16List(0));
      });

      test('u32 lists cross', () {
        final values = Uint32List.fromList([0, 1, 0x80000000, 0xffffffff]);
        expect(echoU32s(values: values), values);
        expect(echoU32s(values: Uint32List(0)), Uint32List(0));
      });

      test('u64 lists cross, as far as Dart can count', () async {
        final values = Uint64List.fromList([0, 1, maxInt]);
        expect(echoU64s(values: values), values);
        for (final length in [2, 600]) {
          // All bits set: Dart reads it as -1, Rust as 18446744073709551615.
          final beyond = Uint64List(length)..[length - 1] = -1;
          await expectThrows<IntegerRangeException>(
            () => echoU64s(values: beyond),
          );
        }
        expect(echoU64s(values: values), values);
      });

      test('isize lists cross', () async {
        final values = Int64List.fromList([-0x80000000, -1, 0, 0x7fffffff]);
        expect(echoIsizes(values: values), values);
        if (pointerBits() == 32) {
          for (final beyond in [minInt, -0x80000001, 0x80000000, maxInt]) {
            await expectThrows<IntegerRangeException>(
              () => echoIsizes(values: Int64List.fromList([0, beyond])),
              containing: '$beyond',
            );
          }
        }
        expect(echoIsizes(values: Int64List(600)), Int64List(600));
      });

      test('usize lists cross', () async {
        final values = Uint64List.fromList([0, 1, 0xffffffff]);
        expect(echoUsizes(values: values), values);
        for (final beyond in [
          -1,
          if (pointerBits() == 32) ...[0x100000000, maxInt],
        ]) {
          await expectThrows<IntegerRangeException>(
            () => echoUsizes(values: Uint64List.fromList([0, beyond])),
          );
        }
        expect(echoUsizes(values: Uint64List(600)), Uint64List(600));
      });

      test('f32 lists keep every bit', () {
        final values = Float32List.fromList([
          0, -0.0, 0.1, double.infinity, double.negativeInfinity, //
          double.nan, 3.4028234663852886e38, 1.401298464324817e-45,
        ]);
        final back = echoF32s(values: values);
        expect(
          back.buffer.asUint32List(back.offsetInBytes, back.length),
          values.buffer.asUint32List(),
        );
        expect(echoF32s(values: Float32List(2000)), Float32List(2000));
      });

      test('f64 lists keep every bit', () {
        final values = Float64List.fromList([
          0, -0.0, 0.1, double.infinity, double.negativeInfinity, //
          double.nan, double.maxFinite, double.minPositive,
        ]);
        for (final back in [
          echoF64s(values: values),
          copyF64s(values: values),
        ]) {
          expect(
            Uint64List.sublistView(back),
            values.buffer.asUint64List(),
          );
        }
        expect(echoF64s(values: Float64List(0)), Float64List(0));
      });

      test('100,000 f64 cross in every way', () async {
        final values = Float64List(100000);
        for (var i = 0; i < values.length; i++) {
          values[i] = i / 2;
        }
        expect(echoF64s(values: values), values);
        expect(copyF64s(values: values), values);
        expect(await echoF64sAsync(values: values), values);
        expect(await copyF64sAsync(values: values), values);
        expect(makeHalves(length: 100000), values);
        expect(sumF64s(values: values), 99999 * 100000 / 4);
      });

      test('1 MiB of bytes crosses in every way', () async {
        final bytes = _bytes(1 << 20);
        expect(echoBytes(values: bytes), bytes);
        expect(copyBytes(values: bytes), bytes);
        expect(await echoBytesLater(values: bytes), bytes);
        expect(makeBytes(length: 1 << 20), bytes);
        expect(await makeBytesLater(length: 1 << 20), bytes);
        expect(sumBytes(values: bytes), 255 * 256 ~/ 2 * 4096);
      });

      test('lists made in Rust arrive', () async {
        for (final length in _lengths) {
          expect(makeBytes(length: length), _bytes(length));
          expect(await makeBytesLater(length: length), _bytes(length));
        }
        expect(makeHalves(length: 0), Float64List(0));
        expect(makeHalves(length: 3), [0, 0.5, 1]);
      });

      test('a result is the caller\'s own and stays as it is', () {
        for (final length in [16, 10000]) {
          final first = makeBytes(length: length);
          final second = makeBytes(length: length);
          first.fillRange(0, length, 7);
          expect(second, _bytes(length));
          for (var i = 0; i < 100; i++) {
            makeBytes(length: length);
          }
          expect(first.every((byte) => byte == 7), true);
          expect(second, _bytes(length));
        }
      });

      test('views into larger buffers cross, aligned or not', () {
        final buffer = Uint8List(80000);
        for (var i = 0; i < buffer.length; i++) {
          buffer[i] = i * 7 & 0xff;
        }
        for (final (start, end) in [(1, 1), (1, 4), (3, 5000), (7, 79999)]) {
          final view = Uint8List.sublistView(buffer, start, end);
          expect(echoBytes(values: view), view);
          expect(copyBytes(values: view), view);
        }
        final halves = buffer.buffer.asFloat64List(8, 600);
        expect(
          Uint64List.sublistView(copyF64s(values: halves)),
          Uint64List.sublistView(halves),
        );
        final shorts = buffer.buffer.asInt16List(6, 3000);
        expect(echoI16s(values: shorts), shorts);
        final frozen = _bytes(5000).asUnmodifiableView();
        expect(echoBytes(values: frozen), frozen);
      });

      test('lists of different widths stand side by side', () {
        for (final length in [0, 1, 2, 3, 5, 511, 513, 5000]) {
          final sum = sumThree(
            bytes: Uint8List(length)..fillRange(0, length, 1),
            halves: Float64List(length)..fillRange(0, length, 0.5),
            shorts: Int16List(length)..fillRange(0, length, -3),
          );
          expect(sum, length * -1.5);
        }
      });

      test('number arrays cross, and their length is checked', () async {
        expect(echoByteArray(values: _bytes(16)), _bytes(16));
        final floats = Float32List.fromList([1, -0.0, double.infinity]);
        expect(echoF32Array(values: floats), floats);
        final ints = Int64List.fromList([minInt, maxInt]);
        expect(echoI64Array(values: ints), ints);
        final sizes = Uint64List.fromList([0, 0xffffffff]);
        expect(echoUsizeArray(values: sizes), sizes);
        expect(echoLargeArray(values: _places(5000)), _places(5000));
        expect(echoEmptyArray(values: Int32List(0)), Int32List(0));
        for (final length in [0, 15, 17, 5000]) {
          await expectThrows<ListLengthException>(
            () => echoByteArray(values: _bytes(length)),
            containing: '$length',
          );
        }
        await expectThrows<ListLengthException>(
          () => echoLargeArray(values: _places(4999)),
          containing: '5000',
        );
        await expectThrows<ListLengthException>(
          () => echoEmptyArray(values: Int32List(1)),
        );
        expect(echoByteArray(values: _bytes(16)), _bytes(16));
      });

      test('arrays of other things cross, and their length is checked',
          () async {
        expect(echoStringArray(values: ['a', '😀']), ['a', '😀']);
        for (final wrong in [
          <String>[],
          ['a'],
          ['a', 'b', 'c'],
        ]) {
          await expectThrows<ListLengthException>(
            () => echoStringArray(values: wrong),
            containing: '${wrong.length}',
          );
        }
        final grid = [
          for (var i = 0; i < 3; i++) Int32List.fromList([i, -i]),
        ];
        expect(echoGrid(values: grid), grid);
        await expectThrows<ListLengthException>(
          () => echoGrid(values: grid.sublist(1)),
        );
        await expectThrows<ListLengthException>(
          () => echoGrid(values: [grid[0], grid[1], Int32List(3)]),
        );
        expect(echoGrid(values: grid), grid);
      });

      test('lists of booleans and characters cross', () async {
        for (final values in [
          <bool>[],
          [true],
          [false, true, true, false],
          List.generate(5000, (i) => i % 3 == 0),
        ]) {
          expect(echoBools(values: values), values);
        }
        final characters = ['a', '\u0000', 'ÿ', '€', '😀', '\u{10ffff}'];
        expect(echoChars(values: characters), characters);
        expect(echoChars(values: []), <String>[]);
        await expectThrows<InvalidCharException>(
          () => echoChars(values: ['a', 'bc']),
        );
        expect(echoChars(values: characters), characters);
      });

      test('lists of texts cross', () async {
        expect(echoStrings(values: []), <String>[]);
        expect(echoStrings(values: ['']), ['']);
        final all = texts.values.toList();
        expect(echoStrings(values: all), all);
        expect(countStrings(values: all), all.length);
        final table = [all, <String>[], all.reversed.toList()];
        expect(await echoTablesLater(values: table), table);
      });

      test('a list that calls Rust while it is written crosses', () async {
        final busy = _Busy(['zero', 'one', 'two', 'thrée' * 5000]);
        expect(echoStrings(values: busy), busy._texts);
        expect(await echoTablesLater(values: [busy, busy]), [
          busy._texts,
          busy._texts,
        ]);
        expect(await Future.wait(busy.sums), [
          for (var i = 0; i < 3; i++) ...[1, 2, 3, 4],
        ]);
      });

      test('a list that breaks while it is written does no harm', () async {
        for (var i = 0; i < 3; i++) {
          await expectThrows<StateError>(
            () => echoPackets(values: _Broken()),
            containing: 'broken at 3',
          );
        }
        final packets = [_bytes(10000), _bytes(10)];
        expect(echoPackets(values: packets), packets);
      });

      test('lists of lists cross', () {
        final rows = [
          Int32List(0),
          Int32List.fromList([1, -1, 0x7fffffff]),
          Int32List(2000),
        ];
        expect(echoRows(values: rows), rows);
        expect(echoRows(values: []), <Int32List>[]);
        final packets = [_bytes(0), _bytes(1), _bytes(4096), _bytes(100000)];
        expect(echoPackets(values: packets), packets);
      });

      test('lists with gaps cross', () {
        for (final values in [
          <int?>[],
          [null],
          [1, null, -0x80000000, null, null, 0x7fffffff],
        ]) {
          expect(echoGaps(values: values), values);
        }
      });

      test('lists of records cross', () {
        final pairs = [(1, 'one'), (-2, ''), (0x7fffffff, '😀')];
        expect(echoPairs(values: pairs), pairs);
        expect(echoPairs(values: []), <(int, String)>[]);
      });

      test('lists of lengths of time cross', () {
        const values = [Duration.zero, Duration(days: 3, microseconds: 1)];
        expect(echoDurations(values: values), values);
      });

      test('an integer in a list of options is checked', () async {
        await expectThrows<IntegerRangeException>(
          () => echoGaps(values: [1, 0x80000000]),
          containing: '2147483648',
        );
        expect(echoGaps(values: [1]), [1]);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
