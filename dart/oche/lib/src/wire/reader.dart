part of 'wire.dart';

/// What came with a message and is not bytes. The bytes name it by its index.
abstract interface class Attachments {
  /// The block number [index] as a list of [count] numbers of a kind, without a
  /// copy; null if there is none, or it is not such a list.
  TypedData? block(int index, int kind, int count);
}

/// A message that is nothing but bytes.
final class NoAttachments implements Attachments {
  const NoAttachments();

  @override
  TypedData? block(int index, int kind, int count) => null;
}

/// A cursor over a message. Any bytes give a value or an [OcheException].
final class Reader {
  /// A reader of [bytes]. Number lists are counted from the start of the view,
  /// which must be at a multiple of 8 bytes of its [ByteBuffer].
  Reader(Uint8List bytes, [Attachments attachments = const NoAttachments()])
      : _bytes = bytes,
        _data = ByteData.sublistView(bytes),
        _attachments = attachments,
        _end = bytes.length;

  Uint8List _bytes;
  ByteData _data;
  Attachments _attachments;
  int _start = 0;
  int _at = 0;
  int _end;
  int _firstAttachment = 0;
  int _depth = 0;

  /// Whether a call of Rust's functions writes over what is read here. Then
  /// nothing that may call one is done until all is read.
  bool isOverwritten = false;

  /// What waits for that: keys that go into maps and sets. Their `hashCode` and
  /// `==` may be Rust's, or call it.
  List<void Function()>? _later;

  /// Reads the part from [start] to [end] of [bytes] from now on. [data] is a
  /// view of the same bytes, [start] a multiple of 8.
  void reset(
    Uint8List bytes,
    ByteData data,
    int start,
    int end,
    Attachments attachments,
    int firstAttachment,
  ) {
    _bytes = bytes;
    _data = data;
    _start = _at = start;
    _end = end;
    _attachments = attachments;
    _firstAttachment = firstAttachment;
    _depth = 0;
    _later = null;
  }

  /// Reads the first [length] bytes of the same memory from now on, with the
  /// same attachments.
  @pragma('vm:prefer-inline')
  void restart(int length) {
    _start = _at = 0;
    _end = length;
    _firstAttachment = 0;
    _depth = 0;
  }

  @pragma('vm:never-inline')
  Never _truncated() => throw const MalformedDataException(
        'The bytes end in the middle of a value. The Dart and Rust halves may '
        'be of different builds: run `oche generate` and build the library '
        'again.',
      );

  /// Steps over [count] bytes; their place.
  @pragma('vm:prefer-inline')
  int take(int count) {
    final at = _at;
    if (count > _end - at) _truncated();
    _at = at + count;
    return at;
  }

  /// How many bytes are left.
  int get left => _end - _at;

  /// Checks that nothing is left. Padding at the end of a mailbox entry is less
  /// than 8 zero bytes.
  void end({bool padded = false}) {
    if (left == 0 || padded && left < 8) {
      if (_later != null) settle();
      return;
    }
    throw MalformedDataException(
      '$left bytes are left after the last value. The Dart and Rust halves '
      'may be of different builds: run `oche generate` and build the library '
      'again.',
    );
  }

  /// Does what waits for the end of the message: nothing of it is read any
  /// more.
  void settle() {
    final later = _later;
    _later = null;
    later?.forEach((put) => put());
  }

  /// Whether [key] can be put into a map or a set at once.
  @pragma('vm:prefer-inline')
  bool _isPlain(Object? key) =>
      !isOverwritten || key is String || key is int || key is Enum;

  /// The zero byte of a struct without fields.
  void unit() {
    final byte = u8();
    if (byte != 0) malformed('a struct without fields is 0, not $byte');
  }

  /// Throws, because the bytes are no value of the wanted type.
  Never malformed(String why) =>
      throw MalformedDataException('The bytes are not a value: $why.');

  /// The exception for an enum's variant that does not exist.
  MalformedDataException unknownVariant(String name, int tag) =>
      MalformedDataException(
        'The enum $name has no variant number $tag. The Dart and Rust halves '
        'may be of different builds: run `oche generate` and build the library '
        'again.',
      );

  @pragma('vm:prefer-inline')
  bool boolean() {
    final byte = _bytes[take(1)];
    if (byte > 1) malformed('a bool is 0 or 1, not $byte');
    return byte == 1;
  }

  @pragma('vm:prefer-inline')
  int i8() => i8At(take(1));

  @pragma('vm:prefer-inline')
  int u8() => u8At(take(1));

  @pragma('vm:prefer-inline')
  int i16() => i16At(take(2));

  @pragma('vm:prefer-inline')
  int u16() => u16At(take(2));

  @pragma('vm:prefer-inline')
  int i32() => i32At(take(4));

  @pragma('vm:prefer-inline')
  int u32() => u32At(take(4));

  @pragma('vm:prefer-inline')
  int i64() => i64At(take(8));

