import 'dart:async';
import 'dart:isolate';

import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';

final class _Fake with Recorder implements PureDartApi {}

/// A counter without Rust.
final class _FakeCounter with FakeObject, Recorder implements Counter {
  @override
  int count = 0;

  @override
  int add({required int by}) => count += by;
}

/// What a program does that knows nothing of fakes.
Future<int> _program() async {
  final counter = Counter.startingAt(name: 'c', count: 1)..add(by: 2);
  final other = await Counter.open(name: 'd');
  other.count = counter.count + 4;
  counter.dispose();
  return other.count;
}

_Fake _counting() => _Fake()
  ..answer(
    #counterStartingAt,
    ({required String name, required int count}) =>
        _FakeCounter()..count = count,
  )
  ..answer(
    #counterOpen,
    ({required String name, CancelToken? cancelToken}) async => _FakeCounter(),
  );

/// Runs [body] with [fake] in the place of the library.
Future<void> _with(PureDartApi fake, FutureOr<void> Function() body) async {
  pureDartLibrary.use(fake);
  try {
    await body();
  } finally {
    pureDartLibrary.use(null);
  }
}

Future<void> main() => suite('fakes', () {
      test('a program runs on fakes, and the library is not loaded', () async {
        final fake = _counting();
        await _with(fake, () async => expect(await _program(), 7));
        expect(pureDartLibrary.isLoaded, false);
        expect(
          '${fake.calls}',
          '[counterStartingAt(name: c, count: 1), '
              'counterOpen(name: d, cancelToken: null)]',
        );
      });

      test('the same program runs on Rust', () async {
        expect(await _program(), 7);
        expect(pureDartLibrary.isLoaded, true);
      });

      test('a fake takes over and gives back, whatever was loaded', () async {
        final real = Counter(name: 'real')..add(by: 3);
        final token = real.share();
        await _with(_counting(), () async {
          expect(await _program(), 7);
          // What the library made is at rest meanwhile.
          for (final use in <Object? Function()>[
            () => real.count,
            () => real.name,
            () => Counter.fromShared(token),
            () => pureDartLibrary.liveObjects,
            () {
              pureDartLibrary.load();
              return null;
            },
          ]) {
            expectThrowsSync<StateError>(use, containing: 'use(null)');
          }
          await expectThrows<StateError>(
            () => real.addLater(by: 1),
            containing: 'use(null)',
          );
        });
        expect(real.count, 3);
        real.dispose();
      });

      test('it is for one isolate', () => _with(_counting(), () async {
            expect(pureDartLibrary.isReplaced, true);
            expect(
              await Isolate.run(() async {
                final program = await _program();
                return (program, pureDartLibrary.isReplaced);
              }),
              (7, false),
            );
          }));

      test('all kinds of functions reach it', () {
        final fake = _Fake()
          ..answer(#add, ({required int a, required int b}) => a * b);
        return _with(fake, () async {
          expect(add(a: 3, b: 4), 12);
          for (final call in <Object? Function()>[
            () => Counter(name: 'c'),
            () => Counter.parse(text: 'x'),
            () => Counter.open(name: 'c'),
            () => countOneByOne(end: 1),
            () => const Spot(1, 2).distance,
            () => const Spot(1, 2).moved(1),
            () => Spot.up(by: 1),
          ]) {
            final before = fake.calls.length;
            expectThrowsSync<UnimplementedError>(call);
            expect(fake.calls.length, before + 1);
          }
          expect('${fake.calls.last}', 'spotUp(by: 1.0)');
        });
      });

      test('streams are what the fake gives', () async {
        final source = FakeStreamController<int>();
        final fake = _Fake()
          ..answer(#countOneByOne, ({required int end}) => source.stream)
          ..answer(#pushAll, ({
            required SinkStream<int> sink,
            required int count,
            CancelToken? cancelToken,
          }) async {
            feedSink(sink, Stream.fromIterable([for (var i = 0; i < count; i++) i]));
            return count;
          });
        await _with(fake, () async {
          final items = countOneByOne(end: 2).toList();
          source
            ..add(1)
            ..close();
          expect(await items, [1]);
          final sink = SinkStream<int>();
          expect(await pushAll(sink: sink, count: 3), 3);
          expect(await sink.toList(), [0, 1, 2]);
        });
      });

      test('a call of a fake can be cancelled', () async {
        final fake = _Fake()
          ..answer(
            #counterOpen,
            ({required String name, CancelToken? cancelToken}) => untilCancelled(
                  cancelToken,
                  Completer<Counter>().future,
                ),
          );
        await _with(fake, () async {
          final token = CancelToken();
          final opened = Counter.open(name: 'c', cancelToken: token);
          token.cancel();
          await expectThrows<CancelledException>(() => opened);
        });
      });

      test('a fake that is passed to the library is refused', () {
        final fake = _FakeCounter();
        final real = Counter(name: 'real');
        for (final call in <Object? Function()>[
          // By a reference, and by a mutable one, both on the direct lane.
          () => real.agrees(other: fake),
          () {
            real.drain(from: fake);
            return null;
          },
          () => labelled(label: 'a', counter: fake),
          () => totalCount(counters: [real, fake]),
        ]) {
          expectThrowsSync<ArgumentError>(
            call,
            containing: 'It is a _FakeCounter, a fake that Rust knows nothing of',
          );
        }
        expectThrowsSync<ArgumentError>(
          () {
            setSignal(signal: FakeSignal(0), value: 1);
            return null;
          },
          containing: 'FakeSignal<double>, a fake',
        );
        expect(real.count, 0);
        real.dispose();
      });

      test('objects of Rust are of the class that the API has', () {
        final counter = Counter(name: 'real')..dispose();
        expectThrowsSync<StateError>(
          () => counter.count,
          containing: 'This Counter cannot be used any more',
        );
        final ballast = Ballast(bytes: 1);
        expect('$ballast', "Instance of 'Ballast'");
        ballast.dispose();
      });
    });
