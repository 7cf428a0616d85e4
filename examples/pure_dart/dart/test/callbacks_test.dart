import 'dart:core';
import 'dart:core' as core;
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';

Future<void> main() => suite('callbacks', () {
      test('a synchronous call calls back on the spot', () {
        expect(apply(f: (value) => value * 2, value: 21), 42);
        expect(
          applyMixed(
            f: (text, numbers, cell) =>
                ('$text$numbers${cell?.row}', numbers.length),
            text: 'a',
          ),
          'a[0.5, 1.5]2/Some(2)',
        );
      });

      test('other threads call back through the event loop', () async {
        final numbers = Int64List.fromList([1, 2, 3]);
        expect(await mapNumbers(f: (n) => n * n, numbers: numbers), [1, 4, 9]);
        expect(await once(f: (text) => '$text!'), 'once!');
        expect(
          await fold(
            f: (a, b) => a + b,
            numbers: Int32List.fromList([1, 2, 3]),
          ),
          6,
        );
      });

      test('what Dart throws is an error in Rust', () async {
        expect(await tryCall(f: (value) => value + 1), 'value 2');
        final said = await tryCall(f: (_) => throw StateError('no'));
        expect(said.startsWith('error '), true);
        expect(said.contains('no'), true);
        await expectThrows<RustPanic>(
          () => apply(f: (_) => throw StateError('not today'), value: 1),
          containing: 'not today',
        );
      });

      test('an error of the API is thrown by Dart and caught by Dart',
          () async {
        expect(await check(f: (text) => text.isEmpty, text: ''), true);
        await expectThrows<CheckErrorRefused>(
          () => check(
            f: (_) => throw const CheckErrorRefused(reason: 'why not'),
            text: '',
          ),
          containing: 'why not',
        );
        await expectThrows<CheckErrorFailed>(
          () => check(f: (_) => throw StateError('other'), text: ''),
          containing: 'other',
        );
      });

      test('a callback may take its time', () async {
        expect(
          await ask(
            f: (question) async {
              await Future<void>.delayed(const core.Duration(milliseconds: 2));
              return '$question: yes';
            },
            question: 'well',
          ),
          'well: yes',
        );
        expect(await askCarefully(f: (value) async => value + 1), 3);
        await expectThrows<RustError>(
          () => askCarefully(f: (_) async => throw StateError('later')),
          containing: 'later',
        );
      });

      test('callbacks are kept and called later', () async {
        final heard = <int>[];
        listen(listener: heard.add);
        listen(listener: (value) => heard.add(-value));
        expect(await tellListeners(value: 7), 2);
        expect(heard, [7, -7]);
        forgetListeners();
        expect(await tellListeners(value: 8), 0);
      });

      test('an object of Dart is kept and given back', () {
        final object = Object();
        keep(object: object);
        expect(identical(kept(), object), true);
        letGo();
        expect(kept(), null);
      });
    });
