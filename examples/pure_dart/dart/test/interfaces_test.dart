import 'dart:async';
import 'dart:core';
import 'dart:core' as core;
import 'dart:isolate';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

final class Loud implements Greeter {
  int _greeted = 0;

  @override
  String greet({required String name}) {
    _greeted++;
    return 'HELLO, ${name.toUpperCase()}';
  }

  @override
  int count({int? since}) => _greeted + (since ?? 0);

  @override
  Future<String> greetLater({required String name}) async => greet(name: name);
}

/// Greets by another greeter.
class Echo implements Greeter {
  Echo(this.inner);

  final Greeter inner;

  @override
  String greet({required String name}) =>
      '${inner.greet(name: name)} ${inner.greet(name: name)}';

  @override
  int count({int? since}) => inner.count(since: since);

  @override
  Future<String> greetLater({required String name}) async {
    await pause(milliseconds: 1);
    return '<${await inner.greetLater(name: name)}>';
  }
}

final class Failed implements Greeter {
  @override
  String greet({required String name}) => throw StateError('no $name');

  @override
  int count({int? since}) => throw StateError('no count');

  @override
  Future<String> greetLater({required String name}) async =>
      throw StateError('no $name later');
}

final class Memory implements Fetcher {
  Memory(this.content);

  final Map<String, Uint8List> content;

  @override
  Future<Uint8List> fetch({required String key}) async =>
      content[key] ?? (throw ArgumentError('nothing under $key'));
}

final class DartStore implements Store {
  final content = <String, Uint8List>{};

  @override
  String title() => 'Dart';

  @override
  Future<Uint8List> load({required String key}) async {
    await pause(milliseconds: 1);
    return content[key] ?? (throw StoreErrorMissing(key: key));
  }

  @override
  Future<void> save({required String key, required Uint8List value}) async {
    if (value.isEmpty) throw StateError('nothing to save');
    content[key] = value;
  }
}

final class Notes implements Observer {
  final lines = <String>[];

  @override
  void happened({required String what, required core.List<Cell> cells}) =>
      lines.add('$what ${cells.length}');

  @override
  Counter? counted({required Counter counter}) {
    lines.add('$counter');
    return counter.count == 0 ? null : counter.renamed(name: 'noted');
  }

  @override
  Object exhibit() => this;
}

final class DartBorrower implements Borrower {
  @override
  String title() => 'dart';

  @override
  String own() => 'own';

  @override
  int sum({required Uint8List numbers}) => numbers.length;

  @override
  String upper({required String text}) => text.toUpperCase();

  @override
  String longer({required String first, required String second}) =>
      second.length > first.length ? second : first;

  @override
  String orOwn({required String text}) => text.isEmpty ? 'own' : text;

  @override
  String shorter({required String first, required String second}) =>
      second.length < first.length ? second : first;

  @override
  String same({required String text}) => text;

  @override
  String below({required String path, required String name}) => '$path/$name';

  @override
  Uint64List lengths({
    required String text,
    required Uint32List numbers,
    String? maybe,
    required String cow,
  }) =>
      Uint64List.fromList(
        [text.length, numbers.length, maybe?.length ?? 0, cow.length],
      );
}

void _observeAndEnd(SendPort port) {
  observe(observer: Notes());
  Isolate.exit(port);
}

Future<String> _greetElsewhere(SharedObject<RustGreeter> shared) =>
    Isolate.run(() => RustGreeter.fromShared(shared).greet(name: 'far'));

