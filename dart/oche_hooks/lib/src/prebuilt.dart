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
  PrebuiltTable._(
    this.file,
    this.crate,
    this.schemaHash,
    this._libraries,
    this._address,
  );

  /// The table of the package at [packageRoot]; null if there is none.
  ///
  /// Throws a [BuildError] if it cannot be read.
  static PrebuiltTable? of(Uri packageRoot) {
    final file = File.fromUri(packageRoot.resolve('prebuilt/table.json'));
    if (!file.existsSync()) return null;
    try {
      if (jsonDecode(utf8.decode(file.readAsBytesSync())) case {
        'format': 1,
        'crate': final String crate,
        'schema_hash': final String schemaHash,
        'libraries': final Map<String, Object?> libraries,
      } && final Map<String, Object?> json) {
        final url = json['url'];
        final address = url is String ? Uri.tryParse(url) : null;
        if (url == null || (address != null && address.hasAuthority)) {
          return PrebuiltTable._(file, crate, schemaHash, libraries, address);
        }
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

  /// The crate, with underscores.
  final String crate;

  /// The API that the libraries have.
  final String schemaHash;

  final Map<String, Object?> _libraries;
  final Uri? _address;

  /// The library for [target]; null if there is none.
  ///
  /// Throws a [BuildError] if what is said of it makes no sense.
  Prebuilt? library(Target target) => switch (_libraries[target.triple]) {
    null => null,
    {
      'file': final String name,
      'size': final int size,
      'sha256': final String sha256,
    }
        when size > 0 && _name.hasMatch(name) && _sha256.hasMatch(sha256) =>
      Prebuilt._(
        File.fromUri(file.uri.resolve(name)),
        size,
        sha256.toLowerCase(),
        _address?.resolve(name),
      ),
    _ => throw BuildError(
      message: '${file.path} says nothing usable of ${target.triple}. $_build',
    ),
  };

  /// Names of files and folders and nothing else: neither the folder above, in
  /// whichever spelling, nor a drive, a query or an address of its own.
  static final RegExp _name = RegExp(
    r'^[^\s./\\:%?#][^\s/\\:%?#]*(/[^\s./\\:%?#][^\s/\\:%?#]*)*$',
  );

  static final RegExp _sha256 = RegExp(r'^[0-9a-fA-F]{64}$');
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
  /// Whoever copies it has to [check] the copy. Throws a [BuildError] if what
  /// was downloaded is not the file that the table means, and an [InfraError] if
  /// it cannot be downloaded.
  Future<File?> file(Uri cache) async {
    if (_file.existsSync()) return _file;
    final address = _address;
    if (address == null) return null;
    // By its contents: of another version there is another file.
    final kept = File.fromUri(
      cache.resolve('$_sha256/${_file.uri.pathSegments.last}'),
    );
    // What was changed since is ours to get again.
    if (kept.existsSync() && _fault(kept) == null) return kept;
    kept.parent.createSync(recursive: true);
    final fresh = File('${kept.path}.new');
    try {
      await download(address, fresh, limit: _size);
      check(fresh, from: '$address');
      fresh.renameSync(kept.path);
    } finally {
      if (fresh.existsSync()) fresh.deleteSync();
    }
    return kept;
  }

  /// Sees to it that [file], which comes [from] somewhere, is the one that the
  /// table means.
  ///
  /// Throws a [BuildError] if it is not.
  void check(File file, {required String from}) {
    if (_fault(file) case final fault?) throw _refused('$from $fault');
  }

  String? _fault(File file) {
    final size = file.lengthSync();
    if (size != _size) return 'has $size bytes, and should have $_size';
    final sum = sha256.convert(file.readAsBytesSync()).toString();
    if (sum == _sha256) return null;
    return 'has the SHA-256 $sum, and should have $_sha256';
  }

  static BuildError _refused(String what) => BuildError(
    message: 'A prebuilt library is not what its table says: $what. $_build',
  );
}
