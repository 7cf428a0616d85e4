/// The wire: how values are laid out in the bytes that cross the line. The
/// layout is written down in the Rust twin, `wire.rs`. What goes along with
/// the bytes is attached under an index here; what it is, others know.
library;

import 'dart:convert';
import 'dart:typed_data';

import '../base/error.dart';
import '../base/scalar.dart';
import '../base/uuid.dart';
import '../protocol/constants.dart';

part 'reader.dart';
part 'values.dart';
part 'writer.dart';

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
