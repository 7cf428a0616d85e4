import 'dart:async';
import 'dart:io';

import 'matchers.dart';

final _tests = <(String, FutureOr<void> Function())>[];
final _groups = <String>[];

/// Declares a test, which runs when `main` is over.
void test(Object description, FutureOr<void> Function() body) {
  if (_tests.isEmpty) Timer.run(_runAll);
  _tests.add(([..._groups, '$description'].join(' '), body));
}

/// Declares tests whose names begin with [description].
void group(Object description, void Function() body) {
  _groups.add('$description');
  body();
  _groups.removeLast();
}

/// Fails the test unless [actual] is what [matcher] says: a matcher, or a value
/// that is equal.
void expect(Object? actual, Object? matcher, {String? reason}) {
  final wanted = wrapMatcher(matcher);
  final got = wanted.mismatch(actual);
  if (got == null) return;
  throw TestFailure(
    'Expected: ${wanted.description}\n'
    '  Actual: $got${reason == null ? '' : '\n$reason'}',
  );
}

Future<void> _runAll() async {
  var failed = 0;
  for (final (name, body) in _tests) {
    final failure = await _run(body);
    stdout.writeln('${failure == null ? 'ok    ' : 'FAILED'} $name');
    if (failure == null) continue;
    failed += 1;
    stdout.writeln('  ${failure.trimRight().replaceAll('\n', '\n  ')}');
  }
  if (failed == 0) {
    stdout.writeln('All ${_tests.length} tests passed.');
  } else {
    stdout.writeln('$failed of ${_tests.length} tests failed.');
    exitCode = 1;
  }
}

/// What went wrong in a test, errors that nobody awaited included.
Future<String?> _run(FutureOr<void> Function() body) {
  final result = Completer<String?>();
  void finish(String? failure) {
    if (!result.isCompleted) result.complete(failure);
  }

  runZonedGuarded(
    () async {
      await body();
      await Future<void>.delayed(Duration.zero);
      finish(null);
    },
    (error, stack) =>
        finish(error is TestFailure ? error.message : '$error\n$stack'),
  );
  return result.future.timeout(
    const Duration(seconds: 30),
    onTimeout: () => 'It is not finished after 30 seconds.',
  );
}
