import 'dart:async';
import 'dart:io';
import 'dart:isolate';

import 'package:pure_dart/pure_dart.dart' show pureDartLibrary;

import 'harness.dart';
import 'support.dart';

/// Each test starts programs, the first one a compiler as well.
const _patience = Duration(minutes: 2);

/// Compiles `child.dart` once, and then runs it.
final class _Child {
  _Child._(this._folder, this._program);

  static Future<_Child> compile() async {
    final folder = Directory.systemTemp.createTempSync('oche_process_test');
    final program = '${folder.path}/child.dill';
    final packages = await Isolate.packageConfig;
    final result = await Process.run(Platform.resolvedExecutable, [
      if (packages != null) '--packages=${packages.toFilePath()}',
      '--snapshot-kind=kernel',
      '--snapshot=$program',
      testScript.resolve('child.dart').toFilePath(),
    ]);
    if (result.exitCode != 0) throw StateError('${result.stderr}');
    return _Child._(folder, program);
  }

  final Directory _folder;
  final String _program;

  /// A folder for the tests, which goes away with [delete].
  String get folder => _folder.path;

  /// Runs the program, in an environment without a hint at the library.
  Future<ProcessResult> run(
    List<String> arguments, {
    String? libraryDir,
    String? libraryPath,
    String? workingDirectory,
  }) =>
      Process.run(
        Platform.resolvedExecutable,
        [_program, ...arguments],
        environment: {
          for (final MapEntry(:key, :value) in Platform.environment.entries)
            if (!key.startsWith('OCHE_')) key: value,
          if (libraryDir != null) 'OCHE_LIBRARY_DIR': libraryDir,
          if (libraryPath != null) 'OCHE_LIBRARY_PATH_PURE_DART': libraryPath,
        },
        includeParentEnvironment: false,
        workingDirectory: workingDirectory ?? folder,
      );

  void delete() => _folder.deleteSync(recursive: true);
}

Future<void> main() async {
  _Child? compiled;
  Future<_Child> child() async => compiled ??= await _Child.compile();
  final library = File(libraryPath());
  final libraryName = library.uri.pathSegments.last;

  /// Runs [arguments] with the library where it is.
  Future<ProcessResult> run(List<String> arguments) async =>
      (await child()).run(arguments, libraryPath: library.path);

  await suite('process', () {
    test('the library is found by its path in the environment', () async {
      final program = await child();
      final result = await program.run(['add'], libraryPath: library.path);
      expect(result.stderr, '');
      expect(result.stdout, '42\n');
      expect(result.exitCode, 0);
    }, timeout: _patience);

    test('the library is found by its folder in the environment', () async {
      final program = await child();
      final folder = Directory('${program.folder}/by_folder')..createSync();
      library.copySync('${folder.path}/$libraryName');
      final result = await program.run(['add'], libraryDir: folder.path);
      expect(result.stderr, '');
      expect(result.stdout, '42\n');
    }, timeout: _patience);

    test('the library is found in cargo\'s folders', () async {
      final program = await child();
      for (final profile in ['release', 'debug']) {
        final project = Directory('${program.folder}/project_$profile');
        final inside = Directory('${project.path}/dart/bin')
          ..createSync(recursive: true);
        Directory('${project.path}/target/$profile').createSync(
          recursive: true,
        );
        library.copySync('${project.path}/target/$profile/$libraryName');
        final result = await program.run(
          ['add'],
          workingDirectory: inside.path,
        );
        expect(result.stderr, '');
        expect(result.stdout, '42\n');
      }
    }, timeout: _patience);

    test('a library that is nowhere is an exception', () async {
      final program = await child();
      final result = await program.run(['fail']);
      expect(result.stderr, '');
      expect(result.stdout, contains('LibraryNotFoundException'));
      for (final advice in [
        'cargo build',
        'OCHE_LIBRARY_DIR',
        'load()',
        '${program.folder}/target/release/$libraryName',
      ]) {
        expect(result.stdout, contains(advice));
      }
      expect(result.exitCode, 0);
    }, timeout: _patience);

    test('a wrong path in the environment is an exception', () async {
      final program = await child();
      final result = await program.run(['fail'], libraryPath: '/no/library.so');
      expect(result.stdout, contains('LibraryNotFoundException'));
      expect(result.stdout, contains('/no/library.so'));
    }, timeout: _patience);

    test('exit in the middle of everything', () async {
      for (final code in [0, 3]) {
        final results = await Future.wait([
          for (var i = 0; i < 3; i++) run(['exit', '$code']),
        ]);
        for (final result in results) {
          expect(result.stderr, '');
          expect(result.stdout, 'exits\n');
          expect(result.exitCode, code);
        }
      }
    }, timeout: _patience);

    test('an error that nobody catches, in the middle of everything', () async {
      final result = await run(['throw']);
      expect(result.stdout, 'throws\n');
      expect(result.stderr, contains('on purpose'));
      expect(result.exitCode, 255);
    }, timeout: _patience);

    test('a call that runs keeps the process alive', () async {
      final result = await run(['wait']);
      expect(result.stderr, '');
      expect(result.stdout, '42\n');
      expect(result.exitCode, 0);
    }, timeout: _patience);

    test('nothing keeps the process alive once all is done', () async {
      final watch = Stopwatch()..start();
      final result = await run(['cancel']);
      expect(result.stderr, '');
      expect(result.stdout, 'cancelled\n');
      expect(result.exitCode, 0);
      expect(watch.elapsed < const Duration(seconds: 10), true);
    }, timeout: _patience);

    test('a program whose implementation was read back ends by itself',
        () async {
      final watch = Stopwatch()..start();
      final result = await run(['read back']);
      expect(result.stderr, '');
      expect(result.stdout, '10, 0\n');
      expect(result.exitCode, 0);
      expect(watch.elapsed < const Duration(seconds: 10), true);
    }, timeout: _patience);

    test('an implementation that Rust has keeps the process alive', () async {
      final result = await run(['keep']);
      expect(result.stderr, '');
      expect(result.stdout, 'Rust has had it\n');
      expect(result.exitCode, 0);
    }, timeout: _patience);

    test('a panic that nobody catches says where it was', () async {
      final result = await run(['panic']);
      expect(result.stderr, contains('nobody looks'));
      expect(result.stderr, contains('faults.rs'));
      expect(result.exitCode, 255);
    }, timeout: _patience);
  }, liveObjects: () => pureDartLibrary.liveObjects);
  compiled?.delete();
}
