import 'dart:async';

import 'matchers.dart';
import 'protocol.dart';

/// A failed expectation.
final class TestFailure implements Exception {
  const TestFailure(this.message);

  final String message;

  @override
  String toString() => message;
}

/// Fails the test unless [actual] is [expected]: a [Matcher], or a value, which
/// is compared as by [equals].
void expect(Object? actual, Object? expected, {String? reason}) {
  AssertionCounter.tick();
  final matcher = expected is Matcher ? expected : equals(expected);
  final mismatch = matcher.mismatch(actual);
  if (mismatch == null) return;
  throw TestFailure([
    if (reason != null) reason,
    'expected: ${matcher.description}',
    '  actual: ${describe(actual)}',
    if (mismatch.isNotEmpty) '   where: $mismatch',
  ].join('\n'));
}

/// Fails the test.
Never fail(String message) {
  AssertionCounter.tick();
  throw TestFailure(message);
}

/// Fails the test unless [body] throws a [T] for which [where] holds and whose
/// text contains [containing]; gives what was thrown.
///
/// If [body] gives a future, so does this, and the caller awaits it.
FutureOr<T> expectThrows<T extends Object>(
  FutureOr<Object?> Function() body, {
  bool Function(T error)? where,
  String? containing,
}) {
  final FutureOr<Object?> result;
  try {
    result = body();
  } on Object catch (error, stack) {
    return _checkThrown<T>(error, stack, where, containing);
  }
  if (result is Future<Object?>) {
    return result.then(
      _nothingThrown<T>,
      onError: (Object error, StackTrace stack) =>
          _checkThrown<T>(error, stack, where, containing),
    );
  }
  return _nothingThrown<T>(result);
}

/// [expectThrows] where [body] has to throw at once, before it gives a future.
T expectThrowsSync<T extends Object>(
  Object? Function() body, {
  bool Function(T error)? where,
  String? containing,
}) {
  final Object? result;
  try {
    result = body();
  } on Object catch (error, stack) {
    return _checkThrown<T>(error, stack, where, containing);
  }
  if (result is Future<Object?>) {
    result.ignore(); // this failure is the one to report
    fail('expected: a $T, thrown at once\n  actual: a future');
  }
  return _nothingThrown<T>(result);
}

/// [expectThrows] where [body] has to give a future, which then fails.
Future<T> expectThrowsAsync<T extends Object>(
  Future<Object?> Function() body, {
  bool Function(T error)? where,
  String? containing,
}) async {
  final Future<Object?> result;
  try {
    result = body();
  } on Object catch (error) {
    fail('expected: a future that fails with a $T\n'
        '  actual: thrown at once: ${describe(error)}');
  }
  return expectThrows<T>(() => result, where: where, containing: containing);
}

T _nothingThrown<T extends Object>(Object? value) => fail(
      'expected: an exception of type $T\n'
      '  actual: nothing was thrown, the result is ${describe(value)}',
    );

T _checkThrown<T extends Object>(
  Object error,
  StackTrace stack,
  bool Function(T error)? where,
  String? containing,
) {
  // A failed expectation inside of the body is not what was waited for.
  if (error is TestFailure && T != TestFailure) {
    Error.throwWithStackTrace(error, stack);
  }
  AssertionCounter.tick();
  Never mismatch(String expected) => Error.throwWithStackTrace(
        TestFailure('expected: $expected\n  actual: ${describe(error)}'),
        stack,
      );

  if (error is! T) mismatch('an exception of type $T');
  if (containing != null && !'$error'.contains(containing)) {
    mismatch('a $T with ${describe(containing)} in its text');
  }
  if (where != null && !where(error)) mismatch('a $T that passes `where`');
  return error;
}
