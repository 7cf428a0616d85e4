import 'dart:async';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// Something that a listener does, and what of it is noted.
typedef _Scenario = FutureOr<void> Function(
  Stream<int> stream,
  void Function(String) note,
);

/// The notes of a [scenario] in a zone of its own. What reaches the zone is
/// noted as well.
Future<List<String>> _notes(Stream<int> stream, _Scenario scenario) async {
  final notes = <String>[];
  final played = Completer<void>();
  runZonedGuarded(
    () async {
      await scenario(stream, notes.add);
      played.complete();
    },
    (error, stack) =>
        notes.add(error is String ? 'zone: $error' : 'zone: of the stream'),
  );
  await played.future.timeout(const Duration(seconds: 40));
  await _rest();
  return notes;
}

/// The numbers from 1 to [count], without those in [errors], in whose places
/// are errors: as a stream of Rust, and as one of Dart.
(Stream<int>, Stream<int>) _streams(int count, Set<int> errors) {
  final texts = [
    for (var i = 1; i <= count; i++) errors.contains(i) ? 'x' : '$i',
  ];
  final dart = Stream<int>.multi((controller) {
    for (final text in texts) {
      try {
        controller.add(int.parse(text));
      } on FormatException catch (error, stack) {
        controller.addError(error, stack);
      }
    }
    controller.close();
  });
  return (parseAll(texts: texts), dart);
}

/// Notes everything that [stream] does.
StreamSubscription<int> _listen(
  Stream<int> stream,
  void Function(String) note, {
  bool? cancelOnError,
}) =>
    stream.listen(
      (item) => note('$item'),
      onError: (Object error, StackTrace stack) => note('error'),
      onDone: () => note('done'),
      cancelOnError: cancelOnError,
    );

/// How long a scenario waits until everything has come that is to come, in
/// milliseconds. That is a matter of how busy the machine is: what is not there
/// after the last of these is missing.
const List<int> _patience = [10, 200, 2000];

int _waiting = _patience.first;

Future<void> _rest() => pause(milliseconds: _waiting);

