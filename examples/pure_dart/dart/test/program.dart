/// Programs of their own, for tests of how a process begins and ends.
library;

import 'dart:io';
import 'dart:isolate';

import 'harness.dart';
import 'support.dart';

/// How long a test may take that compiles such a program.
const Duration programPatience = Duration(minutes: 2);

/// A program that is compiled once, and then run.
final class Program {
  Program._(this._folder, this._file);

  /// Compiles the file [name], which is beside the test.
  static Future<Program> compile(String name) async {
    final folder = Directory.systemTemp.createTempSync('oche_program_test');
    final file = '${folder.path}/program.dill';
    final packages = await Isolate.packageConfig;
    final result = await Process.run(Platform.resolvedExecutable, [
      if (packages != null) '--packages=${packages.toFilePath()}',
      '--snapshot-kind=kernel',
      '--snapshot=$file',
      testScript.resolve(name).toFilePath(),
    ]);
    if (result.exitCode != 0) throw StateError('${result.stderr}');
    return Program._(folder, file);
  }

  final Directory _folder;
  final String _file;

  /// A folder for the tests, which goes away with [delete].
  String get folder => _folder.path;

  /// Runs the program, in an environment without a hint at the library other
  /// than what is said here.
  Future<ProcessResult> run(
    List<String> arguments, {
    Map<String, String> environment = const {},
    String? libraryDir,
    String? libraryPath,
    String? workingDirectory,
  }) =>
      Process.run(
        Platform.resolvedExecutable,
        [_file, ...arguments],
        environment: {
          for (final MapEntry(:key, :value) in Platform.environment.entries)
            if (!key.startsWith('OCHE_')) key: value,
          if (libraryDir != null) 'OCHE_LIBRARY_DIR': libraryDir,
          if (libraryPath != null) 'OCHE_LIBRARY_PATH_PURE_DART': libraryPath,
          ...environment,
        },
        includeParentEnvironment: false,
        workingDirectory: workingDirectory ?? folder,
      );

  /// Runs the program, which must not fail, with the library of the tests; what
  /// it prints.
  Future<String> output(
    List<String> arguments, {
    Map<String, String> environment = const {},
  }) async {
    final result = await run(
      arguments,
      environment: environment,
      libraryPath: libraryPath(),
    );
    expect(result.exitCode, 0, reason: '${result.stderr}');
    return '${result.stdout}'.trim();
  }

  /// Removes it.
  void delete() => _folder.deleteSync(recursive: true);
}
