/// A crate's library: found, loaded, and attached to this isolate.
library;

import '../base/error.dart';
import '../platform/platform.dart';
import '../wire/wire.dart';
import 'call.dart' as calls;
import 'cancel.dart';
import 'context.dart';

/// The native library of one crate, loaded by each isolate for itself.
abstract base class LoadedLibrary {
  /// The library of [crate], whose API has the hash [schemaHash].
  LoadedLibrary({
    required this.crate,
    required this.schemaHash,
    String? symbol,
    int Function()? asset,
  })  : _symbol = symbol ?? 'oche_$crate',
        _asset = asset;

  /// The crate's name, with underscores.
  final String crate;

  /// What the library's API must be, as 16 hexadecimal digits.
  final String schemaHash;

  final String _symbol;

  /// Asks for the library's function where a build hook bundled the library.
  final int Function()? _asset;
  String? _path;
  Table? _table;
  IsolateContext? _context;

  /// The context while something is in the place of the library.
  IsolateContext? _atRest;
  bool _isReplaced = false;
  bool _detached = false;

  final List<SyncFunction?> _sync = [];
  final List<StartFunction?> _start = [];

  /// Whether this isolate is attached to the library.
  bool get isLoaded => (_context ?? _atRest) != null;

  /// Whether something is in the place of the library, which must not be
  /// reached then.
  bool get isReplaced => _isReplaced;

  set isReplaced(bool isReplaced) {
    if (isReplaced == _isReplaced) return;
    _isReplaced = isReplaced;
    if (isReplaced) {
      _atRest = _context;
      _context = null;
    } else {
      _context = _atRest;
      _atRest = null;
    }
  }

  /// Loads the library and attaches this isolate to it. Without a [path] it is
  /// looked for
  ///
  /// 1. at the path in the environment variable `OCHE_LIBRARY_PATH_<CRATE>`,
  /// 2. in the folder in the environment variable `OCHE_LIBRARY_DIR`,
  /// 3. among the code assets that build hooks bundled,
  /// 4. in the process itself, where applications are linked statically (iOS),
  /// 5. beside the executable and the script,
  /// 6. in `target/release` and `target/debug` of the current folder and the
  ///    folders above it,
  /// 7. wherever the system's loader looks.
  ///
  /// Calling it is not necessary: the first use of the library does. It is of
  /// use to choose a file, or to fail early.
  ///
  /// Throws a [LibraryNotFoundException], [NotAnOcheLibraryException],
  /// [AbiVersionException], [SchemaMismatchException], an
  /// [InitializationException], or, if another file was loaded before, a
  /// [LibraryAlreadyLoadedException]. After each of them but the last, it may
  /// be tried again, also by using the library.
  ///
  /// Throws a [StateError] while a fake is in the library's place.
  void load({String? path}) {
    if (_isReplaced) _refuseReplaced();
    if (_table != null && path != null && path != _path) {
      throw LibraryAlreadyLoadedException(
        'The library of the crate `$crate` was loaded from $_path; it cannot '
        'be exchanged for $path in the same isolate.',
      );
    }
    final isFresh = _table == null;
    final table = _table ??= _open(path);
    try {
      _context ??= _attachTo(table);
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
    final context = _context ?? _atRest;
    if (context == null) return;
    _context = _atRest = null;
    _detached = true;
    context.detach();
  }

  /// How many objects are alive in the Rust half, over all isolates: attached
  /// isolates, running calls, open streams, and memory that Dart holds. For
  /// tests that look for leaks.
  int get liveObjects {
    return table.runtime.liveObjects();
  }

  /// This isolate's context. For generated code.
  @pragma('vm:prefer-inline')
  IsolateContext get context => _context ?? _attach();

  Never _refuseReplaced() => throw StateError(
        'A fake is in the place of the library of the crate `$crate`, which '
        'was to be reached: by an object or a stream that it made before, or '
        'by a member of the library object. Call use(null) on that to put the '
        'library back.',
      );

  @pragma('vm:never-inline')
  IsolateContext _attach() {
    if (_isReplaced) _refuseReplaced();
    if (_detached) {
      throw DetachedException(
        'This isolate was detached from the library of the crate `$crate`. '
        'Call load() on the library object to attach it again.',
      );
    }
    load();
    return _context!;
  }

  /// The library's table. For generated code.
  Table get table {
    context;
    return _table!;
  }

  /// Calls the function number [index]. For generated code.
  @pragma('vm:prefer-inline')
  T callSync<T>(
    int index,
    void Function(Writer w) encode,
    T Function(Reader r) decode, {
    Object Function(Reader r)? error,
  }) =>
      calls.callSync(context, syncFunction(index), encode, decode, error);

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
    final StartFunction function;
    try {
      context = this.context;
      function = startFunction(index);
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

  /// The function number [index] as a synchronous one.
  @pragma('vm:prefer-inline')
  SyncFunction syncFunction(int index) {
    if (index < _sync.length) {
      final bound = _sync[index];
      if (bound != null) return bound;
    }
    return _bindSync(index);
  }

  @pragma('vm:never-inline')
  SyncFunction _bindSync(int index) {
    while (_sync.length <= index) {
      _sync.add(null);
    }
    return _sync[index] = table.syncFunction(index);
  }

  /// The function number [index] as one that completes through the mailbox.
  @pragma('vm:prefer-inline')
  StartFunction startFunction(int index) {
    if (index < _start.length) {
      final bound = _start[index];
      if (bound != null) return bound;
    }
    return _bindStart(index);
  }

  @pragma('vm:never-inline')
  StartFunction _bindStart(int index) {
    while (_start.length <= index) {
      _start.add(null);
    }
    return _start[index] = table.startFunction(index);
  }

  Table _open(String? path) {
    final (table, found) = loadLibrary(
      path: path,
      crate: crate,
      symbol: _symbol,
      asset: _asset,
      schemaHash: schemaHash,
    );
    _path = found;
    return table;
  }

  /// Attaches the isolate, and sets the crate up if nobody has.
  static IsolateContext _attachTo(Table table) {
    final context = IsolateContext.attach(table.runtime);
    if (table.initialize(context)) return context;
    final message = context.result.string();
    context.detach();
    throw InitializationException(message);
  }
}
