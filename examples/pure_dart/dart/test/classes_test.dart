import 'dart:convert';
import 'dart:io';
import 'dart:isolate';
import 'dart:typed_data';

import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';

/// A document with something everywhere.
Document _document() => Document(
      text: 'a "text"\n',
      letter: 'ß',
      flag: true,
      count: -5,
      ratio: 0.5,
      perhaps: 1,
      span: const Duration(microseconds: 1500001),
      at: DateTime.utc(2024, 2, 29, 12, 30, 15, 123, 456),
      large: BigInt.parse('18446744073709551615'),
      larger: [BigInt.from(-1), BigInt.two.pow(100)],
      bytes: Uint8List.fromList([0, 255]),
      numbers: Float32List.fromList([0.5, -2]),
      texts: ['a', 'b'],
      maybeTexts: ['a', null],
      spans: [Duration.zero, const Duration(days: 1)],
      gears: {Gear.park, Gear.reverse},
      gear: Gear.park,
      byName: {'one': 1, 'two': 2},
      byNumber: {
        1: const FigureNothing(),
        2: const FigureGroup(
          parts: [FigureCircle(center: Spot(1, 2))],
          title: 'group',
        ),
      },
      pair: (3, const Spot(4, 5, 6)),
      single: (const Duration(seconds: 1),),
      nested: const Some(null),
      given: 8,
      inner: _small(),
    );

/// One with nothing where nothing can be.
Document _small() => Document(
      text: '',
      letter: 'a',
      flag: false,
      count: 0,
      ratio: 0,
      span: Duration.zero,
      at: DateTime.utc(1970),
      large: BigInt.zero,
      larger: [],
      bytes: Uint8List(0),
      numbers: Float32List(2),
      texts: [],
      maybeTexts: [],
      gears: {},
      byName: {},
      byNumber: {},
      pair: (0, const Spot(0, 0)),
    );

/// The document as text and back.
Map<String, Object?> _copy(Map<String, Object?> json) =>
    jsonDecode(jsonEncode(json)) as Map<String, Object?>;