  int u64() {
    final value = _data.getInt64(take(8), Endian.little);
    if (value < 0) throw _tooLargeForInt(value);
    return value;
  }

  /// The `i8` at a place that [take] has given; so with the others.
  @pragma('vm:prefer-inline')
  int i8At(int at) => _data.getInt8(at);

  @pragma('vm:prefer-inline')
  int u8At(int at) => _bytes[at];

  @pragma('vm:prefer-inline')
  int i16At(int at) => _data.getInt16(at, Endian.little);

  @pragma('vm:prefer-inline')
  int u16At(int at) => _data.getUint16(at, Endian.little);

  @pragma('vm:prefer-inline')
  int i32At(int at) => _data.getInt32(at, Endian.little);

  @pragma('vm:prefer-inline')
  int u32At(int at) => _data.getUint32(at, Endian.little);

  @pragma('vm:prefer-inline')
  int i64At(int at) => _data.getInt64(at, Endian.little);

  @pragma('vm:prefer-inline')
  double f32At(int at) => _data.getFloat32(at, Endian.little);

  @pragma('vm:prefer-inline')
  double f64At(int at) => _data.getFloat64(at, Endian.little);

  int isize() => i64();

  int usize() => u64();

  @pragma('vm:prefer-inline')
  double f32() => f32At(take(4));

  @pragma('vm:prefer-inline')
  double f64() => f64At(take(8));

  /// The place of an enum's variant.
  int tag() => u32();

  String char() {
    final rune = u32();
    if (rune > 0x10ffff || rune & 0x1ff800 == 0xd800) {
      throw InvalidCharException(
        '0x${rune.toRadixString(16)} is not a Unicode scalar value.',
      );
    }
    return String.fromCharCode(rune);
  }

  Duration duration() {
    final micros = i64();
    if (micros < 0) {
      throw IntegerRangeException('A duration of $micros µs is negative.');
    }
    return Duration(microseconds: micros);
  }

  String string() {
    final header = u32();
    final length = header >> 1;
    final at = take(length);
    if (header & 1 == 1) return String.fromCharCodes(_bytes, at, at + length);
    return _utf8(Uint8List.sublistView(_bytes, at, at + length));
  }

  String _utf8(Uint8List bytes) {
    try {
      final text = utf8.decode(bytes);
      // The decoder takes U+FEFF at the start for a byte order mark; in a
      // string it is a character like any other.
      final marked = bytes.length >= 3 &&
          bytes[0] == 0xef &&
          bytes[1] == 0xbb &&
          bytes[2] == 0xbf;
      return marked ? '\uFEFF$text' : text;
    } on FormatException catch (error) {
      throw InvalidUtf8Exception(
        'Text is not UTF-8: ${error.message} at byte ${error.offset}.',
      );
    }
  }

  /// The number of items that follow; each takes at least one byte.
  @pragma('vm:prefer-inline')
  int _count() {
    final count = u32();
    if (count > _end - _at) _truncated();
    return count;
  }

  /// What goes along with what is read.
  @pragma('vm:prefer-inline')
  Attachments get attachments => _attachments;

  /// The index of one of the [attachments].
  @pragma('vm:prefer-inline')
  int attachmentIndex() => _firstAttachment + u32();

  /// The block that the list at hand is in, as [count] numbers of [kind].
  TypedData _claim(int kind, int count) {
    final block = _attachments.block(attachmentIndex(), kind, count);
    if (block == null) malformed('a list names a block that is not there');
    return block;
  }

  /// Steps over [count] numbers of [size] bytes in the message; their place.
  int _inline(int count, int size) {
    final padding = -(_at - _start) & (size - 1);
    return take(padding + count * size) + padding;
  }

  Int8List i8List() {
    final header = u32();
    final count = header >> 1;
    if (header & 1 == 1) return _claim(ElementKind.i8, count) as Int8List;
    final at = _inline(count, 1);
    return Int8List.fromList(
      _bytes.buffer.asInt8List(_bytes.offsetInBytes + at, count),
    );
  }

  Uint8List u8List() {
    final header = u32();
    final count = header >> 1;
    if (header & 1 == 1) return _claim(ElementKind.u8, count) as Uint8List;
    final at = _inline(count, 1);
    return Uint8List(count)..setRange(0, count, _bytes, at);
  }

  Int16List i16List() {
    final header = u32();
    final count = header >> 1;
    if (header & 1 == 1) return _claim(ElementKind.i16, count) as Int16List;
    final at = _inline(count, 2);
    return Int16List.fromList(
      _bytes.buffer.asInt16List(_bytes.offsetInBytes + at, count),
    );
  }

  Uint16List u16List() {
    final header = u32();
    final count = header >> 1;
    if (header & 1 == 1) return _claim(ElementKind.u16, count) as Uint16List;
    final at = _inline(count, 2);
    return Uint16List.fromList(
      _bytes.buffer.asUint16List(_bytes.offsetInBytes + at, count),
    );
  }

