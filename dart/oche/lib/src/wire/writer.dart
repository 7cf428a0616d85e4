part of 'wire.dart';

/// Where a [Writer] gets memory from.
abstract interface class ArgumentMemory {
  /// The buffer with room for at least [capacity] bytes and the content of the
  /// buffer before. It starts at a multiple of 8 bytes of its [ByteBuffer].
  Uint8List grow(int capacity);

  /// A block for [count] numbers of a kind, to be filled; it travels with the
  /// call. The kinds are those of [ElementKind].
  TypedData block(int kind, int count);
}

/// A message under construction.
final class Writer {
  /// A writer into the memory that [memory] gives.
  Writer(this.memory, this._bytes) : _data = ByteData.sublistView(_bytes);

  /// Where the bytes go, and what goes along with them.
  final ArgumentMemory memory;
  Uint8List _bytes;
  ByteData _data;
  int _at = 0;
  int _attached = 0;
  int _depth = 0;

  /// The number of bytes written.
  int get length => _at;

  /// The number of things that are attached to them.
  int get attached => _attached;

  /// Makes the writer empty, in the buffer [bytes] from now on.
  void reset(Uint8List bytes) {
    if (!identical(bytes, _bytes)) {
      _bytes = bytes;
      _data = ByteData.sublistView(bytes);
    }
    _at = 0;
    _attached = 0;
    _depth = 0;
  }

  /// Writes the index of what is attached next: once it is there, [attach]
  /// counts it.
  @pragma('vm:prefer-inline')
  void attachmentIndex() => u32(_attached);

  /// Counts something more that is attached.
  @pragma('vm:prefer-inline')
  void attach() => _attached++;

  /// Takes back all bytes from [length] on. What was attached meanwhile goes
  /// along, and nobody asks for it.
  void rewind(int length) {
    _at = length;
    _depth = 0;
  }

  /// Makes room for [count] bytes and steps over them; their place.
  @pragma('vm:prefer-inline')
  int _advance(int count) {
    final at = _at;
    final end = at + count;
    if (end > _bytes.length) _grow(end);
    _at = end;
    return at;
  }

  @pragma('vm:never-inline')
  void _grow(int capacity) {
    _bytes = memory.grow(capacity);
    _data = ByteData.sublistView(_bytes);
  }

  /// The zero byte of a struct without fields.
  void unit() => u8(0);

  void boolean(bool v) {
    final at = _advance(1);
    _bytes[at] = v ? 1 : 0;
  }

  void i8(int v) {
    checkI8(v);
    final at = _advance(1);
    _data.setInt8(at, v);
  }

  void u8(int v) {
    checkU8(v);
    final at = _advance(1);
    _data.setUint8(at, v);
  }

  void i16(int v) {
    checkI16(v);
    final at = _advance(2);
    _data.setInt16(at, v, Endian.little);
  }

  void u16(int v) {
    checkU16(v);
    final at = _advance(2);
    _data.setUint16(at, v, Endian.little);
  }

  void i32(int v) {
    checkI32(v);
    final at = _advance(4);
    _data.setInt32(at, v, Endian.little);
  }

  void u32(int v) {
    checkU32(v);
    final at = _advance(4);
    _data.setUint32(at, v, Endian.little);
  }

  void i64(int v) {
    final at = _advance(8);
    _data.setInt64(at, v, Endian.little);
  }

  void u64(int v) {
    checkU64(v);
    final at = _advance(8);
    _data.setInt64(at, v, Endian.little);
  }

  void isize(int v) {
    final at = _advance(8);
    _data.setInt64(at, v, Endian.little);
  }

  void usize(int v) {
    checkUsize(v);
    final at = _advance(8);
    _data.setInt64(at, v, Endian.little);
  }

  void f32(double v) {
    final at = _advance(4);
    _data.setFloat32(at, v, Endian.little);
  }

  void f64(double v) {
    final at = _advance(8);
    _data.setFloat64(at, v, Endian.little);
  }

  void char(String v) => u32(charToRune(v));

  /// The place of an enum's variant.
  void tag(int v) => u32(v);

  void duration(Duration v) {
    if (v.isNegative) {
      throw IntegerRangeException(
        'A duration of $v is negative, and Rust\'s Duration cannot be.',
      );
    }
    i64(v.inMicroseconds);
  }

