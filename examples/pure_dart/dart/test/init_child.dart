/// A program of its own for `classes_test.dart`, which looks at how the crate is
/// set up.
library;

import 'dart:async';
import 'dart:io';
import 'dart:isolate';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart'
    hide Duration, Exception, List, RustError, Uri;

import 'context_checks.dart';
import 'harness.dart';

/// What setting up fails with, or how often it was done.
String _setUp() {
  try {
    return '${timesSetUp()}';
  } on InitializationException catch (error) {
    return error.message;
  }
}

Future<void> main(List<String> arguments) async {
  switch (arguments) {
    case ['isolates']:
      // Nobody has loaded the library before them.
      final counts = await Future.wait([
        for (var i = 0; i < 4; i++) Isolate.run(timesSetUp),
      ]);
      stdout.writeln(counts.join(' '));
    case ['fail']:
      final outcomes = [
        _setUp(),
        _setUp(),
        pureDartLibrary.isLoaded,
        await Isolate.run(_setUp),
      ];
      stdout.writeln(outcomes.join(' | '));
    case ['wait']:
      // All of them load it at about the same time, and nobody else does.
      final outcomes = await Future.wait([
        for (var i = 0; i < 4; i++) Isolate.run(_setUp),
      ]);
      stdout.writeln(outcomes.toSet().join(' | '));
    case ['third', final copy]:
      stdout.writeln('${_setUp()} | ${_setUp()} | ${_setUp()} | ${_setUp()}');
      // Everything that was set in the first two tries is set.
      await contextChecks['a direct call']!('mine');
      try {
        panicSync(message: 'for the hook');
      } on RustPanic {
        await until(
          'the hook ran',
          () => ranOn(what: 'a hook: for the hook') == 'mine',
        );
      }
      final record = pureDartLibrary.logs().first;
      logText(number: 2, text: 'logged');
      stdout.writeln((await record).message);
      try {
        pureDartLibrary.load(path: copy);
      } on LibraryAlreadyLoadedException {
        stdout.writeln('it stays');
      }
    case ['another file', final copy]:
      stdout.writeln(_setUp());
      // A copy is another library, which has its own first try.
      try {
        pureDartLibrary.load(path: copy);
      } on InitializationException catch (error) {
        stdout.writeln(error.message);
      }
      stdout.writeln(_setUp());
    case ['executor']:
      for (final MapEntry(key: name, value: check) in contextChecks.entries) {
        await check('mine');
        stdout.writeln(name);
      }
    case ['hook']:
      for (final panic in [
        () => panicDirect(value: -1),
        () => panicSync(message: 'encoded'),
        () => panicLater(message: 'blocking'),
        () => panicAsync(message: 'async'),
      ]) {
        try {
          await Future<Object?>.sync(panic);
        } on RustPanic catch (panic) {
          final place = panic.location.split(':').first.split('/').last;
          stdout.writeln('${panic.message} at $place');
        }
      }
  }
}
