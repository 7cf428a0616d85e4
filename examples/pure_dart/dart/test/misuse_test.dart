import 'dart:async';
import 'dart:core';
import 'dart:core' as core;

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'raw.dart';
import 'support.dart';

/// A stream that heeds no pause and no cancellation.
final class _Wild<T> extends Stream<T> {
  _Wild(this._begin, {this.onPause, this.onCancel});

  final void Function(_WildSubscription<T> listener) _begin;
  final void Function()? onPause;
  final void Function()? onCancel;

  @override
  StreamSubscription<T> listen(
    void Function(T event)? onData, {
    Function? onError,
    void Function()? onDone,
    bool? cancelOnError,
  }) {
    final subscription = _WildSubscription<T>(this, onData, onDone);
    _begin(subscription);
    return subscription;
  }
}

final class _WildSubscription<T> implements StreamSubscription<T> {
  _WildSubscription(this._stream, this._onData, this._onDone);

  final _Wild<T> _stream;
  final void Function(T event)? _onData;
  final void Function()? _onDone;

  void add(T event) => _onData?.call(event);
  void close() => _onDone?.call();

  @override
  void pause([Future<void>? resumeSignal]) => _stream.onPause?.call();

  @override
  void resume() {}

  @override
  Future<void> cancel() async => _stream.onCancel?.call();

  @override
  bool get isPaused => false;

  @override
  Never noSuchMethod(Invocation invocation) =>
      throw UnsupportedError('${invocation.memberName}');
}

/// Adds an item that nobody else has.
WeakReference<Object> _addCopy(
  _WildSubscription<Telemetry> listener,
  Telemetry item,
) {
  final copy = item.copyWith(speed: 1);
  listener.add(copy);
  return WeakReference(copy);
}

/// Keeps the isolate busy.
void _burn(int milliseconds) {
  final watch = Stopwatch()..start();
  while (watch.elapsedMilliseconds < milliseconds) {}
}

Future<void> main() async {
  final numbers = await functionNumbers();
  final streams = numbers['openStream']!;
  await suite('misuse', () {
    test('an item that cannot be read, behind a slow listener', () async {
      final events = <Object>[];
      final done = Completer<void>();
      pureDartLibrary
          .openStream(
        streams['words']!,
        (w) => w.string('a b c d e'),
        (r) => switch (r.string()) {
          'd' => throw const FormatException('d'),
          final text => text,
        },
      )
          .listen(
        (word) {
          events.add(word);
          _burn(10);
        },
        onError: (Object error) => events.add('$error'),
        onDone: done.complete,
      );
      await done.future.timeout(const core.Duration(seconds: 5));
      expect(events, ['a', 'b', 'c', 'FormatException: d']);
    });

    test('a stream that adds before listen returns', () async {
      final wild = _Wild<int>((listener) {
        listener
          ..add(1)
          ..add(2)
          ..close();
      });
      expect(await firstOf(numbers: wild, count: 10), [1, 2]);
    });

    test('a stream whose pause throws', () async {
      final wild = _Wild<int>(
        (listener) => Timer.run(() {
          listener.add(1);
          Timer(const core.Duration(milliseconds: 20), () {
            listener
              ..add(2)
              ..close();
          });
        }),
        onPause: () => throw StateError('no pause'),
      );
      final told = await outcomes(numbers: wild)
          .timeout(const core.Duration(seconds: 20));
      expect(told.first, '1');
      expect(told.last, '2');
      expect(told[1], contains('no pause'));
    });

    test('a handler of a stream that throws does so in its zone', () async {
      final errors = <Object>[];
      final total = Completer<int>();
      runZonedGuarded(
        () {
          late final StreamController<int> controller;
          controller = StreamController<int>(
            onPause: () {
              if (errors.isEmpty) {
                Timer.run(
                  () => controller
                    ..add(2)
                    ..close(),
                );
              }
              throw StateError('on pause');
            },
          );
          controller.add(1);
          total.complete(grandTotal(numbers: controller.stream));
        },
        (error, stack) => errors.add(error),
      );
      expect(await total.future, 3);
      expect(errors.isEmpty, false);
    });

    test('a stream that adds after it was cancelled', () async {
      late _WildSubscription<Telemetry> listener;
      final cancelled = Completer<void>();
      final track = await driveAlong(count: 2).toList();
      final wild = _Wild<Telemetry>(
        (begun) {
          listener = begun;
          Timer.run(() => begun.add(track[0]));
        },
        onCancel: cancelled.complete,
      );
      final token = CancelToken();
      final call = tracks(items: wild, cancelToken: token);
      await pause(milliseconds: 20);
      token.cancel();
      await expectThrows<CancelledException>(() => call);
      await cancelled.future;
      final added = _addCopy(listener, track[0]);
      await collected(() => added.target == null);
      expect(added.target == null, true);
    });

    test('detaching in a zone that runs nothing', () async {
      final call = never(name: 'misuse: detached');
      final stream = silence(name: 'misuse: detached').drain<void>();
      runZoned(
        pureDartLibrary.detach,
        zoneSpecification: ZoneSpecification(
          scheduleMicrotask: (self, parent, zone, f) {},
        ),
      );
      for (final result in [call, stream]) {
        await expectThrows<DetachedException>(
          () => result.timeout(const core.Duration(seconds: 5)),
        );
      }
      pureDartLibrary.load();
    });

    test('tokens with strange times', () async {
      for (final time in [
        const core.Duration(microseconds: 0x7fffffffffffffff),
        const core.Duration(days: 365000),
      ]) {
        final token = CancelToken.timeout(time);
        final total = grandTotal(numbers: Stream.value(1), cancelToken: token);
        expect(await total, 1);
      }
      for (final time in [
        core.Duration.zero,
        const core.Duration(microseconds: -0x7fffffffffffffff),
      ]) {
        await expectThrows<CancelledException>(
          () => grandTotal(
            numbers: Stream.value(1),
            cancelToken: CancelToken.timeout(time),
          ),
        );
      }
    });
  }, liveObjects: () => pureDartLibrary.liveObjects);
}
