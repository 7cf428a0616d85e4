import 'dart:math' as math;
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';

/// Compiles only if the compiler knows that these are all the shapes.
String _describe(Shape shape) => switch (shape) {
      ShapeEmpty() => 'empty',
      ShapeCircle(:final radius) => 'circle of $radius',
      ShapeRectangle(:final width, :final height) => '$width by $height',
      ShapeNamed(:final value) => 'named $value',
      ShapeDot(:final field0, :final field1) => 'dot at $field0, $field1',
      ShapeColored(:final color, :final shape) =>
        '${color.name} ${_describe(shape)}',
      ShapeGroup(:final value) => value.map(_describe).join(' and '),
      ShapeBitmap(:final pixels, :final title) =>
        '${title ?? 'untitled'} of ${pixels.length}',
    };

/// Compiles only if the compiler knows that these are all the colors.
int _rgb(Color color) => switch (color) {
      Color.red => 0xff0000,
      Color.green => 0x00ff00,
      Color.darkBlue => 0x00008b,
    };

int _depth(Shape shape) => switch (shape) {
      ShapeColored(:final shape) => 1 + _depth(shape),
      _ => 0,
    };

final List<Shape> _shapes = [
  const ShapeEmpty(),
  const ShapeCircle(radius: 0.5),
  const ShapeRectangle(width: 2, height: -0.5),
  const ShapeNamed(''),
  const ShapeNamed('Möbius 🎀'),
  const ShapeDot(-0x80000000, 0x7fffffff),
  const ShapeColored(color: Color.darkBlue, shape: ShapeCircle(radius: 1)),
  const ShapeGroup([]),
  const ShapeGroup([ShapeEmpty(), ShapeNamed('x'), ShapeGroup([])]),
  ShapeBitmap(pixels: Uint8List(0)),
  ShapeBitmap(pixels: Uint8List(5000), title: 'black'),
];

Future<void> main() => suite('enums', () {
      test('plain enums cross', () async {
        expect(Color.values, [Color.red, Color.green, Color.darkBlue]);
        expect(nextColor(color: Color.red), Color.green);
        expect(nextColor(color: Color.green), Color.darkBlue);
        expect(nextColor(color: Color.darkBlue), Color.red);
        expect(await nextColorLater(color: Color.red), Color.green);
        expect(echoColors(values: Color.values), Color.values);
        expect(echoColors(values: []), <Color>[]);
        expect(echoOptionalColor(), null);
        expect(echoOptionalColor(value: Color.red), Color.red);
        expect(
          Color.values.map(_rgb).toList(),
          [0xff0000, 0x00ff00, 0x00008b],
        );
      });

      test('discriminants of Rust\'s own do not matter', () {
        expect(levelNumber(level: Level.low), -5);
        expect(levelNumber(level: Level.middle), 0);
        expect(levelNumber(level: Level.high), 1000);
        for (final level in Level.values) {
          expect(levelOf(number: levelNumber(level: level)), level);
        }
        expect(levelOf(number: 1), null);
        expect(Level.high.index, 2);
      });

      test('an enum of one variant crosses', () {
        expect(echoLonely(value: Lonely.one), Lonely.one);
        expect(Lonely.values.length, 1);
        expect(
          echoSingleVariant(value: const SingleOnly(-1)),
          const SingleOnly(-1),
        );
        expect(
          echoSingleVariant(value: const SingleOnly(null)),
          const SingleOnly(null),
        );
      });

      test('every variant crosses with its data', () async {
        for (final shape in _shapes) {
          final back = echoShape(value: shape);
          expect(back, shape);
          expect(back.runtimeType, shape.runtimeType);
          expect(back.hashCode, shape.hashCode);
        }
        expect(await echoShapesAsync(values: _shapes), _shapes);
        expect(await echoShapesAsync(values: []), <Shape>[]);
      });

      test('a switch over the variants is complete', () {
        expect(_shapes.map(_describe).toList(), [
          'empty',
          'circle of 0.5',
          '2.0 by -0.5',
          'named ',
          'named Möbius 🎀',
          'dot at -2147483648, 2147483647',
          'darkBlue circle of 1.0',
          '',
          'empty and named x and ',
          'untitled of 0',
          'black of 5000',
        ]);
      });

      test('Rust sees the variant that Dart sent', () {
        expect(area(shape: const ShapeEmpty()), 0);
        expect(area(shape: const ShapeCircle(radius: 2)), math.pi * 4);
        expect(area(shape: const ShapeRectangle(width: 2, height: 3)), 6);
        expect(
          area(
            shape: ShapeGroup([
              const ShapeRectangle(width: 1, height: 1),
              const ShapeColored(
                color: Color.red,
                shape: ShapeRectangle(width: 2, height: 2),
              ),
              ShapeBitmap(pixels: Uint8List(10)),
            ]),
          ),
          15,
        );
      });

      test('variants are constants, equal by kind and content', () {
        expect(
          identical(const ShapeEmpty(), const ShapeEmpty()),
          true,
        );
        final radius = double.parse('0.5');
        expect(ShapeCircle(radius: radius), const ShapeCircle(radius: 0.5));
        expect(
          const ShapeCircle(radius: 1) == const ShapeCircle(radius: 2),
          false,
        );
        final Shape empty = const ShapeEmpty();
        expect(empty == const ShapeGroup([]), false);
        expect(
          ShapeBitmap(pixels: Uint8List(2)) ==
              ShapeBitmap(pixels: Uint8List(2)..[1] = 1),
          false,
        );
        expect({..._shapes, ..._shapes}.length, _shapes.length);
      });

      test('variants say what they are', () {
        expect('${const ShapeEmpty()}', 'ShapeEmpty()');
        expect('${const ShapeCircle(radius: 0.5)}', 'ShapeCircle(radius: 0.5)');
        expect('${const ShapeDot(1, 2)}', 'ShapeDot(1, 2)');
        expect('${Color.darkBlue}', 'Color.darkBlue');
      });

      test('nested variants cross, but not without end', () async {
        for (final depth in [0, 1, 127]) {
          final shape = nestedShape(depth: depth);
          expect(_depth(shape), depth);
          expect(echoShape(value: shape), shape);
        }
        await expectThrows<NestingTooDeepException>(
          () => nestedShape(depth: 128),
        );
        Shape shape = nestedShape(depth: 127);
        shape = ShapeColored(color: Color.red, shape: shape);
        await expectThrows<NestingTooDeepException>(
          () => echoShape(value: shape),
        );
        expect(echoShape(value: const ShapeEmpty()), const ShapeEmpty());
      });

      test('a field of a variant is checked', () async {
        await expectThrows<IntegerRangeException>(
          () => echoShape(value: const ShapeDot(0, 0x80000000)),
        );
        await expectThrows<LoneSurrogateException>(
          () => echoShape(value: const ShapeNamed('\ud800')),
        );
        expect(echoShape(value: const ShapeDot(0, 1)), const ShapeDot(0, 1));
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
