import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

Telemetry _telemetry({
  int timestamp = maxInt,
  String name = 'Wagen 7 🚗',
  int rawLength = 16,
  Point? position = const Point(x: 48.1, y: 11.6),
}) =>
    Telemetry(
      timestamp: timestamp,
      speed: 13.9,
      heading: 359.999,
      batteryLevel: 87,
      name: name,
      raw: Uint8List(rawLength)..fillRange(0, rawLength, 0xa5),
      position: position,
    );

/// Everything, equal to every other one unless something else is asked for.
Everything _everything({
  double x = 1,
  int byte = 2,
  double float = 3.5,
  int element = 4,
  String name = 'five',
  int inPair = 6,
  int inRow = 7,
  Color color = Color.green,
  Shape shape = const ShapeCircle(radius: 8),
  double length = 9,
  int microseconds = 10,
  String? initial = 'j',
  Entry? entry = const Entry(11, 'eleven'),
  int? extra = 12,
}) =>
    Everything(
      points: [Point(x: x, y: 0), const Point(x: -0.5, y: 0.5)],
      bytes: Uint8List.fromList([1, byte]),
      floats: Float64List.fromList([float, double.infinity]),
      array: Int32List.fromList([0, element, -1]),
      names: {
        'a': [name, ''],
        'b': <String>[],
      },
      pair: (1, Int32List.fromList([inPair])),
      rows: [
        Int32List.fromList([1, inRow]),
        Int32List(0),
      ],
      color: color,
      shape: shape,
      length: Meters(length),
      duration: Duration(microseconds: microseconds),
      initial: initial,
      entry: entry,
      extra: extra == null ? null : Uint8List.fromList([extra]),
      marker: const Marker(),
    );

Wide _wide({
  bool f01 = true,
  String f13 = 'thirteen',
  String? f18,
  int f24 = 24,
}) =>
    Wide(
      f01: f01,
      f02: -2,
      f03: -3,
      f04: -4,
      f05: -5,
      f06: 6,
      f07: 7,
      f08: 8,
      f09: 9,
      f10: 0.5,
      f11: 0.1,
      f12: 'l',
      f13: f13,
      f14: Uint8List.fromList([14]),
      f15: Int16List.fromList([-15, 15]),
      f16: false,
      f18: f18,
      f19: const Duration(seconds: 19),
      f20: Color.red,
      f21: const Point(x: 21, y: -21),
      f22: (22, 2.2),
      f23: ['twenty', 'three'],
      f24: Uint8List.fromList([f24, 0, 0, 1]),
    );

Tree _tree(int depth) => Tree(
      label: 'depth $depth',
      children: [if (depth > 1) _tree(depth - 1)],
    );

Chain _chain(int links) {
  Chain? chain;
  for (var link = links; link > 0; link--) {
    chain = Chain(value: link, next: chain);
  }
  return chain!;
}

int _length(Chain? chain) {
  var length = 0;
  for (; chain != null; chain = chain.next) {
    length += 1;
  }
  return length;
}

