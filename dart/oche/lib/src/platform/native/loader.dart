/// Finding and loading a crate's library.
library;

import 'dart:ffi';
import 'dart:io';

import '../../base/error.dart';
import 'library.dart';
import 'table.dart';

typedef _Entry = Pointer<NativeFunction<Pointer<TableMemory> Function()>>;

/// Loads the library of [crate] from [path], or from where the environment
/// says, or as the code asset for whose function [asset] asks, or from where it
/// is found; its table, and where it was.
(Table, String) loadLibrary({
  required String? path,
  required String crate,
  required String symbol,
  required int Function()? asset,
  required String schemaHash,
}) {
  final loader = _Loader(crate, symbol, asset);
  final named = path ?? loader._named();
  final (entry, found) = named != null
      ? loader._entryOf(loader._openFile(named))
      : loader._bundled() ?? loader._entryOf(loader._search());
  final table = Table.of(
    entry,
    path: found,
    symbol: symbol,
    schemaHash: schemaHash,
  );
  return (table, found);
}

/// Looks for one library.
final class _Loader {
  _Loader(this._crate, this._symbol, this._asset);

  final String _crate;
  final String _symbol;
  final int Function()? _asset;

  /// What the system says about the code asset, if that was no use.
  String? _assetError;

  /// The file that the environment names. It goes before the code asset, so
  /// that whoever runs a program can choose its library, as `oche run` does.
  String? _named() {
    final environment = Platform.environment;
    final named = environment['OCHE_LIBRARY_PATH_${_crate.toUpperCase()}'];
    if (named != null) return named;
    final folder = environment['OCHE_LIBRARY_DIR'];
    return folder == null ? null : '$folder/$_fileName';
  }

  /// The function of the code asset; null if there is none that has it.
  (_Entry, String)? _bundled() {
    final asset = _asset;
    if (asset == null) return null;
    try {
      return (_Entry.fromAddress(asset()), 'the bundled code asset');
    } on ArgumentError catch (error) {
      final message = '${error.message}';
      // Without any asset nothing was tried that the user should hear of.
      if (!message.contains('No available native assets')) {
        _assetError = message;
      }
      return null;
    }
  }

  (_Entry, String) _entryOf((DynamicLibrary, String) found) {
    final (library, path) = found;
    if (!library.providesSymbol(_symbol)) {
      throw NotAnOcheLibraryException(
        '$path has no function `$_symbol`. It must be the library of the crate '
        '`$_crate`, built after `oche generate` and with `mod oche_generated;` '
        'in its lib.rs.',
      );
    }
    return (library.lookup(_symbol), path);
  }

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
        '${error.message}. Looked at:\n  ${places.join('\n  ')}'
        '${_assetError == null ? '' : '\nAs a code asset: $_assetError'}',
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
