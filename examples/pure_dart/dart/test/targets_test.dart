import 'dart:async';
import 'dart:io';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// What is not part of this build, by what it is.
final Map<String, (String, FutureOr<Object?> Function())> elsewhere = {
  'scalars': (
    'directElsewhere',
    () => directElsewhere(a: 1, b: true, c: 'x'),
  ),
  'nothing': ('nothingElsewhere', nothingElsewhere.call),
  'encoded': ('textElsewhere', () => textElsewhere(text: 'text')),
  'blocking': (
    'blockingElsewhere',
    // As much as travels in a block of its own.
    () => blockingElsewhere(bytes: Uint8List(100000)),
  ),
  'async': ('asyncElsewhere', () => asyncElsewhere(text: 'text')),
  'eager': ('eagerElsewhere', () => eagerElsewhere(a: 1)),
  'a stream': ('streamElsewhere', () => streamElsewhere(count: 3).toList()),
  'a sink': ('sinkElsewhere', () => sinkElsewhere().toList()),
  'a synchronous sink': (
    'syncSinkElsewhere',
    () => syncSinkElsewhere().toList(),
  ),
  'a stream of Dart': (
    'dartStreamElsewhere',
    () => dartStreamElsewhere(items: Stream.fromIterable([1, 2, 3])),
  ),
  'two other targets': ('twoElsewhere', twoElsewhere.call),
  'a constant': ('channels', () => channels),
  'a constant of a class': ('Device.koid', () => Device.koid),
  'in a module': ('inModule', inModule.call),
  'with data that is not there': ('grow', () => grow(vmo: const Vmo(size: 3))),
  'an interface that is not there': (
    'watchJobs',
    () => watchJobs(jobs: _Jobs()),
  ),
  'a constructor of an object that is not there': (
    'Job',
    () => Job(name: 'job'),
  ),
  'a method': ('Device.battery', () => Device(level: 3).battery()),
  'a getter of an impl block': ('Device.warmth', () => Device(level: 3).warmth),
  'a setter of an impl block': (
    'Device.warmth',
    () => Device(level: 3).warmth = 3,
  ),
  'a method that takes the object': (
    'Device.takeApart',
    () => Device(level: 3).takeApart(),
  ),
  'a method of an interface': (
    'Keys.elsewhere',
    () => echo().elsewhere(key: 'a'),
  ),
};

final class _Jobs implements Jobs {
  @override
  void began({required Job job}) => throw StateError('never called');
}

final class _Keys implements Keys {
  @override
  int elsewhere({required String key}) => throw StateError('never called');

  @override
  String pressed({required String key}) => 'down $key';

  @override
  String released({required String key}) => 'up $key';
}

Future<void> main() => suite('targets', () {
      final system = Platform.operatingSystem;

      for (final MapEntry(key: what, value: (name, call))
          in elsewhere.entries) {
        test('not part of this build: $what', () async {
          final error = await expectThrows<UnsupportedError>(
            () async => await call(),
          );
          expect(
            error.message,
            "`$name` is not part of this library's build for $system",
          );
        });
      }

      test('a future fails, and the call does not throw', () async {
        final future = asyncElsewhere(text: 'text');
        final outcome = await future.then<Object?>(
          (value) => value,
          onError: (Object error) => error,
        );
        expect(outcome is UnsupportedError, true);
      });

      test('a target that differs in more than its system is named so',
          () async {
        final error = await expectThrows<UnsupportedError>(onSparc);
        expect(
          error.message!.startsWith(
            "`onSparc` is not part of this library's build for $system on ",
          ),
          true,
        );
      });

      test('what this target has works', () {
        expect(here(a: 41), 42);
        expect(everywhere(), 'another');
        expect(separator, '/');
        expect(Device(level: 3).level, 3);
      });

      test('an interface has the methods of this target', () {
        expect(typeKey(keys: _Keys(), key: 'a'), ['down a', 'up a', 'a']);
        expect(
          typeKey(keys: echo(), key: 'a'),
          ['pressed a', 'released a', 'a'],
        );
        expect(echo().released(key: 'b'), 'released b');
      });

      test('an object that was to be taken is still there', () async {
        final counter = Counter.startingAt(name: 'five', count: 5);
        await expectThrows<UnsupportedError>(
          () => takeElsewhere(counter: counter, done: (_) {}),
        );
        expect(counter.count, 5);
        counter.dispose();
      });

      test('what was refused leaves nothing behind', () async {
        final before = pureDartLibrary.liveObjects;
        for (var i = 0; i < 100; i++) {
          for (final (_, call) in elsewhere.values) {
            await expectThrows<UnsupportedError>(() async => await call());
          }
        }
        await collected(() => pureDartLibrary.liveObjects <= before);
        expect(pureDartLibrary.liveObjects <= before, true);
      });
    });
