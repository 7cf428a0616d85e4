import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration;

import 'harness.dart';

Future<void> main() => suite('objects', () {
      test('an object is made, used and disposed of', () async {
        final before = livingCounters();
        final counter = Counter(name: 'a');
        expect(livingCounters(), before + 1);
        expect(counter.name, 'a');
        expect(counter.add(by: 3), 3);
        counter.count = 10;
        expect(await counter.addLater(by: 1), 11);
        expect(await counter.addSlowly(by: 1, wait: const Duration()), 12);
        expect('$counter', 'a = 12');
        expect(counter == Counter.startingAt(name: 'b', count: 12), true);
        expect(counter < Counter.startingAt(name: 'b', count: 13), true);
        counter.dispose();
        expect(livingCounters() <= before + 2, true);
        expectThrows<StateError>(() => counter.count);
      });

      test('a part of an object keeps its owner alive', () async {
        final radio = Radio(frequency: 90.5);
        final tuner = radio.tuner;
        final display = tuner.display;
        radio.tunerToTurn().turn(by: 1);
        expect(tuner.frequency, 91.5);
        expect(display.text, '91.5 MHz');
        expect(radio.presets, [90.5]);
        await expectThrows<ObjectSharedException>(
          () => tuner.turn(by: 1),
          containing: 'only be read',
        );
        radio.dispose();
        expect(tuner.frequency, 91.5);
        tuner.dispose();
        expect(display.text, '91.5 MHz');
      });
    });
