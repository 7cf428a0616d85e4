import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';

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

final class Memory implements Fetcher {
  Memory(this.content);

  final Map<String, Uint8List> content;

  @override
  Future<Uint8List> fetch({required String key}) async =>
      content[key] ?? (throw ArgumentError('nothing under $key'));
}

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
        expect(again.greet(name: 'f'), 'Good evening, f');
      });

      test('both are the same to Rust', () async {
        final all = [Loud(), politeGreeter(word: 'Hi'), Loud()];
        expect(
          await greetAll(greeters: all, name: 'x'),
          ['HELLO, X', 'Hi, x', 'HELLO, X'],
        );
      });

      test('an async trait of the language itself', () async {
        final memory = Memory({'a': Uint8List(3)});
        expect(await fetchTwice(fetcher: memory, key: 'a'), 6);
        await expectThrows<RustError>(
          () => fetchTwice(fetcher: memory, key: 'b'),
          containing: 'nothing under b',
        );
      });
    });
