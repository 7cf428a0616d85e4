import 'dart:io';
import 'dart:isolate';

import 'package:logbook/logbook.dart';
import 'package:logbook/src/rust/native.dart';
import 'package:oche_harness/harness.dart';

Future<void> main() => suite('trips', () {
      test('a trip is read from its track', () async {
        final trip = await Trip.parse(
          '# one degree north, along a meridian\n'
          '0,0,10\n'
          '\n'
          '3600,1,10\n',
        );
        expect(trip.duration, const Duration(hours: 1));
        expect(trip.kilometres.toStringAsFixed(3), '111.195');
        expect(trip.kilometresPerHour.round(), 111);
      });

      test('a track without fixes is a trip of nothing', () async {
        final trip = await Trip.parse('');
        expect(trip.duration, Duration.zero);
        expect(trip.kilometres, 0.0);
        expect(trip.kilometresPerHour, 0.0);
      });

      test('the app has errors of its own', () async {
        await expectThrows<FormatException>(
          () => Trip.parse('0,0,0\n1,91,0\n'),
          containing: 'line 2 is no fix: 1,91,0',
        );
        await expectThrows<FormatException>(
          () => Trip.parse('5,0,0\n4,0,0\n'),
          containing: 'line 2 goes back in time',
        );
      });

      test('the logbook prints the track that lies beside it', () async {
        final library = await Isolate.resolvePackageUri(
          Uri.parse('package:logbook/logbook.dart'),
        );
        final track = File.fromUri(library!.resolve('../data/commute.csv'));
        expect(
          reportLine('commute', await Trip.parse(track.readAsStringSync())),
          'commute: 5.2 km in 5 min, 62 km/h',
        );
      });
    }, liveObjects: () => logbookLibrary.liveObjects);
