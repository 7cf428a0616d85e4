/// A crate's library: found, loaded, and attached to this isolate.
library;

import 'dart:ffi';
import 'dart:io';

import '../run/call.dart' as calls;
import '../run/cancel.dart';
import '../base/error.dart';
import '../run/context.dart';
import 'logs.dart';
import 'sink.dart' as sinks;
import 'sink.dart' show SinkStream;
import 'stream.dart' as streams;
import '../platform/native/table.dart';
import '../wire/wire.dart';

/// The native library of one crate. Generated code has one object of this class
/// per crate; each isolate loads and attaches for itself.
final class OcheLibrary {
  /// The library of [crate], whose API has the hash [schemaHash].
  OcheLibrary({required this.crate, required this.schemaHash, String? symbol})
      : _symbol = symbol ?? 'oche_$crate';

  /// The crate's name, with underscores.
  final String crate;

  /// What the library's API must be, as 16 hexadecimal digits.
  final String schemaHash;

  final String _symbol;
  String? _path;
  Table? _table;
  IsolateContext? _context;
  bool _detached = false;

  final List<calls.SyncFunction?> _sync = [];
  final List<calls.StartFunction?> _start = [];

  /// Whether this isolate is attached to the library.
  bool get isLoaded => _context != null;

  /// Loads the library and attaches this isolate to it. Without a [path] it is
  /// looked for
  ///
  /// 1. at the path in the environment variable `OCHE_LIBRARY_PATH_<CRATE>`,
  /// 2. in the folder in the environment variable `OCHE_LIBRARY_DIR`,
  /// 3. in the process itself, where applications are linked statically (iOS),
  /// 4. beside the executable and the script,
  /// 5. in `target/release` and `target/debug` of the current folder and the
  ///    folders above it,
  /// 6. wherever the system's loader looks.
  ///
  /// Calling it is not necessary: the first use of the library does. It is of
  /// use to choose a file, or to fail early.
  ///
  /// Throws a [LibraryNotFoundException], [NotAnOcheLibraryException],
  /// [AbiVersionException], [SchemaMismatchException], an
  /// [InitializationException], or, if another file was loaded before, a
  /// [LibraryAlreadyLoadedException]. After each of them but the last, it may
  /// be tried again, also by using the library.
  void load({String? path}) {
    if (_table != null && path != null && path != _path) {
      throw LibraryAlreadyLoadedException(
        'The library of the crate `$crate` was loaded from $_path; it cannot '
        'be exchanged for $path in the same isolate.',
      );
    }
    final isFresh = _table == null;
    final table = _table ??= _open(path);
    try {
      _context ??= table.attach();
    } on InitializationException {
      // Nothing of it is in use, so that the next try may be another file.
      if (isFresh) _table = _path = null;
      rethrow;
    }
    _detached = false;
  }

  /// Detaches this isolate: calls that run end with a [DetachedException], and
  /// so does every later one until [load] is called. Does nothing if it is not
  /// attached.
  void detach() {
    final context = _context;
    if (context == null) return;
    _context = null;
    _detached = true;
    context.detach();
  }

  /// How many objects are alive in the Rust half, over all isolates: attached
  /// isolates, running calls, open streams, and memory that Dart holds. For
  /// tests that look for leaks.
  int get liveObjects {
    context;
    return _table!.runtime.liveObjects();
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

  /// This isolate's context. For generated code.
  @pragma('vm:prefer-inline')
  IsolateContext get context => _context ?? _attach();

  @pragma('vm:never-inline')
  IsolateContext _attach() {
    if (_detached) {
      throw DetachedException(
        'This isolate was detached from the library of the crate `$crate`. '
        'Call load() on the library object to attach it again.',
      );
    }
    load();
    return _context!;
  }

  /// The function number [index]. For generated code.
  Pointer<T> function<T extends NativeType>(int index) {
    context;
    return _table!.function(index).cast();
  }

  /// Calls the function number [index]. For generated code.
  @pragma('vm:prefer-inline')
  T callSync<T>(
    int index,
    void Function(Writer w) encode,
    T Function(Reader r) decode, {
    Object Function(Reader r)? error,
  }) =>
      calls.callSync(context, _syncFunction(index), encode, decode, error);

  /// Calls the function number [index] off this isolate's thread. For generated
  /// code.
  Future<T> callAsync<T>(
    int index,
    void Function(Writer w) encode,
    T Function(Reader r) decode, {
    Object Function(Reader r)? error,
    CancelToken? cancelToken,
  }) {
    if (cancelToken != null && cancelToken.isCancelled) {
      return Future.error(cancelToken.exception, StackTrace.current);
    }
    final IsolateContext context;
    final calls.StartFunction function;
    try {
      context = this.context;
      function = _startFunction(index);
    } catch (failure, stack) {
      return Future.error(failure, stack);
    }
    return calls.callAsync(
      context,
      function,
      encode,
      decode,
      error,
      cancelToken,
    );
  }

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
        () => _startFunction(index),
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
            final function = _syncFunction(index);
            return context.send(
              encode,
              (args, length, blocks) =>
                  function(context.pointer, args, length, blocks),
            );
          }
          final function = _startFunction(index);
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