Future<void> main() => suite('structs', () {
      test('a struct crosses on every lane', () async {
        for (final value in [
          _telemetry(),
          _telemetry(position: null),
          _telemetry(timestamp: minInt, name: '', rawLength: 0),
          _telemetry(rawLength: 100000),
        ]) {
          expect(echoTelemetry(value: value), value);
          expect(await echoTelemetryLater(value: value), value);
          expect(await echoTelemetryAsync(value: value), value);
        }
      });

      test('a struct is lent', () async {
        expect(nameOf(telemetry: _telemetry(name: 'née')), 'née');
        expect(await speedOf(telemetry: _telemetry()), 13.9);
      });

      test('a nullable field may be left out, and the others are checked',
          () async {
        final value = Telemetry(
          timestamp: 0,
          speed: 0,
          heading: 0,
          batteryLevel: 0x80000000,
          name: '',
          raw: Uint8List(0),
        );
        expect(value.position, null);
        await expectThrows<IntegerRangeException>(
          () => echoTelemetry(value: value),
          containing: '2147483648',
        );
        expect(echoTelemetry(value: _telemetry()), _telemetry());
      });

      test('structs are constants, equal by content', () {
        const one = Point(x: 1, y: 2);
        expect(identical(one, const Point(x: 1, y: 2)), true);
        final x = double.parse('1');
        final other = Point(x: x, y: 2);
        expect(identical(one, other), false);
        expect(one == other, true);
        expect(one.hashCode, other.hashCode);
        expect(one == const Point(x: 1, y: 3), false);
        expect(one == const Point(x: 2, y: 2), false);
        expect(one == const Object(), false);
        expect({one, other}.length, 1);
      });

      test('structs say what they are', () {
        expect('${const Point(x: 1.5, y: -2.5)}', 'Point(x: 1.5, y: -2.5)');
        expect('${const Marker()}', 'Marker()');
        expect('${const Meters(1.5)}', 'Meters(1.5)');
        expect('${const Entry(1, 'one')}', 'Entry(1, one)');
        final text = '${_telemetry()}';
        for (final part in ['Telemetry(', 'batteryLevel: 87', 'Point(x: 48']) {
          expect(text.contains(part), true, reason: text);
        }
      });

      test('structs without fields cross', () {
        expect(echoMarker(value: const Marker()), const Marker());
        expect(echoNothing(value: const Nothing()), const Nothing());
        expect(
          echoMarker(value: const Marker()).hashCode,
          const Marker().hashCode,
        );
      });

      test('tuple structs cross', () {
        for (final length in [0.0, -0.0, 1.5, double.infinity]) {
          expect(
            echoMeters(value: Meters(length)).value,
            identicalTo(length),
          );
        }
        final entry = echoEntry(value: const Entry(-1, '😀'));
        expect(entry, const Entry(-1, '😀'));
        expect(entry.field0, -1);
        expect(entry.field1, '😀');
        expect(entry == const Entry(-1, ''), false);
      });

      test('lists and arrays of structs cross', () async {
        expect(echoPoints(value: []), <Point>[]);
        final points = [
          for (var i = 0; i < 1000; i++) Point(x: i / 3, y: -0.0),
        ];
        expect(echoPoints(value: points), points);
        expect(
          echoLine(value: points.sublist(0, 2)),
          points.sublist(0, 2),
        );
        await expectThrows<ListLengthException>(
          () => echoLine(value: points.sublist(0, 3)),
        );
      });

      test('type aliases are what they stand for', () {
        final kilometers = routeLength(
          route: const [
            Point(x: 0, y: 0),
            Point(x: 300, y: 400),
            Point(x: 300, y: 900),
          ],
        );
        expect(kilometers, 1);
        expect(routeLength(route: []), 0);
      });

      test('everything crosses', () async {
        for (final value in [
          _everything(),
          _everything(initial: null, entry: null, extra: null),
          _everything(shape: const ShapeGroup([ShapeEmpty(), ShapeDot(1, 2)])),
        ]) {
          expect(echoEverything(value: value), value);
          expect(await echoEverythingLater(value: value), value);
        }
      });

      test('equality and hash code look into everything', () {
        expect(_everything() == _everything(), true);
        expect(_everything().hashCode, _everything().hashCode);
        final others = {
          'points': _everything(x: 100),
          'bytes': _everything(byte: 100),
          'floats': _everything(float: 100),
          'array': _everything(element: 100),
          'names': _everything(name: 'hundred'),
          'pair': _everything(inPair: 100),
          'rows': _everything(inRow: 100),
          'color': _everything(color: Color.red),
          'shape': _everything(shape: const ShapeCircle(radius: 100)),
          'length': _everything(length: 100),
          'duration': _everything(microseconds: 100),
          'initial': _everything(initial: null),
          'entry': _everything(entry: const Entry(11, 'other')),
          'extra': _everything(extra: null),
        };
        for (final MapEntry(key: field, value: other) in others.entries) {
          expect(_everything() == other, false, reason: field);
          expect(other == _everything(), false, reason: field);
          expect(other == echoEverything(value: other), true, reason: field);
        }
        expect({_everything(), ...others.values}.length, others.length + 1);
        final hashes = {for (final other in others.values) other.hashCode};
        expect(hashes.length > others.length ~/ 2, true);
      });

      test('many fields keep their places', () {
        for (final value in [
          _wide(),
          _wide(f01: false, f13: '', f18: 'here', f24: 255),
        ]) {
          final back = echoWide(value: value);
          expect(back, value);
          expect(back.f17, null);
          expect(back.f24.length, 4);
        }
        expect(_wide() == _wide(f24: 25), false);
        expect(_wide().hashCode, _wide().hashCode);
      });

      test('trees cross', () async {
        expect(
          echoTree(value: const Tree(label: 'root', children: [])),
          const Tree(label: 'root', children: []),
        );
        final wide = Tree(
          label: 'root',
          children: [for (var i = 0; i < 500; i++) _tree(3)],
        );
        expect(echoTree(value: wide), wide);
        expect(echoTree(value: _tree(128)), _tree(128));
        await expectThrows<NestingTooDeepException>(
          () => echoTree(value: _tree(129)),
          containing: '128',
        );
        expect(echoTree(value: _tree(1)), _tree(1));
      });

      test('chains cross', () async {
        for (final links in [1, 2, 100, 128]) {
          expect(echoChain(value: _chain(links)), _chain(links));
          expect(await echoChainLater(value: _chain(links)), _chain(links));
        }
        for (final links in [129, 1000]) {
          await expectThrows<NestingTooDeepException>(
            () => echoChain(value: _chain(links)),
          );
          await expectThrows<NestingTooDeepException>(
            () => echoChainLater(value: _chain(links)),
          );
        }
        expect(echoChain(value: _chain(1)), _chain(1));
      });

      test('what Rust nests too deeply is refused, too', () async {
        expect(makeChain(links: 0), null);
        expect(_length(makeChain(links: 1)), 1);
        expect(makeChain(links: 128), _chain(128));
        await expectThrows<NestingTooDeepException>(
          () => makeChain(links: 129),
        );
        await expectThrows<NestingTooDeepException>(
          () => makeChain(links: 5000),
        );
        expect(_length(makeChain(links: 2)), 2);
      });

      test('types that refer to each other cross', () {
        const folder = Folder(
          name: 'root',
          items: [
            FolderItemFile(name: 'a.txt', size: maxInt),
            FolderItemFolder(
              Folder(
                name: 'sub',
                items: [FolderItemFolder(Folder(name: '', items: []))],
              ),
            ),
          ],
        );
        expect(echoFolder(value: folder), folder);
        final first = echoFolder(value: folder).items.first;
        expect(
          switch (first) {
            FolderItemFile(:final name, :final size) => '$name: $size',
            FolderItemFolder(:final value) => value.name,
          },
          'a.txt: $maxInt',
        );
      });

      test('a box is what is in it', () {
        expect(
          echoBoxed(value: const Point(x: 1, y: 2)),
          const Point(x: 1, y: 2),
        );
      });

      test('types from outside of the API module cross', () async {
        const cabin = Cabin(taken: [Place.driver], temperature: 21.5);
        expect(echoCabin(value: cabin), cabin);
        expect(
          await sitDown(cabin: cabin, place: Place.rear),
          const Cabin(taken: [Place.driver, Place.rear], temperature: 21.5),
        );
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
