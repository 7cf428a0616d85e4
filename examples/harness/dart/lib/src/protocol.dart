import 'dart:async';
import 'dart:convert';
import 'dart:io';

/// Tells the runner what happens, a line each on standard output: `##oche `
/// and a JSON object, which is one of
///
/// - `{"start": NAME}`: the test begins. If the process dies, it died in this.
/// - `{"test": NAME, "ok": BOOL, "ms": INT, "assertions": INT}`, and for a
///   failure `"error": TEXT, "stack": TEXT`.
/// - `{"name": NAME}`: there is such a test, where only names were asked for.
/// - `{"suite": NAME, "tests": INT, "failed": INT}`: the end. The process has
///   to end by itself soon after it.
final class Protocol {
  final RandomAccessFile? _out = _openStandardOutput();

  void send(Map<String, Object?> message) =>
      line('##oche ${jsonEncode(message)}');

  /// Writes [text] before it returns, so that it is not lost if native code
  /// brings the process down right afterwards. `stdout` writes later.
  void line(String text) {
    final out = _out;
    if (out == null) {
      stdout.writeln(text);
    } else {
      out.writeFromSync(utf8.encode('$text\n'));
    }
  }

  static RandomAccessFile? _openStandardOutput() {
    try {
      return File('/dev/stdout').openSync(mode: FileMode.writeOnlyAppend);
    } on FileSystemException {
      return null; // no such file on this system
    }
  }
}

/// Which tests the runner asks for.
///
/// `OCHE_TEST_FILTER` is a part of `OCHE_TEST_PREFIX` + name, or the whole of
/// it with `OCHE_TEST_EXACT=1`. `OCHE_TEST_LIST=1` asks for the names only.
final class Selection {
  Selection.fromEnvironment() : this._(Platform.environment);

  Selection._(Map<String, String> environment)
      : _filter = environment['OCHE_TEST_FILTER'],
        _prefix = environment['OCHE_TEST_PREFIX'] ?? '',
        _exact = environment['OCHE_TEST_EXACT'] == '1',
        listOnly = environment['OCHE_TEST_LIST'] == '1';

  final String? _filter;
  final String _prefix;
  final bool _exact;
  final bool listOnly;

  bool includes(String name) {
    final filter = _filter;
    if (filter == null) return true;
    final whole = '$_prefix$name';
    return _exact ? whole == filter : whole.contains(filter);
  }
}

/// The key of the zone value that is the running test's [AssertionCounter].
final Object assertionCounter = Object();

/// How many assertions a test has made.
final class AssertionCounter {
  int count = 0;

  /// Counts one for the test that the caller runs in, if any.
  static void tick() {
    final counter = Zone.current[assertionCounter];
    if (counter is AssertionCounter) counter.count += 1;
  }
}
