import 'dart:async';
import 'dart:isolate';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// Numbers from 0, in a generator that says what becomes of it.
final class Source {
  /// How many items were asked of it.
  int made = 0;
  bool begun = false;
  bool over = false;

  Stream<int> numbers([int? end]) async* {
    begun = true;
    try {
      for (var i = 0; end == null || i < end; i++) {
        made++;
        yield i;
      }
    } finally {
      over = true;
    }
  }
}

Stream<T> failing<T>(List<T> items, Object error) async* {
  yield* Stream.fromIterable(items);
  throw error;
}

/// A stream of values and of errors, which are what is no [T].
Stream<T> mixed<T>(List<Object> events) {
  final controller = StreamController<T>();
  for (final event in events) {
    event is T ? controller.add(event as T) : controller.addError(event);
  }
  controller.close();
  return controller.stream;
}

Future<void> main() => suite('streams of Dart', () {
      test('items arrive in order, and then the end', () async {
        expect(await grandTotal(numbers: Stream.fromIterable([1, 2, 3])), 6);
        expect(
          await grandTotalBlocking(numbers: Source().numbers(1000)),
          499500,
        );
        expect(
          await firstOf(numbers: Source().numbers(200), count: 1000),
          [for (var i = 0; i < 200; i++) i],
        );
      });

      test('an empty stream ends at once', () async {
        expect(await grandTotal(numbers: const Stream.empty()), 0);
        expect(await readTexts(items: const Stream.empty()), <String>[]);
        expect(await grandTotalBlocking(numbers: const Stream.empty()), 0);
      });

      test('items of every kind', () async {
        expect(
          await readTexts(
              items: Stream.fromIterable(['a', '', 'Ελλάδα', '😀'])),
          ['a', '', 'Ελλάδα', '😀'],
        );
        expect(
          await gaps(items: Stream.fromIterable([1, null, 3, null])),
          [1, null, 3, null],
        );
        final track = await driveAlong(count: 5).toList();
        expect(await tracks(items: Stream.fromIterable(track)), track);
      });

      test('lists, in the message and outside of it', () async {
        final sizes = [0, 1, 511, 512, 100000, 3, 65536];
        final lists = Stream.fromIterable(sizes).map(Float64List.new);
        expect(await lengths(lists: lists), sizes);
      });

      test('objects become Rust\'s', () async {
        final live = pureDartLibrary.liveObjects;
        final pieces = [for (var i = 0; i < 100; i++) piece(name: 'piece $i')];
        expect(
          await namesOf(pieces: Stream.fromIterable(pieces)),
          [for (var i = 0; i < 100; i++) 'piece $i'],
        );
        for (final piece in pieces) {
          expectThrowsSync<ObjectMovedException>(() => piece.name);
          piece.dispose();
        }
        await until(
          'nothing is left',
          () => pureDartLibrary.liveObjects <= live,
        );
      });

      test('an object that is gone ends the stream', () async {
        final gone = piece(name: 'gone');
        final panic = await expectThrows<RustPanic>(
          () => namesOf(pieces: Stream.fromIterable([gone, gone])),
        );
        expect(panic.message, contains('took it over'));
        gone.dispose();
      });

      test('100,000 items', () async {
        final source = Source();
        expect(
          await grandTotal(numbers: source.numbers(100000)),
          4999950000,
        );
        expect(source.made, 100000);
        expect(source.over, true);
      }, timeout: const Duration(minutes: 2));

      test('an error without room for it is a panic', () async {
        final source = failing<int>([1, 2], StateError('out of numbers'));
        final panic = await expectThrows<RustPanic>(
          () => grandTotal(numbers: source),
        );
        expect(panic.message, contains('out of numbers'));
      });

      test('a stream goes on after an error', () async {
        final events = <Object>[1, StateError('first'), 2, 'second', 3];
        expect(await outcomes(numbers: mixed<int>(events)), [
          '1',
          'Threw: Bad state: first',
          '2',
          'Threw: second',
          '3',
        ]);
      });

      test('errors of the API arrive as themselves', () async {
        final events = <Object>[
          'good',
          const CheckErrorRefused(reason: 'too long'),
          StateError('broken'),
          'better',
        ];
        expect(await checked(texts: mixed<String>(events)), [
          'good',
          'Refused { reason: "too long" }',
          'Failed { message: "the Dart function threw: Bad state: broken" }',
          'better',
        ]);
      });

      test('an error has its stack trace', () async {
        Stream<int> broken() async* {
          yield 1;
          throw const FormatException('no number');
        }

        final failure = await expectThrows<Failing>(
          () => untilError(items: broken()),
        );
        expect(failure.kind, 'threw');
        expect(failure.message, contains('no number'));
        expect(failure.stack, contains('dart_streams_test.dart'));
      });

      test('an item that cannot cross is an error in its place', () async {
        expect(
          (await outcomes(numbers: Stream.fromIterable([1, 256, 2, -1, 3])))
              .map((text) => text.split(':').first)
              .toList(),
          ['1', 'Invalid', '2', 'Invalid', '3'],
        );
        expect(
          (await checked(
            texts: Stream.fromIterable(['a', 'b\ud800', '', 'c']),
          ))
              .map((text) => text.split(' ').first)
              .toList(),
          ['a', 'Failed', '', 'c'],
        );
      });

      test('a stream can be listened to only once', () async {
        final numbers = Source().numbers(3);
        expect(await outcomes(numbers: numbers), ['0', '1', '2']);
        final again = await outcomes(numbers: numbers);
        expect(again.length, 1);
        expect(again.single, contains('already been listened to'));
      });

      test('a broadcast stream is read from the first poll on', () async {
        var listening = 0;
        final controller = StreamController<int>.broadcast(
          onCancel: () => listening = 0,
        );
        Stream<int> noted() async* {
          listening++;
          yield* controller.stream;
        }

        final first = firstOf(numbers: noted(), count: 3);
        final second = firstOf(numbers: noted(), count: 2);
        await until('both listen', () => listening == 2);
        await pause(milliseconds: 1);
        [1, 2, 3].forEach(controller.add);
        expect(await first, [1, 2, 3]);
        expect(await second, [1, 2]);
        await until('nobody listens', () => listening == 0);
        await controller.close();
      });

      test('items of a stream that takes its time', () async {
        final ticks =
            Stream.periodic(const Duration(milliseconds: 5), (i) => i).take(20);
        expect(await grandTotal(numbers: ticks), 190);
      });

      test('a synchronous controller', () async {
        final controller = StreamController<int>(sync: true);
        final sum = grandTotal(numbers: controller.stream);
        for (var i = 0; i < 1000; i++) {
          controller.add(i);
        }
        await controller.close();
        expect(await sum, 499500);
      });

      test('a stream that has items before it returns from listen', () async {
        final eager = Stream<int>.multi((controller) {
          for (var i = 0; i < 200; i++) {
            controller.addSync(i);
          }
          controller.closeSync();
        });
        expect(await grandTotal(numbers: eager), 19900);
      });

      test('what is not polled is not listened to', () async {
        final source = Source();
        await ignored(numbers: source.numbers());
        await pause(milliseconds: 20);
        expect(source.begun, false);
        expect(source.over, false);
      });

      test('dropping it cancels it, and a generator cleans up', () async {
        final source = Source();
        expect(await firstOf(numbers: source.numbers(), count: 5),
            [0, 1, 2, 3, 4]);
        await until('its finally block runs', () => source.over);
        expect(source.made < 1000, true, reason: '${source.made} items');
      });

      test('cancelling the call cancels the stream', () async {
        const name = 'streams of Dart: a token';
        final source = Source();
        final token = CancelToken();
        final call = readAll(
          name: name,
          numbers: source.numbers(),
          cancelToken: token,
        );
        await until('it reads', () => probe(name: name).produced > 1000);
        token.cancel();
        await expectThrows<CancelledException>(() => call);
        await until('its finally block runs', () => source.over);
        expect(probe(name: name).dropped, 1);
      });

      test('one that waits is cancelled as well', () async {
        const name = 'streams of Dart: waits';
        var cancelled = false;
        final controller =
            StreamController<int>(onCancel: () => cancelled = true);
        final token = CancelToken();
        final call = readAll(
          name: name,
          numbers: controller.stream,
          cancelToken: token,
        );
        await until('it listens', () => controller.hasListener);
        token.cancel();
        await expectThrows<CancelledException>(() => call);
        await until('it is cancelled', () => cancelled);
      });

      test('an error while it is cancelled is the zone\'s', () async {
        final errors = <Object>[];
        await runZonedGuarded(
          () => firstOf(
            numbers: StreamController<int>(
              onListen: () {},
              onCancel: () => throw StateError('cannot stop'),
            ).stream.transform(_startWith(7)),
            count: 1,
          ),
          (error, _) => errors.add(error),
        );
        await until('the error is there', () => errors.isNotEmpty);
        expect(errors.single, isA<StateError>());
      });

      test('listeners run in the zone of the call', () async {
        final zones = <Object?>{};
        Stream<int> source() async* {
          for (var i = 0; i < 100; i++) {
            zones.add(Zone.current[#name]);
            yield i;
          }
          zones.add(Zone.current[#name]);
        }

        await runZoned(
          () => grandTotal(numbers: source()),
          zoneValues: {#name: 'theirs'},
        );
        expect(zones, {'theirs'});
      });

      test('Rust holds back a stream that is too fast', () async {
        final source = Source();
        final token = CancelToken();
        final call = countSlowly(
          items: source.numbers(),
          delay: const Duration(days: 1),
          cancelToken: token,
        );
        await until('it has begun', () => source.made > 0);
        await pause(milliseconds: 200);
        // A window of 4, and one that the generator holds in its hand.
        expect(source.made <= 5, true, reason: '${source.made} items');
        token.cancel();
        await expectThrows<CancelledException>(() => call);
        await until('it is over', () => source.over);
      });

      test('both directions at once', () async {
        expect(
          await doubledAll(numbers: Source().numbers(1000)).toList(),
          [for (var i = 0; i < 1000; i++) 2 * i],
        );
        final names = ['a', 'b', 'c'];
        expect(
          await zipped(
            numbers: Source().numbers(),
            names: Stream.fromIterable(names),
          ).toList(),
          [(0, 'a'), (1, 'b'), (2, 'c')],
        );
      });

      test('errors go through in their places', () async {
        final events = <Object>[
          1,
          const CheckErrorRefused(reason: 'odd'),
          2,
          StateError('broken'),
          3,
        ];
        final seen = <Object>[];
        await passedOn(
          name: 'streams of Dart: errors',
          numbers: mixed<int>(events),
        ).handleError((Object error) => seen.add(error)).forEach(seen.add);
        expect(seen.length, 5);
        expect([seen[0], seen[2], seen[4]], [1, 2, 3]);
        expect(seen[1], const CheckErrorRefused(reason: 'odd'));
        expect(seen[3], isA<CheckErrorFailed>());
      });

      test('a paused listener pauses the source', () async {
        final source = Source();
        final numbers = passedOn(
          name: 'streams of Dart: back-pressure',
          numbers: source.numbers(),
        );
        final seen = <int>[];
        final subscription = numbers.listen(seen.add);
        await until('items come', () => seen.length > 100);
        subscription.pause();
        var made = 0;
        for (var still = 0; still < 10; still++) {
          if (source.made != made) still = 0;
          made = source.made;
          await pause(milliseconds: 30);
        }
        // Both windows, that of the listener as far as it can grow, and what is
        // in the generator's hand.
        expect(made - seen.length <= 4096 + 8 + 1, true,
            reason: '$made made, ${seen.length} seen');
        subscription.resume();
        await until('they come again', () => seen.length > made + 100);
        await subscription.cancel();
        expect(seen, [for (var i = 0; i < seen.length; i++) i]);
        await until('its finally block runs', () => source.over);
      });

      test('cancelling the outer cancels the inner', () async {
        final source = Source();
        final all = doubledAll(numbers: source.numbers());
        expect(await all.take(3).toList(), [0, 2, 4]);
        await until('its finally block runs', () => source.over);
        var cancelled = false;
        final quiet = StreamController<int>(onCancel: () => cancelled = true);
        final subscription = doubledAll(numbers: quiet.stream).listen((_) {});
        await until('it listens', () => quiet.hasListener);
        await subscription.cancel();
        await until('it is cancelled', () => cancelled);
      });

      test('a stream through a stream through a stream', () async {
        var numbers = Source().numbers(1000);
        for (var i = 0; i < 5; i++) {
          numbers = doubledAll(numbers: numbers);
        }
        expect(await numbers.last, 999 * 32);
      });

      test('methods take streams, too', () async {
        final adder = Adder();
        expect(await adder.addAll(numbers: Source().numbers(10)), 45);
        expect(
          await adder.sums(numbers: Stream.fromIterable([1, 2, 3])).toList(),
          [46, 48, 51],
        );
        adder.dispose();
      });

      test('a call that its isolate waits for cannot read one', () async {
        final source = Source();
        final error = expectThrowsSync<RustError>(
          () => firstAtOnce(numbers: source.numbers()),
        );
        expect(error.message, contains('asynchronous'));
        expect(source.begun, false);
        await addAsync(a: 1, b: 2);
      });

      test('but it can take one for later', () async {
        const name = 'streams of Dart: later';
        final source = Source();
        readLater(name: name, numbers: source.numbers(500));
        await until('it is read', () => probe(name: name).finished == 1);
        expect(probe(name: name).produced, 500);
        expect(source.over, true);
      });

      test('many at once', () async {
        final totals = await Future.wait([
          for (var i = 0; i < 200; i++)
            grandTotal(numbers: Source().numbers(i)),
        ]);
        expect(totals, [for (var i = 0; i < 200; i++) i * (i - 1) ~/ 2]);
      });

      test('it keeps its isolate alive until it is read', () async {
        final port = ReceivePort();
        final ended = ReceivePort();
        await Isolate.spawn(
          _lazySource,
          port.sendPort,
          onExit: ended.sendPort,
        );
        expect(await port.first, 45);
        await ended.first;
      });

      test('an isolate that is killed ends it with an error', () async {
        const name = 'streams of Dart: killed';
        final live = pureDartLibrary.liveObjects;
        final ended = ReceivePort();
        final isolate = await Isolate.spawn(
          _endlessSource,
          name,
          onExit: ended.sendPort,
        );
        await until('it is read', () => probe(name: name).produced > 100);
        isolate.kill(priority: Isolate.immediate);
        await ended.first;
        await until('it has ended', () => probe(name: name).finished == 1);
        await until(
          'nothing is left',
          () => pureDartLibrary.liveObjects <= live,
        );
      });

      test('so does one that is detached, whose source is cancelled', () async {
        const name = 'streams of Dart: detached';
        expect(await Isolate.run(() => _detaches(name)), true);
        await until('it has ended', () => probe(name: name).finished == 1);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);

/// Puts [first] in front of a stream.
StreamTransformer<int, int> _startWith(int first) =>
    StreamTransformer((stream, cancelOnError) {
      final controller = StreamController<int>();
      late final StreamSubscription<int> subscription;
      controller
        ..onListen = () {
          controller.add(first);
          subscription = stream.listen(controller.add);
        }
        ..onCancel = () => subscription.cancel();
      return controller.stream.listen(null, cancelOnError: cancelOnError);
    });

Future<void> _lazySource(SendPort port) async {
  unawaited(
    grandTotal(
      numbers:
          Stream.periodic(const Duration(milliseconds: 2), (i) => i).take(10),
    ).then(port.send),
  );
}

Future<void> _endlessSource(String name) async {
  await readInBackground(
    name: name,
    numbers: Stream.periodic(const Duration(milliseconds: 1), (i) => i),
  );
}

Future<bool> _detaches(String name) async {
  final cancelled = Completer<bool>();
  final controller = StreamController<int>(
    onCancel: () => cancelled.complete(true),
  );
  await readInBackground(name: name, numbers: controller.stream);
  while (!controller.hasListener) {
    await pause(milliseconds: 1);
  }
  controller.add(1);
  await pause(milliseconds: 5);
  pureDartLibrary.detach();
  return cancelled.future;
}
