import 'dart:async';
import 'dart:io';
import 'dart:typed_data';

import 'expect.dart';
import 'protocol.dart';

/// The name of the test which says that nothing of Rust's was left behind.
const liveObjectsTest = 'live objects are back';

/// How long [suite] waits for the live objects to go away: enough for a garbage
/// collection, and for Rust threads that are just finishing.
const _liveObjectsPatience = Duration(seconds: 5);

final class _Test {
  _Test(this.name, this.body, this.timeout);

  final String name;
  final FutureOr<void> Function() body;
  final Duration timeout;

  final assertions = AssertionCounter();
  Object? error;
  StackTrace? stack;
  bool reported = false;

  void fail(Object error, [StackTrace stack = StackTrace.empty]) {
    // The first failure is the cause; what follows is mostly its consequence.
    if (this.error != null) return;
    this.error = error;
    this.stack = stack;
  }
}

final _protocol = Protocol();
final _tests = <_Test>[];
bool _registering = false;
int _failed = 0;

/// Runs the tests that [body] registers, in order, and reports them.
///
/// With [liveObjects], a last test waits until this count is back where it was
/// before the first test.
Future<void> suite(
  String name,
  void Function() body, {
  int Function()? liveObjects,
}) async {
  _registering = true;
  body();
  _registering = false;

  final selection = Selection.fromEnvironment();
  if (selection.listOnly) {
    for (final test in _tests) {
      _protocol.send({'name': test.name});
    }
    if (liveObjects != null) _protocol.send({'name': liveObjectsTest});
    _protocol.send({'suite': name, 'tests': 0, 'failed': 0});
    return;
  }

  final chosen = _tests.where((test) => selection.includes(test.name)).toList();
  if (liveObjects != null) chosen.add(_liveObjectsAreBack(liveObjects));
  for (final test in chosen) {
    await _run(test);
  }
  _protocol.send({'suite': name, 'tests': chosen.length, 'failed': _failed});
  // Not `exit`: that the process ends by itself is part of what is tested.
  if (_failed > 0) exitCode = 1;
}

/// Registers a test; its [name] is unique in its file.
///
/// It fails if [body] throws, if an asynchronous error of it stays unhandled,
/// if it takes longer than [timeout], or if it asserts nothing.
void test(
  String name,
  FutureOr<void> Function() body, {
  Duration timeout = const Duration(seconds: 30),
}) {
  if (!_registering) throw StateError('test("$name") stands outside of suite');
  if (name == liveObjectsTest || _tests.any((test) => test.name == name)) {
    throw StateError('there are two tests named "$name"');
  }
  _tests.add(_Test(name, body, timeout));
}

Future<void> _run(_Test test) async {
  _protocol.send({'start': test.name});
  final watch = Stopwatch()..start();
  final finished = Completer<void>();

  void onError(Object error, StackTrace stack) {
    if (test.reported) {
      _reportLateError(test, error, stack);
    } else {
      test.fail(error, stack);
    }
    // The body may be waiting for what has just failed.
    if (!finished.isCompleted) finished.complete();
  }

  runZonedGuarded(
    () async {
      await test.body();
      // An error that nobody waits for reaches the zone in a later turn.
      await Future<void>.delayed(Duration.zero);
      if (!finished.isCompleted) finished.complete();
    },
    onError,
    zoneValues: {assertionCounter: test.assertions},
    zoneSpecification: ZoneSpecification(
      print: (self, parent, zone, text) => _protocol.line(text),
    ),
  );

  await finished.future.timeout(
    test.timeout,
    onTimeout: () => test.fail(
      TestFailure('the test is not finished after ${test.timeout}'),
    ),
  );
  if (test.error == null && test.assertions.count == 0) {
    test.fail(const TestFailure('the test asserted nothing'));
  }
  _report(test, watch.elapsedMilliseconds);
}

void _report(_Test test, int milliseconds) {
  test.reported = true;
  final error = test.error;
  if (error != null) _failed += 1;
  _protocol.send({
    'test': test.name,
    'ok': error == null,
    'ms': milliseconds,
    'assertions': test.assertions.count,
    if (error != null) ...{
      'error':
          error is TestFailure ? error.message : '${error.runtimeType}: $error',
      'stack': '${test.stack}',
    },
  });
}

/// What has been reported as passed cannot be called back, so an error after
/// the end of its test is reported as a failed test of its own.
void _reportLateError(_Test test, Object error, StackTrace stack) {
  final late = _Test('${test.name}, after its end', test.body, Duration.zero)
    ..fail(error, stack);
  _report(late, 0);
  exitCode = 1;
}

/// The last test of a suite, made before the first one runs.
_Test _liveObjectsAreBack(int Function() liveObjects) {
  var before = 0;
  final test = _Test(liveObjectsTest, () async {
    final watch = Stopwatch()..start();
    while (liveObjects() != before && watch.elapsed < _liveObjectsPatience) {
      // Memory of Rust's that Dart looks at lives until it is collected.
      _provokeGarbageCollection();
      await Future<void>.delayed(const Duration(milliseconds: 10));
    }
    expect(liveObjects(), before, reason: 'live objects, after and before');
  }, _liveObjectsPatience * 2);
  try {
    // The first reading may itself load the library and attach this isolate,
    // which counts as an object; the second one changes nothing.
    liveObjects();
    before = liveObjects();
  } on Object catch (error, stack) {
    test.fail(error, stack);
  }
  return test;
}

/// Where the garbage goes, so that no compiler can leave its allocation out.
Object? garbage;

void _provokeGarbageCollection() {
  // Lists of this size live in the old generation, whose collector is the one
  // that runs the finalizers of long-lived objects.
  for (var i = 0; i < 16; i++) {
    garbage = Uint8List((1 << 20) + i);
  }
  garbage = null;
}
