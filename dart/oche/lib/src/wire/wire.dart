/// The wire: how values are laid out in the bytes that cross the line. The
/// layout is written down in the Rust twin, `wire.rs`.
library;

import 'dart:convert';
import 'dart:typed_data';

import '../features/callback.dart';
import '../features/dart_stream.dart';
import '../base/error.dart';
import '../features/object.dart';
import '../base/scalar.dart';
import '../features/signal.dart';
import '../features/sink.dart';
import '../base/uuid.dart';
import '../base/window.dart';

part 'reader.dart';
part 'values.dart';
part 'writer.dart';

/// How deeply a value of a recursive type may be nested.
const int maxDepth = 128;

/// Lists of at least this many bytes travel as blocks of their own.
const int externalBytes = 4096;

/// The elements of number lists, by their codes on the wire.
abstract final class ElementKind {
  static const int i8 = 0;
  static const int u8 = 1;
  static const int i16 = 2;
  static const int u16 = 3;
  static const int i32 = 4;
  static const int u32 = 5;
  static const int i64 = 6;
  static const int u64 = 7;
  static const int f32 = 8;
  static const int f64 = 9;
}

/// The exception for a `u64` that an `int` cannot hold; [bits] are its bits.
@pragma('vm:never-inline')
IntegerRangeException _tooLargeForInt(int bits) => IntegerRangeException(
      '${BigInt.from(bits).toUnsigned(64)} is above the largest int in Dart; '
      '`#[oche(bigint)]` makes it a BigInt.',
    );

/// Checks that an `int` can hold every number: one that it cannot hold looks
/// negative.
void _checkInts(Uint64List list) {
  var all = 0;
  for (var i = 0; i < list.length; i++) {
    all |= list[i];
  }
  if (all < 0) throw _tooLargeForInt(list.firstWhere((n) => n < 0));
}

/// Writes no arguments.
void writeNothing(Writer w) {}

/// Reads no result.
void readNothing(Reader r) {}
