import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

Future<void> main() => suite('maps', () {
      test('maps by text cross', () {
        expect(echoStringMap(value: {}), <String, int>{});
        final value = {'': minInt, 'a': 0, '😀': maxInt, 'nul\u0000': -1};
        expect(echoStringMap(value: value), value);
        expect(sumMap(value: {'a': 1, 'b': 2, 'c': -4}), -1);
        expect(sumMap(value: {}), 0);
      });

      test('maps by number cross', () {
        final byInt = {-0x80000000: 'least', 0: '', 0x7fffffff: 'most'};
        expect(echoIntMap(value: byInt), byInt);
        final byU64 = {0: true, maxInt: false};
        expect(echoU64Map(value: byU64), byU64);
      });

      test('a key is checked like any other value', () async {
        await expectThrows<IntegerRangeException>(
          () => echoIntMap(value: {0x80000000: ''}),
          containing: '2147483648',
        );
        await expectThrows<IntegerRangeException>(
          () => echoU64Map(value: {-1: true}),
        );
        await expectThrows<LoneSurrogateException>(
          () => echoStringMap(value: {'\ud800': 1}),
        );
        await expectThrows<InvalidCharException>(
          () => echoCharMap(value: {'ab': 1}),
        );
        expect(echoIntMap(value: {1: 'one'}), {1: 'one'});
      });

      test('maps by character cross', () {
        final value = {'a': 1, '\u0000': 0, '😀': 0xffffffff};
        expect(echoCharMap(value: value), value);
      });

      test('maps by enum cross', () {
        final value = {Color.red: 'red', Color.darkBlue: 'blue'};
        expect(echoEnumMap(value: value), value);
        expect(echoEnumMap(value: {}), <Color, String>{});
      });

      test('maps by struct cross, and are looked up by content', () {
        final value = {
          const Cell(column: 0, row: 0): 0.5,
          const Cell(column: -1, row: 1): -0.5,
        };
        final back = echoStructMap(value: value);
        expect(back, value);
        final column = int.parse('-1');
        expect(back[Cell(column: column, row: 1)], -0.5);
        expect(back[Cell(column: column, row: 2)], null);
      });

      test('maps by record cross', () {
        final value = {(0, 1): 'a', (1, 0): 'b', (-1, -1): ''};
        final back = echoTupleMap(value: value);
        expect(back, value);
        expect(back[(1, 0)], 'b');
      });

      test('maps of lists of structs cross', () {
        final value = {
          'none': <Point>[],
          'one': [const Point(x: 1, y: 2)],
          'three': [for (var i = 0; i < 3; i++) Point(x: i / 2, y: -i / 2)],
        };
        expect(echoRouteMap(value: value), value);
      });

      test('maps of maps cross', () async {
        final value = {
          'empty': <int, bool>{},
          'full': {1: true, 2: false},
        };
        expect(await echoMapOfMapsLater(value: value), value);
      });

      test('maps, or none, cross', () {
        expect(echoOptionalMap(), null);
        expect(echoOptionalMap(value: {}), <String, String>{});
        expect(echoOptionalMap(value: {'a': 'b'}), {'a': 'b'});
      });

      test('large maps cross', () {
        final value = {for (var i = 0; i < 20000; i++) 'key $i': i};
        expect(echoStringMap(value: value), value);
      });

      test('maps made in Rust arrive', () async {
        expect(await countWords(text: ''), <String, int>{});
        expect(
          await countWords(text: 'to be or not to be'),
          {'to': 2, 'be': 2, 'or': 1, 'not': 1},
        );
      });

      test('keys that Rust compares do not disturb what is read', () async {
        const a = Tag(text: 'a'), b = Tag(text: 'b'), c = Tag(text: 'c');
        final value = {
          a: {b, c},
          b: <Tag>{},
          c: {a, b, c},
        };
        void check(Map<Tag, Set<Tag>> back) {
          expect(back.length, 3);
          expect(back[const Tag(text: 'A')]?.length, 2);
          expect(back[const Tag(text: 'B')]?.length, 0);
          expect(back[const Tag(text: 'C')]?.contains(a), true);
        }

        check(echoTagMap(value: value));
        check(await echoTagMapSoon(value: value));
        check(await echoTagMapLater(value: value));
        expect(
          await echoTagMapSoon(value: {}),
          <Tag, Set<Tag>>{},
        );
        try {
          failWithTags(value: {a: 1, b: 2});
          fail('it did not fail');
        } on TagError catch (error) {
          expect(error.tags[const Tag(text: 'B')], 2);
        }
        final live = liveTags(value: {a: 1, b: 2});
        expect(live.value[const Tag(text: 'A')], 1);
        live.dispose();
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
