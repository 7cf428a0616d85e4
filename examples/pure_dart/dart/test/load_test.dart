import 'dart:async';
import 'dart:io';
import 'dart:isolate';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// The file that this test's library was loaded from.
final String _path = libraryPath();

/// A library that any process can load, and that is not Oche's.
final String _systemLibrary = switch (Platform.operatingSystem) {
  'macos' => '/usr/lib/libSystem.B.dylib',
  'windows' => 'kernel32.dll',
  _ => 'libc.so.6',
};

/// The library once more: another object, which shares nothing in Dart.
OcheLibrary<Object> _another({String? crate, String? schemaHash}) => OcheLibrary(
      crate: crate ?? 'pure_dart',
      schemaHash: schemaHash ?? pureDartLibrary.schemaHash,
    );

/// Makes a folder for [body].
Future<void> _inFolder(Future<void> Function(String folder) body) async {
  final folder = Directory.systemTemp.createTempSync('oche_load_test');
  try {
    await body(folder.path);
  } finally {
    folder.deleteSync(recursive: true);
  }
}

/// Checks that nothing has happened to the library that is in use.
void _expectAlive() {
  expect(pureDartLibrary.isLoaded, true);
  expect(add(a: 20, b: 22), 42);
  expect(echoString(text: 'alive'), 'alive');
}

