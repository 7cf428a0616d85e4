import 'dart:typed_data';

import 'package:oche/bridge.dart';
import 'package:test/test.dart';

/// What is equal, and what it might be taken for but is not.
final List<(String, Object? Function(), Object?)> _cases = [
  ('nothing', () => null, false),
  ('a number', () => 7, 8),
  ('a text', () => 'a', 'b'),
  ('a list', () => [1, 'two', null], [1, 'two', 3]),
  ('a longer list', () => [1, 2], [1, 2, 3]),
  (
    'a list in a list',
    () => [
          [1],
          [2]
        ],
    [
      [1],
      [3]
    ]
  ),
  ('a typed list', () => Uint8List.fromList([1, 2]), Uint8List(2)),
  ('a set', () => {1, 2}, {1, 3}),
  (
    'a set of lists',
    () => {
          [1],
          [2],
        },
    {
      [1],
      [3],
    },
  ),
  ('a map', () => {'a': 1, 'b': null}, {'a': 1, 'c': null}),
  (
    'a map of lists',
    () => {
          'a': [1]
        },
    {
      'a': [2]
    }
  ),
  ('something', () => const Some<int?>(null), null),
  ('something of a list', () => Some([1]), Some([2])),
];

void main() {
  for (final (name, make, other) in _cases) {
    test('$name equals another of its content, and nothing else', () {
      expect(deepEquals(make(), make()), isTrue);
      expect(deepHash(make()), deepHash(make()));
      expect(deepEquals(make(), other), isFalse);
      expect(deepEquals(other, make()), isFalse);
    });
  }

  test('the order matters in a list, and not in a set or a map', () {
    expect(deepEquals([1, 2], [2, 1]), isFalse);
    for (final (a, b) in [
      ({1, 2}, {2, 1}),
      ({'a': 1, 'b': 2}, {'b': 2, 'a': 1}),
    ]) {
      expect(deepEquals(a, b), isTrue);
      expect(deepHash(a), deepHash(b));
    }
  });

  test('an item of a set counts as often as it is there', () {
    final twice = {
      [1],
      [1],
    };
    final once = {
      [1],
      [2],
    };
    expect(deepEquals(twice, once), isFalse);
    expect(deepEquals(once, twice), isFalse);
  });
}
