/// What `oche generate` has written into the package.
library;

import 'dart:io';

import 'package:hooks/hooks.dart';

/// The generated file of a package that asks for a crate's library.
final class AssetFile {
  const AssetFile._(this.name, this.file);

  /// The file of the package at [packageRoot] for the [crate].
  ///
  /// The file is looked for, because `oche.toml` may have it anywhere below
  /// `lib`, and because an asset of another name would never be found.
  ///
  /// Throws a [BuildError] if there is none.
  factory AssetFile.of(Uri packageRoot, String crate) {
    final lib = Directory.fromUri(packageRoot.resolve('lib/'));
    final entries = lib.existsSync() ? lib.listSync(recursive: true) : const [];
    for (final file in entries.whereType<File>()) {
      if (!file.path.endsWith('asset_native.dart')) continue;
      if (file.readAsStringSync().contains("symbol: 'oche_$crate'")) {
        final name = file.uri.path.substring(lib.uri.path.length);
        return AssetFile._(Uri.decodeFull(name), file);
      }
    }
    throw BuildError(
      message:
          'Nothing in ${lib.path} asks for the library of the crate `$crate`. '
          'Run `oche generate` in the crate, or correct `[dart]` in its '
          'oche.toml.',
    );
  }

  /// The name of the code asset: the file's path below `lib`.
  final String name;

  /// The file.
  final File file;

  /// The generated file that says which API the Dart was made for, and that
  /// API's hash; null if none says it.
  (File, String)? get api {
    for (final other in file.parent.listSync().whereType<File>()) {
      if (!other.path.endsWith('bridge.dart')) continue;
      final match = _schemaHash.firstMatch(other.readAsStringSync());
      if (match != null) return (other, match[1]!);
    }
    return null;
  }

  static final RegExp _schemaHash = RegExp("schemaHash: '([0-9a-f]{16})'");
}
