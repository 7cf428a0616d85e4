import 'package:oche/oche.dart';
import 'package:oche_harness/harness.dart';
import 'package:well_known/well_known.dart';

Coord<T> _at<T>(T x, T y) => Coord(x: x, y: y);

LineString<T> _way<T>(List<(T, T)> places) =>
    LineString([for (final (x, y) in places) _at(x, y)]);

Polygon<T> _area<T>(T zero, T one) => Polygon(
      exterior: _way([(zero, zero), (one, zero), (one, one), (zero, zero)]),
      interiors: [],
    );

/// One of each shape.
List<Geometry<T>> _shapes<T>(T zero, T one) => [
      GeometryPoint(Point(_at(zero, one))),
      GeometryLine(Line(start: _at(zero, one), end: _at(one, zero))),
      GeometryLineString(_way([])),
      GeometryLineString(_way([(zero, one), (one, one)])),
      GeometryPolygon(_area(zero, one)),
      GeometryMultiPoint(MultiPoint([Point(_at(one, one))])),
      GeometryMultiLineString(
        MultiLineString([
          _way([(one, zero)]),
          _way([]),
        ]),
      ),
      GeometryMultiPolygon(MultiPolygon([_area(zero, one)])),
      GeometryRect(Rect(min: _at(zero, zero), max: _at(one, one))),
      GeometryTriangle(
        Triangle(v1: _at(zero, zero), v2: _at(one, zero), v3: _at(zero, one)),
      ),
    ];

GeometryCollection<T> _collection<T>(int depth, T value) => GeometryCollection([
      if (depth > 0) GeometryGeometryCollection(_collection(depth - 1, value)),
      GeometryPoint(Point(_at(value, value))),
    ]);

Future<void> main() => suite('geo', () {
      test('shapes over floating-point numbers cross', () {
        for (final shape in _shapes(-0.5, 1 / 3)) {
          final back = echoGeometry(value: shape);
          expect(back, shape);
          expect(back.hashCode, shape.hashCode);
        }
      });

      test('shapes over integers cross', () async {
        for (final shape in _shapes(-10000, 10000)) {
          expect(echoGridGeometry(value: shape), shape);
        }
        await expectThrows<IntegerRangeException>(
          () => echoGridGeometry(
            value: GeometryPoint(Point(_at(0, 0x80000000))),
          ),
        );
      });

      test('shapes in shapes cross', () async {
        final shape = GeometryGeometryCollection(
          GeometryCollection([
            ..._shapes(0.0, 1.0),
            GeometryGeometryCollection(_collection(3, 0.5)),
          ]),
        );
        expect(echoGeometry(value: shape), shape);
        await expectThrows<NestingTooDeepException>(
          () => echoGeometry(
            value: GeometryGeometryCollection(_collection(128, 0.0)),
          ),
        );
      });

      test('Rust keeps the rules of its types', () {
        final open = Polygon(
          exterior: _way([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]),
          interiors: [
            _way([(0.5, 0.5), (0.6, 0.5)]),
          ],
        );
        expect(
          echoGeometry(value: GeometryPolygon(open)),
          GeometryPolygon(
            Polygon(
              exterior: _way([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]),
              interiors: [
                _way([(0.5, 0.5), (0.6, 0.5), (0.5, 0.5)]),
              ],
            ),
          ),
        );
        final turned = Rect(min: _at(2.0, 3.0), max: _at(0.0, 1.0));
        expect(area(rect: turned), 4);
        expect(
          echoGeometry(value: GeometryRect(turned)),
          GeometryRect(Rect(min: _at(0.0, 1.0), max: _at(2.0, 3.0))),
        );
      });

      test('shapes are measured and taken apart', () async {
        expect(bounds(way: _way([])), null);
        expect(
          bounds(way: _way([(1.0, -1.0), (-2.0, 0.5), (0.0, 3.0)])),
          Rect(min: _at(-2.0, -1.0), max: _at(1.0, 3.0)),
        );
        expect(
          await lines(way: _way([(0, 0), (1, 0), (1, 2)])),
          [
            Line(start: _at(0, 0), end: _at(1, 0)),
            Line(start: _at(1, 0), end: _at(1, 2)),
          ],
        );
        expect(
          await places(
            ways: [
              MultiLineString([
                _way([(0.0, 1.0)]),
                _way([(2.0, 3.0)]),
              ]),
              const MultiLineString([]),
            ],
          ),
          MultiPoint([Point(_at(0.0, 1.0)), Point(_at(2.0, 3.0))]),
        );
      });
    }, liveObjects: () => wellKnownLibrary.liveObjects);
