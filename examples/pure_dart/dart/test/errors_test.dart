import 'dart:typed_data';

import 'package:oche/oche.dart';
// The exception for errors that cross by their text is Oche's `RustError`.
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';

/// Compiles only if the compiler knows that these are all the errors.
String _describe(RouteError error) => switch (error) {
      RouteErrorNotConnected(:final from, :final to) => 'no way $from-$to',
      RouteErrorClosed(:final value) => 'closed: $value',
      RouteErrorUnknown() => 'unknown',
    };

Future<void> main() => suite('errors', () {
      test('a struct is thrown, with its fields', () async {
        expect(drive(needed: 3, left: 10), 7);
        expect(await driveLater(needed: 3, left: 10), 7);
        expect(await driveAsync(needed: 3, left: 10), 7);
        for (final call in [drive, driveLater, driveAsync]) {
          final error = await expectThrows<NotEnoughFuel>(
            () async => await call(needed: 12.5, left: 0.5),
          );
          expect(error, const NotEnoughFuel(needed: 12.5, left: 0.5));
          expect(error is Exception, true);
        }
        await expectThrows<NotEnoughFuel>(
          () => drive(needed: 1, left: 0),
          containing: 'NotEnoughFuel(needed: 1.0, left: 0.0)',
        );
      });

      test('a sealed class is thrown, and can be told apart', () async {
        expect(route(from: 'A', to: 'B'), ['A', 'B']);
        expect(await routeLater(from: 'A', to: 'B'), ['A', 'B']);
        expect(await routeAsync(from: 'A', to: 'B'), ['A', 'B']);
        for (final call in [route, routeLater, routeAsync]) {
          Future<RouteError> failed(String from, String to) async =>
              expectThrows<RouteError>(
                () async => await call(from: from, to: to),
              );
          expect(
            await failed('A', '😀'),
            const RouteErrorNotConnected(from: 'A', to: '😀'),
          );
          expect(
            _describe(await failed('A', 'closed')),
            'closed: A to closed',
          );
          expect(await failed('', 'B'), const RouteErrorUnknown());
          expect(await failed('', 'B') is Exception, true);
        }
      });

      test('a sealed class can be caught by its variant', () {
        String attempt(String from, String to) {
          try {
            return route(from: from, to: to).join('-');
          } on RouteErrorNotConnected catch (error) {
            return 'not connected: ${error.to}';
          } on RouteError catch (error) {
            return _describe(error);
          }
        }

        expect(attempt('A', 'B'), 'A-B');
        expect(attempt('A', 'C'), 'not connected: C');
        expect(attempt('A', ''), 'unknown');
      });

      test('a plain enum is thrown', () async {
        openDoor(key: false, hammer: true);
        await openDoorLater(key: true, hammer: true);
        expect(
          await expectThrows<DoorError>(
            () => openDoor(key: false, hammer: false),
          ),
          DoorError.locked,
        );
        expect(
          await expectThrows<DoorError>(
            () => openDoorLater(key: true, hammer: false),
          ),
          DoorError.jammed,
        );
        expect(DoorError.locked is Exception, true);
      });

      test('an error of the standard library is told by its text', () async {
        expect(parseNumber(text: '-2147483648'), -0x80000000);
        expect(await parseNumberLater(text: '42'), 42);
        expect(await parseNumberAsync(text: '42'), 42);
        for (final call in [parseNumber, parseNumberLater, parseNumberAsync]) {
          final error = await expectThrows<RustError>(
            () async => await call(text: 'a number'),
            containing: 'invalid digit found in string',
          );
          expect(error.message, 'invalid digit found in string');
          expect(error.causes, <String>[]);
        }
        await expectThrows<RustError>(
          () => parseNumber(text: '2147483648'),
          containing: 'number too large',
        );
        await expectThrows<RustError>(
          () => parseNumber(text: ''),
          containing: 'empty string',
        );
      });

      test('an error of the operating system is told by its text', () async {
        final error = await expectThrows<RustError>(
          () => openFile(path: '/no/such/file'),
        );
        expect(error.message.contains('No such file'), true);
      });

      test('plain data can be told by its text', () async {
        expect(accept(number: 0), 0);
        final error = await expectThrows<RustError>(() => accept(number: -7));
        expect(error.message, 'the number -7 is refused');
      });

      test('a boxed error brings all its causes', () async {
        for (final call in [boxedChain, boxedChainLater]) {
          final error = await expectThrows<RustError>(() async => await call());
          expect(error.message, 'could not start the engine');
          expect(
            error.causes,
            ['could not open the file', 'could not read the sector'],
          );
          for (final part in [error.message, ...error.causes]) {
            expect('$error'.contains(part), true, reason: '$error');
          }
        }
      });

      test('a text becomes a boxed error', () async {
        expect(await boxedTextAsync(text: 'fine', fail: false), 'fine');
        final error = await expectThrows<RustError>(
          () => boxedTextAsync(text: 'wörks not 😀', fail: true),
        );
        expect(error.message, 'wörks not 😀');
        expect(error.causes, <String>[]);
      });

      test('a text is an error', () async {
        for (final text in ['', 'no', 'nul\u0000inside', '😀' * 5000]) {
          for (final call in <Future<void> Function()>[
            () async => failWithString(text: text),
            () => failWithStringLater(text: text),
          ]) {
            final error = await expectThrows<RustError>(call);
            expect(error.message == text, true);
          }
        }
        expect(await onlyEven(number: 2), 2);
        final error = await expectThrows<RustError>(() => onlyEven(number: 3));
        expect(error.message, 'the number is odd');
      });

      test('an error that Dart cannot hold is another error', () async {
        for (final call in <Future<void> Function(int)>[
          (doublings) async => overrun(doublings: doublings),
          (doublings) => overrunAsync(doublings: doublings),
        ]) {
          expect(
            await expectThrows<Overrun>(() => call(62)),
            const Overrun(count: 1 << 62),
          );
          await expectThrows<IntegerRangeException>(
            () => call(63),
            containing: '9223372036854775808',
          );
        }
      });

      test('an error may bring a large list', () async {
        for (final length in [0, 10, 100000]) {
          final packet = Uint8List(length)..fillRange(0, length, 0x5a);
          for (final call in [refusePacket, refusePacketLater]) {
            final error = await expectThrows<BadPacket>(
              () async => await call(packet: packet),
            );
            expect(error.packet, packet);
            expect(error, BadPacket(packet: packet));
          }
        }
      });

      test('an error that panics is a panic', () async {
        for (final call in <Future<void> Function()>[
          () async => speechless(),
          speechlessLater,
        ]) {
          await expectThrows<RustPanic>(
            call,
            containing: 'words fail me',
          );
          expect(accept(number: 1), 1);
        }
      });

      test('an error type is data as well', () {
        const report = Report(
          done: 3,
          failed: [
            RouteErrorUnknown(),
            RouteErrorClosed('A 8'),
            RouteErrorNotConnected(from: 'A', to: 'B'),
          ],
        );
        expect(echoReport(value: report), report);
        expect(
          echoReport(value: const Report(done: 0, failed: [])),
          const Report(done: 0, failed: []),
        );
      });

      test('something, nothing or an error', () async {
        expect(maybeRoute(which: 0), null);
        expect(maybeRoute(which: 1), 'A to B');
        expect(
          await expectThrows<RouteError>(() => maybeRoute(which: 2)),
          const RouteErrorUnknown(),
        );
      });

      test('an error needs no trait but has the best text there is', () async {
        final calls = {
          () => textOnly(): 'it is broken',
          () => debugOnly(): 'OnlyDebug { code: 404 }',
          () => nameOnly(): 'pure_dart::api::errors::Silent',
          () => textOnlyStream().toList(): 'it is broken',
          () => boxedTextOnly(): 'it is broken',
        };
        for (final MapEntry(key: call, value: text) in calls.entries) {
          final error = await expectThrows<RustError>(() async => await call());
          expect(error.message, text);
          expect(error.causes, <String>[]);
        }
        final streams = {
          debugOnlyItems(): 'OnlyDebug { code: 500 }',
          textOnlySink(): 'it is broken',
        };
        for (final MapEntry(key: stream, value: text) in streams.entries) {
          final errors = <String>[];
          final items = await stream
              .handleError((Object e) => errors.add((e as RustError).message))
              .toList();
          expect(items.first, 1);
          expect(errors, [text]);
        }
      });

      test('what Rust threw has the stack of the call', () async {
        try {
          drive(needed: 1, left: 0);
          fail('nothing was thrown');
        } on NotEnoughFuel catch (_, stack) {
          expect('$stack'.contains('errors_test.dart'), true);
        }
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
