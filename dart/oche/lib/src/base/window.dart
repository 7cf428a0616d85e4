/// How far Rust may be ahead of a listener.
library;

import 'dart:math';

/// How many items may be on their way or wait for a paused listener, if the
/// function does not say: of a stream that grows its window, at first.
const int defaultWindow = 64;

/// How many items a window that has grown can hold.
const int maxWindow = 4096;

/// How many bytes they can have.
const int maxWindowBytes = 192 * 1024;

/// So many bytes of a window that has grown cost the pool nothing.
const int freeBytes = 1024;

/// What the windows of one isolate have grown by is at most this many bytes,
/// besides those that are free.
const int pooledBytes = 1024 * 1024;

/// An item counts as this many bytes at least.
const int _leastItem = 4;

/// What the windows of one isolate may still grow by.
final class WindowPool {
  int _left = pooledBytes;

  /// So many bytes.
  int get left => _left;
}

/// How far one stream may be ahead of its listener: [base] items of any size,
/// or more, as long as what is ahead has fewer than [bytes]. It grows only if
/// it has a pool.
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
  int _bytes = 0;

  /// How large items are.
  int _itemBytes = _leastItem;

  /// How many items were granted and not yet taken.
  int _ahead = 0;

  /// What the pool has given.
  int _borrowed = 0;

  /// After so many more items what is ahead is within [bytes] again.
  int _excess = 0;

  /// How many items the stream may be ahead: as many of the size that they
  /// have now as fit into [bytes], but at least [base].
  int get size => _size;

  /// How many bytes an item finds ahead of it at most that is sent beyond
  /// [base].
  int get bytes => _bytes;

  /// How many bytes so many [items] have, if they are as those that came last.
  int bytesOf(int items) => items * _itemBytes;

  /// When so many were taken, Rust should be told.
  int get portion => _size > 1 ? _size ~/ 2 : 1;

  /// The first grant.
  int open() => _ahead = base;

  /// So many [items] that arrived have so many [bytes] in all.
  void measure(int items, int bytes) {
    final size = max(bytes ~/ items, _leastItem);
    if (size == _itemBytes) return;
    _itemBytes = size;
    if (_bytes > 0) _fit();
  }

  /// Of those that were granted, [taken] items were taken; how many to grant.
  int refill(int taken) {
    _ahead -= taken;
    if (_excess > 0 && (_excess -= taken) <= 0) _settle();
    final granted = max(0, _size - _ahead);
    _ahead += granted;
    return granted;
  }

  /// Doubles, if the pool has as much.
  void grow() {
    final pool = _pool;
    if (pool == null || _size >= maxWindow) return;
    final grown = min(max(_bytes, base * _itemBytes) * 2, maxWindowBytes);
    if (grown ~/ _itemBytes <= _size) return;
    if (_cost(grown) - _borrowed > pool._left) return;
    _bytes = grown;
    _settle();
    _fit();
  }

  /// Shrinks to [items], but not below [base].
  void shrink(int items) {
    if (items >= _size || _bytes == 0) return;
    _bytes = items > base ? items * _itemBytes : 0;
    _excess = _ahead;
    _settle();
    _fit();
  }

  /// Gives back all that was borrowed: nothing is granted any more.
  void close() {
    _bytes = _ahead = _excess = 0;
    _settle();
    _fit();
  }

  void _fit() => _size = max(base, min(_bytes ~/ _itemBytes, maxWindow));

  static int _cost(int bytes) => max(0, bytes - freeBytes);

  /// What is ahead is paid for until it is taken.
  void _settle() {
    final cost = _cost(_bytes);
    final pool = _pool;
    if (pool == null || _excess > 0 && cost < _borrowed) return;
    pool._left -= cost - _borrowed;
    _borrowed = cost;
  }
}
