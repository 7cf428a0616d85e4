/// How far Rust may be ahead of a listener.
library;

import 'dart:math';

/// How many items may be on their way or wait for a paused listener, if the
/// function does not say: of a stream that grows its window, at first.
const int defaultWindow = 64;

/// How far a window can grow.
const int maxWindow = 4096;

/// What the windows of one isolate have grown by is at most this many items.
const int pooledItems = 16384;

/// What the windows of one isolate may still grow by.
final class WindowPool {
  int _left = pooledItems;

  /// So many items.
  int get left => _left;
}

/// How many items one stream may be ahead of its listener. It grows only if it
/// has a pool; then it is at least [base] and at most [maxWindow].
final class Window {
  Window.fixed(this.base)
      : _size = base,
        _pool = null;

  Window.growing(WindowPool pool)
      : base = defaultWindow,
        _size = defaultWindow,
        _pool = pool;

  /// What it begins with.
  final int base;
  final WindowPool? _pool;
  int _size;

  /// How many items were granted and not yet taken.
  int _ahead = 0;

  /// What the pool has given.
  int _borrowed = 0;

  /// How many items the stream may be ahead.
  int get size => _size;

  /// When so many were taken, Rust should be told.
  int get portion => _size > 1 ? _size ~/ 2 : 1;

  /// The first grant.
  int open() => _ahead = base;

  /// Of those that were granted, [taken] items were taken; how many to grant.
  int refill(int taken) {
    _ahead -= taken;
    final granted = max(0, _size - _ahead);
    _ahead += granted;
    _settle();
    return granted;
  }

  /// Doubles, if the pool has as much.
  void grow() {
    final pool = _pool;
    if (pool == null || _size >= maxWindow) return;
    final grown = min(_size * 2, maxWindow);
    if (max(grown, _ahead) - base - _borrowed > pool._left) return;
    _size = grown;
    _settle();
  }

  /// Shrinks to [items], but not below [base].
  void shrink(int items) {
    if (items >= _size || _size == base) return;
    _size = max(items, base);
    _settle();
  }

  /// Gives back all that was borrowed: nothing is granted any more.
  void close() {
    _size = base;
    _ahead = 0;
    _settle();
  }

  /// What is ahead is paid for until it is taken.
  void _settle() {
    final pool = _pool;
    if (pool == null) return;
    final wanted = max(_size, _ahead) - base;
    pool._left -= wanted - _borrowed;
    _borrowed = wanted;
  }
}