Future<void> main() => suite('load', () {
      test('a library loads at its first use', () async {
        expect(await Isolate.run(() => pureDartLibrary.isLoaded), false);
        expect(
          await Isolate.run(() {
            add(a: 1, b: 2);
            return pureDartLibrary.isLoaded;
          }),
          true,
        );
        expect(
          await Isolate.run(() async {
            await addAsync(a: 1, b: 2);
            return pureDartLibrary.isLoaded;
          }),
          true,
        );
      });

      test('a library can be loaded by its path, and twice', () {
        final before = pureDartLibrary.liveObjects;
        final library = _another();
        expect(library.isLoaded, false);
        library
          ..load(path: _path)
          ..load(path: _path)
          ..load();
        expect(library.isLoaded, true);
        expect(library.liveObjects, before + 1);
        library.detach();
        expect(library.isLoaded, false);
        expect(pureDartLibrary.liveObjects, before);
        _expectAlive();
      });

      test('a file that is missing', () async {
        final library = _another();
        final error = await expectThrows<LibraryNotFoundException>(() {
          library.load(path: '/no/such/folder/libpure_dart.so');
          return null;
        });
        expect(error.message, contains('/no/such/folder/libpure_dart.so'));
        expect(error.message, contains('Build'));
        expect(library.isLoaded, false);
        library.load(path: _path);
        expect(library.isLoaded, true, reason: 'the right path still works');
        library.detach();
        _expectAlive();
      });

      test('a library that nobody has built', () async {
        final error = await expectThrows<LibraryNotFoundException>(() {
          _another(crate: 'never_built').load();
          return null;
        });
        expect(error.message, contains('never_built'));
        _expectAlive();
      });

      test('a file that is no library', () async {
        await _inFolder((folder) async {
          final files = {
            'empty': <int>[],
            'text': 'this is not a library\n'.codeUnits,
            'cut off': File(_path).openSync().readSync(40),
            'noise': [for (var i = 0; i < 5000; i++) i * i & 0xff],
          };
          for (final MapEntry(key: what, value: bytes) in files.entries) {
            final path = '$folder/${what.replaceAll(' ', '_')}.so';
            File(path).writeAsBytesSync(bytes);
            final error = await expectThrows<NotAnOcheLibraryException>(() {
              _another().load(path: path);
              return null;
            });
            expect(error.message, contains(path));
          }
        });
        _expectAlive();
      });

      test('a folder instead of a file', () async {
        await _inFolder((folder) async {
          await expectThrows<OcheException>(
            () {
              _another().load(path: folder);
              return null;
            },
            where: (error) =>
                error is LibraryNotFoundException ||
                error is NotAnOcheLibraryException,
          );
        });
        _expectAlive();
      });

      test('a library of somebody else', () async {
        final error = await expectThrows<NotAnOcheLibraryException>(() {
          _another().load(path: _systemLibrary);
          return null;
        });
        expect(error.message, contains('oche_pure_dart'));
        expect(error.message, contains('oche generate'));
        _expectAlive();
      });

      test('a library of another crate', () async {
        final error = await expectThrows<NotAnOcheLibraryException>(() {
          _another(crate: 'other_crate').load(path: _path);
          return null;
        });
        expect(error.message, contains('oche_other_crate'));
        _expectAlive();
      });

      test('a library of another ABI version', () async {
        final error = await expectThrows<AbiVersionException>(() {
          _another(crate: 'pure_dart_old_abi').load(path: _path);
          return null;
        });
        expect(error.message, contains('version 0'));
        expect(error.message, contains('build'));
        _expectAlive();
      });

      test('a library of another API', () async {
        final library = _another(schemaHash: '0123456789abcdef');
        final error = await expectThrows<SchemaMismatchException>(() {
          library.load(path: _path);
          return null;
        });
        expect(error.message, contains('0123456789abcdef'));
        expect(error.message, contains(pureDartLibrary.schemaHash));
        expect(error.message, contains('oche generate'));
        expect(library.isLoaded, false);
        _expectAlive();
      });

      test('a library is not exchanged for another', () async {
        final library = _another()..load(path: _path);
        final error = await expectThrows<LibraryAlreadyLoadedException>(() {
          library.load(path: '/another/libpure_dart.so');
          return null;
        });
        expect(error.message, contains(_path));
        expect(error.message, contains('/another/libpure_dart.so'));
        expect(library.isLoaded, true);
        library.detach();
        _expectAlive();
      });

      test('a call that cannot load fails in its own way on each lane',
          () async {
        final library = _another(schemaHash: 'ffffffffffffffff');
        await expectThrows<SchemaMismatchException>(() {
          library.callSync<void>(0, (_) {}, (_) {});
          return null;
        });
        await expectThrowsAsync<SchemaMismatchException>(
          () => library.callAsync<void>(0, (_) {}, (_) {}),
        );
        await expectThrowsAsync<SchemaMismatchException>(
          () => library.openStream<void>(0, (_) {}, (_) {}).toList(),
        );
        _expectAlive();
      });

      test('after detach every call says so, until load', () async {
        pureDartLibrary.detach();
        try {
          expect(pureDartLibrary.isLoaded, false);
          for (final call in <Object? Function()>[
            () => add(a: 1, b: 2),
            () => echoString(text: 'x'),
            () => addAsync(a: 1, b: 2),
            () => addLater(a: 1, b: 2),
            () => countTo(end: 3).toList(),
            () => pureDartLibrary.liveObjects,
          ]) {
            final error = await expectThrows<DetachedException>(call);
            expect(error.message, contains('load()'));
          }
          pureDartLibrary.detach();
          expect(pureDartLibrary.isLoaded, false, reason: 'twice is once');
        } finally {
          pureDartLibrary.load();
        }
        _expectAlive();
        expect(await addAsync(a: 1, b: 2), 3);
        expect(await countTo(end: 3).toList(), [0, 1, 2]);
      });

      test('detach ends what is running', () async {
        const name = 'load: detach';
        final futures = [
          never(name: name),
          guarded(name: name, delay: const Duration(hours: 1)),
        ];
        final events = <Object?>[];
        final done = Completer<void>();
        silence(name: name).listen(
          events.add,
          onError: (Object error) => events.add(error),
          onDone: done.complete,
        );
        final paused = flood(name: name).listen(
          (_) {},
          onError: (Object error) => events.add('paused: $error'),
        );
        await until('all began', () => probe(name: name).started == 4);
        paused.pause();
        await pause(milliseconds: 20);
        final failures = [
          for (final future in futures)
            expectThrows<DetachedException>(() => future),
        ];
        pureDartLibrary.detach();
        try {
          for (final failure in failures) {
            await failure;
          }
          await done.future;
          expect(events.length, 1);
          expect(events.single, isA<DetachedException>());
          await paused.cancel();
        } finally {
          pureDartLibrary.load();
        }
        await until(
          'Rust has dropped everything',
          () => probe(name: name).dropped == 4,
        );
        _expectAlive();
      });

      test('detach in the middle of a stream\'s event', () async {
        const name = 'load: detach in an event';
        final received = <int>[];
        final errors = <Object>[];
        final done = Completer<void>();
        counted(name: name, end: 1000000).listen(
          (item) {
            received.add(item);
            // Many more items wait in the same batch.
            if (item == 5) pureDartLibrary.detach();
          },
          onError: errors.add,
          onDone: done.complete,
        );
        await done.future;
        try {
          expect(received, [0, 1, 2, 3, 4, 5]);
          expect(errors.length, 1);
          expect(errors.single, isA<DetachedException>());
        } finally {
          pureDartLibrary.load();
        }
        await until('it is gone', () => probe(name: name).dropped == 1);
        _expectAlive();
      });

      test('detach in the callback of a call', () async {
        final others = [
          for (var i = 0; i < 50; i++)
            addAsync(a: i, b: 0).then<Object>(
              (sum) => sum,
              onError: (Object error) => error,
            ),
        ];
        await addAsync(a: 1, b: 2).then((_) => pureDartLibrary.detach());
        try {
          for (final result in await Future.wait(others)) {
            expect(result is int || result is DetachedException, true);
          }
        } finally {
          pureDartLibrary.load();
        }
        _expectAlive();
      });

      test('what came before detach stays', () async {
        final bytes = makeBytes(length: 100000);
        final text = repeat(piece: 'ab', times: 1000);
        pureDartLibrary.detach();
        try {
          expect(bytes.length, 100000);
          expect(bytes[99999], 99999 & 0xff);
          expect(text == 'ab' * 1000, true);
        } finally {
          pureDartLibrary.load();
        }
        expect(bytes, makeBytes(length: 100000));
      });

      test('the counter of live objects counts', () async {
        final before = pureDartLibrary.liveObjects;
        final call = after(delay: const Duration(milliseconds: 100), value: 1);
        expect(pureDartLibrary.liveObjects, before + 1, reason: 'a call');
        final subscription = silence(name: 'load: live').listen((_) {});
        expect(pureDartLibrary.liveObjects, before + 2, reason: 'a stream');
        final bytes = makeBytes(length: 100000);
        expect(pureDartLibrary.liveObjects, before + 3, reason: 'a list');
        await call;
        expect(pureDartLibrary.liveObjects, before + 2, reason: 'call over');
        await subscription.cancel();
        expect(pureDartLibrary.liveObjects, before + 1, reason: 'cancelled');
        final other = _another()..load(path: _path);
        expect(pureDartLibrary.liveObjects, before + 2, reason: 'a context');
        other.detach();
        expect(pureDartLibrary.liveObjects, before + 1, reason: 'detached');
        expect(bytes[99999], 99999 & 0xff);
      });

      test('attach and detach, many times', () async {
        for (var i = 0; i < 200; i++) {
          pureDartLibrary.detach();
          pureDartLibrary.load();
          expect(add(a: i, b: 1), i + 1);
          if (i % 20 == 0) {
            expect(await addAsync(a: i, b: 1), i + 1);
            expect(echoBytes(values: Uint8List(5000)).length, 5000);
          }
        }
        expect(pureDartLibrary.isLoaded, true);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
