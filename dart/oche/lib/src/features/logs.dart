/// What the Rust side logs. The Rust twin is `logs.rs`, where the layout of a
/// record is written down.
library;

import '../base/error.dart';
import '../base/window.dart';
import '../protocol/constants.dart';
import '../run/context.dart';
import '../wire/wire.dart';
import 'stream.dart';
import 'stream_receiver.dart';

/// How severe a record is, the most severe first.
enum LogLevel {
  /// Something failed.
  error,

  /// Something is not as it should be.
  warn,

  /// Something worth knowing happened.
  info,

  /// For those who look for a mistake.
  debug,

  /// Every step.
  trace,
}

/// Something that Rust code has logged, with `log` or with `tracing`.
final class LogRecord {
  const LogRecord._({
    required this.level,
    required this.target,
    required this.message,
    required this.module,
    required this.file,
    required this.line,
    required this.thread,
    required this.time,
    required this.fields,
  });

  /// How severe it is.
  final LogLevel level;

  /// What it is about: the module, unless the code says something else.
  final String target;

  /// What it says.
  final String message;

  /// The path of the module, if that is known.
  final String? module;

  /// The source file, if that is known.
  final String? file;

  /// The line in [file], if that is known.
  final int? line;

  /// The thread's name, or its number as in `ThreadId(7)`.
  final String thread;

  /// When it was logged, in UTC.
  final DateTime time;

  /// What was given besides the message, by name.
  final Map<String, String> fields;

  @override
  String toString() {
    final more = fields.entries.map((e) => ' ${e.key}=${e.value}').join();
    return '${time.toIso8601String()} ${level.name} $target: $message$more';
  }
}

LogRecord _readRecord(Reader r) {
  final code = r.u8();
  final level = code - LogLevelCode.error;
  if (level < 0 || level >= LogLevel.values.length) {
    throw MalformedDataException('A record of the log has the level $code.');
  }
  return LogRecord._(
    level: LogLevel.values[level],
    target: r.string(),
    message: r.string(),
    module: r.option((r) => r.string()),
    file: r.option((r) => r.string()),
    line: r.option((r) => r.u32()),
    thread: r.string(),
    time: r.dateTime(),
    fields: r.map((r) => r.string(), (r) => r.string()),
  );
}

/// The records down to [level] that are logged while somebody listens.
RustStream<LogRecord> openLogs(
  IsolateContext Function() findContext,
  LogLevel level,
) =>
    RustStream((listener) {
      final receiver = StreamReceiver(_readRecord, window: defaultWindow);
      try {
        final context = findContext();
        final id = receiver.open(context);
        final code = level.index + LogLevelCode.error;
        final opened = context.runtime.logsOpen(context.pointer, id, code);
        if (opened != LogsStatus.ok) throw _failure(opened);
      } catch (failure, stack) {
        receiver.close();
        listener.failLater(failure, stack);
        return null;
      }
      return receiver..listen(listener);
    });

Object _failure(int opened) => switch (opened) {
      LogsStatus.noFeature => UnsupportedError(
          'The library sends no logs. Enable the feature `log` or `tracing` of '
          'the Rust crate `oche`, and call `oche::logs::init()` in the '
          'function of the crate that has `#[oche(init)]`.',
        ),
      _ => StateError('The library has no executor that could send its logs.'),
    };
