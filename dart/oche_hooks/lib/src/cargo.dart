/// Building the library by cargo.
library;

import 'dart:convert';
import 'dart:io';

import 'package:hooks/hooks.dart';

import 'build_scripts.dart';
import 'plan.dart';
import 'run.dart';
import 'target.dart';
import 'tools.dart';

/// What cargo has made.
final class Built {
  Built._(this.library, this.crate, this.manifests, this.scripts);

  /// The library's file.
  final String library;

  /// The crate's name, with underscores.
  final String crate;

  /// The manifests of all crates that were looked at.
  final Set<String> manifests;

  /// The build scripts that were run.
  final List<BuildScript> scripts;
}

/// Calls cargo and its companions for the crate in a folder.
final class Cargo {
  /// For the crate in [folder], with [environment] besides our own.
  Cargo(this._tools, this._folder, Map<String, String> environment)
    : _environment = {
        for (final MapEntry(:key, :value) in environment.entries)
          // Who has set such a variable knows better.
          if (!Platform.environment.containsKey(key)) key: value,
        // What cargo names as relative is so to where it runs, as for us.
        'CARGO_BUILD_DEP_INFO_BASEDIR': '.',
        ..._tools.environment,
      };

  final Tools _tools;
  final String _folder;
  final Map<String, String> _environment;

  /// Sees to it that Rust has its standard library for [target].
  ///
  /// Throws an [InfraError] if it has not, and cannot get it.
  Future<void> prepare(Target target) async {
    final rustc = _tools.find('rustc');
    // Who has no rustc hears of that from cargo.
    if (rustc == null || await _hasStd(rustc, target)) return;
    final command = 'rustup target add ${target.triple}';
    final rustup = _tools.find('rustup');
    if (rustup == null) {
      throw InfraError(
        message:
            'Rust has no standard library for ${target.triple}, and there is '
            'no rustup to get it. Install Rust by rustup (https://rustup.rs) '
            'and run `$command`.',
      );
    }
    stdout.writeln('Running `$command`.');
    final ran = await _run(rustup, ['target', 'add', target.triple]);
    if (ran.exitCode != 0) {
      throw InfraError(
        message:
            'Rust has no standard library for ${target.triple}, and '
            '`$command` failed in $_folder:\n${ran.errors.join('\n')}',
      );
    }
  }

  Future<bool> _hasStd(String rustc, Target target) async {
    final ran = await _run(rustc, [
      '--print=target-libdir',
      '--target=${target.triple}',
    ]);
    if (ran.exitCode != 0) {
      throw InfraError(
        message:
            'Rust does not start for ${target.triple} in $_folder:\n'
            '${ran.errors.join('\n')}',
      );
    }
    final folder = Directory(ran.output.join().trim());
    return folder.existsSync() &&
        folder.listSync().any((entry) => entry.path.contains('libstd-'));
  }

  /// Builds the library.
  ///
  /// Throws a [BuildError] with all that cargo says if that fails.
  Future<Built> build(CargoPlan plan) async {
    final ran = await _run(_tools.cargo, plan.arguments);
    if (ran.exitCode != 0) {
      throw BuildError(
        message:
            'cargo cannot build the crate in $_folder:\n'
            '${ran.errors.join('\n')}\n'
            'The command was: ${_shown(plan)}',
      );
    }
    final own = File('$_folder/Cargo.toml').resolveSymbolicLinksSync();
    final manifests = <String>{own};
    final ofPackages = <Object?, String>{};
    final scripts = <BuildScript>[];
    Built? built;
    for (final line in ran.output) {
      final message = _message(line);
      if (message?['manifest_path'] case final String manifest) {
        manifests.add(manifest);
        ofPackages[message!['package_id']] = manifest;
        if (message['reason'] == 'compiler-artifact' && _same(manifest, own)) {
          built = _library(message, manifests, scripts) ?? built;
        }
      }
      if (message case {
        'reason': 'build-script-executed',
        'package_id': final id,
        'out_dir': final String outDir,
      }) {
        if (ofPackages[id] case final manifest?) {
          scripts.add(BuildScript(manifest, outDir));
        }
      }
    }
    return built ??
        (throw BuildError(
          message:
              'cargo made no library of the crate in $_folder. It must have a '
              'library target (`src/lib.rs`).',
        ));
  }

  /// The manifest of the workspace that the crate belongs to, which may be its
  /// own.
  Future<String?> workspace() async {
    final ran = await _run(_tools.cargo, [
      'locate-project',
      '--workspace',
      '--message-format=plain',
    ]);
    return ran.exitCode == 0 ? ran.output.join().trim() : null;
  }

  Future<Ran> _run(String program, List<String> arguments) =>
      run(program, arguments, environment: _environment, folder: _folder);

  String _shown(CargoPlan plan) => [
    '(cd "$_folder";',
    for (final MapEntry(:key, :value) in plan.environment.entries)
      '$key="$value"',
    'cargo',
    for (final argument in plan.arguments)
      argument.contains(' ') ? '"$argument"' : argument,
  ].join(' ').replaceFirst(RegExp(r'$'), ')');

  static Map<String, Object?>? _message(String line) {
    // What build scripts and macros print comes in between.
    if (!line.startsWith('{')) return null;
    try {
      return jsonDecode(line) as Map<String, Object?>;
    } on FormatException {
      return null;
    }
  }

  static bool _same(String a, String b) =>
      a == b || (File(a).existsSync() && FileSystemEntity.identicalSync(a, b));

  static Built? _library(
    Map<String, Object?> message,
    Set<String> manifests,
    List<BuildScript> scripts,
  ) {
    if ((message['target'], message['filenames']) case (
      {'name': final String name, 'crate_types': final List<Object?> types},
      final List<Object?> files,
    ) when types.contains('cdylib')) {
      for (final file in files.whereType<String>()) {
        if (RegExp(r'\.(so|dylib|dll)$').hasMatch(file)) {
          return Built._(
            file,
            name.replaceAll('-', '_'),
            manifests,
            scripts,
          );
        }
      }
    }
    return null;
  }
}
