/// Whether the generated code is what `oche generate` would write.
library;

import 'dart:io';

import 'package:hooks/hooks.dart';

import 'run.dart';
import 'tools.dart';

/// The version of `oche` whose answers count: another one may write other code.
const String _version = '0.1.0';

/// Warns if the generated code of the crate in [folder] is stale. Where there
/// is no `oche` of this version, nobody can say.
///
/// It is a warning, because an app that worked goes on working: a library that
/// does not match the Dart is refused when it is loaded.
Future<void> warnIfStale(Tools tools, String folder) async {
  final oche = tools.find('oche');
  if (oche == null || !File('$folder/Cargo.toml').existsSync()) return;
  Future<Ran> ask(List<String> arguments) =>
      run(oche, arguments, environment: tools.environment, folder: folder);
  final Ran version;
  try {
    version = await ask(['--version']);
  } on InfraError {
    // One that does not start has nothing to say, and a warning is not worth a
    // build.
    return;
  }
  if (version.output.join().trim() != 'oche $_version') return;
  final check = await ask(['generate', '--check', '--crate', folder]);
  // Other codes say that nothing could be found out.
  if (check.exitCode == 1) {
    stderr.writeln(
      'warning: the generated code is not what `oche generate` would write '
      'now:\n${[...check.output, ...check.errors].join('\n')}\n'
      'help: run `oche generate --crate "$folder"`',
    );
  }
}
