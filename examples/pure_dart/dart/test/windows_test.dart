import 'dart:math';

import 'package:oche/src/window.dart';

import 'harness.dart';

/// A stream that has a window, and what its listener and Rust know of it.
final class _Stream {
  _Stream(this.window) : ahead = window.open();

  final Window window;

  /// How many items were granted and not yet taken.
  int ahead;
  bool isClosed = false;

  void take(int items) {
    final taken = min(items, ahead);
    ahead -= taken;
    final granted = window.refill(taken);
    if (granted < 0) fail('$granted items granted');
    ahead += granted;
    if (ahead > window.size && granted > 0) {
      fail('$ahead items ahead, and the window is ${window.size}');
    }
  }

  /// What it costs the pool.
  int get borrowed => isClosed ? 0 : max(window.size, ahead) - window.base;
}

Future<void> main() => suite('windows', () {
      test('a window that is fixed stays as it is', () {
        final window = Window.fixed(8);
        expect((window.open(), window.size, window.portion), (8, 8, 4));
        window
          ..grow()
          ..shrink(1);
        expect(window.size, 8);
        expect((window.refill(3), window.refill(8)), (3, 8));
        window.close();
        expect(window.size, 8);
        expect(Window.fixed(1).portion, 1);
      });

      test('a window grows by doubling, to the largest there is', () {
        final pool = WindowPool();
        final window = Window.growing(pool);
        expect(window.open(), defaultWindow);
        for (var size = defaultWindow; size < maxWindow; size *= 2) {
          expect(window.size, size);
          window.grow();
        }
        window.grow();
        expect(window.size, maxWindow);
        expect(window.refill(64), maxWindow);
        expect(pool.left, pooledItems - (maxWindow - defaultWindow));
        window.shrink(100);
        expect((window.size, window.refill(96)), (100, 0));
        expect(pool.left, pooledItems - (maxWindow - 96 - defaultWindow));
        expect(window.refill(4000), 100);
        window.shrink(0);
        expect(window.size, defaultWindow);
        expect(window.refill(100), defaultWindow);
        expect(pool.left, pooledItems);
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
            switch (random.nextInt(stream.isClosed ? 1 : 20)) {
              case 0:
                stream.window.close();
                stream.isClosed = true;
              case < 3:
                stream.window.shrink(random.nextInt(5000));
              case < 10:
                stream.window.grow();
              default:
                stream.take(random.nextInt(5000));
            }
            final all = streams.fold(0, (sum, stream) => sum + stream.borrowed);
            if (pool.left != pooledItems - all || pool.left < 0) {
              fail('${pool.left} left, $all borrowed');
            }
            final size = stream.window.size;
            if (size < defaultWindow || size > maxWindow) fail('size $size');
          }
          for (final stream in streams) {
            if (!stream.isClosed) stream.window.close();
          }
          expect(pool.left, pooledItems);
        }
      });
    });
