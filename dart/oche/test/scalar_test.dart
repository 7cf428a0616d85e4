import 'package:oche/bridge.dart';
import 'package:test/test.dart';

const _max64 = 0x7fffffffffffffff;

/// Each check with the least and the largest number that it lets pass, and with
/// numbers beyond them.
const List<(String, int Function(int, String), int, int, List<int>)> _checks = [
  ('i8', checkI8, -0x80, 0x7f, [-0x81, 0x80]),
  ('i16', checkI16, -0x8000, 0x7fff, [-0x8001, 0x8000]),
  ('i32', checkI32, -0x80000000, 0x7fffffff, [-0x80000001, 0x80000000]),
  ('i64', checkI64, -_max64 - 1, _max64, []),
  ('isize', checkIsize, -_max64 - 1, _max64, []),
  ('u8', checkU8, 0, 0xff, [-1, 0x100]),
  ('u16', checkU16, 0, 0xffff, [-1, 0x10000]),
  ('u32', checkU32, 0, 0xffffffff, [-1, 0x100000000]),
  ('u64', checkU64, 0, _max64, [-1]),
  ('usize', checkUsize, 0, _max64, [-1]),
];

void main() {
  for (final (type, check, least, largest, beyond) in _checks) {
    test('$type lets its range pass, and names what is beyond', () {
      expect(check(least, 'n'), least);
      expect(check(largest, 'n'), largest);
      for (final number in beyond) {
        expect(
          () => check(number, 'speed'),
          throwsA(
            isA<IntegerRangeException>()
                .having(
                    (e) => e.message, 'message', contains('speed is $number'))
                .having((e) => e.message, 'message', contains("Rust's $type")),
          ),
        );
      }
    });
  }

  test('a char is exactly one Unicode scalar value', () {
    for (final (text, rune) in [('a', 0x61), ('é', 0xe9), ('🚗', 0x1f697)]) {
      expect(charToRune(text), rune);
      expect(runeToChar(rune), text);
    }
    for (final wrong in ['', 'ab', '🚗🚗', '\ud83d', '\ude97', 'e\u0301']) {
      expect(() => charToRune(wrong), throwsA(isA<InvalidCharException>()));
    }
  });
}
