import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// Checks that [call] ends in a panic, and that everything works after it.
Future<RustPanic> _expectPanic(Object? Function() call, String message) async {
  final panic = await expectThrows<RustPanic>(() async => await call());
  expect(panic.message.contains(message), true, reason: panic.message);
  expect('$panic'.contains(message), true, reason: '$panic');
  expect(add(a: 1, b: 2), 3, reason: 'a direct call after the panic');
  expect(echoString(text: 'x'), 'x', reason: 'an encoded call after it');
  expect(await addAsync(a: 1, b: 2), 3, reason: 'an async call after it');
  return panic;
}

Future<void> main() => suite('faults', () {
      test('a panic in a direct call', () async {
        expect(panicDirect(value: 7), 7);
        final panic =
            await _expectPanic(() => panicDirect(value: -7), 'negative: -7');
        expect(panic.message, 'negative: -7');
        expect(panicDirect(value: 8), 8);
        panicDirectUnit(value: false);
        // A call without a result cannot be handed on as a value.
        await _expectPanic(() async => panicDirectUnit(value: true), 'told to');
        panicDirectUnit(value: false);
      });

      test('a panic says where it was', () async {
        final panic = await _expectPanic(() => panicDirect(value: -1), '-1');
        expect(
          RegExp(r'faults\.rs:\d+:\d+').hasMatch(panic.location),
          true,
          reason: panic.location,
        );
        expect('$panic'.contains(panic.location), true);
      });

      test('a panic in an encoded call', () async {
        for (final message in [
          'oh no',
          'naïve 😀',
          'nul\u0000',
          'x' * 100000,
        ]) {
          final panic =
              await _expectPanic(() => panicSync(message: message), message);
          expect(panic.message == message, true);
        }
        await _expectPanic(() => panicSync(message: ''), '');
      });

      test('a panic is not an error', () async {
        await _expectPanic(() => panicInResult(message: 'not Err'), 'not Err');
      });

      test('a panic on the blocking pool', () async {
        final panic =
            await _expectPanic(() => panicLater(message: 'later'), 'later');
        expect(panic.location.contains('faults.rs'), true);
        expect(await unwrapLater(value: 1), 1);
        await _expectPanic(unwrapLater, 'a number was promised');
      });

      test('a panic in an async function', () async {
        final panic =
            await _expectPanic(() => panicAsync(message: 'at once'), 'at once');
        expect(panic.location.contains('faults.rs'), true);
        const name = 'faults: after waiting';
        await _expectPanic(
          () => panicAfterWaiting(name: name, message: 'after a while'),
          'after a while',
        );
        await until('the future is gone', () => probe(name: name).dropped == 1);
      });

      test('a panic of the language itself', () async {
        final values = Int32List.fromList([1, 2, 3]);
        expect(indexOutOfBounds(values: values, place: 2), 3);
        await _expectPanic(
          () => indexOutOfBounds(values: values, place: 3),
          'index out of bounds',
        );
        expect(quotient(dividend: 7, divisor: -2), -3);
        await _expectPanic(
          () => quotient(dividend: 7, divisor: 0),
          'divide by zero',
        );
        await _expectPanic(
          () => quotient(dividend: -0x80000000, divisor: -1),
          'overflow',
        );
      });

      test('a panic without text', () async {
        final panic = await expectThrows<RustPanic>(() {
          panicWithoutText();
          return null;
        });
        expect(panic.message.isNotEmpty, true);
        expect(panic.location.contains('faults.rs'), true);
        expect(add(a: 1, b: 2), 3);
      });

      test('a panic while something is dropped', () async {
        expect(panicInDrop(value: 0), 0);
        await _expectPanic(() => panicInDrop(value: 3), 'dropped 3');
      });

      test('a panic in a stream', () async {
        const name = 'faults: stream';
        final seen = <int>[];
        await _expectPanic(
          () async {
            await for (final item in countAndPanic(name: name, count: 3)) {
              seen.add(item);
            }
          },
          'the stream broke at 3',
        );
        expect(seen, [0, 1, 2]);
        await until('the stream is gone', () => probe(name: name).dropped == 1);
      });

      test('a panic before there is a stream', () async {
        await _expectPanic(
          () => panicAtStart(message: 'no stream').toList(),
          'no stream',
        );
        expect(await panicAtStart(message: '').toList(), [0]);
      });

      test('a panic while something cancelled is dropped', () async {
        const name = 'faults: bomb';
        final subscription = streamWithBomb(name: name).listen((_) {});
        await until('it began', () => probe(name: name).produced == 1);
        await subscription.cancel();
        expect(probe(name: name).dropped, 1);
        await _expectPanic(
          () => waitWithBomb(name: name, forever: false),
          'the bomb went off',
        );
        expect(probe(name: name).dropped, 2);
      });

      test('1,000 panics in a row do no harm', () async {
        for (var i = 0; i < 1000; i++) {
          await expectThrows<RustPanic>(() => panicDirect(value: -i - 1));
        }
        final panics = await Future.wait([
          for (var i = 0; i < 200; i++)
            panicLater(message: 'number $i').then<Object>(
              (value) => value,
              onError: (Object error) => error,
            ),
        ]);
        expect(
          [for (final panic in panics) (panic as RustPanic).message],
          [for (var i = 0; i < 200; i++) 'number $i'],
        );
        expect(add(a: 1, b: 2), 3);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
