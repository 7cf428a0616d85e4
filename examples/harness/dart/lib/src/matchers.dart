import 'dart:convert';

/// What a value is compared with.
abstract base class Matcher {
  const Matcher();

  /// What is expected, as in "expected: …".
  String get description;

  /// Null if [actual] is as expected; otherwise where it differs, or an empty
  /// text if there is nothing to say about that.
  String? mismatch(Object? actual);
}

/// Matches a value that is equal: lists, sets and maps by their content, NaN
/// with NaN, and 0.0 with -0.0.
Matcher equals(Object? expected) => _Equals(expected);

/// Matches the same object. For numbers this tells 0.0 from -0.0.
Matcher identicalTo(Object? expected) => _Check(
      '${describe(expected)}, identical',
      (actual) => identical(actual, expected),
    );

/// Matches an instance of [T].
Matcher isA<T>() => _Check('a $T', (actual) => actual is T);

/// Matches a number not further than [tolerance] from [expected].
Matcher closeTo(num expected, num tolerance) => _Check(
      '$expected ± $tolerance',
      (actual) => actual is num && (actual - expected).abs() <= tolerance,
    );

/// Matches a text with the part [expected], or a collection with such an item.
Matcher contains(Object? expected) => _Check(
      'contains ${describe(expected)}',
      (actual) => switch (actual) {
        final String text => text.contains(expected! as Pattern),
        final Map<Object?, Object?> map => map.containsKey(expected),
        final Iterable<Object?> items =>
          items.any((item) => _difference(item, expected, '') == null),
        _ => false,
      },
    );

/// Matches what [check] holds for.
Matcher satisfies<T>(String description, bool Function(T actual) check) =>
    _Check(description, (actual) => actual is T && check(actual));

/// Matches what [matcherOrValue] does not match.
Matcher isNot(Object? matcherOrValue) {
  final inner =
      matcherOrValue is Matcher ? matcherOrValue : equals(matcherOrValue);
  return _Check(
    'not ${inner.description}',
    (actual) => inner.mismatch(actual) != null,
  );
}

final class _Check extends Matcher {
  const _Check(this.description, this._check);

  @override
  final String description;
  final bool Function(Object? actual) _check;

  @override
  String? mismatch(Object? actual) => _check(actual) ? null : '';
}

final class _Equals extends Matcher {
  const _Equals(this._expected);

  final Object? _expected;

  @override
  String get description => describe(_expected);

  @override
  String? mismatch(Object? actual) => _difference(actual, _expected, '');
}

/// Where [a] differs from [b], which stands at [path]; null if they are equal.
String? _difference(Object? a, Object? b, String path) {
  if (identical(a, b)) return null; // NaN, too
  switch ((a, b)) {
    case (final List<Object?> a, final List<Object?> b):
      for (var i = 0; i < a.length && i < b.length; i++) {
        final found = _difference(a[i], b[i], '$path[$i]');
        if (found != null) return found;
      }
      if (a.length == b.length) return null;
      return '$path has ${a.length} items instead of ${b.length}'.trimLeft();
    case (final Map<Object?, Object?> a, final Map<Object?, Object?> b):
      for (final MapEntry(:key, :value) in b.entries) {
        final place = '$path[${describe(key)}]';
        if (!a.containsKey(key)) return '$place is missing';
        final found = _difference(a[key], value, place);
        if (found != null) return found;
      }
      for (final key in a.keys) {
        if (!b.containsKey(key)) return '$path[${describe(key)}] is too many';
      }
      return null;
    case (final Set<Object?> a, final Set<Object?> b):
      return a.length == b.length && a.containsAll(b) ? null : path;
    default:
      if (a == b) return null;
      if (path.isEmpty) return '';
      return '$path is ${describe(a)} instead of ${describe(b)}';
  }
}

/// [value] as a failure message shows it: texts in quotes, and nothing longer
/// than a few lines.
String describe(Object? value) {
  const limit = 400;
  final text = switch (value) {
    final String text => jsonEncode(text),
    final List<Object?> items when items.length > 100 =>
      '${items.runtimeType} of ${items.length} items '
          '[${items.take(20).map(describe).join(', ')}, …]',
    final List<Object?> items => '[${items.map(describe).join(', ')}]',
    null || bool() || num() => '$value',
    _ => '${value.runtimeType}: $value',
  };
  if (text.length <= limit) return text;
  return '${text.substring(0, limit)}… (${text.length} characters)';
}
