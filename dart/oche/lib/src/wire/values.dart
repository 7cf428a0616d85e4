part of 'wire.dart';

/// The most microseconds before and after 1970 that a [DateTime] can hold.
const int _maxMicros = 8640000000000000000;

/// The fields of [v] as if they were of a moment in UTC.
int _wallClock(DateTime v) => v.isUtc
    ? v.microsecondsSinceEpoch
    : v.microsecondsSinceEpoch + v.timeZoneOffset.inMicroseconds;

/// The exception for a number that Rust's type [type] cannot hold.
IntegerRangeException _beyond(BigInt v, String type) {
  // The text of a very large one would take long to make, and nobody reads it.
  final number = v.bitLength > 256 ? 'of ${v.bitLength} bits' : '$v';
  return IntegerRangeException(
    'The number $number does not fit into Rust\'s $type.',
  );
}

/// The bits of an `i64`.
int _i64Bits(BigInt v) {
  if (v.bitLength > 63) throw _beyond(v, 'i64');
  return v.toInt();
}

/// The bits of a `u64`, which are those of a negative `int` if it is large.
int _u64Bits(BigInt v) {
  if (v.isNegative || v.bitLength > 64) throw _beyond(v, 'u64');
  return v.toSigned(64).toInt();
}

BigInt _u64OfBits(int bits) => BigInt.from(bits).toUnsigned(64);

/// The bytes of a number that is not negative, the lowest first.
Uint8List _bytesOf(BigInt v) {
  final bytes = Uint8List(v.bitLength + 7 >> 3);
  // By way of its text, because shifting would copy the rest for each byte.
  final digits = v.toRadixString(16);
  var at = digits.length;
  int next() {
    if (at == 0) return 0;
    final unit = digits.codeUnitAt(--at);
    return unit < 0x3a ? unit - 0x30 : unit - 0x57;
  }

  for (var i = 0; i < bytes.length; i++) {
    final low = next();
    bytes[i] = next() << 4 | low;
  }
  return bytes;
}

/// The number with these bytes, the lowest first.
BigInt _numberOf(Uint8List bytes) {
  if (bytes.isEmpty) return BigInt.zero;
  const digits = '0123456789abcdef';
  final text = Uint8List(2 * bytes.length);
  var at = text.length;
  for (final byte in bytes) {
    text[--at] = digits.codeUnitAt(byte & 0xf);
    text[--at] = digits.codeUnitAt(byte >> 4);
  }
  return BigInt.parse(String.fromCharCodes(text), radix: 16);
}

/// Values of types that Dart itself or this package has a class for.
extension ValueWriter on Writer {
  /// An `i64` or `isize` as a [BigInt].
  void i64Big(BigInt v) => i64(_i64Bits(v));

  /// A `u64` or `usize` as a [BigInt]: all of its range.
  void u64Big(BigInt v) => i64(_u64Bits(v));

  void i64BigList(List<BigInt> v) {
    final bits = Int64List(v.length);
    for (var i = 0; i < bits.length; i++) {
      bits[i] = _i64Bits(v[i]);
    }
    i64List(bits);
  }

  void u64BigList(List<BigInt> v) {
    final bits = Uint64List(v.length);
    for (var i = 0; i < bits.length; i++) {
      bits[i] = _u64Bits(v[i]);
    }
    _u64List(bits);
  }

  void i64BigArray(List<BigInt> v, int length) {
    _checkLength(v.length, length);
    i64BigList(v);
  }

  void u64BigArray(List<BigInt> v, int length) {
    _checkLength(v.length, length);
    u64BigList(v);
  }

  void i128(BigInt v) {
    if (v.bitLength > 127) throw _beyond(v, 'i128');
    i64(v.toSigned(64).toInt());
    i64((v >> 64).toInt());
  }

  void u128(BigInt v) {
    if (v.isNegative || v.bitLength > 128) throw _beyond(v, 'u128');
    i64(v.toSigned(64).toInt());
    i64((v >> 64).toSigned(64).toInt());
  }

  /// A number of any size: a sign, and its bytes.
  void bigInt(BigInt v) {
    u8(v.isNegative ? 1 : 0);
    u8List(_bytesOf(v.abs()));
  }

