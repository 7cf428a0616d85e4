import 'dart:async';
import 'dart:collection';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// A list of the user's own, which runs code while it is read.
final class _Watched<T> extends ListBase<T> {
  _Watched(this._items, this._onGet);

  final List<T> _items;
  final void Function(int index) _onGet;

  @override
  int get length => _items.length;

  @override
  set length(int value) => throw UnsupportedError('it is only read');

  @override
  T operator [](int index) {
    _onGet(index);
    return _items[index];
  }

  @override
  void operator []=(int index, T value) =>
      throw UnsupportedError('it is only read');
}

/// A map that says it has fewer entries than it has.
final class _LyingMap extends MapBase<String, int> {
  _LyingMap(this._entries);

  final Map<String, int> _entries;

  @override
  int get length => _entries.length - 1;

  @override
  Iterable<String> get keys => _entries.keys;

  @override
  Iterable<MapEntry<String, int>> get entries => _entries.entries;

  @override
  int? operator [](Object? key) => _entries[key];

  @override
  void operator []=(String key, int value) => _entries[key] = value;

  @override
  void clear() => _entries.clear();

  @override
  int? remove(Object? key) => _entries.remove(key);
}

final List<String> _items = [for (var i = 0; i < 10; i++) 'item $i'];

/// Runs [body] and attaches again, whatever it has left.
Future<void> _thenAttached(FutureOr<void> Function() body) async {
  try {
    await body();
  } finally {
    pureDartLibrary.load();
  }
  expect(echoString(text: 'whole'), 'whole');
  expect(await addAsync(a: 1, b: 2), 3);
}

/// What a listener gets of a stream of 60 texts if it detaches at the second.
Future<(List<String>, Object?)> _detachInListener({required bool pause}) async {
  final received = <String>[];
  final done = Completer<void>();
  Object? error;
  late final StreamSubscription<String> subscription;
  subscription = words(text: List.filled(60, 'w' * 1000).join(' ')).listen(
    (word) {
      received.add(word);
      if (received.length == 2) {
        if (pause) subscription.pause();
        pureDartLibrary.detach();
      }
    },
    onError: (Object e) => error = e,
    onDone: done.complete,
  );
  await pauseUntilDetached();
  if (pause) subscription.resume();
  await done.future;
  return (received, error);
}

/// Waits until this isolate is detached, and then for what comes of it.
Future<void> pauseUntilDetached() async {
  await until('detached', () => !pureDartLibrary.isLoaded);
  await pause(milliseconds: 20);
}

Future<void> main() => suite('detach', () {
      for (final paused in [false, true]) {
        final how = paused ? 'a paused listener' : 'a listener';
        test('$how that detaches gets nothing more but the error', () async {
          await _thenAttached(() async {
            final (received, error) = await _detachInListener(pause: paused);
            expect(received, ['w' * 1000, 'w' * 1000]);
            expect(error is DetachedException, true, reason: '$error');
          });
        });
      }

      test('detaching in the turn of a call fails the call alone', () async {
        await _thenAttached(() async {
          final call = addLater(a: 1, b: 2);
          final other = addAsync(a: 1, b: 2);
          pureDartLibrary.detach();
          await expectThrows<DetachedException>(() => call);
          await expectThrows<DetachedException>(() => other);
        });
      });

      test('attaching again within the first poll of an eager call', () async {
        await _thenAttached(() async {
          Future<int>? inner;
          final outer = spawnEagerly(
            what: 'attached again',
            between: () {
              pureDartLibrary.detach();
              pureDartLibrary.load();
              inner = addEagerly(a: 1, b: 2);
              return 4;
            },
          );
          expect(await inner, 3);
          expect(await outer, 4);
        });
      });

      test('nothing is delivered inside detach itself', () async {
        await _thenAttached(() async {
          final events = <Object>[];
          countTo(end: 10).listen(
            events.add,
            onError: events.add,
            onDone: () => events.add('done'),
          );
          pureDartLibrary.detach();
          expect(events, <Object>[]);
          await pause(milliseconds: 5);
          expect(events.length, 2);
          expect(events.first is DetachedException, true);
          expect(events.last, 'done');
        });
      });

      test('cancelling before and after detaching completes', () async {
        await _thenAttached(() async {
          final before = silence(name: 'before').listen(null).cancel();
          pureDartLibrary.detach();
          await before;
          pureDartLibrary.load();
          final after = silence(name: 'after').listen(null);
          pureDartLibrary.detach();
          await after.cancel();
          expect(pureDartLibrary.isLoaded, false);
        });
      });

      test('a list that detaches while it is written fails its call', () async {
        await _thenAttached(() async {
          final list = _Watched(_items, (i) {
            if (i == 5) pureDartLibrary.detach();
          });
          await expectThrows<DetachedException>(
            () => echoStrings(values: list),
          );
        });
      });

      test('a list that detaches and attaches again fails its call', () async {
        await _thenAttached(() async {
          final list = _Watched(_items, (i) {
            if (i != 5) return;
            pureDartLibrary
              ..detach()
              ..load();
            expect(echoString(text: 'inside'), 'inside');
          });
          await expectThrows<DetachedException>(
            () => echoStrings(values: list),
          );
        });
      });

      test('a list that calls Rust while it is written crosses', () async {
        var inside = '';
        final list = _Watched(_items, (i) {
          inside += echoString(text: '$i');
          if (i == 3) {
            expect(echoStrings(values: _items.sublist(0, i)).length, 3);
            expect(makeBytes(length: 5000).length, 5000);
          }
        });
        expect(echoStrings(values: list), _items);
        expect(inside, '0123456789');
      });

      test('a list that throws leaves the next call whole', () async {
        for (var i = 0; i < 3; i++) {
          final list = _Watched(_items, (at) {
            if (at == i) throw StateError('no item $at');
          });
          await expectThrows<StateError>(() => echoStrings(values: list));
          expect(echoStrings(values: _items), _items);
        }
      });

      test('a map whose length lies is refused', () async {
        await expectThrows<ConcurrentModificationError>(
          () => echoStringMap(value: _LyingMap({'a': 1, 'bc': 2})),
        );
        expect(echoStringMap(value: {'a': 1}), {'a': 1});
      });

      test('a flood goes on in the next turn only if still attached', () async {
        await _thenAttached(() async {
          var received = 0;
          Object? error;
          final done = Completer<void>();
          countTo(end: 1000000).listen(
            (_) => received++,
            onError: (Object e) => error = e,
            onDone: done.complete,
          );
          await pause(milliseconds: 5);
          pureDartLibrary
            ..detach()
            ..load();
          await done.future;
          expect(error is DetachedException, true, reason: '$error');
          final before = received;
          await pause(milliseconds: 20);
          expect(received, before);
        });
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
