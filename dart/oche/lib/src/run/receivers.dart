/// Who waits for entries of the mailbox. There is no twin in Rust.
library;

import 'receiver.dart';

/// How many slots there are at least, and how many stay when nobody waits.
const int _least = 64;
const int _kept = 4096;

/// Those who wait, by their ids. A receiver's slot is given by the low bits of
/// its id; an id whose slot is taken is not given out.
final class Receivers {
  List<Receiver?> _slots = List.filled(_least, null);
  List<int> _ids = List.filled(_least, 0);
  int _mask = _least - 1;
  int _length = 0;
  int _lastId = 0;

  /// How many there are.
  int get length => _length;

  /// All of them.
  Iterable<Receiver> get all => _slots.whereType();

  /// Adds [receiver]; its id, which nobody has had before.
  int add(Receiver receiver) {
    // At least half of the slots are free.
    if (_length * 2 > _mask) _resize((_mask + 1) * 2);
    var id = _lastId + 1;
    while (_slots[id & _mask] != null) {
      id++;
    }
    final slot = id & _mask;
    _slots[slot] = receiver;
    _ids[slot] = id;
    _length++;
    return _lastId = id;
  }

  /// The receiver [id], if it still waits.
  Receiver? find(int id) {
    final slot = id & _mask;
    return _ids[slot] == id ? _slots[slot] : null;
  }

  /// Takes out the receiver [id]; null if it does not wait any more.
  Receiver? remove(int id) {
    final slot = id & _mask;
    final receiver = _slots[slot];
    if (receiver == null || _ids[slot] != id) return null;
    _slots[slot] = null;
    if (--_length == 0 && _mask >= _kept) _resize(_least);
    return receiver;
  }

  /// Takes out all.
  void clear() {
    _length = 0;
    _empty(_least);
  }

  void _empty(int size) {
    _slots = List.filled(size, null);
    _ids = List.filled(size, 0);
    _mask = size - 1;
  }

  /// Those that differ in some low bits differ in more of them, too.
  void _resize(int size) {
    final (slots, ids) = (_slots, _ids);
    _empty(size);
    for (var i = 0; i < slots.length; i++) {
      final receiver = slots[i];
      if (receiver == null) continue;
      final slot = ids[i] & _mask;
      _slots[slot] = receiver;
      _ids[slot] = ids[i];
    }
  }
}