  void bigUint(BigInt v) {
    if (v.isNegative) throw _beyond(v, 'BigUint');
    u8List(_bytesOf(v));
  }

  void set<T>(Set<T> v, void Function(Writer w, T v) element) {
    var left = v.length;
    u32(left);
    for (final item in v) {
      left--;
      element(this, item);
    }
    // Rust would take what follows for a part of the set.
    if (left != 0) throw ConcurrentModificationError(v);
  }

  /// A moment. Whether [v] is in UTC or local makes no difference.
  void dateTime(DateTime v) => i64(v.microsecondsSinceEpoch);

  /// The same: they differ in being read.
  void localDateTime(DateTime v) => i64(v.microsecondsSinceEpoch);

  /// What the clock on the wall shows at [v], whichever zone that is in.
  void naiveDateTime(DateTime v) => i64(_wallClock(v));

  /// The same for a mere date, which Rust wants to be midnight.
  void naiveDate(DateTime v) {
    final micros = _wallClock(v);
    // Where the clocks skip midnight, that is how a local day begins.
    final isSkipped = micros % Duration.microsecondsPerDay != 0 &&
        !v.isUtc &&
        v.isAtSameMomentAs(DateTime(v.year, v.month, v.day));
    i64(
      isSkipped
          ? DateTime.utc(v.year, v.month, v.day).microsecondsSinceEpoch
          : micros,
    );
  }

  /// A length of time that may be negative.
  void signedDuration(Duration v) => i64(v.inMicroseconds);

  void uuid(Uuid v) {
    final at = _advance(16);
    _bytes.setRange(at, at + 16, v.bytes);
  }

  void uri(Uri v) => string('$v');

  /// Of what `dart:convert` knows as JSON.
  void json(Object? v) {
    switch (v) {
      case null:
        u8(JsonKind.nothing);
      case bool():
        u8(v ? JsonKind.yes : JsonKind.no);
      case int():
        u8(JsonKind.i64);
        i64(v);
      case double():
        if (!v.isFinite) {
          throw InvalidValueException('$v is no number in JSON.');
        }
        u8(JsonKind.f64);
        f64(v);
      case String():
        u8(JsonKind.text);
        string(v);
      case List<Object?>():
        u8(JsonKind.list);
        nested(() => list(v, (w, v) => w.json(v)));
      case Map<Object?, Object?>():
        u8(JsonKind.map);
        nested(() => map(v, (w, k) => w._jsonKey(k), (w, v) => w.json(v)));
      default:
        throw InvalidValueException(
          'A ${v.runtimeType} is no JSON value: those are null, bool, int, '
          'double, String, List, and Map with String keys.',
        );
    }
  }

  void _jsonKey(Object? key) {
    if (key is! String) {
      throw InvalidValueException('The key $key of a JSON map is no String.');
    }
    string(key);
  }
}

/// Fills [target] with [v], whose numbers [check] lets pass.
T _checked<T extends List<int>>(
  T target,
  List<int> v,
  int Function(int) check,
) {
  for (var i = 0; i < target.length; i++) {
    target[i] = check(v[i]);
  }
  return target;
}

/// Lists of numbers in a generic class, which holds them as any [List]. They
/// are laid out as the typed list is.
extension NumberItemsWriter on Writer {
  void i8Items(List<int> v) =>
      i8List(v is Int8List ? v : _checked(Int8List(v.length), v, checkI8));

  void u8Items(List<int> v) =>
      u8List(v is Uint8List ? v : _checked(Uint8List(v.length), v, checkU8));

  void i16Items(List<int> v) =>
      i16List(v is Int16List ? v : _checked(Int16List(v.length), v, checkI16));

  void u16Items(List<int> v) => u16List(
        v is Uint16List ? v : _checked(Uint16List(v.length), v, checkU16),
      );

  void i32Items(List<int> v) =>
      i32List(v is Int32List ? v : _checked(Int32List(v.length), v, checkI32));

  void u32Items(List<int> v) => u32List(
        v is Uint32List ? v : _checked(Uint32List(v.length), v, checkU32),
      );

