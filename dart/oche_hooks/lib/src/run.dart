/// Running programs.
library;

import 'dart:convert';
import 'dart:io';

import 'package:hooks/hooks.dart';

/// What a program did.
final class Ran {
  Ran._(this.exitCode, this.output, this.errors);

  /// Its exit code.
  final int exitCode;

  /// The lines of its standard output.
  final List<String> output;

  /// The last lines of its standard error.
  final List<String> errors;
}

/// How many lines of a program's errors are kept.
const int _kept = 2000;

/// Runs a program. What it says on standard error goes to our standard output
/// as it comes: what hooks say on theirs is shown as an error.
///
/// Throws an [InfraError] if it does not start.
Future<Ran> run(
  String program,
  List<String> arguments, {
  required Map<String, String> environment,
  required String folder,
}) async {
  final Process process;
  try {
    process = await Process.start(
      program,
      arguments,
      environment: environment,
      workingDirectory: folder,
    );
  } on ProcessException catch (error) {
    throw InfraError(
      message: '$program does not start in $folder: ${error.message}',
    );
  }
  await process.stdin.close();
  final output = <String>[];
  final errors = <String>[];
  await Future.wait([
    _lines(process.stdout).forEach(output.add),
    _lines(process.stderr).forEach((line) {
      stdout.writeln(line);
      errors.add(line);
      if (errors.length > _kept) errors.removeAt(0);
    }),
  ]);
  return Ran._(await process.exitCode, output, errors);
}

Stream<String> _lines(Stream<List<int>> bytes) => bytes
    .transform(const Utf8Decoder(allowMalformed: true))
    .transform(const LineSplitter());
