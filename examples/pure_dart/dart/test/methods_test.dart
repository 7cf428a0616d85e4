import 'dart:async';
import 'dart:isolate';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart'
    hide Duration, List, RustError, Uri, add;

import 'harness.dart';
import 'support.dart';

const _shortly = Duration(milliseconds: 40);

/// Adds 1 so many times in an isolate of its own; how often it was the first.
Future<int> _addElsewhere(SharedObject<Switchboard> token, int times) =>
    Isolate.run(() {
      final board = Switchboard.fromShared(token);
      var added = 0;
      for (var i = 0; i < times; i++) {
        try {
          board.askAlone(value: 1);
          added++;
        } on ObjectBusyException {
          continue;
        }
      }
      return added;
    });

Future<int> _readElsewhere(SharedObject<Switchboard> token, int times) =>
    Isolate.run(() {
      final board = Switchboard.fromShared(token);
      var read = 0;
      for (var i = 0; i < times; i++) {
        try {
          if (board.i32 == board.ask(value: 0)) read++;
        } on ObjectBusyException {
          continue;
        }
      }
      return read;
    });

Future<void> main() => suite('methods', () {
      test('every kind of scalar goes in and comes out', () {
        final board = Switchboard();
        void both<T>(
          List<T> values,
          void Function(T value) set,
          T Function() get,
        ) {
          for (final value in values) {
            set(value);
            expect(get(), value, reason: '$T');
          }
        }

        final r = board;
        both([true, false], (v) => r.flag = v, () => r.flag);
        both([-0x80, -1, 0x7f], (v) => r.i8 = v, () => r.i8);
        both([0, 0xff], (v) => r.u8 = v, () => r.u8);
        both([-0x8000, 0x7fff], (v) => r.i16 = v, () => r.i16);
        both([0, 0xffff], (v) => r.u16 = v, () => r.u16);
        both([-0x80000000, 0x7fffffff], (v) => r.i32 = v, () => r.i32);
        both([0, 0xffffffff], (v) => r.u32 = v, () => r.u32);
        both([minInt, -1, maxInt], (v) => r.i64 = v, () => r.i64);
        both([0, maxInt], (v) => r.u64 = v, () => r.u64);
        both([-0x80000000, 0x7fffffff], (v) => r.isize = v, () => r.isize);
        both([0, 0xffffffff], (v) => r.usize = v, () => r.usize);
        both([1.5, -0.25, double.infinity], (v) => r.f32 = v, () => r.f32);
        both([0.1, double.maxFinite], (v) => r.f64 = v, () => r.f64);
        both(['a', 'ß', '\u{10ffff}'], (v) => r.letter = v, () => r.letter);
        r.f64 = double.nan;
        expect(r.f64.isNaN, true);
      });

      test('many arguments of all sizes', () {
        final board = Switchboard();
        final sum = board.mix(
          small: -3,
          large: 1 << 40,
          single: 0.5,
          letter: '😀',
          size: 7,
          double: 0.25,
        );
        expect(sum, -3 + (1 << 40) + 0.5 + 0x1f600 + 7 + 0.25);
        expect(
          (
            board.i8,
            board.u64,
            board.f32,
            board.letter,
            board.usize,
          ),
          (-3, 1 << 40, 0.5, '😀', 7),
        );
      });

      test('what does not fit is refused, and nothing stays locked', () {
        final board = Switchboard()..u8 = 5;
        for (final use in <void Function()>[
          () => board.i8 = 0x80,
          () => board.u8 = -1,
          () => board.i16 = 0x8000,
          () => board.u16 = 0x10000,
          () => board.i32 = 0x80000000,
          () => board.u32 = -1,
          () => board.u64 = -1,
          () => board.usize = -1,
        ]) {
          expectThrowsSync<IntegerRangeException>(use, containing: 'value is');
        }
        for (final text in ['', 'ab', '\ud800']) {
          expectThrowsSync<InvalidCharException>(() => board.letter = text);
        }
        try {
          board.usize = maxInt;
          expect(board.usize, maxInt);
        } on IntegerRangeException catch (error) {
          // Rust has 32 bits.
          expect('$error'.contains('usize'), true);
        }
        expect(board.u8, 5);
        board.u8 = 6;
        expect(board.u8, 6);
      });

      test('an object that was disposed of or moved says so', () {
        final living = livingSwitchboards();
        final board = Switchboard()..i32 = 3;
        final other = Switchboard();
        expect(board.finish(), 3);
        for (final use in <void Function()>[
          () => board.i32,
          () => board.i32 = 1,
          () => board.takeFrom(other: other),
          () => other.takeFrom(other: board),
        ]) {
          expectThrowsSync<ObjectMovedException>(use, containing: 'board');
        }
        board.dispose();
        for (final use in <void Function()>[
          () => board.i32,
          () => board.i32 = 0x80000000,
          () => board.takeFrom(other: other),
          () => other.takeFrom(other: board),
          () => copyNumber(from: other, to: board),
        ]) {
          expectThrowsSync<StateError>(
            use,
            containing: 'This Switchboard cannot',
          );
        }
        other.dispose();
        expect(livingSwitchboards(), living);
      });

      test('several objects', () {
        final (a, b) = (Switchboard()..i32 = 1, Switchboard()..i32 = 2);
        expect(a.takeFrom(other: b), 3);
        expect((a.i32, b.i32), (3, 0));
        expect(copyNumber(from: a, to: b), 0);
        expect(b.i32, 3);
        for (final use in <void Function()>[
          () => a.takeFrom(other: a),
          () => copyNumber(from: a, to: a),
        ]) {
          expectThrowsSync<ObjectBusyException>(
            use,
            containing: 'passed twice in this call',
          );
        }
        expect(a.i32, 3);
      });

      test('parts', () {
        final board = Switchboard();
        final (dial, turned) = (board.dial, board.dialToTurn());
        expect(turned.turn(by: 5), 5);
        expect((dial.at(), turned.at()), (5, 5));
        expectThrowsSync<StateError>(
          () => (board.dial..dispose()).at(),
        );
        board.finish();
        expectThrowsSync<ObjectMovedException>(() => turned.turn(by: 1));
        expectThrowsSync<ObjectMovedException>(dial.at);
      });

      test('what is no plain scalar is encoded', () {
        final board = Switchboard()..i32 = 7;
        expect((board.borrowed(), board.checked()), (7, 7));
        board.i32 = -1;
        expectThrowsSync<RustError>(
          board.checked,
          containing: 'it is negative',
        );
      });

      test('a busy object', () async {
        final board = Switchboard()..i32 = 1;
        final watching = board.watch(wait: _shortly);
        expect(board.i32, 1, reason: 'readers share');
        expectThrowsSync<ObjectBusyException>(
          () => board.i32 = 2,
          containing: 'Switchboard',
        );
        await watching;
        board.i32 = 2;

        final holding = board.hold(wait: _shortly);
        expectThrowsSync<ObjectBusyException>(() => board.i32);
        expectThrowsSync<ObjectBusyException>(() => board.i32 = 3);
        expectThrowsSync<ObjectBusyException>(() => board.dialToTurn());
        await holding;
        expect(board.i32, 2);
      });

      test('a panic leaves its object usable', () {
        final board = Switchboard()..i32 = 1;
        expectThrowsSync<RustPanic>(
          () => board.stumble(by: 2),
          containing: 'stumbled at 3',
        );
        expect(board.i32, 3);
        board.trip(now: false);
        expectThrowsSync<RustPanic>(
          () => board.trip(now: true),
          containing: 'not text',
        );
        board.i32 = 4;
        expect(board.i32, 4);
      });

      test('a function of Dart calls the object that calls it', () {
        final board = Switchboard()..i32 = 10;
        final seen = <Object>[];
        board.keep(
          f: (value) {
            seen.add(board.i32);
            try {
              board.i32 = 11;
            } on ObjectBusyException {
              seen.add('busy');
            }
            return value == 0 ? 0 : board.ask(value: value - 1) + 1;
          },
        );
        expect(board.ask(value: 2), 32);
        expect(seen, [10, 'busy', 10, 'busy', 10, 'busy']);

        seen.clear();
        board.keep(
          f: (value) {
            for (final use in <void Function()>[
              () => board.i32,
              () => board.i32 = 1,
              () => board.ask(value: 1),
            ]) {
              try {
                use();
              } on ObjectBusyException {
                seen.add('busy');
              }
            }
            return value;
          },
        );
        expect(board.askAlone(value: 5), 15);
        expect(seen, ['busy', 'busy', 'busy']);
        expect(board.i32, 15);
      });

      test('what a function of Dart throws is a panic of the method', () {
        final board = Switchboard()..i32 = 1;
        board.keep(f: (value) => throw StateError('no $value'));
        expectThrowsSync<RustPanic>(
          () => board.ask(value: 3),
          containing: 'no 3',
        );
        expectThrowsSync<RustPanic>(
          () => board.askAlone(value: 4),
          containing: 'no 4',
        );
        // A call that fails within one that does not leaves no trace.
        board.keep(
          f: (value) {
            expectThrowsSync<RustPanic>(() => board.trip(now: true));
            return value;
          },
        );
        expect(board.ask(value: 1), 2);
      });

      test('disposed of while its method runs', () {
        final living = livingSwitchboards();
        for (final alone in [false, true]) {
          final board = Switchboard()..i32 = 5;
          final seen = <int>[];
          board.keep(
            f: (value) {
              board.dispose();
              seen.add(livingSwitchboards() - living);
              return value;
            },
          );
          final said = alone ? board.askAlone(value: 1) : board.ask(value: 1);
          expect(said, 6);
          expect(seen, [1], reason: 'the call has a reference of its own');
          expect(livingSwitchboards(), living);
          expectThrowsSync<StateError>(() => board.i32);
        }
      });

      test('the end of an object calls Dart', () {
        final living = livingSwitchboards();
        final board = Switchboard()..i32 = 5;
        final seen = <int>[];
        board
          ..keepFarewell(
            f: (value) {
              seen.add(value);
              // A call within the call that has ended already, but for this.
              expect(Switchboard().i32, 0);
              return 0;
            },
          )
          ..keep(
            f: (value) {
              board.dispose();
              expect(seen, <int>[]);
              return value;
            },
          );
        expect(board.askAlone(value: 1), 6);
        expect(seen, [6]);
        expect(livingSwitchboards() <= living + 1, true);
      });

      test('no object is locked while another one ends', () {
        final living = livingSwitchboards();
        for (final fails in [false, true]) {
          final (a, b) = (Switchboard()..i32 = 1, Switchboard()..i32 = 2);
          final seen = <int>[];
          for (final (board, other) in [(a, b), (b, a)]) {
            // Whichever ends first uses the one that ends last.
            board.keepFarewell(
              f: (value) {
                if (!other.isDisposed) seen.add(other.i32++);
                return 0;
              },
            );
          }
          a.keep(
            f: (value) {
              b.dispose();
              if (fails) throw StateError('no $value');
              return value;
            },
          );
          if (fails) {
            expectThrowsSync<RustPanic>(
              () => a.askBeside(other: b, value: 4),
              containing: 'no 4',
            );
          } else {
            expect(a.askBeside(other: b, value: 4), 7);
          }
          expect(seen, [fails ? 1 : 7]);
          a.dispose();
        }
        // Of those of other tests some may have been collected meanwhile.
        expect(livingSwitchboards() <= living, true);
      });

      test('two isolates', () async {
        final board = Switchboard();
        final token = board.share();
        // Nothing is kept that could be asked, so that it only counts.
        final adding = [
          for (var i = 0; i < 2; i++) _addElsewhere(token, 20000),
          _readElsewhere(token, 20000),
        ];
        var mine = 0;
        for (var i = 0; i < 200; i++) {
          for (var j = 0; j < 100; j++) {
            try {
              board.u64 = board.u64 + 1;
              mine++;
            } on ObjectBusyException {
              continue;
            }
          }
          await Future<void>.delayed(Duration.zero);
        }
        for (final count in await Future.wait(adding)) {
          expect(count > 0 && count <= 20000, true);
        }
        expect(board.u64, mine);
        expect(board.i32, 0);
      });

      test('the garbage collector finds an object between its calls', () async {
        final living = livingSwitchboards();
        for (var i = 0; i < 2000; i++) {
          expect((Switchboard()..i32 = i).i32, i);
        }
        await collected(() => livingSwitchboards() <= living);
        expect(livingSwitchboards() <= living, true);
      });

      test('a detached isolate', () async {
        final board = Switchboard()..i32 = 5;
        // While a method runs, it does not matter.
        board.keep(
          f: (value) {
            pureDartLibrary.detach();
            expectThrowsSync<DetachedException>(() => board.i32);
            return value;
          },
        );
        expect(board.ask(value: 1), 6);
        expectThrowsSync<DetachedException>(() => board.i32);
        expectThrowsSync<DetachedException>(() => board.i32 = 1);
        expectThrowsSync<DetachedException>(() => board.i32 = 0x80000000);
        await pause(milliseconds: 1);
        pureDartLibrary.load();
        expect(board.i32, 5);
        board.i32 = 6;
        expect(board.i32, 6);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