Future<void> main() => suite('classes', () {
      test('what is left out has its default value', () {
        const value = Defaults(name: 'a');
        expect(value.on, true);
        expect(value.count, 5);
        expect(value.least, -0x8000000000000000);
        expect(value.ratio, -0.5);
        expect(value.whole, 3.0);
        expect(value.sign, r'$');
        expect(value.text, "it's \$name\n");
        expect(value.nothing, null);
        expect(value.something, 3);
        expect(value.gear, Gear.park);
        expect(value.figure, const FigureNothing());
        expect(value.texts, <String>[]);
        expect(value.entries, <String, bool>{});
        expect(sameDefaults(value: value), value);
        const other = Defaults(name: 'b', on: false, something: null);
        expect(sameDefaults(value: other), other);
        expect(other.something, null);
      });

      test('parameters have default values on every lane', () {
        expect(defaultsTold(needed: 1), '1 7 text Reverse Some(\'c\') []');
        expect(
          defaultsTold(
            needed: 2,
            count: 3,
            text: '',
            gear: Gear.park,
            letter: null,
            texts: ['x'],
          ),
          '2 3  Park None ["x"]',
        );
        expect(doubled(), 42);
        expect(doubled(value: 2), 4);
      });

      test('parameters by position, the last ones optional', () async {
        expect(byPosition(1, null, 'c'), '1 None c None 4');
        expect(byPosition(1, 2, 'c', 3, 5), '1 Some(2) c Some(3) 5');
        expect(allOptional(), 'None false');
        expect(allOptional(1, true), 'Some(1) true');
        expect(await sumLater(20, 22), 42);
      });

      test('a class whose constructor takes its fields by position', () {
        const spot = Spot(1, 2);
        expect(spot, const Spot(1, 2, 0));
        expect(sameSpot(spot), spot);
        expect(spot.copyWith(z: 3), const Spot(1, 2, 3));
        expect('$spot', 'Spot(x: 1.0, y: 2.0, z: 0.0)');
      });

      test('a class whose fields can be set', () {
        final task = Task(title: 'a');
        expect(task.done, false);
        expect(task.label, 'a {');
        task.toggle();
        task.title = 'b';
        expect(task.label, 'b }');
        final same = sameTask(task: task);
        expect(same, task);
        expect(same.hashCode, task.hashCode);
        same.title = 'c';
        expect(same == task, false);
        expect(task.copyWith(done: false), Task(title: 'b'));
      });

      test('annotations, imports and members of the author arrive', () {
        // ignore: deprecated_member_use
        final value = tags(text: 'a b');
        expect(value.tags, ['a', 'b']);
        final source = File.fromUri(
          testScript.resolve('../lib/src/api/classes.dart'),
        ).readAsStringSync();
        for (final text in [
          "import 'dart:collection' show UnmodifiableListView;\n",
          "@pragma('vm:entry-point')\n@pragma('vm:prefer-inline')\n"
              'final class Tags {',
          "  @Deprecated('it\\'s the \\\$second that counts')\n"
              '  final String first;',
          "  @Deprecated('say where to')\n  drive;",
          "@pragma('vm:never-inline')\n@deprecated\nTags tags(",
          "({@pragma('of a parameter') required String text})",
          "@Deprecated('count yourself')\nconst int computed = 42;",
          '/// Computed.\n',
          '  /// High up.\n  high(256);',
          '  /// How far it is from the origin.\n  double get distance',
          '  /// Where one starts.\n  static const Height start',
        ]) {
          expect(source.contains(text), true, reason: text);
        }
      });

      test('JSON and back', () {
        for (final document in [_small(), _document()]) {
          final copy = Document.fromJson(_copy(document.toJson()));
          expect(copy, document);
          expect(sameDocument(document: copy), document);
        }
        final json = _document().toJson();
        expect(json['span'], 1500001);
        expect(json['at'], '2024-02-29T12:30:15.123456Z');
        expect(json['large'], '18446744073709551615');
        expect(json['larger'], ['-1', '1267650600228229401496703205376']);
        expect(json['bytes'], [0, 255]);
        expect(json['gear'], 'park');
        expect(json['gears'], ['park', 'reverse']);
        expect(json['byName'], {'one': 1, 'two': 2});
        expect(json['byNumber'], [
          [
            1,
            {'type': 'nothing'},
          ],
          [
            2,
            {
              'type': 'group',
              'parts': [
                {
                  'type': 'circle',
                  'center': {'x': 1.0, 'y': 2.0, 'z': 0.0},
                  'radius': 1.0,
                },
              ],
              'title': 'group',
            },
          ],
        ]);
        expect(json['pair'], [
          3,
          {'x': 4.0, 'y': 5.0, 'z': 6.0},
        ]);
        expect(json['single'], [1000000]);
        expect(json['nested'], [null]);
        expect(json['perhaps'], 1.0);
        expect((json['inner']! as Map<String, Object?>)['nested'], null);
      });

      test('JSON of enums is a text', () {
        expect(Gear.reverse.toJson(), 'reverse');
        expect(Gear.fromJson('park'), Gear.park);
        expect(Column.name.toJson(), 'name');
        expect(Column.fromJson('size'), Column.size);
        expectThrows<FormatException>(
          () => Gear.fromJson('fly'),
          containing: "one of 'park', 'reverse', 'drive', found 'fly'",
        );
      });

      test('JSON without an optional field', () {
        expect(Spot.fromJson({'x': 1, 'y': 2.5}), const Spot(1, 2.5));
        final json = _copy(_small().toJson());
        for (final name in ['perhaps', 'spans', 'given', 'inner', 'nested']) {
          json.remove(name);
        }
        expect(Document.fromJson(json), _small());
      });

      test('what is wrong with JSON is told with its place', () {
        void expectProblem(
          void Function(Map<String, Object?> json) change,
          String problem,
        ) {
          final json = _copy(_document().toJson());
          change(json);
          expectThrows<FormatException>(
            () => Document.fromJson(json),
            where: (error) => error.message == problem,
            containing: 'FormatException: $problem',
          );
        }

        expectProblem(
          (json) => json['text'] = 3,
          'text: expected a text, found 3',
        );
        expectProblem(
          (json) => json.remove('flag'),
          'flag: expected true or false, found nothing',
        );
        expectProblem(
          (json) => json['count'] = 1.5,
          'count: expected an integer, found 1.5',
        );
        expectProblem(
          (json) => json['bytes'] = [1, 256],
          'bytes[1]: expected an integer from 0 to 255, found 256',
        );
        expectProblem(
          (json) => json['at'] = 'now',
          "at: expected a date and time, found 'now'",
        );
        expectProblem(
          (json) => json['larger'] = ['1', 'x'],
          "larger[1]: expected an integer in a text, found 'x'",
        );
        expectProblem(
          (json) => json['gear'] = 'fly',
          "gear: expected one of 'park', 'reverse', 'drive', found 'fly'",
        );
        expectProblem(
          (json) => json['byName'] = {'one': []},
          'byName.one: expected an integer, found a list',
        );
        expectProblem(
          (json) => json['byNumber'] = [
            [
              1,
              {'type': 'square'},
            ],
          ],
          "byNumber[0][1].type: 'square' is no variant of Figure",
        );
        expectProblem(
          (json) => json['pair'] = [1],
          'pair: expected a list of 2 values, found 1',
        );
        expectProblem(
          (json) => (json['inner']! as Map<String, Object?>)['pair'] = [
            1,
            {'x': 1, 'y': '2'},
          ],
          "inner.pair[1].y: expected a number, found '2'",
        );
      });

      test('the crate is set up once, before anything else', () async {
        expect(timesSetUp(), 1);
        final counts = await Future.wait([
          for (var i = 0; i < 4; i++) Isolate.run(timesSetUp),
        ]);
        expect(counts, [1, 1, 1, 1]);
        expect(timesSetUp(), 1);
      });

      test('an enum with numbers', () {
        expect(Height.low.discriminant, -10);
        expect(Height.raised.discriminant, -9);
        expect(Height.high.discriminant, 256);
        expect(Height.fromDiscriminant(256), Height.high);
        expect(Height.fromDiscriminant(0), null);
        expect(Height.low.above(), Height.raised);
        expect(Height.high.above(), null);
        expect(Height.high.number, 256);
        expect(Height.start, Height.low);
        expect(Height.parse(name: 'high'), Height.high);
        expectThrows<Exception>(
          () => Height.parse(name: 'x'),
          containing: 'no level "x"',
        );
        expect('${Height.raised}', 'level -9');
        expect(Height.low < Height.raised, true);
        expect(Height.low >= Height.raised, false);
        final sorted = [Height.high, Height.low, Height.raised]..sort();
        expect(sorted, Height.values);
        expect(Gear.park.moves, false);
        expect(Gear.drive.moves, true);
      });

      test('constants', () {
        const all = (debugging, most, golden, oneHalf, dollar, greeting);
        expect(all, (false, 255, 1.618, 0.5, r'$', "it's \$1\n"));
        const others = (firstGear, noFigure, noTexts, absent, present);
        expect(others.$1, Gear.park);
        expect(others.$2, const FigureNothing());
        expect(others.$3, <String>[]);
        expect((others.$4, others.$5), (null, 3));
        expect(least, -0x8000000000000000);
        expect(labels, ['a', 'b']);
        // ignore: deprecated_member_use
        expect(computed, 42);
        expect(smallPrimes, Uint16List.fromList([2, 3, 5, 7]));
        expect(Spot.originName, 'origin');
        expect(Spot.origin, const Spot(0, 0));
      });

      test('members of data', () async {
        expect(const Spot(3, 4).distance, 5.0);
        expect(const Spot(1, 1).moved(1), const Spot(2, 1));
        expect(const Spot(1, 1).moved(1, 2), const Spot(2, 3));
        expect(Spot.up(by: 2), const Spot(0, 0, 2));
        expect(
          await Spot.middle(spots: const [Spot(0, 0), Spot(2, 4)]),
          const Spot(1, 2),
        );
        expect(await Spot.middle(spots: const []), null);
        expect(const Spot(1, 9) < const Spot(2, 0), true);
        expect(const Spot(1, 9) > const Spot(2, 0), false);
        expect(const Spot(double.nan, 0).partialCompareTo(Spot.origin), null);
        expect(const Spot(double.nan, 0) <= Spot.origin, false);
        final circle = Figure.create(radius: 2);
        expect(circle, const FigureCircle(center: Spot(0, 0), radius: 2));
        expect(const FigureGroup(parts: [FigureNothing()]).count, 0);
        expect(FigureGroup(parts: [circle, circle]).count, 2);
        expect(sameFigure(figure: circle), circle);
      });

      test('variants are displayed and compared by Rust', () {
        expect('${Figure.create(radius: 2)}', 'a circle of 2');
        expect('${const FigureNothing()}', 'nothing');
        expect(const WaveFlat() == const WaveSteep(3), false);
        expect(const WaveSteep(3), const WaveSteep(-3));
        expect(const WaveSteep(3).hashCode, const WaveSteep(-3).hashCode);
      });

      test('members of other blocks, in other modules', () async {
        final version = Version.create(major: 1, minor: 2);
        expect(version, const Version(major: 1, minor: 2));
        expect(version == const Version(major: 1, minor: 3), false);
        expect(version.hashCode, version.copyWith().hashCode);
        expect('$version', '1.2');
        expect(version.next(), const Version(major: 1, minor: 3));
        expect(
          await Version.labelled(major: 1, minor: 0, label: 'x'),
          const Version(major: 1, minor: 0, label: 'x'),
        );
        const end = Version(major: 1, minor: 4);
        expect(
          await version.between(end: end).toList(),
          [version, version.next()],
        );
        expect(sameVersion(version: end), end);
      });

      test('copyWith sets what is given and keeps the rest', () {
        const version = Version(major: 1, minor: 2, label: 'x');
        expect(version.copyWith(), version);
        expect(
          version.copyWith(label: null),
          const Version(major: 1, minor: 2),
        );
        expect(
          version.copyWith(major: 3),
          const Version(major: 3, minor: 2, label: 'x'),
        );
        const pair = Pair<int, String>(left: 1, right: 'a');
        final Pair<int, String> copy = pair.copyWith(left: 2);
        expect(copy, const Pair(left: 2, right: 'a'));
        expect(
          pair.copyWith(right: null),
          const Pair<int, String>(left: 1),
        );
        expect(samePair(pair: copy), copy);
        const group = FigureGroup(parts: [], title: 'a');
        expect(group.copyWith(title: null), const FigureGroup(parts: []));
        expect(
          group.copyWith(parts: const [FigureNothing()]),
          const FigureGroup(parts: [FigureNothing()], title: 'a'),
        );
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