  void string(String v) {
    final length = v.length;
    // At most three bytes a UTF-16 unit; what is too much is given back.
    final start = _advance(4 + 3 * length);
    final bytes = _bytes;
    var at = start + 4;
    var i = 0;
    for (; i < length; i++) {
      final unit = v.codeUnitAt(i);
      if (unit >= 0x80) break;
      bytes[at++] = unit;
    }
    final ascii = i == length;
    if (!ascii) at = _utf8(v, i, at);
    _at = at;
    _header(start, at - start - 4, ascii);
  }

  /// Writes [v] from unit [i] on to [at]; where it ends.
  int _utf8(String v, int i, int at) {
    final bytes = _bytes;
    final length = v.length;
    for (; i < length; i++) {
      final unit = v.codeUnitAt(i);
      if (unit < 0x80) {
        bytes[at++] = unit;
      } else if (unit < 0x800) {
        bytes[at++] = 0xc0 | unit >> 6;
        bytes[at++] = 0x80 | unit & 0x3f;
      } else if (unit & 0xf800 != 0xd800) {
        bytes[at++] = 0xe0 | unit >> 12;
        bytes[at++] = 0x80 | unit >> 6 & 0x3f;
        bytes[at++] = 0x80 | unit & 0x3f;
      } else {
        final low = i + 1 < length ? v.codeUnitAt(i + 1) : 0;
        if (unit & 0xfc00 != 0xd800 || low & 0xfc00 != 0xdc00) {
          throw LoneSurrogateException(
            'The string has half of a surrogate pair at index $i, which is no '
            'text in Rust. Replace it before the call, for example by U+FFFD.',
          );
        }
        final rune = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
        bytes[at++] = 0xf0 | rune >> 18;
        bytes[at++] = 0x80 | rune >> 12 & 0x3f;
        bytes[at++] = 0x80 | rune >> 6 & 0x3f;
        bytes[at++] = 0x80 | rune & 0x3f;
        i++;
      }
    }
    return at;
  }

  void _header(int at, int count, bool flag) {
    if (count > 0x7fffffff) {
      throw ListLengthException(
        '$count elements are more than one message can carry.',
      );
    }
    _data.setUint32(at, count << 1 | (flag ? 1 : 0), Endian.little);
  }

  /// The header of [count] numbers of [size] bytes and, if they go into the
  /// message, room for them; their place, or -1 if they go into a block.
  int _numbers(int count, int size) {
    final external = count * size >= externalBytes;
    _header(_advance(4), count, external);
    if (external) {
      attachmentIndex();
      return -1;
    }
    final padding = -_at & (size - 1);
    final at = _advance(padding + count * size);
    _bytes.fillRange(at, at + padding, 0);
    return at + padding;
  }

  /// The block of [count] numbers whose index [_numbers] has just written. It
  /// counts once it is there: what was not had must not be given back.
  TypedData _block(int kind, int count) {
    final block = memory.block(kind, count);
    attach();
    return block;
  }

  void i8List(Int8List v) {
    final count = v.length;
    final at = _numbers(count, 1);
    final target = at < 0
        ? _block(ElementKind.i8, count) as Int8List
        : _bytes.buffer.asInt8List(_bytes.offsetInBytes + at, count);
    target.setRange(0, count, v);
  }

  void u8List(Uint8List v) {
    final count = v.length;
    final at = _numbers(count, 1);
    final target = at < 0
        ? _block(ElementKind.u8, count) as Uint8List
        : _bytes.buffer.asUint8List(_bytes.offsetInBytes + at, count);
    target.setRange(0, count, v);
  }

  void i16List(Int16List v) {
    final count = v.length;
    final at = _numbers(count, 2);
    final target = at < 0
        ? _block(ElementKind.i16, count) as Int16List
        : _bytes.buffer.asInt16List(_bytes.offsetInBytes + at, count);
    target.setRange(0, count, v);
  }

  void u16List(Uint16List v) {
    final count = v.length;
    final at = _numbers(count, 2);
    final target = at < 0
        ? _block(ElementKind.u16, count) as Uint16List
        : _bytes.buffer.asUint16List(_bytes.offsetInBytes + at, count);
    target.setRange(0, count, v);
  }

