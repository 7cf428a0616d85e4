/// The Dart run time of Oche, the bridge between Rust and Dart.
///
/// Applications import the package that `oche generate` wrote; this library
/// has what they may want besides: the exceptions, [OcheLibrary] to load a
/// library from a place of their choice, what the objects of Rust have in
/// common ([RustObject]), live values ([Signal]), and the types of values that
/// Dart has no class for.
library;

export 'src/cancel.dart' show CancelToken;
export 'src/error.dart';
export 'src/library.dart' show OcheLibrary;
export 'src/logs.dart' show LogLevel, LogRecord;
export 'src/object.dart' show RustObject, SharedObject;
export 'src/signal.dart' show ListenableValue, Sample, Signal, SignalStatus;
export 'src/sink.dart' show SinkStream;
export 'src/some.dart';
export 'src/statistics.dart' show StreamStatistics;
export 'src/stream.dart' show RustStream;
export 'src/uuid.dart';
