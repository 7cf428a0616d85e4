import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// What the vessel of this number is.
Vessel vessel(int number) => Vessel(
      name: 'vessel $number',
      activity: number.isEven
          ? const ActivityMoored()
          : ActivityUnderWay(to: 'Bergen', miles: number.toDouble()),
      depths: Float64List.fromList([number.toDouble(), 2.5]),
      crew: const [
        Mate(name: 'cook', boss: Mate(name: 'captain')),
      ],
      former: const {1970: 'Anna'},
    );

List<Vessel> vessels(int count) =>
    [for (var number = 0; number < count; number++) vessel(number)];

/// Looks at vessels in Dart.
final class Lenient implements Inspector {
  final seen = <Vessel>[];

  @override
  bool inspect({required Vessel vessel}) {
    seen.add(vessel);
    return vessel.activity is ActivityMoored;
  }

  @override
  int inspectAll({required List<Vessel> vessels}) {
    seen.addAll(vessels);
    return 100;
  }
}

Future<void> main() => suite('what is borrowed or shared', () {
      test('results arrive whole, in every container', () {
        final harbour = Harbour(count: 30);
        for (var round = 0; round < 2; round++) {
          expect(harbour.vessels, vessels(30));
          expect(harbour.first(), vessel(0));
          expect(harbour.get(at: 29), vessel(29));
          expect(harbour.get(at: 30), null);
          expect(harbour.none(), null);
          expect(harbour.some(), vessel(1));
          expect(harbour.moored(), [
            for (var number = 0; number < 30; number += 2) vessel(number),
          ]);
          expect(harbour.numbered(), vessels(30).asMap());
          expect(harbour.byName(), {'one': vessel(1)});
          expect(harbour.queue(), vessels(2));
          expect(
            harbour.ends(),
            (vessel(0), 'vessel 0', vessel(29).activity),
          );
          expect(harbour.flagship, vessel(7));
          expect(harbour.fleet(), vessels(30));
          expect(harbour.crew(), vessel(1).crew);
        }
        expect(oldestVessel(), vessel(1000));
      });

      test('a result that failed is its error', () async {
        final harbour = Harbour(count: 3);
        expect(harbour.named(name: 'vessel 2'), vessel(2));
        final error = await expectThrows<NoVessel>(
          () => harbour.named(name: 'vessel 3'),
        );
        expect(error.name, 'vessel 3');
      });

      test('large and small number lists, borrowed or made', () {
        for (final count in [0, 1, 511, 512, 20000]) {
          final harbour = Harbour(count: count);
          final soundings = [
            for (var at = 0; at < count; at++) at.toDouble(),
          ];
          expect(harbour.soundings(doubled: false), soundings);
          expect(
            harbour.soundings(doubled: true),
            [for (final depth in soundings) depth * 2],
          );
          expect(harbour.soundings(doubled: false), soundings);
        }
      });

      test('results from other threads and tasks', () async {
        final harbour = Harbour(count: 20);
        expect(await harbour.getLater(at: 19), vessel(19));
        expect(await harbour.getLater(at: 20), null);
        expect(await harbour.vesselsAsync(), vessels(20));
        expect(await harbour.vesselsEager(), vessels(20));
      });

      test('items of streams', () async {
        final harbour = Harbour(count: 200);
        expect(await harbour.parade().toList(), vessels(200));
        expect(
          await harbour.sendTo().toList(),
          [vessel(7), vessel(7), vessel(7)],
        );
      });

      test('generic types, also of objects that are shared', () async {
        final harbour = Harbour(count: 1);
        final berth = harbour.berth();
        expect(berth.here, vessel(1));
        expect(berth.shared, vessel(2));
        expect(berth.all, vessels(2));
        final counter = harbour.slip().slip.held;
        final same = harbour.slip().slip.held;
        expect((counter.count, same.count), (5, 5));
        await expectThrows<ObjectSharedException>(() => counter.add(by: 1));
      });

      test('the values of a signal', () async {
        final harbour = Harbour(count: 1);
        final live = harbour.live;
        expect(live.value, vessel(8));
        harbour.renew(number: 9);
        expect(live.value, vessel(9));
      });

      test('an object of Dart that Rust keeps', () {
        final harbour = Harbour(count: 1);
        expect(harbour.guest(), null);
        final guest = Object();
        harbour.takeIn(guest: guest);
        expect(harbour.guest(), identicalTo(guest));
        expect(harbour.guest(), identicalTo(guest));
      });

      test('arguments of callbacks', () async {
        final harbour = Harbour(count: 10);
        final seen = <Vessel>[];
        final count = harbour.each(
          f: (vessel, mate) {
            seen.add(vessel);
            expect(mate, vessel.crew.first);
            return vessel.activity is ActivityMoored;
          },
        );
        expect(count, 5);
        expect(seen, vessels(10));
        expect(harbour.all(f: (vessels) => vessels.length), 10);
        final later = <Vessel>[];
        final found = await harbour.eachAsync(
          f: (vessel) async {
            await pause(milliseconds: 1);
            later.add(vessel);
            return true;
          },
        );
        expect(found, 10);
        expect(later, vessels(10));
      });

      test('arguments of methods of traits', () {
        final harbour = Harbour(count: 20);
        final lenient = Lenient();
        expect(harbour.inspect(inspector: lenient), 110);
        expect(lenient.seen, [...vessels(20), ...vessels(20)]);
        final strict = strictInspector();
        expect(harbour.inspect(inspector: strict), 22);
        expect(strict.inspect(vessel: vessel(10)), true);
        expect(strict.inspectAll(vessels: vessels(3)), 3);
      });

      test('paths in pointers', () {
        expect(sharedPath(path: '/a/b'), '/a/b');
        expect(
          echoPaths(boxed: 'a', shared: 'b', cow: 'c'),
          ['a', 'c', 'b'],
        );
        expect(echoPaths(boxed: 'a', cow: 'c'), ['a', 'c']);
      });
    });