final Map<String, _Scenario> _scenarios = {
  'listens': (stream, note) async {
    _listen(stream, note);
    note('is listening');
    await _rest();
  },
  'stops at an error': (stream, note) async {
    final subscription = _listen(stream, note, cancelOnError: true);
    await _rest();
    await subscription.cancel();
    note('cancelled');
  },
  'takes the error alone': (stream, note) async {
    stream.listen(
      (item) => note('$item'),
      onError: (Object error) => note('one argument'),
    );
    await _rest();
  },
  'takes an error of a type': (stream, note) async {
    stream.listen(null, onError: (Object error, [Object? more]) {
      note('${more is StackTrace}');
    });
    await _rest();
  },
  'takes no errors': (stream, note) async {
    stream.listen((item) => note('$item'), onDone: () => note('done'));
    await _rest();
  },
  'takes nothing': (stream, note) async {
    final subscription = _listen(stream, note);
    subscription
      ..onData(null)
      ..onError(null)
      ..onDone(null);
    await _rest();
  },
  'cannot take errors like that': (stream, note) async {
    for (final wrong in [(int error) {}, () {}, (Object a, Object b) => 1]) {
      try {
        await stream.listen(null, onError: wrong).cancel();
        note('taken');
      } on ArgumentError {
        note('refused');
      }
    }
  },
  'throws at items': (stream, note) async {
    stream.listen(
      (item) {
        note('$item');
        if (item.isEven) throw 'item $item';
      },
      onError: (Object error) => throw 'an error',
      onDone: () => throw 'the end',
    );
    await _rest();
  },
  'throws with cancelOnError': (stream, note) async {
    stream.listen(
      (item) {
        note('$item');
        throw 'item $item';
      },
      onError: (Object error) => throw 'an error',
      cancelOnError: true,
    );
    await _rest();
  },
  'is in its zone': (stream, note) async {
    final zone = Zone.current;
    stream.listen(
      (item) => note('$item ${identical(zone, Zone.current)}'),
      onError: (Object _) => note('error ${identical(zone, Zone.current)}'),
      onDone: () => note('done ${identical(zone, Zone.current)}'),
    );
    await _rest();
  },
  'registers its callbacks': (stream, note) async {
    final registered = <String>[];
    late StreamSubscription<int> subscription;
    runZoned(
      () => subscription = _listen(stream, note)
        ..onData((item) => note('again $item'))
        ..onError((Object error) => note('again an error'))
        ..onDone(() => note('again done')),
      zoneSpecification: ZoneSpecification(
        registerUnaryCallback: <R, A>(self, parent, zone, callback) {
          registered.add('unary');
          return parent.registerUnaryCallback(zone, callback);
        },
        registerBinaryCallback: <R, A, B>(self, parent, zone, callback) {
          registered.add('binary');
          return parent.registerBinaryCallback(zone, callback);
        },
      ),
    );
    note('${registered.take(4).toList()}');
    await _rest();
    note('${subscription.isPaused}');
  },
  'pauses twice': (stream, note) async {
    final subscription = _listen(stream, note)
      ..pause()
      ..pause();
    note('${subscription.isPaused}');
    await _rest();
    subscription.resume();
    note('${subscription.isPaused}');
    await _rest();
    subscription.resume();
    note('${subscription.isPaused}');
    await _rest();
    subscription
      ..resume()
      ..pause();
    note('over ${subscription.isPaused}');
  },
  'pauses until a future': (stream, note) async {
    final pausing = Completer<void>();
    final subscription = _listen(stream, note)..pause(pausing.future);
    await _rest();
    note('completing ${subscription.isPaused}');
    pausing.complete();
    await _rest();
    note('${subscription.isPaused}');
  },
  'pauses until a future that fails': (stream, note) async {
    final pausing = Completer<void>();
    _listen(stream, note).pause(pausing.future);
    await _rest();
    pausing.completeError('no more pause');
    await _rest();
  },
  'pauses at each item': (stream, note) async {
    late final StreamSubscription<int> subscription;
    void rest() {
      subscription.pause();
      scheduleMicrotask(() {
        note('resume');
        subscription.resume();
        note('resumed');
      });
    }

    subscription = stream.listen(
      (item) {
        note('$item');
        rest();
      },
      onError: (Object error) {
        note('error');
        rest();
      },
      onDone: () => note('done'),
    );
    await _rest();
  },
  'pauses and resumes in an item': (stream, note) async {
    late final StreamSubscription<int> subscription;
    subscription = stream.listen(
      (item) {
        subscription.pause();
        note('$item ${subscription.isPaused}');
        subscription.resume();
        note('$item ${subscription.isPaused}');
      },
      onError: (Object error) => note('error'),
      onDone: () => note('done'),
    );
    await _rest();
  },
  'cancels in an item': (stream, note) async {
    late final StreamSubscription<int> subscription;
    subscription = stream.listen(
      (item) {
        note('$item');
        if (item == 4) subscription.cancel().then((_) => note('cancelled'));
      },
      onError: (Object error) => note('error'),
      onDone: () => note('done'),
    );
    await _rest();
    await subscription.cancel();
    subscription
      ..pause()
      ..resume();
    note('${subscription.isPaused}');
  },
  'cancels in an error': (stream, note) async {
    late final StreamSubscription<int> subscription;
    subscription = stream.listen(
      (item) => note('$item'),
      onError: (Object error) {
        note('error');
        subscription.cancel();
      },
      onDone: () => note('done'),
    );
    await _rest();
  },
  'cancels in a pause': (stream, note) async {
    final subscription = _listen(stream, note)..pause();
    await _rest();
    await subscription.cancel();
    note('${subscription.isPaused}');
    subscription.resume();
    await _rest();
  },
  'cancels at once': (stream, note) async {
    await _listen(stream, note).cancel();
    note('cancelled');
    await _rest();
  },
  'cancels at the end': (stream, note) async {
    final ended = Completer<void>();
    final subscription = stream.listen(
      (item) => note('$item'),
      onError: (Object error) {},
      onDone: ended.complete,
    );
    await ended.future;
    await subscription.cancel();
    note('cancelled');
  },
  'waits for the end': (stream, note) async {
    final subscription = stream.listen((item) => note('$item'));
    try {
      note(await subscription.asFuture('the end'));
    } catch (error) {
      note('failed');
    }
    await _rest();
  },
  'waits for what cannot be': (stream, note) async {
    final subscription = _listen(stream, note);
    try {
      await subscription.asFuture<int>();
    } on ArgumentError {
      note('refused');
    }
    await _rest();
    await subscription.cancel();
  },
  'loops': (stream, note) async {
    try {
      await for (final item in stream) {
        note('$item');
        await null;
        note('and on');
      }
      note('done');
    } catch (error) {
      note('failed');
    }
  },
  'loops over the first': (stream, note) async {
    try {
      await for (final item in stream.take(2)) {
        note('$item');
      }
      note('done');
    } catch (error) {
      note('failed');
    }
  },
  'transforms': (stream, note) async {
    final texts = stream
        .handleError((Object error) => note('error'))
        .where((item) => item.isOdd)
        .asyncMap((item) => Future.value('<$item>'));
    note(await texts.join());
    note('done');
  },
  'is a broadcast': (stream, note) async {
    final broadcast =
        stream.handleError((Object _) => note('error')).asBroadcastStream();
    final lists = [broadcast.toList(), broadcast.take(2).toList()];
    note('${await Future.wait(lists)}');
  },
  'changes its mind': (stream, note) async {
    late final StreamSubscription<int> subscription;
    subscription = stream.listen(
      (item) {
        note('$item');
        subscription.onData((item) => note('now $item'));
      },
      onError: (Object error) => note('error'),
    );
    subscription.onDone(() => note('done'));
    await _rest();
  },
};

