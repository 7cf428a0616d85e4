/// A crate that runs on its own executor, and has hooks.
library;

import 'dart:async';

import 'package:multi_file/multi_file.dart' as first;
import 'package:multi_file_second/multi_file_second.dart';
import 'package:oche/oche.dart';
import 'package:oche_harness/harness.dart';

/// The source file that the panics come from.
const _file = 'examples/multi_file/second/src/api.rs';

Future<void> main() => suite('run', () {
      test('a crate is set up once', () {
        expectThrows<RustError>(
          setUpAgain,
          containing: 'the executor is set already',
        );
        expect(journal(), [
          'Returned in api::set_up_again: the executor is set already: call '
              '`set_executor` before the first async call, and once',
        ]);
      });

      test('tasks run on its threads, and blocking work on another', () async {
        final names = await Future.wait([
          for (var i = 0; i < 20; i++) threadNameLater(millis: 1),
        ]);
        expect(names.toSet().difference({'second-0', 'second-1'}), <String>{});
        expect(await threadName(), 'second-blocking');
        // The other library has its own executor: tokio, as nothing was said.
        expect((await first.threadName()).startsWith('oche'), true);
      });

      test('streams run, wait for their listener, and are cancelled', () async {
        expect(await ticks(millis: 1).take(3).toList(), [0, 1, 2]);
        final subscription = ticks(millis: 1).listen(null);
        await until('a stream is open', () => openTicks() == 1);
        subscription.pause();
        await pause(milliseconds: 5);
        subscription.resume();
        await subscription.cancel();
        await until('no stream is open', () => openTicks() == 0);
        expect(journal(), <String>[]);
      });

      test('detach cancels what runs, without waiting for it', () async {
        final never = threadNameLater(millis: 100000000);
        final stream = ticks(millis: 100000000).first;
        await until('the stream is open', () => openTicks() == 1);
        multiFileSecondLibrary.detach();
        await expectThrows<DetachedException>(() => never);
        await expectThrows<DetachedException>(() => stream);
        multiFileSecondLibrary.load();
        await until('the stream was dropped', () => openTicks() == 0);
        expect(await threadName(), 'second-blocking');
      });

      test('a hook hears of errors, by the best text there is', () async {
        expectThrows<StockErrorMissing>(() => take(name: 'crate'));
        expect(journal(), ['Returned in api::take: there is no crate']);
        await expectThrows<Shut>(() => takeSlowly(hour: 7));
        expect(journal(), ['Returned in api::take_slowly: Shut { hour: 7 }']);
        await expectThrows<RustError>(() => takeLater(name: 'pallet'));
        expect(journal(), ['Returned in api::take_later: no pallet today']);
      });

      test('a hook hears of errors and panics in streams', () async {
        final seen = <Object?>[];
        final done = Completer<void>();
        takeAll(names: ['box', 'crate', 'box', 'bomb', 'box']).listen(
          seen.add,
          onError: seen.add,
          onDone: done.complete,
        );
        await done.future;
        expect(seen.map((item) => item.runtimeType).toList(), [
          int,
          StockErrorMissing,
          int,
          RustPanic,
        ]);
        expect(journal(), [
          'Returned in api::take_all: there is no crate',
          'panic in api::take_all, $_file: the bomb goes off',
        ]);
      });

      test('a hook hears of panics before Dart does', () async {
        for (final (call, name) in [
          (() => breakDown(text: 'one'), 'break_down'),
          (() => breakDownSlowly(text: 'one'), 'break_down_slowly'),
          (() => breakDownLater(text: 'one'), 'break_down_later'),
        ]) {
          await expectThrows<RustPanic>(call, containing: 'one');
          expect(journal(), ['panic in api::$name, $_file: one']);
        }
        expectThrows<RustPanic>(() => divide(a: 1, b: 0));
        expect(
          journal(),
          ['panic in api::divide, $_file: attempt to divide by zero'],
        );
        expect(divide(a: 6, b: 3), 2);
        expect(await threadName(), 'second-blocking', reason: 'it survived');
      });

      test('a hook hears of objects that panic when they end', () {
        final fragile = Fragile(text: 'smash');
        expect(warning(fragile: fragile), 'smash');
        fragile.dispose();
        expect(journal(), ['panic in no call, $_file: smash']);
      });

      test('a panic in a hook changes nothing', () async {
        await expectThrows<RustPanic>(
          () => breakDown(text: 'a bad day'),
          containing: 'a bad day',
        );
        await expectThrows<RustPanic>(
          () => breakDownLater(text: 'a bad day'),
          containing: 'a bad day',
        );
        Fragile(text: 'a bad day').dispose();
        expect(journal(), <String>[]);
        expectThrows<RustPanic>(() => breakDown(text: 'a good day'));
        expect(journal(), [
          'panic in api::break_down, $_file: a good day',
        ]);
      });

      test('a hook hears of what cannot cross', () {
        expectThrows<IntegerRangeException>(() => tooLarge());
        final [line] = journal();
        expect(line.startsWith('Refused in api::too_large: '), true);
      });
    }, liveObjects: () => multiFileSecondLibrary.liveObjects);