  void i32List(Int32List v) {
    final count = v.length;
    final at = _numbers(count, 4);
    final target = at < 0
        ? _block(ElementKind.i32, count) as Int32List
        : _bytes.buffer.asInt32List(_bytes.offsetInBytes + at, count);
    target.setRange(0, count, v);
  }

  void u32List(Uint32List v) {
    final count = v.length;
    final at = _numbers(count, 4);
    final target = at < 0
        ? _block(ElementKind.u32, count) as Uint32List
        : _bytes.buffer.asUint32List(_bytes.offsetInBytes + at, count);
    target.setRange(0, count, v);
  }

  void i64List(Int64List v) {
    final count = v.length;
    final at = _numbers(count, 8);
    final target = at < 0
        ? _block(ElementKind.i64, count) as Int64List
        : _bytes.buffer.asInt64List(_bytes.offsetInBytes + at, count);
    target.setRange(0, count, v);
  }

  void u64List(Uint64List v) {
    _checkInts(v);
    _u64List(v);
  }

  void _u64List(Uint64List v) {
    final count = v.length;
    final at = _numbers(count, 8);
    final target = at < 0
        ? _block(ElementKind.u64, count) as Uint64List
        : _bytes.buffer.asUint64List(_bytes.offsetInBytes + at, count);
    target.setRange(0, count, v);
  }

  void f32List(Float32List v) {
    final count = v.length;
    final at = _numbers(count, 4);
    final target = at < 0
        ? _block(ElementKind.f32, count) as Float32List
        : _bytes.buffer.asFloat32List(_bytes.offsetInBytes + at, count);
    target.setRange(0, count, v);
  }

  void f64List(Float64List v) {
    final count = v.length;
    final at = _numbers(count, 8);
    final target = at < 0
        ? _block(ElementKind.f64, count) as Float64List
        : _bytes.buffer.asFloat64List(_bytes.offsetInBytes + at, count);
    target.setRange(0, count, v);
  }

  void i8Array(Int8List v, int length) {
    _checkLength(v.length, length);
    i8List(v);
  }

  void u8Array(Uint8List v, int length) {
    _checkLength(v.length, length);
    u8List(v);
  }

  void i16Array(Int16List v, int length) {
    _checkLength(v.length, length);
    i16List(v);
  }

  void u16Array(Uint16List v, int length) {
    _checkLength(v.length, length);
    u16List(v);
  }

  void i32Array(Int32List v, int length) {
    _checkLength(v.length, length);
    i32List(v);
  }

  void u32Array(Uint32List v, int length) {
    _checkLength(v.length, length);
    u32List(v);
  }

  void i64Array(Int64List v, int length) {
    _checkLength(v.length, length);
    i64List(v);
  }

  void u64Array(Uint64List v, int length) {
    _checkLength(v.length, length);
    u64List(v);
  }

  void f32Array(Float32List v, int length) {
    _checkLength(v.length, length);
    f32List(v);
  }

  void f64Array(Float64List v, int length) {
    _checkLength(v.length, length);
    f64List(v);
  }

  void _checkLength(int found, int wanted) {
    if (found != wanted) {
      throw ListLengthException(
        'The list has $found elements, the Rust array has $wanted.',
      );
    }
  }

  void list<T>(List<T> v, void Function(Writer w, T v) item) {
    final count = v.length;
    u32(count);
    for (var i = 0; i < count; i++) {
      item(this, v[i]);
    }
  }

  void array<T>(List<T> v, int length, void Function(Writer w, T v) item) {
    _checkLength(v.length, length);
    list(v, item);
  }

  void option<T>(T? v, void Function(Writer w, T v) value) {
    boolean(v != null);
    if (v != null) value(this, v);
  }

  void map<K, V>(
    Map<K, V> v,
    void Function(Writer w, K v) key,
    void Function(Writer w, V v) value,
  ) {
    var left = v.length;
    u32(left);
    for (final entry in v.entries) {
      left--;
      key(this, entry.key);
      value(this, entry.value);
    }
    // Rust would take what follows for a part of the map.
    if (left != 0) throw ConcurrentModificationError(v);
  }

  /// Writes one level of a recursive value.
  void nested(void Function() write) {
    if (_depth == maxDepth) {
      throw const NestingTooDeepException(
        'The value is nested more than $maxDepth levels deep.',
      );
    }
    _depth++;
    write();
    _depth--;
  }
}
