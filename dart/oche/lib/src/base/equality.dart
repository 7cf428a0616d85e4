/// Equality of values that contain lists, sets or maps, for generated classes.
library;

import 'some.dart';

/// Whether [a] and [b] are equal, lists, sets and maps by their content.
bool deepEquals(Object? a, Object? b) {
  if (identical(a, b)) return true;
  if (a is List<Object?> && b is List<Object?>) {
    if (a.length != b.length) return false;
    for (var i = 0; i < a.length; i++) {
      if (!deepEquals(a[i], b[i])) return false;
    }
    return true;
  }
  if (a is Map<Object?, Object?> && b is Map<Object?, Object?>) {
    if (a.length != b.length) return false;
    for (final MapEntry(:key, :value) in a.entries) {
      if (!deepEquals(value, b[key])) return false;
      if (value == null && !b.containsKey(key)) return false;
    }
    return true;
  }
  if (a is Set<Object?> && b is Set<Object?>) return _equalSets(a, b);
  if (a is Some<Object?> && b is Some<Object?>)
    return deepEquals(a.value, b.value);
  return a == b;
}

bool _equalSets(Set<Object?> a, Set<Object?> b) {
  if (a.length != b.length) return false;
  if (b.containsAll(a)) return true;
  // A set finds no list that is only equal by its content.
  final left = <int, List<Object?>>{};
  for (final item in b) {
    left.putIfAbsent(deepHash(item), () => []).add(item);
  }
  return a.every((item) {
    final candidates = left[deepHash(item)] ?? [];
    final at = candidates.indexWhere((other) => deepEquals(item, other));
    if (at >= 0) candidates.removeAt(at);
    return at >= 0;
  });
}

/// A hash code that agrees with [deepEquals].
int deepHash(Object? value) => switch (value) {
      List<Object?>() => Object.hashAll(value.map(deepHash)),
      Map<Object?, Object?>() => Object.hashAllUnordered(
          value.entries.map((e) => Object.hash(e.key, deepHash(e.value))),
        ),
      Set<Object?>() => Object.hashAllUnordered(value.map(deepHash)),
      Some<Object?>() => Object.hash(Some, deepHash(value.value)),
      _ => value.hashCode,
    };
