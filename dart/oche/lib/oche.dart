/// The Dart run time of Oche, the bridge between Rust and Dart.
///
/// Applications import the package that `oche generate` wrote; this library
/// has what they may want besides: the exceptions, [OcheLibrary] to load a
/// library from a place of their choice, what the objects of Rust have in
/// common ([RustObject]), live values ([Signal]), and the types of values that
/// Dart has no class for.
library;

export 'src/base/error.dart';
export 'src/base/some.dart';
export 'src/base/statistics.dart' show StreamStatistics;
export 'src/base/uuid.dart';
export 'src/features/library.dart' show OcheLibrary;
export 'src/features/logs.dart' show LogLevel, LogRecord;
export 'src/features/object.dart' show RustObject, SharedObject;
export 'src/features/signal.dart'
    show ListenableValue, Sample, Signal, SignalStatus;
export 'src/features/sink.dart' show SinkStream;
export 'src/features/stream.dart' show RustStream;
export 'src/run/cancel.dart' show CancelToken;
export 'src/run/error.dart';
