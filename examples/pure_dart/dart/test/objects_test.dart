import 'dart:async';
import 'dart:isolate';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

const _shortly = Duration(milliseconds: 40);

Counter _counter([int count = 0, String name = 'c']) =>
    Counter.startingAt(name: name, count: count);

/// What the functions below do runs in an isolate of its own: what such a
/// closure captures has to be a parameter, and nothing else.
Future<int> _addElsewhere(SharedObject<Counter> token, int by) =>
    Isolate.run(() {
      final mine = Counter.fromShared(token);
      final count = mine.add(by: by);
      mine.dispose();
      return count;
    });

Future<int> _addOftenElsewhere(SharedObject<Counter> token, int times) =>
    Isolate.run(() async {
      final mine = Counter.fromShared(token);
      for (var i = 0; i < times; i++) {
        await mine.addLater(by: 1);
      }
      return times;
    });

Future<String> _disposedElsewhere(SharedObject<Counter> token) =>
    Isolate.run(() {
      final mine = Counter.fromShared(token)..dispose();
      try {
        return '${mine.count}';
      } on StateError catch (error) {
        return error.message;
      }
    });

Future<bool> _isBusyElsewhere(SharedObject<Counter> token) => Isolate.run(() {
      try {
        return Counter.fromShared(token).count < 0;
      } on ObjectBusyException {
        return true;
      }
    });

Future<SharedObject<Counter>> _madeElsewhere(int count) =>
    Isolate.run(() => _counter(count).share());

