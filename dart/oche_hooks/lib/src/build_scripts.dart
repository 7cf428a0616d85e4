/// What build scripts read without naming it.
library;

import 'dart:io';

/// A build script that cargo has run.
final class BuildScript {
  /// That of the crate with this [manifest], which writes to [outDir].
  const BuildScript(this.manifest, this.outDir);

  /// The manifest of its crate.
  final String manifest;

  /// Its `OUT_DIR`.
  final String outDir;

  /// The files that it may have read.
  ///
  /// What a script names by `rerun-if-changed` cargo tells us like any source. For
  /// one that names nothing, cargo looks at every file of its crate, and tells
  /// of none.
  Iterable<String> get files {
    final said = File('${File(outDir).parent.path}/output');
    if (said.existsSync() && _names.hasMatch(said.readAsStringSync())) {
      return const [];
    }
    return _filesOf(File(manifest).parent);
  }

  static final RegExp _names = RegExp('^cargo::?rerun-if-', multiLine: true);
}

/// The files of a crate, without those that cargo or git has put there.
Iterable<String> _filesOf(Directory folder) sync* {
  for (final entry in folder.listSync(followLinks: false)) {
    final name = entry.uri.pathSegments.lastWhere((part) => part.isNotEmpty);
    if (name.startsWith('.')) continue;
    if (entry is File) yield entry.path;
    if (entry is Directory && !File('${entry.path}/CACHEDIR.TAG').existsSync()) {
      yield* _filesOf(entry);
    }
  }
}
