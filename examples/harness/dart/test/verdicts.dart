/// Run by `src/self_check.rs`, which knows the names of the tests that have to fail.
library;

import 'dart:async';
import 'dart:typed_data';

import 'package:oche_harness/harness.dart';

int live = 0;

Future<void> main() => suite('the harness', () {
      _expectations();
      _exceptions();
      _time();
    }, liveObjects: () => live);

void _expectations() {
  test('equal values pass', () {
    expect([
      1,
      [2.0, double.nan]
    ], [
      1,
      [2.0, double.nan]
    ]);
    expect(Uint8List.fromList([1, 2]), [1, 2]);
    expect({
      'a': [1],
      'b': {1, 2}
    }, {
      'b': {2, 1},
      'a': [1]
    });
    expect((1, 'a'), (1, 'a'));
    expect(-0.0, 0.0);
    expect(null, null);
  });
  test('matchers that match pass', () {
    expect(-0.0, identicalTo(-0.0));
    expect(-0.0, isNot(identicalTo(0.0)));
    expect('text', contains('ex'));
    expect([
      [1],
      [2]
    ], contains([2]));
    expect({'key': 1}, contains('key'));
    expect(1.25, closeTo(1.0, 0.25));
    expect('text', isA<String>());
    expect(7, satisfies<int>('odd', (n) => n.isOdd));
  });
  test('no assertion', () {});
  test('the other zero', () => expect(0.0, identicalTo(-0.0)));
  test(
      'a list with another item',
      () => expect([
            1,
            [2]
          ], [
            1,
            [3]
          ]));
  test('a list with an item too many', () => expect([1, 2], [1]));
  test(
      'a map with another value',
      () => expect({
            'a': [1]
          }, {
            'a': [2]
          }));
}

void _exceptions() {
  test('expected exceptions pass', () async {
    expectThrows<StateError>(() => throw StateError('a'), containing: 'a');
    await expectThrows<StateError>(
      () async => throw StateError('b'),
      where: (error) => error.message == 'b',
    );
    final thrown = expectThrowsSync<StateError>(() => throw StateError('c'));
    expect(thrown.message, 'c');
    await expectThrowsAsync<StateError>(() => Future.error(StateError('d')));
  });
  test('an exception', () => throw StateError('expected by nobody'));
  test('an exception of another type', () {
    expectThrows<FormatException>(() => throw StateError('other'));
  });
  test('an exception with another text', () {
    expectThrows<StateError>(() => throw StateError('a'), containing: 'b');
  });
  test('no exception', () {
    expectThrows<StateError>(() => 1);
  });
  test('no exception from a future', () async {
    await expectThrows<StateError>(() async => 1);
  });
  test('a future instead of an exception', () {
    expectThrowsSync<StateError>(() async => throw StateError('late'));
  });
  test('an assertion inside of expectThrows', () {
    expectThrows<Exception>(() => expect(1, 2));
  });
}

void _time() {
  test('an error that nobody awaits', () {
    expect(1, 1);
    unawaited(Future.error(StateError('lost')));
  });
  test('an error while the test waits for ever', () async {
    expect(1, 1);
    Timer.run(() => throw StateError('lost'));
    await Completer<void>().future;
  });
  test('a timeout', () async {
    expect(1, 1);
    await Completer<void>().future;
  }, timeout: const Duration(milliseconds: 50));
  test('a later error', () {
    expect(1, 1);
    Timer(const Duration(milliseconds: 20), () => throw StateError('late'));
  });
  test('what goes away in time is no leak', () async {
    live = 1;
    Timer(const Duration(milliseconds: 300), () => live = 0);
    await Future<void>.delayed(const Duration(milliseconds: 50));
    expect(live, 1);
  });
}
