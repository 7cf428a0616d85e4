/// Measures rows of the benchmark's table: Oche, the usual method, and the
/// floor in turn. It prints the figures as JSON, a line for each of the rows;
/// `cargo xtask bench` makes a table of them.
///
/// The first argument is the name of the rows, the others are options.
library;

import 'dart:convert';
import 'dart:io';

import 'calls.dart';
import 'floor.dart' as floor;
import 'measure.dart';
import 'streams.dart';

Future<void> main(List<String> arguments) async {
  final [name, ...options] = arguments;
  String? option(String name) {
    final at = options.indexOf('--$name');
    return at < 0 ? null : options[at + 1];
  }

  floor.init();
  final all = [...calls(), ...streams()];
  final rows = all.firstWhere((rows) => rows.name == name);
  final figures = await measure(
    rows,
    Scale(
      sample: Duration(milliseconds: int.parse(option('sample') ?? '60')),
      share: double.parse(option('share') ?? '1'),
    ),
    repetitions: int.parse(option('repetitions') ?? '9'),
    warmUp: Duration(milliseconds: int.parse(option('warm-up') ?? '1000')),
    sides: (option('sides') ?? 'oche,usual,floor').split(','),
  );
  stdout.writeln(jsonEncode(figures));
  await stdout.flush();
  // A flood that was cut off may still be on its way.
  exit(0);
}