Future<void> main() => suite('subscriptions', () {
      for (final MapEntry(key: what, value: scenario) in _scenarios.entries) {
        test('a listener that $what is told the same as by a stream of Dart',
            () async {
          for (final (count, errors) in [
            (0, <int>{}),
            (1, <int>{}),
            (6, <int>{}),
            (6, {3}),
            (6, {1}),
            (6, {6}),
            (6, {1, 2, 5}),
            (300, {100, 101}),
          ]) {
            final (rust, dart) = _streams(count, errors);
            final wanted = await _notes(dart, scenario);
            var notes = <String>[];
            for (_waiting in _patience) {
              notes = await _notes(rust, scenario);
              if ('$notes' == '$wanted') break;
            }
            _waiting = _patience.first;
            expect(notes, wanted, reason: '$count without $errors');
          }
        });
      }

      test('a listener in the root zone, whose errors are the isolate\'s',
          () async {
        final notes = <String>[];
        final rest = Zone.root.run(() {
          final ended = Completer<void>();
          countTo(end: 5).listen(
            (item) => notes.add('$item ${identical(Zone.current, Zone.root)}'),
            onDone: ended.complete,
          );
          return ended.future;
        });
        await rest;
        expect(notes, [for (var i = 0; i < 5; i++) '$i true']);
      });

      test('a function that cannot be called fails after listen has returned',
          () async {
        final notes = <String>[];
        final ended = Completer<void>();
        final subscription = countTo(end: 0x80000000).listen(
          (_) => notes.add('item'),
          onError: (Object error) =>
              notes.add('${error is IntegerRangeException}'),
          onDone: ended.complete,
        )..pause();
        notes.add('is listening');
        await pause(milliseconds: 5);
        notes.add('resume');
        subscription.resume();
        notes.add('resumed');
        await ended.future;
        expect(notes, ['is listening', 'resume', 'resumed', 'true']);
        final errors = <Object>[];
        await countTo(end: 0x80000000)
            .listen((_) {}, onError: errors.add, cancelOnError: true)
            .cancel();
        await pause(milliseconds: 5);
        expect(errors, <Object>[], reason: 'cancelled before');
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
