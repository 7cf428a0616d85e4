import 'package:oche/src/base/window.dart';
import 'package:test/test.dart';

void main() {
  test('a fixed window grants what was taken, and never grows', () {
    final window = Window.fixed(10);
    expect(window.open(), 10);
    expect(window.refill(4), 4);
    window
      ..measure(4, 400)
      ..grow();
    expect(window.size, 10);
    expect(window.refill(10), 10);
  });

  test('a growing window doubles until its limit', () {
    final pool = WindowPool();
    final window = Window.growing(pool);
    expect(window.open(), defaultWindow);
    var before = window.size;
    for (var i = 0; i < 20; i++) {
      window.grow();
      expect(window.size >= before, isTrue);
      before = window.size;
    }
    expect(window.size, maxWindow);
    expect(window.bytes <= maxWindowBytes, isTrue);
  });

  test('large items make it smaller than small ones, but not below its base',
      () {
    final window = Window.growing(WindowPool())..open();
    for (var i = 0; i < 20; i++) {
      window.grow();
    }
    window.measure(1, 1024);
    expect(window.size < maxWindow, isTrue);
    expect(window.bytesOf(window.size) <= maxWindowBytes, isTrue);
    window.measure(1, maxWindowBytes);
    expect(window.size, defaultWindow);
  });

  test('what was borrowed from the pool is given back', () {
    final pool = WindowPool();
    final windows = [
      for (var i = 0; i < 50; i++) Window.growing(pool)..open(),
    ];
    for (final window in windows) {
      window.measure(1, 512);
      for (var i = 0; i < 20; i++) {
        window.grow();
      }
    }
    expect(pool.left >= 0, isTrue);
    expect(pool.left < pooledBytes, isTrue);
    // The pool does not have as much for all of them.
    expect(windows.last.size, defaultWindow);
    for (final window in windows) {
      window.close();
    }
    expect(pool.left, pooledBytes);
  });

  test('what is ahead of a window that shrinks is paid for until it is taken',
      () {
    final pool = WindowPool();
    final window = Window.growing(pool)..open();
    window.measure(1, 512);
    for (var i = 0; i < 20; i++) {
      window.grow();
    }
    window.refill(0); // grants the whole of it
    final ahead = window.size;
    final left = pool.left;
    window.shrink(0);
    expect(window.size, defaultWindow);
    expect(pool.left, left);
    expect(window.refill(ahead), defaultWindow);
    expect(pool.left, pooledBytes);
  });
}
