import 'dart:collection';
import 'dart:math';

import 'package:oche/src/base/window.dart';

import 'harness.dart';

/// A stream that has a window, and what its listener and Rust know of it.
final class _Stream {
  _Stream(this.window) : granted = window.open();

  final Window window;

  /// The sizes of the items that were sent and not yet taken.
  final Queue<int> ahead = Queue();
  int aheadBytes = 0;

  /// How many items Rust may still send.
  int granted;

  /// What Rust knows of [Window.bytes].
  int bytes = 0;
  bool isClosed = false;

  /// Sends as many items of this size as are allowed, [most] at most.
  void send(int size, int most) {
    var sent = 0;
    while (sent < most &&
        granted > 0 &&
        (ahead.length < window.base || aheadBytes < bytes)) {
      ahead.add(size);
      aheadBytes += size;
      granted--;
      sent++;
    }
    if (sent > 0) window.measure(sent, sent * size);
  }

  /// Takes as many items as there are, [most] at most.
  void take(int most) {
    final taken = min(most, ahead.length);
    for (var i = 0; i < taken; i++) {
      aheadBytes -= ahead.removeFirst();
    }
    final more = window.refill(taken);
    if (more < 0) fail('$more items granted');
    granted += more;
    bytes = window.bytes;
    if (more > 0 && granted + ahead.length > window.size) {
      fail('$granted granted, ${ahead.length} sent, ${window.size} allowed');
    }
  }

  void close() {
    window.close();
    ahead.clear();
    isClosed = true;
  }

  /// How many bytes are ahead that somebody must have paid for.
  int get owed => ahead.length <= window.base
      ? 0
      : max(0, aheadBytes - ahead.last - freeBytes);
}

Future<void> main() => suite('windows', () {
      test('a window that is fixed stays as it is', () {
        final window = Window.fixed(8);
        expect((window.open(), window.size, window.portion), (8, 8, 4));
        window
          ..measure(1, 1)
          ..grow()
          ..shrink(1);
        expect((window.size, window.bytes), (8, 0));
        expect((window.refill(3), window.refill(8)), (3, 8));
        window.close();
        expect(window.size, 8);
        expect(Window.fixed(1).portion, 1);
      });

      test('a window grows by doubling, to the largest there is', () {
        final pool = WindowPool();
        final window = Window.growing(pool);
        expect(window.open(), defaultWindow);
        window.measure(defaultWindow, 4 * defaultWindow);
        for (var size = defaultWindow; size < maxWindow; size *= 2) {
          expect(window.size, size);
          expect(window.bytes, size == defaultWindow ? 0 : 4 * size);
          expect(pool.left, pooledBytes - max(0, window.bytes - freeBytes));
          window.grow();
        }
        window.grow();
        expect((window.size, window.portion), (maxWindow, maxWindow ~/ 2));
        expect(window.refill(64), maxWindow);
        const cost = 4 * maxWindow - freeBytes;
        expect(pool.left, pooledBytes - cost);
        window.shrink(100);
        expect((window.size, window.refill(96)), (100, 0));
        expect(pool.left, pooledBytes - cost, reason: 'it is on its way');
        expect((window.refill(3999), window.size), (99, 100));
        expect(pool.left, pooledBytes - cost);
        expect(window.refill(1), 1);
        expect(pool.left, pooledBytes, reason: '100 items are free');
        window.shrink(0);
        expect((window.size, window.bytes), (defaultWindow, 0));
        expect(window.refill(100), defaultWindow);
      });

      test('a window holds as many items as fit into its bytes', () {
        final pool = WindowPool();
        final window = Window.growing(pool)..open();
        window.measure(1, 1000000);
        window.grow();
        expect((window.size, window.bytes), (defaultWindow, 0),
            reason: 'there is no room for one more');
        window.measure(10, 1120);
        for (var i = 0; i < 10; i++) {
          window.grow();
        }
        expect(window.bytes, maxWindowBytes);
        for (final (itemBytes, size) in [
          (112, maxWindowBytes ~/ 112),
          (1000, maxWindowBytes ~/ 1000),
          (10000, defaultWindow),
          (1, maxWindow),
          (112, maxWindowBytes ~/ 112),
        ]) {
          window.measure(7, 7 * itemBytes);
          expect(window.size, size);
          expect(pool.left, pooledBytes - (maxWindowBytes - freeBytes));
        }
        window.close();
        expect(pool.left, pooledBytes);
      });

      test('a window does not grow if the pool has too little', () {
        final pool = WindowPool();
        final windows = <Window>[];
        for (var i = 0; i < 100; i++) {
          final window = Window.growing(pool)..open();
          window.measure(1, 1000);
          for (var i = 0; i < 3; i++) {
            window.grow();
          }
          windows.add(window);
        }
        final grown = windows.where((window) => window.size > defaultWindow);
        expect(grown.length, pooledBytes ~/ (maxWindowBytes - freeBytes));
        for (final window in windows) {
          window
            ..measure(1, 4)
            ..grow()
            ..grow();
        }
        expect(
          windows.every((window) => window.size >= freeBytes ~/ 4),
          true,
          reason: 'what is free needs no pool',
        );
        windows.first.close();
        expect(pool.left >= maxWindowBytes - freeBytes, true);
      });

      test('what windows borrow is bounded, and comes back', () {
        for (var seed = 1; seed <= 50; seed++) {
          final random = Random(seed);
          final pool = WindowPool();
          final streams = <_Stream>[];
          for (var step = 0; step < 2000; step++) {
            if (streams.isEmpty || random.nextInt(50) == 0) {
              streams.add(_Stream(Window.growing(pool)));
            }
            final stream = streams[random.nextInt(streams.length)];
            if (stream.isClosed) continue;
            switch (random.nextInt(20)) {
              case 0:
                stream.close();
              case < 3:
                stream.window.shrink(random.nextInt(5000));
              case < 8:
                stream.window.grow();
              case < 14:
                final size = 1 << random.nextInt(14);
                stream.send(size, random.nextInt(5000));
              default:
                stream.take(random.nextInt(5000));
            }
            final owed = streams.fold(0, (sum, stream) => sum + stream.owed);
            if (pool.left < 0 || owed > pooledBytes - pool.left) {
              fail('${pool.left} left, $owed owed');
            }
            final window = stream.window;
            if (window.size < defaultWindow || window.size > maxWindow) {
              fail('size ${window.size}');
            }
            if (window.bytes > maxWindowBytes) fail('${window.bytes} bytes');
          }
          for (final stream in streams) {
            if (!stream.isClosed) stream.close();
          }
          expect(pool.left, pooledBytes);
        }
      });
    });
