/// Libraries that were built before, for apps whose authors have no Rust.
library;

import 'dart:convert';
import 'dart:io';

import 'package:crypto/crypto.dart';
import 'package:hooks/hooks.dart';

import 'download.dart';
import 'target.dart';

/// The table of a package's libraries, `prebuilt/table.json`, as
/// `oche build --prebuilt` writes it.
final class PrebuiltTable {
  PrebuiltTable._(this.file, this._json);

  /// The table of the package at [packageRoot]; null if there is none.
  ///
  /// Throws a [BuildError] if it cannot be read.
  static PrebuiltTable? of(Uri packageRoot) {
    final file = File.fromUri(packageRoot.resolve('prebuilt/table.json'));
    if (!file.existsSync()) return null;
    try {
      if (jsonDecode(file.readAsStringSync()) case final Map<String, Object?> json
          when json['format'] == 1) {
        return PrebuiltTable._(file, json);
      }
    } on FormatException {
      // Said below.
    }
    throw BuildError(
      message:
          '${file.path} is no table of this version of package:oche_hooks. '
          '$_build',
    );
  }

  /// The table's own file.
  final File file;

  final Map<String, Object?> _json;

  /// The crate, with underscores.
  String get crate => _json['crate'] as String? ?? '';

  /// The API that the libraries have.
  String? get schemaHash => _json['schema_hash'] as String?;

  /// The library for [target]; null if there is none.
  ///
  /// Throws a [BuildError] if what is said of it makes no sense.
  Prebuilt? library(Target target) {
    final libraries = _json['libraries'];
    final entry = libraries is Map ? libraries[target.triple] : null;
    return switch (entry) {
      null => null,
      {
        'file': final String name,
        'size': final int size,
        'sha256': final String sha256,
      }
          when !name.split('/').contains('..') &&
              RegExp(r'^[0-9a-f]{64}$').hasMatch(sha256) =>
        Prebuilt._(
          File.fromUri(file.uri.resolve(name)),
          size,
          sha256,
          _address(name),
        ),
      _ => throw BuildError(
        message: '${file.path} says nothing usable of ${target.triple}. $_build',
      ),
    };
  }

  Uri? _address(String name) => switch (_json['url']) {
    final String url => Uri.parse(url).resolve(name),
    _ => null,
  };
}

/// What an app's author may do about a library that is no good.
const String _build =
    'Get the package again; or, with Rust, have the library built: '
    '`local_build: true` under `hooks: user_defines:` in pubspec.yaml.';

/// A library that was built before.
final class Prebuilt {
  Prebuilt._(this._file, this._size, this._sha256, this._address);

  final File _file;
  final int _size;
  final String _sha256;
  final Uri? _address;

  /// The library's file, within the package or downloaded into [cache]; null if
  /// it is neither in the package nor to be downloaded.
  ///
  /// Throws a [BuildError] if it is not the file that the table means, and an
  /// [InfraError] if it cannot be downloaded.
  Future<File?> file(Uri cache) async {
    if (_file.existsSync()) {
      _check(_file, _file.path);
      return _file;
    }
    final address = _address;
    if (address == null) return null;
    // By its contents: of another version there is another file.
    final kept = File.fromUri(
      cache.resolve('$_sha256/${_file.uri.pathSegments.last}'),
    );
    if (!kept.existsSync()) {
      kept.parent.createSync(recursive: true);
      final fresh = File('${kept.path}.$pid');
      try {
        await download(address, fresh, limit: _size);
        _check(fresh, '$address');
        fresh.renameSync(kept.path);
      } finally {
        if (fresh.existsSync()) fresh.deleteSync();
      }
    }
    _check(kept, kept.path);
    return kept;
  }

  /// Sees to it that [file] is the one that the table means.
  void _check(File file, String from) {
    final size = file.lengthSync();
    if (size != _size) {
      throw _refused('$from has $size bytes, and should have $_size');
    }
    final sum = sha256.convert(file.readAsBytesSync()).toString();
    if (sum != _sha256) {
      throw _refused('$from has the SHA-256 $sum, and should have $_sha256');
    }
  }

  static BuildError _refused(String what) => BuildError(
    message: 'A prebuilt library is not what its table says: $what. $_build',
  );
}
