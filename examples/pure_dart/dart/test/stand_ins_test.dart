import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';

const _here = Position(latitude: 51.5, longitude: -0.1);
const _site = Site(name: 'here', at: _here);

Span<T> _span<T>(T start, List<T> stops, [T? end]) =>
    Span(start: start, stops: stops, end: end);

Future<void> main() => suite('stand-ins', () {
      test('mirrored structs cross', () {
        expect(echoSite(value: _site), _site);
        expect(positionOf(place: _site), _here);
        final map = {
          Direction.north: [_here],
          Direction.south: <Position>[],
        };
        for (final marker in const [null, ForeignMarker()]) {
          final (list, option, byDirection, shared) = echoSites(
            list: const [_site, _site],
            option: marker,
            map: map,
            shared: _site,
          );
          expect(list, const [_site, _site]);
          expect(option, marker);
          expect(byDirection, map);
          expect(shared, _site);
        }
      });

      test('a mirrored struct is a key, and has options of its own', () async {
        final most = BigInt.two.pow(64) - BigInt.one;
        final map = {
          ForeignPair(most, 'most'): 1,
          ForeignPair(BigInt.zero, ''): 255
        };
        expect(echoPairMap(value: map), map);
        await expectThrows<IntegerRangeException>(
          () => echoPairMap(value: {ForeignPair(-BigInt.one, ''): 0}),
        );
      });

      test('mirrored enums cross', () async {
        for (final direction in Direction.values) {
          expect(echoDirection(value: direction), direction);
        }
        const all = [ForeignOutcomeDone(), ForeignOutcomeFailed(reason: 'x')];
        expect(await echoForeignOutcomes(value: all), all);
        expect(outcome(number: 0), const ForeignOutcomeDone());
        expect(
          outcome(number: 1),
          const ForeignOutcomeFailed(reason: 'no luck'),
        );
        for (final loudness in Loudness.values) {
          expect(echoLevel(value: loudness), loudness);
          expect(level(number: loudness.index), loudness);
        }
      });

      test('a variant that a mirror does not have is an error', () async {
        await expectThrows<OcheException>(
          () => outcome(number: 2),
          containing: 'ForeignOutcome',
        );
        await expectThrows<OcheException>(
          () => level(number: 2),
          containing: 'Loudness',
        );
        expect(level(number: 0), Loudness.quiet);
      });

      test('mirrored generic types cross', () async {
        final numbers = _span(1, [2, 3], 4);
        final sites = _span(_site, [_site]);
        expect(echoSpans(numbers: numbers, places: sites), (numbers, sites));
        for (final value in <Either<String, Span<int>>>[
          const EitherLeft('text'),
          EitherRight(_span(1, [255])),
        ]) {
          expect(echoEither(value: value), value);
        }
        await expectThrows<IntegerRangeException>(
          () => echoEither(value: EitherRight(_span(1, [256]))),
        );
      });

      test('converted types cross, if they can be converted', () async {
        for (final hundredths in [0, 50, 100]) {
          expect(
            echoShare(value: Share(hundredths: hundredths)),
            Share(hundredths: hundredths),
          );
        }
        await expectThrows<InvalidValueException>(
          () => echoShare(value: const Share(hundredths: 101)),
          containing: '101 % is more than everything',
        );
        await expectThrows<IntegerRangeException>(
          () => echoShare(value: const Share(hundredths: 256)),
        );
        // The type itself has no such limit.
        expect(
          shareData(value: const Share(hundredths: 202)),
          const Share(hundredths: 101),
        );
      });

      test('converted types cross in all sorts of places', () async {
        const half = Share(hundredths: 50);
        const all = Share(hundredths: 100);
        final (list, option, map, span) = echoShares(
          list: const [half, all],
          option: all,
          map: const {'half': half},
          span: _span(half, [all], half),
        );
        expect(list, const [half, all]);
        expect(option, all);
        expect(map, const {'half': half});
        expect(span, _span(half, [all], half));
        const tooMuch = Share(hundredths: 200);
        for (final call in [
          () => echoShares(list: [tooMuch], map: {}, span: _span(half, [])),
          () => echoShares(
                list: [],
                option: tooMuch,
                map: {},
                span: _span(half, []),
              ),
          () => echoShares(
                list: [],
                map: {'': tooMuch},
                span: _span(half, []),
              ),
          () => echoShares(list: [], map: {}, span: _span(half, [tooMuch])),
        ]) {
          await expectThrows<InvalidValueException>(call);
        }
      });

      test('converted generic types cross', () async {
        const numbers = AtLeastOne(items: [1, -2]);
        const texts = AtLeastOne(items: ['a']);
        expect(
          echoNonEmpty(numbers: numbers, texts: texts),
          (numbers, texts),
        );
        await expectThrows<InvalidValueException>(
          () => echoNonEmpty(
            numbers: const AtLeastOne(items: []),
            texts: texts,
          ),
          containing: 'at least one',
        );
      });

      test('a type with private fields crosses as what it converts to',
          () async {
        expect(
          warmer(value: const Temperature(celsius: 0)),
          const Temperature(celsius: 273),
        );
        expect(
          await warmest(
            list: const [Temperature(celsius: -1), Temperature(celsius: 1)],
          ),
          const Temperature(celsius: 1),
        );
        expect(await warmest(list: []), null);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
