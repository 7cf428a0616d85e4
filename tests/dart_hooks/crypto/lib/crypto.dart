/// As much of the interface of `package:crypto` as `package:oche_hooks` uses,
/// by the program `sha256sum`.
library;

import 'dart:io';

/// SHA-256.
const Hash sha256 = Hash._();

/// A hash function.
final class Hash {
  const Hash._();

  /// The hash of [bytes].
  Digest convert(List<int> bytes) {
    final folder = Directory.systemTemp.createTempSync('sha256');
    try {
      final file = File('${folder.path}/bytes')..writeAsBytesSync(bytes);
      final result = Process.runSync('sha256sum', [file.path]);
      if (result.exitCode != 0) throw StateError('${result.stderr}');
      return Digest._('${result.stdout}'.split(' ').first);
    } finally {
      folder.deleteSync(recursive: true);
    }
  }
}

/// A hash.
final class Digest {
  const Digest._(this._digits);

  final String _digits;

  @override
  String toString() => _digits;
}
