/// Prints a line for each track that is named.
library;

import 'dart:io';

import 'package:logbook/logbook.dart';

Future<void> main(List<String> files) async {
  for (final file in files) {
    try {
      final trip = await Trip.parse(File(file).readAsStringSync());
      print(reportLine(file, trip));
    } on FormatException catch (error) {
      stderr.writeln('$file: ${error.message}');
      exitCode = 1;
    }
  }
}
