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

Future<void> _run() => harness.suite(
      harness.testScript.pathSegments.last,
      () {
        for (final (name, body) in _declared) {
          harness.test(name, body);
        }
      },
    );
