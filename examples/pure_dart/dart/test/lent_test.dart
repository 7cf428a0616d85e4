import 'dart:async';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// Purses that are only looked at, in every form.
typedef Looks = FutureOr<List<int>> Function(
  List<Purse> list,
  Purse? option,
  Map<String, Purse> map,
  List<Purse> two,
);

Map<int, List<Purse?>> _tree(List<Purse> purses) => {
      1: [...purses],
      2: [null, ...purses, null],
      3: [],
    };

final Map<String, Looks> _looks = {
  'sync': (list, option, map, two) => sumsNow(
        list: list,
        slice: list,
        option: option,
        reference: option,
        map: map,
        tree: _tree(list),
        pair: (100, two.first),
        array: two,
        queue: list,
      ),
  'blocking': (list, option, map, two) => sumsLater(
        list: list,
        slice: list,
        option: option,
        reference: option,
        map: map,
        tree: _tree(list),
        pair: (100, two.first),
        array: two,
        queue: list,
      ),
  'async': (list, option, map, two) => sumsAsync(
        list: list,
        slice: list,
        option: option,
        reference: option,
        map: map,
        tree: _tree(list),
        pair: (100, two.first),
        array: two,
        queue: list,
      ),
  'eager': (list, option, map, two) => sumsEager(
        list: list,
        slice: list,
        option: option,
        reference: option,
        map: map,
        tree: _tree(list),
        pair: (100, two.first),
        array: two,
        queue: list,
      ),
  'stream': (list, option, map, two) async {
    final items = await sumsStream(
      list: list,
      slice: list,
      option: option,
      reference: option,
      map: map,
      tree: _tree(list),
      pair: (100, two.first),
      array: two,
      queue: list,
    ).toList();
    // The borrowed ones come after the sums.
    expect(items.skip(9).toList(), [for (final purse in list) purse.coins]);
    return items.take(9).toList();
  },
};

/// Purses that are changed.
typedef Changes = FutureOr<int> Function(
  Purse? into,
  List<Purse> slice,
  List<Purse> list,
  Map<String, Purse> map,
  List<Purse> counted,
);

final Map<String, Changes> _changes = {
  'sync': (into, slice, list, map, counted) => gatherNow(
        into: into,
        slice: slice,
        list: list,
        map: map,
        counted: counted,
      ),
  'blocking': (into, slice, list, map, counted) => gatherLater(
        into: into,
        slice: slice,
        list: list,
        map: map,
        counted: counted,
      ),
  'async': (into, slice, list, map, counted) => gatherAsync(
        into: into,
        slice: slice,
        list: list,
        map: map,
        counted: counted,
      ),
  'eager': (into, slice, list, map, counted) => gatherEager(
        into: into,
        slice: slice,
        list: list,
        map: map,
        counted: counted,
      ),
  'stream': (into, slice, list, map, counted) => gatherStream(
        into: into,
        slice: slice,
        list: list,
        map: map,
        counted: counted,
      ).single,
};