  @pragma('vm:prefer-inline')
  calls.SyncFunction _syncFunction(int index) {
    if (index < _sync.length) {
      final bound = _sync[index];
      if (bound != null) return bound;
    }
    return _bindSync(index);
  }

  @pragma('vm:never-inline')
  calls.SyncFunction _bindSync(int index) {
    while (_sync.length <= index) {
      _sync.add(null);
    }
    return _sync[index] =
        function<NativeFunction<calls.SyncNative>>(index).asFunction();
  }

  @pragma('vm:prefer-inline')
  calls.StartFunction _startFunction(int index) {
    if (index < _start.length) {
      final bound = _start[index];
      if (bound != null) return bound;
    }
    return _bindStart(index);
  }

  @pragma('vm:never-inline')
  calls.StartFunction _bindStart(int index) {
    while (_start.length <= index) {
      _start.add(null);
    }
    return _start[index] =
        function<NativeFunction<calls.StartNative>>(index).asFunction();
  }

  Table _open(String? path) {
    final (library, found) = path != null ? _openFile(path) : _search();
    final table = Table.of(
      library,
      path: found,
      symbol: _symbol,
      crate: crate,
      schemaHash: schemaHash,
    );
    _path = found;
    return table;
  }

  (DynamicLibrary, String) _openFile(String path) {
    try {
      return (DynamicLibrary.open(path), path);
    } on ArgumentError catch (error) {
      if (!File(path).existsSync()) {
        throw LibraryNotFoundException(
          'There is no file $path. Build the crate `$crate`, or give load() '
          'the path of its library.',
        );
      }
      throw NotAnOcheLibraryException(
        '$path cannot be loaded as a library of this process: '
        '${error.message}. It must be built for ${Abi.current()}.',
      );
    }
  }

  /// The library's file name on this system.
  String get _fileName => switch (Platform.operatingSystem) {
        'windows' => '$crate.dll',
        'macos' || 'ios' => 'lib$crate.dylib',
        _ => 'lib$crate.so',
      };

  (DynamicLibrary, String) _search() {
    final environment = Platform.environment;
    final named = environment['OCHE_LIBRARY_PATH_${crate.toUpperCase()}'];
    if (named != null) return _openFile(named);
    final folder = environment['OCHE_LIBRARY_DIR'];
    if (folder != null) return _openFile('$folder/$_fileName');
    final process = DynamicLibrary.process();
    if (process.providesSymbol(_symbol)) return (process, 'the process');
    final places = _places();
    for (final place in places) {
      if (File(place).existsSync()) return _openFile(place);
    }
    try {
      return (DynamicLibrary.open(_fileName), _fileName);
    } on ArgumentError catch (error) {
      throw LibraryNotFoundException(
        'The library of the crate `$crate` was not found. Build it with '
        '`cargo build --release`, or give load() its path, or name its folder '
        'in the environment variable OCHE_LIBRARY_DIR. The system says: '
        '${error.message}. Looked at:\n  ${places.join('\n  ')}',
      );
    }
  }

  List<String> _places() {
    final file = _fileName;
    final executable = File(Platform.resolvedExecutable).parent.path;
    final places = [
      '$executable/$file',
      '$executable/lib/$file',
      if (Platform.isMacOS) '$executable/../Frameworks/$file',
      if (Platform.script.isScheme('file'))
        '${File.fromUri(Platform.script).parent.path}/$file',
    ];
    for (var at = Directory.current; ; at = at.parent) {
      for (final profile in ['release', 'debug']) {
        places.add('${at.path}/target/$profile/$file');
      }
      if (at.parent.path == at.path) break;
    }
    return places;
  }
}
