import 'package:oche/oche.dart' show InvalidValueException;
import 'package:pure_dart/pure_dart.dart'
    hide Duration, Exception, List, RustError, Uri;

import 'harness.dart';
import 'program.dart';

/// Zones with clocks that change, with half hours, and beyond the date line; by
/// how many minutes they are ahead in January.
const _zones = {
  'UTC': '0',
  'Europe/Berlin': '60',
  'America/St_Johns': '-210',
  'Pacific/Apia': '780',
};

Future<void> main() async {
  Program? compiled;

  await suite('zones', () {
    test('dates and times without a zone are the same in every zone', () async {
      final program = compiled = await Program.compile('zones_child.dart');
      var lines = <String>[];
      for (final MapEntry(key: zone, value: offset) in _zones.entries) {
        final output = await program.output([], environment: {'TZ': zone});
        final [first, ...others] = output.split('\n');
        // Otherwise the rest would say nothing.
        expect(first, offset, reason: zone);
        if (lines.isEmpty) lines = others;
        expect(others, lines, reason: zone);
      }
      const fields = '2024-02-29 05:00:00.001002';
      expect(
        lines[0],
        '$fields | 2024-02-29 5:00:00.001002 | ${fields}Z ${fields}Z',
      );
      expect(lines[1], lines[0]);
      expect(lines[2], '2024-02-29 | 2024-02-29');
      const morning = '2024-02-29 05:00:00.000Z';
      const day = '2024-02-29 00:00:00.000Z';
      final appointments =
          'Appointments(next: ($morning, $day, $morning, $day), '
          'perhaps: $morning, all: [$morning, $morning], '
          'byDay: {$day: [$day]})';
      final rest = lines.skip(lines.length - 5).toList();
      expect(rest, [
        appointments,
        appointments,
        '2024-02-29 05:00:00 is not midnight, as the DateTime of a mere date '
            'must be: `DateTime.utc(year, month, day)`',
        '2023-11-14T22:13:20.000000Z',
        'true',
      ]);
    }, timeout: programPatience);

    test('a day on which the clocks skip midnight', () async {
      final program = compiled ??= await Program.compile('zones_child.dart');
      for (final (zone, year, month, day) in [
        ('Asia/Beirut', 2022, 3, 27),
        ('America/Havana', 2024, 3, 10),
        ('America/Sao_Paulo', 2018, 11, 4),
        ('Africa/Cairo', 2024, 4, 26),
      ]) {
        final output = await program.output(
          ['date', '$year', '$month', '$day'],
          environment: {'TZ': zone},
        );
        final [local, told] = output.split('\n');
        expect(told, local, reason: zone);
      }
    }, timeout: programPatience);

    test('leap seconds, and a day\'s end, are refused on both ways', () async {
      for (final hour in [12, 23]) {
        await expectThrows<InvalidValueException>(
          () => leapTime(hour: hour),
          containing: 'leap second',
        );
      }
      await expectThrows<InvalidValueException>(
        leapDateTime,
        containing: 'leap second',
      );
      for (final time in const [
        Duration(hours: 24),
        Duration(hours: 24, milliseconds: 500),
        Duration(hours: 24, seconds: 1),
        Duration(days: 2),
      ]) {
        await expectThrows<InvalidValueException>(
          () => describeNaive(date: DateTime.utc(2024), time: time),
          containing: 'no time of day',
        );
        await expectThrows<InvalidValueException>(
          () => echoMoments(
            offset: DateTime.utc(2024),
            primitive: DateTime.utc(2024),
            date: DateTime.utc(2024),
            time: time,
            duration: Duration.zero,
          ),
          containing: 'no time of day',
        );
      }
      const last = Duration(hours: 24, microseconds: -1);
      expect(
        describeNaive(date: DateTime.utc(2024), time: last),
        '2024-01-01 23:59:59.999999',
      );
    });
  }, liveObjects: () => pureDartLibrary.liveObjects);
  compiled?.delete();
}
