import 'package:oche_harness/harness.dart' as harness;
import 'package:oche_harness/harness.dart' show Matcher, equals;

/// Matches `true`.
final Matcher isTrue = equals(true);

/// Matches `false`.
final Matcher isFalse = equals(false);

/// Matches `null`.
final Matcher isNull = equals(null);

/// Matches the object [expected] itself.
Matcher same(Object? expected) => harness.identicalTo(expected);

/// Matches an instance of [T].
TypeMatcher<T> isA<T>() => TypeMatcher<T>._(const []);

/// Matches a function that throws what [matcher] says.
Matcher throwsA(Object? matcher) =>
    _Throws(matcher is Matcher ? matcher : equals(matcher));

/// Matches a function that throws an [ArgumentError].
final Matcher throwsArgumentError = throwsA(isA<ArgumentError>());

/// Matches a function that throws a [FormatException].
final Matcher throwsFormatException = throwsA(isA<FormatException>());

/// Matches a function that throws a [StateError].
final Matcher throwsStateError = throwsA(isA<StateError>());

/// Matches what has so many items or characters.
Matcher hasLength(Object? matcher) => isA<Object>().having(
      (Object object) => (object as dynamic).length,
      'length',
      matcher,
    );

/// Matches an instance of [T] with certain features.
final class TypeMatcher<T> extends Matcher {
  const TypeMatcher._(this._features);

  final List<(String, Object? Function(T object), Matcher)> _features;

  /// Also asks that [feature] of the object, which is called [description], is
  /// what [matcher] says.
  TypeMatcher<T> having(
    Object? Function(T object) feature,
    String description,
    Object? matcher,
  ) =>
      TypeMatcher._([
        ..._features,
        (description, feature, matcher is Matcher ? matcher : equals(matcher)),
      ]);

  @override
  String get description => [
        'a $T',
        for (final (name, _, matcher) in _features)
          'with $name: ${matcher.description}',
      ].join(' ');

  @override
  String? mismatch(Object? actual) {
    if (actual is! T) return '';
    for (final (name, feature, matcher) in _features) {
      final value = feature(actual);
      if (matcher.mismatch(value) != null) {
        return 'its $name is ${harness.describe(value)}';
      }
    }
    return null;
  }
}

final class _Throws extends Matcher {
  const _Throws(this._inner);

  final Matcher _inner;

  @override
  String get description => 'throws ${_inner.description}';

  @override
  String? mismatch(Object? actual) {
    if (actual is! Function()) return 'it is no function to call';
    final Object? result;
    try {
      result = actual();
    } on Object catch (error) {
      final difference = _inner.mismatch(error);
      if (difference == null) return null;
      return 'it threw ${harness.describe(error)} $difference'.trimRight();
    }
    return 'it gave ${harness.describe(result)}';
  }
}