  Int32List i32List() {
    final header = u32();
    final count = header >> 1;
    if (header & 1 == 1) return _claim(ElementKind.i32, count) as Int32List;
    final at = _inline(count, 4);
    return Int32List.fromList(
      _bytes.buffer.asInt32List(_bytes.offsetInBytes + at, count),
    );
  }

  Uint32List u32List() {
    final header = u32();
    final count = header >> 1;
    if (header & 1 == 1) return _claim(ElementKind.u32, count) as Uint32List;
    final at = _inline(count, 4);
    return Uint32List.fromList(
      _bytes.buffer.asUint32List(_bytes.offsetInBytes + at, count),
    );
  }

  Int64List i64List() {
    final header = u32();
    final count = header >> 1;
    if (header & 1 == 1) return _claim(ElementKind.i64, count) as Int64List;
    final at = _inline(count, 8);
    return Int64List.fromList(
      _bytes.buffer.asInt64List(_bytes.offsetInBytes + at, count),
    );
  }

  Uint64List u64List() {
    final list = _u64List();
    _checkInts(list);
    return list;
  }

  Uint64List _u64List() {
    final header = u32();
    final count = header >> 1;
    if (header & 1 == 1) return _claim(ElementKind.u64, count) as Uint64List;
    final at = _inline(count, 8);
    return Uint64List.fromList(
      _bytes.buffer.asUint64List(_bytes.offsetInBytes + at, count),
    );
  }

  Float32List f32List() {
    final header = u32();
    final count = header >> 1;
    if (header & 1 == 1) return _claim(ElementKind.f32, count) as Float32List;
    final at = _inline(count, 4);
    return Float32List.fromList(
      _bytes.buffer.asFloat32List(_bytes.offsetInBytes + at, count),
    );
  }

  Float64List f64List() {
    final header = u32();
    final count = header >> 1;
    if (header & 1 == 1) return _claim(ElementKind.f64, count) as Float64List;
    final at = _inline(count, 8);
    return Float64List.fromList(
      _bytes.buffer.asFloat64List(_bytes.offsetInBytes + at, count),
    );
  }

  Int8List i8Array(int length) {
    final list = i8List();
    _checkLength(list.length, length);
    return list;
  }

  Uint8List u8Array(int length) {
    final list = u8List();
    _checkLength(list.length, length);
    return list;
  }

  Int16List i16Array(int length) {
    final list = i16List();
    _checkLength(list.length, length);
    return list;
  }

  Uint16List u16Array(int length) {
    final list = u16List();
    _checkLength(list.length, length);
    return list;
  }

  Int32List i32Array(int length) {
    final list = i32List();
    _checkLength(list.length, length);
    return list;
  }

  Uint32List u32Array(int length) {
    final list = u32List();
    _checkLength(list.length, length);
    return list;
  }

  Int64List i64Array(int length) {
    final list = i64List();
    _checkLength(list.length, length);
    return list;
  }

  Uint64List u64Array(int length) {
    final list = u64List();
    _checkLength(list.length, length);
    return list;
  }

  Float32List f32Array(int length) {
    final list = f32List();
    _checkLength(list.length, length);
    return list;
  }

  Float64List f64Array(int length) {
    final list = f64List();
    _checkLength(list.length, length);
    return list;
  }

  void _checkLength(int found, int wanted) {
    if (found != wanted) {
      throw ListLengthException(
        'The list has $found elements, the Rust array has $wanted.',
      );
    }
  }

  // In its caller's place: there the type is known, so that not every item is
  // checked as it is stored, and the function is called directly.
  @pragma('vm:prefer-inline')
  List<T> list<T>(T Function(Reader r) item) {
    final count = _count();
    if (count == 0) return <T>[];
    // The first item fills the list: nothing is copied when it grows.
    final list = List<T>.filled(count, item(this), growable: true);
    for (var i = 1; i < count; i++) {
      list[i] = item(this);
    }
    return list;
  }

  List<T> array<T>(int length, T Function(Reader r) item) {
    final found = list(item);
    _checkLength(found.length, length);
    return found;
  }

  T? option<T>(T Function(Reader r) value) => boolean() ? value(this) : null;

  Map<K, V> map<K, V>(K Function(Reader r) key, V Function(Reader r) value) {
    final count = _count();
    final map = <K, V>{};
    for (var i = 0; i < count; i++) {
      final k = key(this);
      final v = value(this);
      if (_isPlain(k)) {
        map[k] = v;
      } else {
        (_later ??= []).add(() => map[k] = v);
      }
    }
    return map;
  }

  /// Reads one level of a recursive value.
  T nested<T>(T Function() read) {
    if (_depth == maxDepth) {
      throw const NestingTooDeepException(
        'The value is nested more than $maxDepth levels deep.',
      );
    }
    _depth++;
    final value = read();
    _depth--;
    return value;
  }
}