Future<void> main() => suite('objects', () {
      // The test at the end compares with this one.
      late final int livingAtFirst;

      test('an object is made, used and disposed of', () async {
        livingAtFirst = livingCounters();
        final counter = Counter(name: 'a');
        expect(livingCounters(), livingAtFirst + 1);
        expect(counter.name, 'a');
        expect(counter.add(by: 3), 3);
        counter.count = 10;
        expect(await counter.addLater(by: 1), 11);
        expect(await counter.addSlowly(by: 1, wait: Duration.zero), 12);
        expect('$counter', 'a = 12');
        expect(Counter.limit, 1000000);
        counter.dispose();
        expect(livingCounters(), livingAtFirst);
        expect(counter.isDisposed, true);
      });

      test('operators are those of the Rust type', () {
        final (a, b, c) = (_counter(1, 'a'), _counter(1, 'b'), _counter(2));
        expect(a == b, true);
        expect(a == c, false);
        // ignore: unrelated_type_equality_checks
        expect(a == 'a', false);
        expect(a.hashCode, b.hashCode);
        expect(a < c && a <= b && c > b && b >= a, true);
        expect(([c, a]..sort()).first.name, 'a');
        expect({a, b, c}.length, 2);
      });

      test('constructors of all kinds', () async {
        expect(Counter.parse(text: 'x=7').count, 7);
        await expectThrows<RustError>(
          () => Counter.parse(text: 'x'),
          containing: 'no `=`',
        );
        await expectThrows<RustError>(() => Counter.parse(text: 'x=y'));
        final opened = await Counter.open(name: 'opened');
        expect((opened.name, opened.count), ('opened', 0));
        final twin = await opened.twin();
        twin.add(by: 1);
        expect((twin.count, opened.count), (1, 0));
        final parts = _counter(10).split(parts: 5);
        expect([for (final part in parts) part.count], [2, 2, 2, 2, 2]);
        expect(parts.last.name, 'c.4');
      });

      test('a disposed object says so', () async {
        final counter = _counter();
        counter
          ..dispose()
          ..dispose();
        for (final use in <Object? Function()>[
          () => counter.count,
          () => counter.count = 1,
          () => '$counter',
          () => counter.hashCode,
          () => counter == _counter(),
          () => _counter() == counter,
          () => counter.share(),
          () => totalCount(counters: [_counter(), counter]),
          () => labelled(label: '', counter: counter),
        ]) {
          expectThrowsSync<StateError>(use, containing: 'This Counter cannot');
        }
        await expectThrows<StateError>(() => counter.addLater(by: 1));
        await expectThrows<StateError>(() => counter.ticks().toList());
      });

      test('a value that was moved out is gone from its handle', () async {
        final living = livingCounters();
        final counter = _counter(5);
        expect(counter.finish(), 5);
        expect(livingCounters() <= living, true);
        for (final use in <Object? Function()>[
          () => counter.count,
          () => counter.finish(),
          () => counter.renamed(name: 'b'),
          () => totalCount(counters: [counter]),
        ]) {
          expectThrowsSync<ObjectMovedException>(use, containing: 'Counter');
        }
        await expectThrows<ObjectMovedException>(() => counter.addLater(by: 1));
        expect((counter.isMoved, counter.isDisposed), (true, true));
        counter.dispose();
        expect((counter.isMoved, counter.isDisposed), (true, true));
        expectThrowsSync<StateError>(() => counter.count);

        final disposed = _counter()..dispose();
        expect((disposed.isMoved, disposed.isDisposed), (false, true));
        final used = _counter();
        expect((used.isMoved, used.isDisposed), (false, false));

        final first = _counter(1, 'first');
        final second = first.renamed(name: 'second');
        expect((second.name, second.count), ('second', 1));
        expectThrowsSync<ObjectMovedException>(() => first.name);
        expect((first.isMoved, second.isMoved), (true, false));
      });

      test('an object that is passed twice is not moved', () async {
        final (a, b) = (_counter(1), _counter(2));
        for (final twice in <FutureOr<Object?> Function()>[
          () => totalCount(counters: [a, b, a]),
          () => totalByName(counters: {'a': a, 'b': a}),
          () => relabelled(
                values: [
                  Labelled(label: '1', counter: a),
                  Labelled(label: '2', counter: a),
                ],
                label: '>',
              ),
        ]) {
          await expectThrows<ObjectBusyException>(
            twice,
            containing: 'the same Counter is passed twice in this call',
          );
          expect((a.isMoved, b.isMoved), (false, false));
        }
        b.dispose();
        final gone = _counter()..finish();
        expectThrowsSync<ObjectMovedException>(
          () => totalCount(counters: [a, gone]),
        );
        expect(a.isMoved, false, reason: 'all are taken, or none');
        expect(totalCount(counters: [a]), 1);
      });

      test('handles of one object are equal', () async {
        final sensor = Sensor(id: 7);
        final same = sameSensor(sensor: sensor);
        keepSensor(sensor: sensor);
        final kept = releaseSensors().single;
        final claimed = Sensor.fromShared(sensor.share());
        final all = [sensor, same, kept, claimed];
        final stranger = Sensor(id: 7);
        for (final one in all) {
          for (final other in all) {
            expect(one == other, true);
            expect(one.hashCode, other.hashCode);
          }
          expect(one == stranger || stranger == one, false);
        }
        expect({...all, stranger}.length, 2);
        expect({sensor: 1}[claimed], 1);

        // A handle is what it was, also when it is used no more.
        same.dispose();
        expect({...all, stranger}.length, 2);
        expect(renumber(sensor: sensor, id: 8), 7);
        expect(takeSensor(sensor: kept), 8);
        for (final one in [sensor, kept, claimed]) {
          expect((one.isMoved, one.isDisposed), (true, true));
          expectThrowsSync<ObjectMovedException>(() => one.id);
        }
        expect({...all, stranger}.length, 2);

        // And what is made later is another one, wherever its memory is.
        final gone = <Sensor>{};
        for (var i = 0; i < 1000; i++) {
          final sensor = Sensor(id: i);
          expect(gone.add(sensor), true);
          i.isEven ? sensor.dispose() : takeSensor(sensor: sensor);
        }
        expect(gone.length, 1000);
      });

      test('the same part of the same object is equal', () async {
        final (radio, other) = (Radio(frequency: 90.5), Radio(frequency: 90.5));
        final tuner = radio.tuner;
        expect(radio.tuner == tuner, true);
        expect(radio.tuner.hashCode, tuner.hashCode);
        expect(radio.tuner.display == tuner.display, true);
        expect({tuner, radio.tuner, other.tuner}.length, 2);
        expect(
          radio.tunerToTurn() == tuner,
          false,
          reason: 'it can be changed, and the other one not',
        );
        expect(radio.tunerToTurn() == radio.tunerToTurn(), true);
        expect(radio == other, false);
      });

      test('in lists, options, maps, fields, records', () async {
        final made = counters(names: ['a', 'b', 'c']);
        for (final (i, counter) in made.indexed) {
          counter.add(by: i + 1);
        }
        expect(totalCount(counters: made), 6);
        expect(totalCount(counters: []), 0);

        expect(maybeCounter(), null);
        expect(maybeCounter(name: 'x')?.name, 'x');
        expect(countOrZero(), 0);
        expect(countOrZero(counter: _counter(4)), 4);

        final byName = countersByName(names: ['p', 'q']);
        expect(byName['q']!.add(by: 2), 2);
        expect(totalByName(counters: byName), {'p': 0, 'q': 2});

        final sticker = labelled(label: 'l', counter: _counter(3));
        expect(sticker.counter.count, 3);
        final others = await relabelled(values: [sticker], label: '>');
        expect(others.single!.label, '>l');
        expectThrowsSync<ObjectMovedException>(() => sticker.counter.count);
        final peeled = await unlabelled(value: others.single!);
        expect(peeled.count, 3);

        final (one, two, three) = counterPair(name: 'pair');
        expect(one.add(by: 1) + two.count + three, 3);
      });

      test('a thousand in one list', () {
        final names = [for (var i = 0; i < 1000; i++) '$i'];
        final many = counters(names: names);
        expect(many[999].name, '999');
        for (final counter in many) {
          counter.add(by: 1);
        }
        expect(totalCount(counters: many), 1000);
      });

      test('in an error', () {
        expect(() {
          _counter().close();
          return true;
        }(), true);
        final error = expectThrowsSync<CloseErrorAbove>(
          () => _counter(3, 'kept').close(),
        );
        expect((error.counter.name, error.counter.count), ('kept', 3));
        expectThrowsSync<CloseErrorBelow>(() => _counter(-1).close());
      });

      test('streams of a method, and streams of objects', () async {
        final counter = _counter(4);
        expect(await counter.ticks().toList(), [1, 2, 3, 4]);
        final next = await counter.successors(count: 3).toList();
        expect([for (final one in next) one.count], [5, 6, 7]);

        final living = livingCounters();
        final seen = <int>[];
        await for (final one in counter.successors(count: 1000)) {
          seen.add(one.count);
          one.dispose();
        }
        expect((seen.length, seen.last), (1000, 1004));
        expect(livingCounters() <= living, true);

        // The items that were on their way go, too.
        await for (final one in counter.successors(count: 1000)) {
          one.dispose();
          break;
        }
        await until('all are dropped', () => livingCounters() <= living);
      });

      test('a method needs its object only as long as it says', () async {
        final counter = _counter(3);
        final ticks = counter.ticks();
        final adding = counter.addSlowly(by: 1, wait: _shortly);
        counter.dispose();
        expect(await adding, 4);
        await expectThrows<StateError>(() => ticks.toList());
      });

      test('several borrow one object', () async {
        final (a, b) = (_counter(1), _counter(2));
        expect(a.agrees(other: a), true);
        expect(a.agrees(other: b), false);
        expect(await sumOf(a: a, b: a), 2);
        expect(await sumSlowly(a: a, b: a, wait: Duration.zero), 2);
        a.drain(from: b);
        expect((a.count, b.count), (3, 0));
        for (final twice in <FutureOr<Object?> Function()>[
          () => a.drain(from: a),
          () => trade(a: a, b: a),
          () => tradeSlowly(a: a, b: a),
        ]) {
          await expectThrows<ObjectBusyException>(
            twice,
            containing: 'the same Counter is passed twice in this call',
          );
        }
        expect(a.add(by: 1), 4, reason: 'nothing stays locked');
      });

      test('readers do not wait for each other', () async {
        final (a, b) = (_counter(1), _counter(2));
        final reading = sumSlowly(a: a, b: b, wait: _shortly);
        expect(a.count, 1);
        expect(await sumOf(a: b, b: a), 3);
        expectThrowsSync<ObjectBusyException>(() => a.add(by: 1));
        expect(await reading, 3);
      });

      test('exclusive use over an await: the others wait their turn', () async {
        final counter = _counter();
        final slow = counter.addSlowly(by: 1, wait: _shortly);
        // The isolate's own thread does not wait: it says that it cannot.
        expectThrowsSync<ObjectBusyException>(
          () => counter.count,
          containing: 'Counter',
        );
        expectThrowsSync<ObjectBusyException>(counter.finish);
        final after = [
          counter.addLater(by: 10),
          counter.addSlowly(by: 100, wait: Duration.zero),
          counter.addLater(by: 1000),
        ];
        expect(await slow, 1);
        expect((await Future.wait(after)).last > 1000, true);
        expect(counter.count, 1111);
      });

      test('five hundred calls at once on one object lose nothing', () async {
        final counter = _counter();
        await Future.wait([
          for (var i = 0; i < 250; i++) ...[
            counter.addLater(by: 1),
            counter.addSlowly(by: 1, wait: Duration.zero),
          ],
        ]);
        expect(counter.count, 500);
      });

      test('two objects in both orders end without a deadlock', () async {
        final (a, b) = (_counter(1), _counter(2));
        await Future.wait([
          for (var i = 0; i < 250; i++) ...[
            trade(a: a, b: b),
            tradeSlowly(a: b, b: a),
          ],
        ]);
        expect((a.count, b.count), (1, 2));
      });

      test('a panic leaves its object usable', () async {
        final counter = _counter();
        await expectThrows<RustPanic>(
          counter.stumble,
          containing: 'stumbled at 1',
        );
        final slow = counter.stumbleSlowly(wait: Duration.zero);
        final behind = counter.addLater(by: 1);
        await expectThrows<RustPanic>(() => slow, containing: 'late at');
        await behind;
        expect(counter.count, 3);
        final living = livingCounters();
        await expectThrows<RustPanic>(() => counterAndPanic(name: 'x'));
        expect(livingCounters() <= living, true);
      });

      test('a panic at the end of an object goes nowhere', () {
        Grumpy(word: 'bah').dispose();
        Grumpy(word: 'humbug');
        expect(Counter(name: 'after').count, 0);
      });

      test('an Arc is shared, and says so', () async {
        final sensor = Sensor(id: 7);
        expect(sensor.id, 7);
        expect(sensor.holders() >= 2, true);
        final same = sameSensor(sensor: sensor);
        expect(sensorIds(sensors: [sensor, same, sensor]), [7, 7, 7]);
        // Two handles are no reason not to change it: it is one object.
        expect(renumber(sensor: same, id: 8), 7);
        expect(sensor.id, 8);

        keepSensor(sensor: sensor);
        for (final change in <Object? Function()>[
          () => renumber(sensor: sensor, id: 9),
          () => renumber(sensor: same, id: 9),
          () => takeSensor(sensor: sensor),
        ]) {
          expectThrowsSync<ObjectSharedException>(change, containing: 'Sensor');
        }
        sensor.dispose();
        final kept = releaseSensors().single;
        expect(kept.id, 8);
        expect(takeSensor(sensor: kept), 8);
        expectThrowsSync<ObjectMovedException>(() => kept.id);
      });

      test('another isolate uses the same object', () async {
        final counter = _counter(5);
        final token = counter.share();
        expect(await _addElsewhere(token, 10), 15);
        expect(counter.count, 15);
        final all = await Future.wait([
          for (var i = 0; i < 4; i++) _addOftenElsewhere(token, 50),
          () async {
            for (var i = 0; i < 50; i++) {
              await counter.addLater(by: 1);
            }
            return 50;
          }(),
        ]);
        expect(all, [50, 50, 50, 50, 50]);
        expect(counter.count, 265);
        expect(
          await _disposedElsewhere(token),
          'This Counter cannot be used any more, because it was disposed of.',
        );
        expect(counter.count, 265, reason: 'its own handle');
      });

      test('what one isolate holds, another finds busy', () async {
        final counter = _counter();
        final slow = counter.addSlowly(
          by: 1,
          wait: const Duration(milliseconds: 300),
        );
        expect(await _isBusyElsewhere(counter.share()), true);
        expect(await slow, 1);
      });

      test('an object itself cannot be sent, and outlives its isolate shared',
          () async {
        final counter = _counter(1);
        final port = ReceivePort();
        expectThrowsSync<ArgumentError>(() => port.sendPort.send(counter));
        port.close();

        final token = counter.share();
        counter.dispose();
        expect(Counter.fromShared(token).count, 1, reason: 'the token has it');
        final made = await _madeElsewhere(99);
        expect(Counter.fromShared(made).count, 99, reason: 'its maker is gone');
      });

      test('100,000 objects that nobody disposes of', () async {
        final (living, live) = (livingCounters(), pureDartLibrary.liveObjects);
        for (var i = 0; i < 100000; i++) {
          Counter.startingAt(name: '', count: i);
          if (i % 1000 == 999) await pause(milliseconds: 0);
        }
        expect(livingCounters() > living, true);
        await collected(() => livingCounters() <= living);
        await collected(() => pureDartLibrary.liveObjects <= live);
        expect(livingCounters() <= living, true);
        expect(pureDartLibrary.liveObjects <= live, true);
      });

      test('the garbage collector knows how large they are', () async {
        var peak = 0;
        for (var i = 0; i < 1000; i++) {
          expect(Ballast(bytes: 1 << 20).length, 1 << 20);
          final living = livingBallasts();
          if (living > peak) peak = living;
          if (i % 10 == 9) await pause(milliseconds: 0);
        }
        // 1 GiB in all. A handle alone would not have made it hurry.
        expect(peak < 700, true, reason: '$peak at a time');
        await collected(() => livingBallasts() == 0);
        expect(livingBallasts(), 0);
      });

      test('objects end with their isolate', () async {
        final living = livingCounters();
        final ready = ReceivePort();
        final ended = ReceivePort();
        final isolate = await Isolate.spawn(
          (SendPort ready) async {
            final names = [for (var i = 0; i < 500; i++) '$i'];
            final held = counters(names: names);
            final busy = held.first.addSlowly(
              by: 1,
              wait: const Duration(hours: 1),
            );
            ready.send(null);
            await busy;
            held.clear();
          },
          ready.sendPort,
          onExit: ended.sendPort,
        );
        await ready.first;
        expect(livingCounters() >= 500, true);
        isolate.kill(priority: Isolate.immediate);
        await ended.first;
        // Without a collection here.
        await until('all ended', () => livingCounters() <= living);
      });

      test('objects live on over detach and load', () async {
        final counter = _counter(4);
        pureDartLibrary.detach();
        try {
          expectThrowsSync<DetachedException>(() => counter.count);
        } finally {
          pureDartLibrary.load();
        }
        expect(counter.count, 4);
        pureDartLibrary.detach();
        counter.dispose();
        pureDartLibrary.load();
        expect(counter.isDisposed, true);
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

      test('nothing of Rust\'s is left', () async {
        await collected(() => livingCounters() <= livingAtFirst);
        expect(livingCounters(), livingAtFirst);
        expect(livingBallasts(), 0);
      }, timeout: const Duration(seconds: 60));
    }, liveObjects: () => pureDartLibrary.liveObjects);
