/// A small test harness: `package:test` cannot be had where pub cannot be
/// reached.
///
/// A test file calls [suite] once, from `main`:
///
/// ```dart
/// Future<void> main() => suite('numbers', () {
///       test('adds', () {
///         expect(add(a: 1, b: 2), 3);
///       });
///     }, liveObjects: () => pureDartLibrary.liveObjects);
/// ```
///
/// and is run by `cargo test -p pure_dart`, or alone by
/// `cargo xtask dart -- test/numbers_test.dart`. What is told to the former is
/// described at `Protocol`.
library;

export 'src/expect.dart';
export 'src/matchers.dart';
export 'src/script.dart';
export 'src/suite.dart' show liveObjectsTest, suite, test;
export 'src/wait.dart';
