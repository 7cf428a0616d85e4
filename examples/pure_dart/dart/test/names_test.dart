import 'dart:core';
import 'dart:core' as core;
import 'dart:typed_data';

import 'package:oche/oche.dart' as oche;
import 'package:pure_dart/pure_dart.dart';

import 'harness.dart';

Future<void> main() => suite('names', () {
      test('parameters that are named like reserved words', () {
        expect(
          reservedParameters(
            in_: 1,
            default_: 2,
            class_: 3,
            switch_: 4,
            var_: 5,
            is_: 6,
            null_: 7,
            new_: 8,
            with_: 9,
            final_: 10,
          ),
          [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        );
      });

      test('parameters that are named like the plumbing', () async {
        expect(
          plumbingParameters(
            w: 1,
            r: 'two',
            v: Uint8List.fromList([3]),
            bridge: true,
            args: 5,
            cx: 6,
            len: 7,
            context: 8,
            result: 9,
            out: 10,
          ),
          '1 two [3] true 5 6 7 8 9 10',
        );
        expect(
          plumbingParametersDirect(
            w: 1,
            r: 2,
            bridge: 3,
            args: 4,
            cx: 5,
            len: 6,
            context: 7,
            result: 8,
            glue: 9,
            id: 0,
          ),
          1234567890,
        );
        expect(
          await plumbingParametersLater(
            w: 1,
            r: 'two',
            args: 3,
            id: 4,
            inbound: 5,
            error: 6,
          ),
          '1 two 3 4 5 6',
        );
        expect(
          await plumbingParametersAsync(
            w: 1,
            r: 'two',
            args: 'three',
            id: 4,
            out: 5,
            e: 6,
          ),
          '1 two three 4 5 6',
        );
        expect(
          await plumbingParametersStream(
            w: 1,
            r: 2,
            args: 3,
            out: 4,
            item: 5,
            stream: 6,
          ).toList(),
          [1, 2, 3, 4, 5, 6],
        );
      });

      test('functions that are named like reserved words', () async {
        expect(switch_(value: 1), 1);
        expect(try_(value: 2), 2);
        expect(await rethrow_(value: 3), 3);
      });

      test('a function with a name of its own in Dart', () {
        expect(renamedForDart(), 42);
        expect(withWholePath(), 43);
      });

      test('fields that are named like reserved words', () {
        final value = Reserved(
          switch_: 1,
          in_: 'two',
          default_: true,
          class_: null,
          void_: Int32List.fromList([5]),
        );
        expect(echoReserved(value: value), value);
        expect(echoReserved(value: value).in_, 'two');
      });

      test('fields that are named like members of every object', () {
        const value = ObjectMembers(
          hashCode_: 1,
          runtimeType_: 'two',
          toString_: true,
          noSuchMethod_: 4,
          other: 5,
        );
        final back = echoObjectMembers(value: value);
        expect(back, value);
        expect(back.hashCode, value.hashCode);
        expect(back.hashCode_, 1);
        expect(back.runtimeType, ObjectMembers);
        expect(
          back ==
              const ObjectMembers(
                hashCode_: 1,
                runtimeType_: 'two',
                toString_: true,
                noSuchMethod_: 4,
                other: 6,
              ),
          false,
        );
      });

      test('fields in odd spellings', () {
        const value = Spellings(
          i2cBus3v3: 1,
          level2Db: 2.5,
          reserved: 3,
          kind: 'four',
          w: 5,
          r: 6,
          v: 7,
        );
        expect(echoSpellings(value: value), value);
        expect(
          value ==
              const Spellings(
                i2cBus3v3: 1,
                level2Db: 2.5,
                reserved: 3,
                kind: 'four',
                w: 5,
                r: 6,
                v: 8,
              ),
          false,
        );
      });

      test('variants that are named like reserved words', () {
        for (final word in [
          Word.default_,
          Word.class_,
          Word.in_,
          Word.null_,
          Word.values_,
          Word.index_,
          Word.name,
          Word.hashCode_,
          Word.httpServer,
        ]) {
          expect(echoWord(value: word), word);
        }
        expect(Word.values.length, 9);
        const value = StatementReturn(null_: true, with_: 7);
        expect(echoStatement(value: value), value);
        expect(
          echoStatement(value: const StatementBreak()),
          const StatementBreak(),
        );
      });

      test('types that are named like the plumbing', () async {
        const reader = Reader(card: 'ace');
        expect(echoReader(value: reader), reader);
        expect(readReader(value: 1), 1);
        expect(writeReader(value: 2), 2);
        expect(corrode(redness: 10), const RustError(redness: 10));
        final error = await expectThrows<RustError>(() => corrode(redness: 11));
        expect(error, const RustError(redness: 11));
        final core.Object thrown = error;
        expect(thrown is oche.RustError, false);
      });

      test('types that are named like those of the core library', () async {
        const film = Duration(
          minutes: 101,
          rest: core.Duration(seconds: 7, microseconds: 1),
        );
        expect(echoOwnDuration(value: film), film);
        expect(
          total(value: film),
          const core.Duration(minutes: 101, seconds: 7, microseconds: 1),
        );
        const uris = [
          Uri(scheme: 'https', path: '//dart.dev'),
          Uri(scheme: '', path: ''),
        ];
        expect(await echoUris(values: uris), uris);
        expect(
          echoOwnList(value: const ListItems(['a', 'b'])),
          const ListItems(['a', 'b']),
        );
        const List empty = ListEmpty();
        expect(echoOwnList(value: empty), empty);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
