/// Two libraries of Oche in one process, with the same names in both.
library;

import 'dart:isolate';

import 'package:multi_file/multi_file.dart' as first;
import 'package:multi_file_second/multi_file_second.dart' as second;
import 'package:multi_file_second/src/bridge.dart' as plumbing;
import 'package:oche/bridge.dart' show ObjectWriter;
import 'package:oche/oche.dart';
import 'package:oche_harness/harness.dart';

Future<void> main() => suite('side by side', () {
      test('each has its own functions and types of the same name', () {
        expect(first.add(a: 1, b: 2), 3);
        expect(second.add(a: 1, b: 2), 4);
        expect(first.status(orders: 3), const first.StatusBusy(orders: 3));
        expect(second.status(people: 3), const second.StatusOpen(people: 3));
        expect(first.multiFileLibrary.crate, 'multi_file');
        expect(second.multiFileSecondLibrary.crate, 'multi_file_second');
      });

      test('each has its own objects', () {
        final up = first.Counter();
        final down = second.Counter();
        expect(up.add(by: 2), 2);
        expect(down.add(by: 2), 98);
        expect((first.read(counter: up), second.read(counter: down)), (2, 98));
        final before = second.multiFileSecondLibrary.liveObjects;
        up.dispose();
        expect(second.multiFileSecondLibrary.liveObjects, before);
        expect(second.read(counter: down), 98);
        down.dispose();
        expect(second.multiFileSecondLibrary.liveObjects, before - 1);
      });

      test('an object of one is no object of the other', () {
        final foreign = first.Counter();
        // The compiler says so where it knows the types.
        final dynamic read = second.read;
        expectThrows<TypeError>(
          // ignore: avoid_dynamic_calls
          () => read(counter: foreign),
          containing: "is not a subtype of type 'Counter'",
        );
        // And the run time, where somebody writes the message by hand.
        expectThrows<ArgumentError>(
          () => second.multiFileSecondLibrary.callSync(
            0,
            (w) => w.object(foreign),
            (r) => r.i32(),
          ),
          containing: 'It comes from another library',
        );
        // Or puts it into the other one's class.
        final token = foreign.share();
        final disguised =
            plumbing.CounterObject(token.claim(first.multiFileLibrary));
        for (final use in <int Function()>[
          () => disguised.add(by: 1),
          () => second.read(counter: disguised),
        ]) {
          expectThrows<ArgumentError>(
            use,
            containing: 'It comes from another library',
          );
        }
        disguised.dispose();
        final SharedObject<RustObject> shared = foreign.share();
        expectThrows<TypeError>(
          () => second.Counter.fromShared(
            shared as SharedObject<second.Counter>,
          ),
        );
        final mine = second.Counter();
        expect(second.read(counter: mine), 100, reason: 'all is well after it');
        expect(first.read(counter: foreign), 0);
        mine.dispose();
        foreign.dispose();
      });

      test('both call back at once, also from one into the other', () async {
        final counts = await Future.wait([
          first.countWith(f: (count) async => count + 1, times: 50),
          second.countWith(f: (count) async => count + 2, times: 50),
          first.countWith(
            f: (count) => second.countWith(
              f: (inner) async => first.add(a: inner, b: 1),
              times: count + 1,
            ),
            times: 5,
          ),
        ]);
        expect(counts, [50, 100, 5]);
      });

      test('streams of both run at once', () async {
        final taken = await Future.wait([
          for (final ticks in [first.ticks(millis: 1), second.ticks(millis: 1)])
            ticks.take(20).toList(),
        ]);
        final numbers = List.generate(20, (index) => index);
        expect(taken, [numbers, numbers]);
        await until('no stream is open', () => second.openTicks() == 0);
      });

      test('another isolate has both, too', () async {
        final up = first.Counter()..add(by: 7);
        final down = second.Counter()..add(by: 7);
        final shared = (up.share(), down.share());
        final seen = await Isolate.run(() {
          final (up, down) = shared;
          return (
            first.Counter.fromShared(up).add(by: 1),
            second.Counter.fromShared(down).add(by: 1),
          );
        });
        expect(seen, (8, 92));
        up.dispose();
        down.dispose();
      });

      test('to detach from one leaves the other', () async {
        final waiting = first.ticks(millis: 1000000).first;
        final other = second.ticks(millis: 1).take(5).toList();
        final counter = second.Counter();
        first.multiFileLibrary.detach();
        await expectThrows<DetachedException>(() => waiting);
        expectThrowsSync<DetachedException>(
          () => first.add(a: 1, b: 2),
          containing: 'the crate `multi_file`',
        );
        expect(second.add(a: 1, b: 2), 4);
        expect(await other, [0, 1, 2, 3, 4]);
        expect(counter.add(by: 1), 99);
        first.multiFileLibrary.load();
        expect(first.add(a: 1, b: 2), 3);
        expect(await first.countWith(f: (n) async => n + 1, times: 2), 2);
        counter.dispose();
      });
    },
        liveObjects: () =>
            first.multiFileLibrary.liveObjects +
            second.multiFileSecondLibrary.liveObjects);
