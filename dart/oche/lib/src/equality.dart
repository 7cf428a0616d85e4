/// Equality of values that contain lists or maps, for generated classes.
library;

/// Whether [a] and [b] are equal, lists and maps by their content.
bool deepEquals(Object? a, Object? b) {
  if (identical(a, b)) return true;
  if (a is List && b is List) {
    if (a.length != b.length) return false;
    for (var i = 0; i < a.length; i++) {
      if (!deepEquals(a[i], b[i])) return false;
    }
    return true;
  }
  if (a is Map && b is Map) {
    if (a.length != b.length) return false;
    for (final MapEntry(:key, :value) in a.entries) {
      if (!deepEquals(value, b[key])) return false;
      if (value == null && !b.containsKey(key)) return false;
    }
    return true;
  }
  return a == b;
}

/// A hash code that agrees with [deepEquals].
int deepHash(Object? value) => switch (value) {
      List() => Object.hashAll(value.map(deepHash)),
      Map() => Object.hashAllUnordered(
          value.entries.map((e) => Object.hash(e.key, deepHash(e.value))),
        ),
      _ => value.hashCode,
    };
