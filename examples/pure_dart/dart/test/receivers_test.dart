import 'dart:math';

import 'package:oche/src/run/receiver.dart';
import 'package:oche/src/run/receivers.dart';
import 'package:oche/src/wire/wire.dart';

import 'harness.dart';

final class _Waiting implements Receiver {
  @override
  void receive(int kind, int count, Reader reader) {}

  @override
  void abandon() {}
}

Future<void> main() => suite('receivers', () {
      test('each is found by its id until it is taken out', () {
        final receivers = Receivers();
        final (first, second) = (_Waiting(), _Waiting());
        final (a, b) = (receivers.add(first), receivers.add(second));
        expect(identical(receivers.find(a), first), true);
        expect(identical(receivers.find(b), second), true);
        expect(identical(receivers.remove(a), first), true);
        expect(receivers.remove(a), null);
        expect(receivers.find(a), null);
        expect(receivers.length, 1);
        expect(identical(receivers.all.single, second), true);
      });

      test('ids are not given out again', () {
        final receivers = Receivers();
        final old = _Waiting();
        final kept = receivers.add(old);
        var last = kept;
        for (var i = 0; i < 10000; i++) {
          final id = receivers.add(_Waiting());
          expect(id > last, true);
          expect(receivers.find(last) == null, last != kept);
          receivers.remove(id);
          last = id;
        }
        expect(identical(receivers.find(kept), old), true);
        expect(receivers.length, 1);
      });

      test('any number at once, taken out in any order', () {
        final receivers = Receivers();
        final random = Random(7);
        final waiting = <int, Receiver>{};
        for (final wanted in [20000, 10, 5000, 0, 100]) {
          while (waiting.length < wanted) {
            final receiver = _Waiting();
            waiting[receivers.add(receiver)] = receiver;
          }
          final ids = waiting.keys.toList()..shuffle(random);
          for (final id in ids.skip(wanted)) {
            expect(identical(receivers.remove(id), waiting.remove(id)), true);
          }
          expect(receivers.length, wanted);
          expect(receivers.all.toSet(), waiting.values.toSet());
          for (final MapEntry(:key, :value) in waiting.entries) {
            expect(identical(receivers.find(key), value), true);
          }
        }
        receivers.clear();
        expect((receivers.length, receivers.all.length), (0, 0));
        for (final id in waiting.keys) {
          expect(receivers.find(id), null);
        }
      });
    });
