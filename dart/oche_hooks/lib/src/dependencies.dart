/// The files that a library was made of.
library;

import 'dart:io';

import 'cargo.dart';

/// All that the crate in [folder] was [built] of, below no [targetDir], and the
/// manifest of its [workspace].
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
  final target = File(targetDir).absolute.uri.toFilePath();
  final paths = <String>{
    if (depInfo.existsSync()) ...readDepInfo(depInfo.readAsStringSync()),
    for (final manifest in built.manifests)
      if (_isLocal(manifest)) manifest,
    if (workspace != null) workspace,
    '$root/Cargo.lock',
    '$folder/oche.toml',
    ..._configuration(folder),
  };
  return {
    for (final path in paths)
      if (_absolute(path, folder) case final file
          when !file.path.startsWith(target) && file.existsSync())
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
    if (at.parent.path == at.path) return;
  }
}

/// Whether a manifest may change: those that come from a registry do not.
bool _isLocal(String manifest) =>
    !manifest.contains(RegExp(r'[/\\]registry[/\\]src[/\\]')) &&
    !manifest.contains(RegExp(r'[/\\]git[/\\]checkouts[/\\]'));

File _absolute(String path, String folder) =>
    File(path).isAbsolute ? File(path) : File('$folder/$path');
