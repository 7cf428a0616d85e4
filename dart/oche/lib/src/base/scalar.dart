/// Checks of the scalars that cross without being encoded.
library;

import 'error.dart';

// Constants, because the compiler does not fold the sign of a number that is
// more than 31 bits wide, but calls a function each time.
const int _minI32 = -0x80000000;
const int _maxI32 = 0x7fffffff;

Never _outOfRange(int value, String name, String type, Object min, Object max) {
  throw IntegerRangeException(
    '$name is $value, which does not fit into Rust\'s $type ($min to $max).',
  );
}

/// Checks an `i8`.
@pragma('vm:prefer-inline')
int checkI8(int value, [String name = 'the value']) {
  if (value < -0x80 || value > 0x7f) {
    _outOfRange(value, name, 'i8', -0x80, 0x7f);
  }
  return value;
}

/// Checks an `i16`.
@pragma('vm:prefer-inline')
int checkI16(int value, [String name = 'the value']) {
  if (value < -0x8000 || value > 0x7fff) {
    _outOfRange(value, name, 'i16', -0x8000, 0x7fff);
  }
  return value;
}

/// Checks an `i32`.
@pragma('vm:prefer-inline')
int checkI32(int value, [String name = 'the value']) {
  if (value < _minI32 || value > _maxI32) {
    _outOfRange(value, name, 'i32', _minI32, _maxI32);
  }
  return value;
}

/// Checks a `u8`.
@pragma('vm:prefer-inline')
int checkU8(int value, [String name = 'the value']) {
  if (value < 0 || value > 0xff) _outOfRange(value, name, 'u8', 0, 0xff);
  return value;
}

/// Checks a `u16`.
@pragma('vm:prefer-inline')
int checkU16(int value, [String name = 'the value']) {
  if (value < 0 || value > 0xffff) _outOfRange(value, name, 'u16', 0, 0xffff);
  return value;
}

/// Checks a `u32`.
@pragma('vm:prefer-inline')
int checkU32(int value, [String name = 'the value']) {
  if (value < 0 || value > 0xffffffff) {
    _outOfRange(value, name, 'u32', 0, 0xffffffff);
  }
  return value;
}

/// Checks an `i64`: every Dart `int` is one.
@pragma('vm:prefer-inline')
int checkI64(int value, [String name = 'the value']) => value;

/// Checks an `isize`. A 32-bit library checks its narrower range itself.
@pragma('vm:prefer-inline')
int checkIsize(int value, [String name = 'the value']) => value;

/// Checks a `u64`. What an `int` cannot hold, it cannot send.
@pragma('vm:prefer-inline')
int checkU64(int value, [String name = 'the value']) {
  if (value < 0) _outOfRange(value, name, 'u64', 0, 'the largest int');
  return value;
}

/// Checks a `usize`. A 32-bit library checks its narrower range itself.
@pragma('vm:prefer-inline')
int checkUsize(int value, [String name = 'the value']) {
  if (value < 0) _outOfRange(value, name, 'usize', 0, 'the largest int');
  return value;
}

/// The Unicode scalar value of a string that is exactly one.
int charToRune(String char, [String name = 'the value']) {
  final unit = char.isEmpty ? 0 : char.codeUnitAt(0);
  if (char.length == 1 && unit & 0xf800 != 0xd800) return unit;
  if (char.length == 2 && unit & 0xfc00 == 0xd800) {
    final low = char.codeUnitAt(1);
    if (low & 0xfc00 == 0xdc00) {
      return 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
    }
  }
  throw InvalidCharException(
    '$name has ${char.runes.length} characters; a Rust char is exactly one '
    'Unicode scalar value.',
  );
}

/// The string of one Unicode scalar value.
String runeToChar(int rune) => String.fromCharCode(rune);
