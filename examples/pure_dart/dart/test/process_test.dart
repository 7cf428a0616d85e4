import 'dart:async';
import 'dart:io';

import 'package:pure_dart/pure_dart.dart' show pureDartLibrary;

import 'harness.dart';
import 'program.dart';
import 'support.dart';

/// Runs a program that kills isolates, and again, up to five times, where the
/// VM crashed on its own account: it goes through an isolate's finalizers when
/// that ends, and a killed isolate may have been in the middle of making one, or
/// of attaching an object to it. A program without Oche has that too.
Future<ProcessResult> untilTheVmSurvives(
  Future<ProcessResult> Function() run,
) async {
  for (var attempt = 1;; attempt++) {
    final result = await run();
    final crash = '${result.stderr}';
    final isOfTheVm = crash.contains('===== CRASH =====') &&
        crash.contains('Dart_ShutdownIsolate') &&
        !crash.contains('pure_dart');
    if (!isOfTheVm || attempt == 5) return result;
  }
}

Future<void> main() async {
  Program? compiled;
  Future<Program> child() async =>
      compiled ??= await Program.compile('child.dart');
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
    }, timeout: programPatience);

    test('the library is found by its folder in the environment', () async {
      final program = await child();
      final folder = Directory('${program.folder}/by_folder')..createSync();
      library.copySync('${folder.path}/$libraryName');
      final result = await program.run(['add'], libraryDir: folder.path);
      expect(result.stderr, '');
      expect(result.stdout, '42\n');
    }, timeout: programPatience);

    // As after static linking; elsewhere no variable does that.
    if (Platform.isLinux) {
      test('a library of the process goes before files', () async {
        final program = await child();
        final other = Directory('${program.folder}/part/target/release')
          ..createSync(recursive: true);
        File('${other.path}/$libraryName').writeAsStringSync('no library');
        final result = await program.run(
          ['add'],
          environment: {'LD_PRELOAD': library.path},
          workingDirectory: '${program.folder}/part',
        );
        expect(result.stderr, '');
        expect(result.stdout, '42\n');
      }, timeout: programPatience);
    }

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
    }, timeout: programPatience);

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
      // No build hook has bundled anything, so there is nothing to say of it.
      expect('${result.stdout}'.contains('code asset'), false);
      expect(result.exitCode, 0);
    }, timeout: programPatience);

    test('a wrong path in the environment is an exception', () async {
      final program = await child();
      final result = await program.run(['fail'], libraryPath: '/no/library.so');
      expect(result.stdout, contains('LibraryNotFoundException'));
      expect(result.stdout, contains('/no/library.so'));
    }, timeout: programPatience);

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
    }, timeout: programPatience);

    test('an error that nobody catches, in the middle of everything', () async {
      final result = await run(['throw']);
      expect(result.stdout, 'throws\n');
      expect(result.stderr, contains('on purpose'));
      expect(result.exitCode, 255);
    }, timeout: programPatience);

    test('a call that runs keeps the process alive', () async {
      final result = await run(['wait']);
      expect(result.stderr, '');
      expect(result.stdout, '42\n');
      expect(result.exitCode, 0);
    }, timeout: programPatience);

    test('nothing keeps the process alive once all is done', () async {
      final watch = Stopwatch()..start();
      final result = await run(['cancel']);
      expect(result.stderr, '');
      expect(result.stdout, 'cancelled\n');
      expect(result.exitCode, 0);
      expect(watch.elapsed < const Duration(seconds: 10), true);
    }, timeout: programPatience);

    test('a program whose implementation was read back ends by itself',
        () async {
      final watch = Stopwatch()..start();
      final result = await run(['read back']);
      expect(result.stderr, '');
      expect(result.stdout, '10, 0\n');
      expect(result.exitCode, 0);
      expect(watch.elapsed < const Duration(seconds: 10), true);
    }, timeout: programPatience);

    test('an implementation that Rust has keeps the process alive', () async {
      final result = await run(['keep']);
      expect(result.stderr, '');
      expect(result.stdout, 'Rust has had it\n');
      expect(result.exitCode, 0);
    }, timeout: programPatience);

    test('isolates that are killed while they attach', () async {
      final result = await untilTheVmSurvives(
        () => run(['killed while attaching']),
      );
      expect(result.stderr, '');
      expect(result.stdout, 'gone\n');
      expect(result.exitCode, 0);
    }, timeout: programPatience);

    test('a panic that nobody catches says where it was', () async {
      final result = await run(['panic']);
      expect(result.stderr, contains('nobody looks'));
      expect(result.stderr, contains('faults.rs'));
      expect(result.exitCode, 255);
    }, timeout: programPatience);
  }, liveObjects: () => pureDartLibrary.liveObjects);
  compiled?.delete();
}