Future<void> main() => suite('objects that are lent one by one', () {
      for (final MapEntry(key: lane, value: look) in _looks.entries) {
        test('$lane: twice with the same objects, and each several times',
            () async {
          final purses = [Purse(coins: 1), Purse(coins: 10), Purse(coins: 100)];
          for (var round = 0; round < 2; round++) {
            final sums = await look(
              [...purses, purses.first],
              purses[1],
              {'a': purses[0], 'bb': purses[2]},
              [purses[2], purses[2]],
            );
            expect(sums, [112, 112, 10, 10, 201, 336, 200, 200, 112]);
          }
          expect([for (final purse in purses) purse.coins], [1, 10, 100]);
          for (final purse in purses) {
            expect(purse.isDisposed, false);
          }
        });

        test('$lane: nothing at all', () async {
          final purse = Purse(coins: 5);
          expect(
            await look([], null, {}, [purse, purse]),
            [0, 0, -1, 0, 0, 0, 105, 10, 0],
          );
          expect(purse.coins, 5);
        });

        test('$lane: many', () async {
          final purses = [for (var at = 0; at < 2000; at++) Purse(coins: at)];
          final map = {for (final purse in purses) 'p${purse.coins}': purse};
          const sum = 2000 * 1999 ~/ 2;
          for (var round = 0; round < 2; round++) {
            final sums =
                await look(purses, purses.last, map, purses.sublist(8, 10));
            expect(sums[0], sum);
            expect(sums[5], 3 * sum);
            expect(sums[7], 17);
          }
        });

        test('$lane: one that was moved', () async {
          final purses = [Purse(coins: 1), Purse(coins: 2), Purse(coins: 3)];
          expect(purses[1].empty(), 2);
          for (var round = 0; round < 2; round++) {
            await expectThrows<ObjectMovedException>(
              () async => look(purses, null, {}, [purses[0], purses[2]]),
            );
          }
          // The others are as they were, and nobody has them.
          purses[0].collect(from: [purses[2]]);
          expect(purses[0].coins, 4);
        });

        test('$lane: one that was disposed of', () async {
          final purses = [Purse(coins: 1), Purse(coins: 2)]..last.dispose();
          await expectThrows<StateError>(
            () async => look(purses, null, {}, purses),
          );
          purses[0].collect(from: []);
          expect(purses[0].coins, 1);
        });

        test('$lane: parts of other objects', () async {
          final coat = Coat(coins: 7);
          final purses = [coat.purse(), Purse(coins: 1), coat.purse()];
          for (var round = 0; round < 2; round++) {
            final sums =
                await look(purses, coat.purse(), {}, purses.sublist(1));
            expect(sums, [15, 15, 7, 7, 0, 45, 101, 8, 15]);
          }
          // A part to which a method leads that wants its owner for itself is
          // there once at a time, and here it is passed twice.
          await expectThrows<ObjectBusyException>(
            () async => look([], coat.purseMut(), {}, [purses[1], purses[1]]),
          );
        });
      }

      for (final MapEntry(key: lane, value: change) in _changes.entries) {
        test('$lane: changed twice, and read beside it', () async {
          final into = Purse(coins: 0);
          final purses = [for (var at = 0; at < 6; at++) Purse(coins: 10)];
          for (var round = 1; round <= 2; round++) {
            final counted = await change(
              into,
              purses.sublist(0, 2),
              purses.sublist(2, 3),
              {'a': purses[3], 'b': purses[4]},
              [purses[5], purses[5]],
            );
            expect(counted, 20);
            expect(into.coins, 5 * round);
            expect(
              [for (final purse in purses) purse.coins],
              [for (var at = 0; at < 5; at++) 10 - round, 10],
            );
          }
          expect(await change(null, [], [], {}, []), 0);
        });

        test('$lane: changed and passed twice', () async {
          final purse = Purse(coins: 10);
          for (final (slice, list, counted) in [
            ([purse, purse], <Purse>[], <Purse>[]),
            ([purse], [purse], <Purse>[]),
            (<Purse>[], [purse], [purse]),
          ]) {
            await expectThrows<ObjectBusyException>(
              () async => change(null, slice, list, {}, counted),
            );
          }
          await expectThrows<ObjectBusyException>(
            () async => change(purse, [purse], [], {}, []),
          );
          expect(purse.coins, 10);
          expect(await change(null, [purse], [], {}, []), 0);
          expect(purse.coins, 9);
        });
      }

      test('one of a list is busy: a synchronous call says so', () async {
        final purses = [Purse(coins: 1), Purse(coins: 2)];
        final counting = purses[1].countSlowly(
          pause: const Duration(milliseconds: 50),
        );
        await expectThrows<ObjectBusyException>(() => coinsOf(purses: purses));
        // The first one was not kept by that.
        purses[0].collect(from: []);
        await counting;
        expect(coinsOf(purses: purses), 4);
      });

      test('one of a list is busy: asynchronous calls wait', () async {
        final purses = [Purse(coins: 1), Purse(coins: 2)];
        final counting = purses[1].countSlowly(
          pause: const Duration(milliseconds: 30),
        );
        // They see what it has done.
        final sum = coinsOfLater(purses: purses);
        final items = coinsOfEach(purses: purses).toList();
        expect(await sum, 4);
        expect(await items, [1, 3]);
        await counting;
      });

      test('a stream has its objects until it ends', () async {
        final purses = [Purse(coins: 1), Purse(coins: 2)];
        final items = StreamIterator(coinsOfEach(purses: purses));
        expect(await items.moveNext(), true);
        expect(items.current, 1);
        expect(coinsOf(purses: purses), 3);
        await items.cancel();
        await until('the stream has let its objects go', () {
          try {
            purses[0].collect(from: [purses[1]]);
            return true;
          } on ObjectBusyException {
            return false;
          }
        });
        expect(purses[0].coins, 3);
      });

      test('disposing of them does not end a call', () async {
        final purses = [Purse(coins: 1), Purse(coins: 2)];
        final sum = coinsOfLater(purses: purses);
        for (final purse in purses) {
          purse.dispose();
        }
        expect(await sum, 3);
      });

      test('methods take others beside themselves', () async {
        final purse = Purse(coins: 1);
        final others = [Purse(coins: 2), Purse(coins: 3)];
        for (var round = 0; round < 2; round++) {
          expect(purse.together(others: [...others, purse]), 7);
        }
        purse.collect(from: others);
        expect(purse.coins, 6);
        expect(purse.together(others: others), 6);
        await expectThrows<ObjectBusyException>(
          () => purse.collect(from: [purse]),
        );
      });
    });
