import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration;

import 'harness.dart';

Future<void> main() => suite('parts of objects', () {
      test('parts are changed and read through their owner', () async {
        final radio = Radio(frequency: 90.5);
        final shown = radio.tuner;
        await expectThrows<ObjectSharedException>(
          () => shown.turn(by: 1),
          containing: 'only be read',
        );
        final tuner = radio.tunerToTurn()..turn(by: 1);
        // Its owner can only be had as a whole.
        expect(tuner.display.text, '91.5 MHz');
        radio.dispose();
        tuner.turn(by: 1);
        expect(shown.frequency, 92.5);
        for (final part in <RustObject>[tuner, shown]) {
          part.dispose();
        }
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