Future<void> main() => suite('interfaces', () {
      test('Dart implements a trait', () async {
        final loud = Loud();
        expect(greetWith(greeter: loud, name: 'a'), 'HELLO, A');
        expect(await greetSlowly(greeter: loud, name: 'b'), 'HELLO, B');
        expect(await countWith(greeter: loud, since: 10), 12);
        expect(await countWith(greeter: loud), 2);
      });

      test('Rust implements a trait', () async {
        final polite = politeGreeter(word: 'Good evening');
        expect(polite.greet(name: 'a'), 'Good evening, a');
        expect(polite.count(since: 1), 2);
        expect(await polite.greetLater(name: 'b'), 'Good evening later, b');
        expect(greetWith(greeter: polite, name: 'c'), 'Good evening, c');
        final again = sameGreeter(greeter: polite);
        expect(again.greet(name: 'd'), 'Good evening, d');
        (polite as RustObject).dispose();
        await expectThrows<StateError>(() => polite.greet(name: 'e'));
        await expectThrows<StateError>(
          () => greetWith(greeter: polite, name: 'e'),
        );
        expect(again.greet(name: 'f'), 'Good evening, f');
        final shared = (again as RustGreeter).share();
        expect(await _greetElsewhere(shared), 'Good evening, far');
      });

      test('every way to take one', () async {
        for (final (greeter, hello) in [
          (Loud(), 'HELLO, X'),
          (politeGreeter(word: 'Hi'), 'Hi, x'),
          (Echo(politeGreeter(word: 'Hi')), 'Hi, x Hi, x'),
          (Echo(Loud()), 'HELLO, X HELLO, X'),
        ]) {
          expect(greetWith(greeter: greeter, name: 'x'), hello);
          expect(greetBorrowed(greeter: greeter, name: 'x'), hello);
          expect(greetBoxed(greeter: greeter, name: 'x'), hello);
          expect(await greetGeneric(greeter: greeter, name: 'x'), hello);
          expect(
            greetWith(greeter: sameGreeter(greeter: greeter), name: 'x'),
            hello,
          );
        }
        expect(
          await greetBorrowedSlowly(greeter: Echo(Loud()), name: 'y'),
          '<HELLO, Y>; <HELLO, Y>',
        );
        expect(
          await greetBorrowedSlowly(
            greeter: politeGreeter(word: 'O'),
            name: 'y',
          ),
          'O later, y; O later, y',
        );
      });

      test('both are the same to Rust', () async {
        final all = [Loud(), politeGreeter(word: 'Hi'), Loud()];
        expect(
          await greetAll(greeters: all, name: 'x'),
          ['HELLO, X', 'Hi, x', 'HELLO, X'],
        );
        expect(await greetAll(greeters: [], name: 'x'), <String>[]);
        final one = Loud();
        expect(
          await greetAll(greeters: [one, one, one], name: 'x'),
          ['HELLO, X', 'HELLO, X', 'HELLO, X'],
        );
        expect(one.count(), 3);
      });

      test('in data, both ways', () {
        final party = Party(
          host: Loud(),
          guests: {'b': politeGreeter(word: 'Hi'), 'a': Loud()},
        );
        final greetings = ['HELLO, GUESTS', 'HELLO, HOST', 'Hi, host'];
        expect(greetParty(party: party), greetings);
        expect(
          greetParty(party: party.copyWith(late: Echo(Loud()))),
          [...greetings, 'HELLO, ALL HELLO, ALL'],
        );
        final polite = politeParty(word: 'Well');
        expect(polite.host.greet(name: 'x'), 'Well, x');
        expect(polite.guests['guest']!.greet(name: 'x'), 'Well too, x');
        expect(polite.late, null);
        expect(greetParty(party: polite), ['Well, guests', 'Well too, host']);
      });

      test('through a function of Dart', () {
        expect(exchange(f: (greeter) => greeter, word: 'Hi'), 'Hi, stranger');
        expect(exchange(f: Echo.new, word: 'O'), 'O, stranger O, stranger');
        expect(exchange(f: (_) => Loud(), word: 'O'), 'HELLO, STRANGER');
      });

      test('what is borrowed, in both directions', () {
        final borrowed = ['abc', 'own', 'ab', 'same', 'a/b', '[4, 2, 3, 1]'];
        borrowed.insertAll(0, ['6', 'TEXT']);
        final lent = lender(name: 'own');
        expect(borrowAll(borrower: lent), ['lender', 'own', ...borrowed]);
        expect(
          borrowAll(borrower: DartBorrower()),
          ['dart', 'own', '3', ...borrowed.skip(1)],
        );
        expect([lent.title(), lent.own()], ['lender', 'own']);
        expect(lent.sum(numbers: Uint8List.fromList([1, 2])), 3);
        expect(lent.upper(text: 'ß'), 'SS');
        expect(lent.longer(first: 'a', second: 'ab'), 'ab');
        expect([lent.orOwn(text: ''), lent.orOwn(text: 'x')], ['own', 'x']);
        expect(lent.shorter(first: 'a', second: 'ab'), 'a');
        expect(lent.same(text: 'same'), 'same');
        expect(lent.below(path: '/a', name: 'b'), '/a/b');
        final numbers = Uint32List(5);
        expect(
            lent.lengths(text: '', numbers: numbers, cow: 'x'), [0, 5, 0, 1]);
      });

      test('what an implementation throws', () async {
        final failed = Failed();
        for (final call in <FutureOr<Object?> Function()>[
          () => greetWith(greeter: failed, name: 'a'),
          () => greetGeneric(greeter: failed, name: 'a'),
          () => greetSlowly(greeter: failed, name: 'a'),
          () => greetAll(greeters: [Loud(), failed], name: 'a'),
          () => greetWith(greeter: Echo(failed), name: 'a'),
        ]) {
          await expectThrows<RustPanic>(call, containing: 'no a');
        }
        await expectThrows<RustError>(
          () => countWith(greeter: failed),
          containing: 'no count',
        );

        final rude = rudeGreeter();
        await expectThrows<RustPanic>(() => rude.greet(name: 'x'));
        await expectThrows<RustPanic>(() => rude.greetLater(name: 'x'));
        await expectThrows<RustPanic>(
          () => greetWith(greeter: Echo(rude), name: 'x'),
          containing: 'no word for x',
        );
        expect(rude.count(), 0);
      });

      test('an async trait of the language itself', () async {
        final memory = Memory({'a': Uint8List(3)});
        expect(await fetchTwice(fetcher: memory, key: 'a'), 6);
        await expectThrows<RustError>(
          () => fetchTwice(fetcher: memory, key: 'b'),
          containing: 'nothing under b',
        );
      });

      test('an async trait of the crate async-trait', () async {
        final (dart, rust) = (DartStore(), memoryStore());
        expect(rust.title(), 'memory');
        await rust.save(key: 'a', value: Uint8List(5));
        expect(await rust.load(key: 'a'), Uint8List(5));
        await expectThrows<StoreErrorMissing>(() => rust.load(key: 'b'));

        expect(await copyBetween(from: rust, to: dart, key: 'a'), 5);
        expect(dart.content.keys.toList(), ['a of memory']);
        dart.content['big'] = Uint8List(1 << 20);
        expect(await copyBetween(from: dart, to: rust, key: 'big'), 1 << 20);
        expect((await rust.load(key: 'big of Dart')).length, 1 << 20);
        expect(
          await copyBetween(from: dart, to: dart, key: 'a of memory'),
          5,
        );

        for (final from in [dart, rust]) {
          await expectThrows<StoreErrorMissing>(
            () => copyBetween(from: from, to: dart, key: 'none'),
            where: (error) => error.key == 'none',
          );
        }
        await rust.save(key: 'empty', value: Uint8List(0));
        await expectThrows<StoreErrorBroken>(
          () => copyBetween(from: rust, to: dart, key: 'empty'),
          containing: 'nothing to save',
        );

        final loaded = await loadAll(
          stores: [
            for (var i = 0; i < 100; i++) ...[dart, rust],
          ],
          key: 'a',
        );
        expect(loaded.length, 200);
        expect(loaded.sublist(0, 2), [null, Uint8List(5)]);
      });

      test('an implementation with state is kept and called later', () async {
        final notes = Notes();
        observe(observer: notes);
        tellObserver(what: 'here');
        await tellObserverElsewhere(what: 'there');
        expect(notes.lines, ['here 0', 'here 1', 'there 0', 'there 1']);
        expect(identical(await exhibitOfObserver(), notes), true);

        final counter = Counter.startingAt(name: 'c', count: 2);
        final noted = await countWithObserver(counter: counter);
        expect((noted!.name, noted.count), ('noted', 2));
        expect(await countWithObserver(counter: Counter(name: 'd')), null);
        expect(notes.lines.sublist(4), ['c = 2', 'd = 0']);

        observe(observer: Notes());
        tellObserver(what: 'other');
        expect(notes.lines.length, 6);
        observe();
        await expectThrows<RustError>(
          () => tellObserver(what: ''),
          containing: 'nobody',
        );
      });

      test('an implementation of an isolate that has ended is gone', () async {
        final port = ReceivePort();
        await Isolate.spawn(_observeAndEnd, port.sendPort);
        await port.first;
        await expectThrows<RustError>(
          () => tellObserver(what: ''),
          containing: 'its isolate has ended or was detached',
        );
        await expectThrows<RustError>(
          () => tellObserverElsewhere(what: ''),
          containing: 'its isolate has ended or was detached',
        );
        observe();
      });

      test('an implementation is let go when Rust lets go', () async {
        final reference = () {
          final notes = Notes();
          observe(observer: notes);
          return WeakReference(notes);
        }();
        await collected(
          () => false,
          patience: const core.Duration(milliseconds: 100),
        );
        expect(reference.target != null, true, reason: 'Rust has it');
        observe();
        await collected(() => reference.target == null);
        expect(reference.target, null);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
