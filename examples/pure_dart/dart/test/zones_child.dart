/// A program of its own for `zones_test.dart`, which runs it in several time
/// zones: it prints what Rust makes of local dates and times.
library;

import 'dart:io';

import 'package:oche/oche.dart' show InvalidValueException;
import 'package:pure_dart/pure_dart.dart'
    hide Duration, Exception, List, RustError, Uri;

/// Moments around which clocks are changed in one of the zones, and others, as
/// the clock on the wall shows them.
const _wallClocks = [
  (2024, 2, 29, 5, 0, 0),
  (2024, 7, 1, 0, 0, 0),
  // Berlin: the hour from 2:00 is skipped, and in autumn there twice.
  (2024, 3, 31, 1, 59, 59),
  (2024, 3, 31, 3, 0, 0),
  (2024, 10, 27, 2, 30, 0),
  (2024, 10, 27, 3, 0, 0),
  // St. John's, where it was at one minute past midnight.
  (2006, 4, 2, 0, 0, 30),
  (2006, 10, 29, 0, 0, 30),
  // Samoa skipped the 30th.
  (2011, 12, 29, 23, 59, 59),
  (2011, 12, 31, 0, 0, 0),
  // Before zones had whole hours.
  (1890, 1, 1, 12, 0, 0),
  (1969, 12, 31, 23, 59, 59),
];

String _echo(DateTime v) {
  final (_, chrono, _, _, _) = echoChrono(
    fixed: v,
    naive: v,
    date: DateTime.utc(2000),
    time: Duration.zero,
    delta: Duration.zero,
  );
  final (_, time, _, _, _) = echoMoments(
    offset: v,
    primitive: v,
    date: DateTime.utc(2000),
    time: Duration.zero,
    duration: Duration.zero,
  );
  return '$chrono $time';
}

Future<void> main(List<String> arguments) async {
  switch (arguments) {
    case ['date', final year, final month, final day]:
      // How a local day begins; what Rust hears of it.
      final date = DateTime(int.parse(year), int.parse(month), int.parse(day));
      final fields = '$date'.substring(0, 10);
      stdout.writeln('$fields | $fields');
      return stdout.writeln(describeDates(naive: date, date: date).join(' | '));
  }
  // The zone itself, in winter.
  stdout.writeln(DateTime(2024, 1, 15).timeZoneOffset.inMinutes);
  for (final (year, month, day, hour, minute, second) in _wallClocks) {
    final local = DateTime(year, month, day, hour, minute, second, 1, 2);
    final utc = DateTime.utc(year, month, day, hour, minute, second, 1, 2);
    for (final v in [local, utc]) {
      stdout.writeln(
        '${describeWallClocks(naive: v, primitive: v).join(' | ')} | '
        '${_echo(v)}',
      );
    }
    final date = DateTime(year, month, day);
    stdout.writeln(describeDates(naive: date, date: date).join(' | '));
  }
  final morning = DateTime(2024, 2, 29, 5);
  final midnight = DateTime(2024, 2, 29);
  final all = Appointments(
    next: (morning, midnight, morning, midnight),
    perhaps: morning,
    all: [morning, DateTime.utc(2024, 2, 29, 5)],
    byDay: {
      midnight: [midnight],
    },
  );
  stdout.writeln(await echoAppointments(value: all));
  // Its JSON has the fields, too.
  stdout.writeln(
    await echoAppointments(value: Appointments.fromJson(all.toJson())),
  );
  try {
    describeDates(naive: morning, date: midnight);
  } on InvalidValueException catch (error) {
    stdout.writeln(error.message);
  }
  // What is a moment stays one.
  final moment = DateTime.fromMicrosecondsSinceEpoch(1700000000000000);
  stdout.writeln(describeUtc(value: moment));
  stdout.writeln(echoLocal(value: moment).isAtSameMomentAs(moment));
}
