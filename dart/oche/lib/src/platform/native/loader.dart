/// Finding and loading a crate's library.
library;

import 'dart:ffi';
import 'dart:io';

import '../../base/error.dart';
import 'library.dart';

/// Loads the library of [crate] from [path], or from where it is found; its
/// table, and where it was.
(Table, String) loadLibrary({
  required String? path,
  required String crate,
  required String symbol,
  required String schemaHash,
}) {
  final loader = _Loader(crate, symbol);
  final (library, found) =
      path != null ? loader._openFile(path) : loader._search();
  final table = Table.of(
    library,
    path: found,
    symbol: symbol,
    crate: crate,
    schemaHash: schemaHash,
  );
  return (table, found);
}

/// Looks for one library.
final class _Loader {
  _Loader(this._crate, this._symbol);

  final String _crate;
  final String _symbol;

  (DynamicLibrary, String) _openFile(String path) {
    try {
      return (DynamicLibrary.open(path), path);
    } on ArgumentError catch (error) {
      if (!File(path).existsSync()) {
        throw LibraryNotFoundException(
          'There is no file $path. Build the crate `$_crate`, or give load() '
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
        'windows' => '$_crate.dll',
        'macos' || 'ios' => 'lib$_crate.dylib',
        _ => 'lib$_crate.so',
      };

  (DynamicLibrary, String) _search() {
    final environment = Platform.environment;
    final named = environment['OCHE_LIBRARY_PATH_${_crate.toUpperCase()}'];
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
        'The library of the crate `$_crate` was not found. Build it with '
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
    for (var at = Directory.current;; at = at.parent) {
      for (final profile in ['release', 'debug']) {
        places.add('${at.path}/target/$profile/$file');
      }
      if (at.parent.path == at.path) break;
    }
    return places;
  }
}
