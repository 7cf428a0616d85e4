/// Replays a drive and shows the vehicle's signals, live, in the terminal.
///
/// Everything that is known of the vehicle comes through `package:vehicle`,
/// which Oche generated from Rust: one call for the catalog of signals, one
/// stream of their values.
library;

import 'dart:io';

import 'package:vehicle/demo/demo.dart';
import 'package:vehicle/demo/options.dart';

Future<void> main(List<String> arguments) async {
  final Options options;
  try {
    options = Options.parse(arguments);
  } on FormatException catch (error) {
    stderr.writeln('demo: ${error.message} (see --help)');
    exitCode = 1;
    return;
  }
  if (options.help) {
    stdout.write(Options.usage);
    return;
  }
  exitCode = await Demo(options).run();
}