  void u64Items(List<int> v) => u64List(
        v is Uint64List ? v : _checked(Uint64List(v.length), v, checkU64),
      );

  void i64Items(List<int> v) =>
      i64List(v is Int64List ? v : Int64List.fromList(v));

  void f32Items(List<double> v) =>
      f32List(v is Float32List ? v : Float32List.fromList(v));

  void f64Items(List<double> v) =>
      f64List(v is Float64List ? v : Float64List.fromList(v));
}

/// Values of types that Dart itself or this package has a class for.
extension ValueReader on Reader {
  BigInt i64Big() => BigInt.from(i64());

  BigInt u64Big() => _u64OfBits(i64());

  List<BigInt> i64BigList() => [
        for (final bits in i64List()) BigInt.from(bits),
      ];

  List<BigInt> u64BigList() => [
        for (final bits in _u64List()) _u64OfBits(bits),
      ];

  List<BigInt> i64BigArray(int length) {
    final list = i64BigList();
    _checkLength(list.length, length);
    return list;
  }

  List<BigInt> u64BigArray(int length) {
    final list = u64BigList();
    _checkLength(list.length, length);
    return list;
  }

  BigInt i128() {
    final low = u64Big();
    return (i64Big() << 64) + low;
  }

  BigInt u128() {
    final low = u64Big();
    return (u64Big() << 64) + low;
  }

  BigInt bigInt() {
    final sign = u8();
    if (sign > 1) malformed('a sign is 0 or 1, not $sign');
    final number = bigUint();
    return sign == 1 ? -number : number;
  }

  BigInt bigUint() => _numberOf(u8List());

  Set<T> set<T>(T Function(Reader r) element) {
    final count = _count();
    final set = <T>{};
    for (var i = 0; i < count; i++) {
      final e = element(this);
      if (_isPlain(e)) {
        set.add(e);
      } else {
        (_later ??= []).add(() => set.add(e));
      }
    }
    return set;
  }

  /// A moment in UTC.
  DateTime dateTime() => _moment(isUtc: true);

  /// A moment in the time zone of this machine.
  DateTime localDateTime() => _moment(isUtc: false);

  DateTime _moment({required bool isUtc}) {
    final micros = i64();
    if (micros < -_maxMicros || micros > _maxMicros) {
      throw InvalidValueException(
        'The moment $micros µs from 1970 is beyond what a DateTime can hold.',
      );
    }
    return DateTime.fromMicrosecondsSinceEpoch(micros, isUtc: isUtc);
  }

  /// The fields of a moment without a zone, in UTC.
  DateTime naiveDateTime() => _moment(isUtc: true);

  /// The fields of a date, as its midnight in UTC.
  DateTime naiveDate() => _moment(isUtc: true);

  /// A length of time that may be negative.
  Duration signedDuration() => Duration(microseconds: i64());

  Uuid uuid() {
    final at = take(16);
    return Uuid.fromBytes(Uint8List.sublistView(_bytes, at, at + 16));
  }

  Uri uri() {
    final text = string();
    try {
      return Uri.parse(text);
    } on FormatException catch (error) {
      throw InvalidValueException(
        'The URL "$text" is none for Dart: ${error.message}.',
      );
    }
  }

  /// Of what `dart:convert` knows as JSON.
  Object? json() {
    final tag = u8();
    switch (tag) {
      case JsonKind.nothing:
        return null;
      case JsonKind.no:
        return false;
      case JsonKind.yes:
        return true;
      case JsonKind.i64:
        return i64();
      case JsonKind.u64:
        final bits = i64();
        if (bits >= 0) return bits;
        throw IntegerRangeException(
          'The number ${_u64OfBits(bits)} in a JSON value is above the largest '
          'int in Dart.',
        );
      case JsonKind.f64:
        return f64();
      case JsonKind.text:
        return string();
      case JsonKind.list:
        return nested(() => list((r) => r.json()));
      case JsonKind.map:
        return nested(() => map((r) => r.string(), (r) => r.json()));
      default:
        malformed('a JSON value is 0 to 8, not $tag');
    }
  }
}
