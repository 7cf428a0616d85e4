/// Code of a crate's in every place where it runs, for `contexts_test.dart`,
/// and for `init_child.dart`, whose crate brings an executor of its own.
library;

import 'package:pure_dart/pure_dart.dart'
    hide Duration, Exception, List, RustError, Uri;

import 'harness.dart';

/// A function of Dart's own with Rust behind it.
final class _InDart implements Spawns {
  @override
  int spawns({required String what}) => spawnEncoded(what: what).length;
}

/// Waits for the task that [what] has spawned, which must run on [thread].
Future<void> _ran(String what, String thread) async {
  await until('the task of $what ran', () => ranOn(what: what) != null);
  expect(ranOn(what: what), thread, reason: what);
}

/// The checks: each gets the name of the threads on which tasks run.
final Map<String, Future<void> Function(String thread)> contextChecks = {
  'a direct call': (thread) async {
    expect(spawnDirectly(number: 3), 3);
    await _ran('a direct call', thread);
  },
  'an encoded call': (thread) async {
    expect(spawnEncoded(what: 'encoded'), 'encoded');
    await _ran('encoded', thread);
  },
  'a blocking call': (thread) async {
    await spawnBlocking(what: 'blocking');
    await _ran('blocking', thread);
  },
  'a future': (thread) async {
    await spawnAsync(what: 'async');
    await _ran('async', thread);
  },
  'an eager future, around a call': (thread) async {
    final number = await spawnEagerly(
      what: 'eager',
      between: () => spawnDirectly(number: 8),
    );
    expect(number, 8);
    await _ran('eager', thread);
    spawnEncoded(what: 'after eager');
    await _ran('after eager', thread);
  },
  'a stream': (thread) async {
    expect(await spawnInStream(what: 'stream').toList(), [0, 1, 2]);
    await _ran('stream', thread);
  },
  'all that an object does': (thread) async {
    final spawner = Spawner(what: 'object');
    final other = Spawner(what: 'other');
    expect(spawner.value, 7);
    spawner.value = 8;
    expect(spawner.call(), 1);
    expect(spawner.part.call(), 3);
    expect(spawner == other, false);
    expect(spawner.hashCode == other.hashCode, false);
    expect(spawner.compareTo(other) < 0, true);
    expect('$spawner', 'object');
    spawner.dispose();
    expect(other.consume(), 2);
    for (final what in [
      'constructor',
      'getter',
      'setter',
      'method',
      'part',
      'method of a part',
      '==',
      'hashCode',
      'compareTo',
      'toString',
      'drop',
    ]) {
      await _ran('object: $what', thread);
    }
    await _ran('other: drop', thread);
  },
  'an object of Rust behind a trait': (thread) async {
    expect(ownSpawns().spawns(what: 'trait'), 5);
    await _ran('trait', thread);
    expect(_InDart().spawns(what: 'in Dart'), 7);
    await _ran('in Dart', thread);
  },
  'calls within calls': (thread) async {
    final number = spawnAround(
      f: (n) => spawnAround(
        f: (n) => spawnDirectly(number: n + 1),
        what: 'inner',
      ),
      what: 'outer',
    );
    expect(number, 2);
    await _ran('inner', thread);
    await _ran('outer', thread);
    callFromThread(
      f: (n) {
        spawnEncoded(what: 'from a thread');
        return n;
      },
    );
    await _ran('from a thread', thread);
    // Meanwhile the thread is in a runtime of the crate's own.
    callWithinOwnRuntime(
      f: (n) => spawnDirectly(number: spawnEncoded(what: 'within').length),
      what: 'around',
    );
    await _ran('within', thread);
    await _ran('around', thread);
  },
  'a derived signal': (thread) async {
    for (final isThrottled in [false, true]) {
      final what = 'signal, throttled: $isThrottled';
      final signal = spawningSignal(what: what, isThrottled: isThrottled);
      await until('the signal has changed', () => signal.value == 2);
      await _ran(what, thread);
    }
  },
  'the key and the conversion of an item': (thread) async {
    final items = await spawnByKey(what: 'item').toList();
    expect(items.single.what, 'item');
    await _ran('item: key', thread);
    await _ran('item: conversion', thread);
  },
};
