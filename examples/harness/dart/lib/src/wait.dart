import 'expect.dart';

/// Waits until [condition] holds, for things that happen on Rust's threads.
Future<void> until(
  String what,
  bool Function() condition, {
  Duration patience = const Duration(seconds: 10),
}) async {
  final watch = Stopwatch()..start();
  while (!condition() && watch.elapsed < patience) {
    await pause(milliseconds: 2);
  }
  expect(condition(), true, reason: '$what, within $patience');
}

/// Lets time and events pass.
Future<void> pause({required int milliseconds}) =>
    Future<void>.delayed(Duration(milliseconds: milliseconds));
