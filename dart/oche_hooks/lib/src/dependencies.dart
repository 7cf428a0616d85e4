/// The files that a library was made of.
library;

import 'dart:io';

import 'cargo.dart';

/// All that the crate in [folder] was [built] of, neither in [targetDir] nor
/// made by a build script, and the manifest of its [workspace].
///
/// They are files that are there: a missing one counts as changed for whoever
/// runs hooks, and of a folder only the names of what is in it are compared.
Set<Uri> dependenciesOf(
  Built built, {
  required String folder,
  required String targetDir,
  required String? workspace,
}) {
  final root = workspace == null ? folder : File(workspace).parent.path;
  final depInfo = File(
    built.library.replaceFirst(RegExp(r'\.(so|dylib|dll)$'), '.d'),
  );
  final made = [
    for (final folder in [
      targetDir,
      // They need not be in the folder for what cargo makes: `build.build-dir`.
      for (final script in built.scripts) script.outDir,
    ])
      Directory(folder).absolute.uri.toFilePath(),
  ];
  final paths = <String>{
    if (depInfo.existsSync()) ...readDepInfo(depInfo.readAsStringSync()),
    for (final manifest in built.manifests)
      if (_isLocal(manifest)) ..._manifests(manifest),
    for (final script in built.scripts)
      if (_isLocal(script.manifest)) ...script.files,
    if (workspace != null) workspace,
    '$root/Cargo.lock',
    '$folder/oche.toml',
    ..._configuration(folder),
  };
  return {
    for (final path in paths)
      if (_absolute(path, folder) case final file
          when !made.any(file.path.startsWith) && file.existsSync())
        file.uri,
  };
}

/// The files behind the colon in lines of the form `made: from from`, in which
/// spaces of names are escaped by a backslash.
Set<String> readDepInfo(String text) => {
  for (final line in text.split(RegExp(r'\r?\n')))
    if (line.indexOf(': ') case final colon when colon > 0)
      for (final name in _name.allMatches(line.substring(colon + 2)))
        name[0]!.replaceAll(r'\ ', ' '),
};

final RegExp _name = RegExp(r'(?:\\ |[^ ])+');

/// What decides about the compiler and its options: rustup and cargo look for
/// it upwards.
Iterable<String> _configuration(String folder) sync* {
  for (var at = Directory(folder).absolute; ; at = at.parent) {
    yield '${at.path}/rust-toolchain.toml';
    yield '${at.path}/rust-toolchain';
    yield '${at.path}/.cargo/config.toml';
    yield '${at.path}/.cargo/config';
    if (at.parent.path == at.path) break;
  }
  // Elsewhere it is not above the crate, as it is if it lies in the user's
  // folder.
  if (Platform.environment['CARGO_HOME'] case final home?) {
    yield '$home/config.toml';
    yield '$home/config';
  }
}

/// A manifest, and those above it: it may take versions and features from the
/// one of its workspace.
Iterable<String> _manifests(String manifest) sync* {
  yield manifest;
  for (var at = File(manifest).parent; at.parent.path != at.path;) {
    at = at.parent;
    yield '${at.path}/Cargo.toml';
  }
}

/// Whether a manifest may change: those that come from a registry do not.
bool _isLocal(String manifest) =>
    !manifest.contains(RegExp(r'[/\\]registry[/\\]src[/\\]')) &&
    !manifest.contains(RegExp(r'[/\\]git[/\\]checkouts[/\\]'));

File _absolute(String path, String folder) =>
    File(path).isAbsolute ? File(path) : File('$folder/$path');
