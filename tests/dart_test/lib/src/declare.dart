import 'dart:async';

import 'package:oche_harness/harness.dart' as harness;

final _declared = <(String, FutureOr<void> Function())>[];
final _groups = <String>[];

/// Declares a test, which runs when `main` is over.
void test(Object description, FutureOr<void> Function() body) {
  if (_declared.isEmpty) Timer.run(_run);
  _declared.add(([..._groups, '$description'].join(' '), body));
}

/// Declares tests whose names begin with [description].
void group(Object description, void Function() body) {
  _groups.add('$description');
  try {
    body();
  } finally {
    _groups.removeLast();
  }
}

/// Fails the test unless [actual] is what [matcher] says: a matcher, or a value
/// that is equal.
void expect(Object? actual, Object? matcher, {String? reason}) =>
    harness.expect(actual, matcher, reason: reason);

/// Waits for the future [actual], and fails the test unless it fails as
/// [matcher] says, which is `throwsA` of something.
Future<void> expectLater(Future<Object?> actual, Object? matcher) async {
  Object? Function() again;
  try {
    final result = await actual;
    again = () => result;
  } on Object catch (error) {
    // What the matcher is asked of is a function that throws.
    again = () => throw error; // ignore: only_throw_errors
  }
  expect(again, matcher);
}

Future<void> _run() => harness.suite(
      harness.testScript.pathSegments.last,
      () {
        for (final (name, body) in _declared) {
          harness.test(name, body);
        }
      },
    );
