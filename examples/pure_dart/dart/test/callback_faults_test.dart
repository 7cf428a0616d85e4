import 'dart:async';
import 'dart:core';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';

/// Says nothing of itself.
class Silent {
  @override
  String toString() => throw this;

  @override
  Type get runtimeType => throw this;
}

class SilentTrace extends Silent implements StackTrace {}

/// A future of the user's own that takes no listeners.
class Deaf implements Future<String> {
  @override
  dynamic noSuchMethod(Invocation invocation) => throw StateError('deaf');
}

Future<void> main() => suite('faults of callbacks', () {
      test('whatever a callback throws is an answer', () async {
        const silent = 'an object whose toString() throws';
        await expectThrows<RustPanic>(
          () => apply(f: (_) => throw Silent(), value: 1),
          containing: silent,
        );
        final said = await tryCall(f: (_) => throw Silent());
        expect(said.contains(silent), true);
        final traced = await tryCall(
          f: (_) => Error.throwWithStackTrace(
            StateError('traced'),
            SilentTrace(),
          ),
        );
        expect(traced.contains('traced'), true);
        await expectThrows<RustError>(
          () => askCarefully(f: (_) async => throw Silent()),
          containing: silent,
        );
      });

      test('a future that takes no listeners is an answer', () async {
        await expectThrows<RustPanic>(
          () => ask(f: (_) => Deaf(), question: ''),
          containing: 'deaf',
        );
      });

      test('a zone that runs nothing is an answer', () async {
        var refuses = false;
        R run<R>(Zone self, ZoneDelegate parent, Zone zone, R Function() f) {
          if (refuses) throw StateError('not in this zone');
          return parent.run(zone, f);
        }

        final zone = Zone.current.fork(
          specification: ZoneSpecification(run: run),
        );
        final call = zone.run(() => tryCall(f: (value) => value));
        refuses = true;
        expect((await call).contains('not in this zone'), true);
      });

      test('functions that call each other without an end are an error',
          () async {
        int deeper(int value) => apply(f: deeper, value: value + 1);
        for (var i = 0; i < 3; i++) {
          await expectThrows<RustPanic>(
            () => deeper(0),
            containing: 'call each other so deeply',
          );
        }
        expect(apply(f: (value) => value + 1, value: 1), 2);
      });

      test('a stack that is used up does no harm to later calls', () {
        final radio = Radio(frequency: 90.5);
        int endless(int depth) {
          if (radio.presets.isEmpty) return depth;
          return 1 + endless(depth + 1);
        }

        // At different places of the call each time.
        int shifted(int by) => by == 0 ? endless(0) : 1 + shifted(by - 1);
        for (var by = 0; by < 40; by++) {
          try {
            shifted(by);
          } on StackOverflowError {
            // As it should be.
          }
        }
        expect(radio.presets, [90.5]);
        radio.dispose();
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
