import 'dart:io';

import 'package:pure_dart/pure_dart.dart' show pureDartLibrary;

import 'context_checks.dart';
import 'harness.dart';
import 'program.dart';
import 'support.dart';

Future<void> main() async {
  Program? compiled;

  Future<Program> program() async =>
      compiled ??= await Program.compile('init_child.dart');

  /// What it prints.
  Future<String> child(
    String init,
    String what, [
    List<String> arguments = const [],
  ]) async {
    return (await program()).output(
      [what, ...arguments],
      environment: {'PURE_DART_INIT': init},
    );
  }

  await suite('init', () {
    test('the first isolates of a process wait for its end', () async {
      expect(await child('', 'isolates'), '1 1 1 1');
    }, timeout: programPatience);

    test('a crate that cannot be set up is not loaded', () async {
      expect(
        await child('fail', 'fail'),
        'the environment says so | the environment says so | false | '
        'the environment says so',
      );
    }, timeout: programPatience);

    test('a panic is such a failure', () async {
      final output = await child('panic', 'fail');
      final first = output.split(' | ').first;
      expect(first.startsWith('it panicked at '), true, reason: output);
      expect(
        RegExp(r'classes\.rs:\d+:\d+: the environment says so$')
            .hasMatch(first),
        true,
        reason: output,
      );
    }, timeout: programPatience);

    test('isolates that wait fail together', () async {
      expect(await child('fail', 'wait'), 'the environment says so');
    }, timeout: programPatience);

    test('after a failure it is tried again, and all can be set again',
        () async {
      final output = await child('third', 'third', ['/another/library']);
      final lines = output.split('\n');
      expect(
        RegExp(r'^the first try \| it panicked at \S*: the second try '
                r'\| 1 \| 1$')
            .hasMatch(lines.first),
        true,
        reason: output,
      );
      expect(lines.skip(1).toList(), ['logged', 'it stays']);
    }, timeout: programPatience);

    test('after a failure another file may be loaded', () async {
      final folder = Directory.systemTemp.createTempSync('oche_init_test');
      final copy = File(libraryPath()).copySync('${folder.path}/another.so');
      final output = await child('first', 'another file', [copy.path]);
      folder.deleteSync(recursive: true);
      expect(output, 'the first try\nthe first try\n1');
    }, timeout: programPatience);

    test('an executor of the crate\'s has a context for all code', () async {
      final output = await child('executor', 'executor');
      expect(output.split('\n'), contextChecks.keys.toList());
    }, timeout: programPatience);

    test('a hook of the crate\'s hears of panics, and Dart of their places',
        () async {
      const texts = ['negative: -1', 'encoded', 'blocking', 'async'];
      for (final hook in ['hook', 'hook before']) {
        final result = await (await program()).run(
          ['hook'],
          environment: {'PURE_DART_INIT': hook},
          libraryPath: libraryPath(),
        );
        expect('${result.stdout}'.trim().split('\n'), [
          for (final text in texts) '$text at faults.rs',
        ]);
        final printed = '${result.stderr}'.split('\n');
        final heard =
            printed.where((line) => line.startsWith('the crate\'s own hook: '));
        expect(heard.length, texts.length, reason: '${result.stderr}');
        for (final text in texts) {
          expect(printed.contains(text), true, reason: '${result.stderr}');
        }
        // Rust's own hook has nothing to say of what Dart gets.
        expect('${result.stderr}'.contains('note: run with'), false);
      }
    }, timeout: programPatience);
  }, liveObjects: () => pureDartLibrary.liveObjects);
  compiled?.delete();
}
