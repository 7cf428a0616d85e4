/// A crate's library with all that it can be asked for.
library;

import '../run/library.dart';
import '../wire/wire.dart';
import 'logs.dart';
import 'sink.dart' as sinks;
import 'sink.dart' show SinkStream;
import 'stream.dart' as streams;

/// The native library of one crate. Generated code has one object of this class
/// per crate; each isolate loads and attaches for itself.
///
/// [Api] is the interface of what can take its place by [use].
final class OcheLibrary<Api extends Object> extends LoadedLibrary {
  /// The library of [crate], whose API has the hash [schemaHash].
  OcheLibrary({
    required super.crate,
    required super.schemaHash,
    super.symbol,
    super.asset,
  });

  Api? _fake;

  /// What [use] has put in the place of the library. For generated code.
  @pragma('vm:prefer-inline')
  Api? get fake => _fake;

  /// Puts [fake] in the place of the library in this isolate: from now on it is
  /// called, and the library is not loaded. Null puts the library back.
  ///
  /// A test calls it before what it tests. What is under way then goes on:
  /// streams that run, signals that were there. New calls by objects that the
  /// library made before throw a [StateError].
  ///
  /// Values that Rust computes once, of `const` and `static` items, are kept
  /// where they were read first, as those of the library are.
  void use(Api? fake) {
    _fake = fake;
    isReplaced = fake != null;
  }

  /// What the Rust half logs while somebody listens, with `log` or `tracing`,
  /// down to [level]. Each listener gets all records. Up to 1,024 wait for one
  /// that does not keep up; then the oldest are dropped, and counted in
  /// [streams.RustStream.statistics].
  ///
  /// The Rust crate must enable the feature `log` or `tracing` of the crate
  /// `oche`, otherwise the stream fails with an [UnsupportedError], and install
  /// `oche::logs`.
  streams.RustStream<LogRecord> logs({LogLevel level = LogLevel.info}) =>
      openLogs(() => context, level);

  /// The stream of the function number [index]. For generated code.
  streams.RustStream<T> openStream<T>(
    int index,
    void Function(Writer w) encode,
    T Function(Reader r) decode, {
    Object Function(Reader r)? error,
    Object Function(Reader r)? itemError,
    int? window,
  }) =>
      streams.openStream(
        () => context,
        () => startFunction(index),
        encode,
        decode,
        error,
        itemError,
        window,
      );

  /// The stream of the function number [index], which is called with a sink.
  /// For generated code.
  streams.RustStream<T> openSink<T>(
    int index,
    void Function(Writer w, SinkStream<T> sink) encode, {
    Object Function(Reader r)? error,
    bool isSync = false,
  }) =>
      sinks.openSink(
        () => context,
        (context, encode, id) {
          if (isSync) {
            final function = syncFunction(index);
            return context.send(
              encode,
              (args, length, blocks) =>
                  function(context.pointer, args, length, blocks),
            );
          }
          final function = startFunction(index);
          return context.send(
            encode,
            (args, length, blocks) =>
                function(context.pointer, args, length, blocks, id),
          );
        },
        encode,
        error,
        isSync,
      );
}
