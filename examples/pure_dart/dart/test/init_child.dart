/// A program of its own for `classes_test.dart`, which looks at how the crate is
/// set up.
library;

import 'dart:io';
import 'dart:isolate';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' show pureDartLibrary, timesSetUp;

Future<void> main(List<String> arguments) async {
  switch (arguments) {
    case ['isolates']:
      // Nobody has loaded the library before them.
      final counts = await Future.wait([
        for (var i = 0; i < 4; i++) Isolate.run(timesSetUp),
      ]);
      stdout.writeln(counts.join(' '));
    case ['fail']:
      String failure() {
        try {
          return '${timesSetUp()}';
        } on InitializationException catch (error) {
          return error.message;
        }
      }

      final outcomes = [
        failure(),
        failure(),
        pureDartLibrary.isLoaded,
        await Isolate.run(failure),
      ];
      stdout.writeln(outcomes.join(' | '));
  }
}
