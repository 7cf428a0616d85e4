/// What [expect] throws.
final class TestFailure implements Exception {
  TestFailure(this.message);

  final String message;

  @override
  String toString() => message;
}

/// What a value should be.
final class Matcher {
  const Matcher(this.description, this.mismatch);

  final String description;

  /// What [Object] is instead; `null` if it is as it should be.
  final String? Function(Object? actual) mismatch;
}

/// [expected] itself if it is a matcher, and otherwise one for what is equal.
Matcher wrapMatcher(Object? expected) =>
    expected is Matcher ? expected : equals(expected);

/// Matches what is equal to [expected], lists and maps by their contents.
Matcher equals(Object? expected) => Matcher(
      _show(expected),
      (actual) => _isEqual(actual, expected) ? null : _show(actual),
    );

/// Matches an instance of [T].
Matcher isA<T>() => Matcher(
      'a $T',
      (actual) => actual is T ? null : '${_show(actual)}, a ${actual.runtimeType}',
    );

/// Matches `true`.
final Matcher isTrue = equals(true);

/// Matches `false`.
final Matcher isFalse = equals(false);

/// Matches `null`.
final Matcher isNull = equals(null);

/// Matches a function that throws what [matcher] says.
Matcher throwsA(Object? matcher) {
  final inner = wrapMatcher(matcher);
  return Matcher('throws ${inner.description}', (actual) {
    if (actual is! Object? Function()) return '${_show(actual)}, no function';
    final Object? result;
    try {
      result = actual();
    } on Object catch (error) {
      final difference = inner.mismatch(error);
      return difference == null ? null : 'threw $difference';
    }
    return 'gave ${_show(result)}';
  });
}

bool _isEqual(Object? a, Object? b) => switch ((a, b)) {
      (final List<Object?> a, final List<Object?> b) => a.length == b.length &&
          a.indexed.every((item) => _isEqual(item.$2, b[item.$1])),
      (final Map<Object?, Object?> a, final Map<Object?, Object?> b) =>
        a.length == b.length &&
            a.keys.every((key) => b.containsKey(key) && _isEqual(a[key], b[key])),
      _ => a == b,
    };

String _show(Object? value) => value is String ? "'$value'" : '$value';
