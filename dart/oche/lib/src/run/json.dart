/// Reading and writing JSON, for generated classes. What is wrong with a
/// document is a [FormatException] that says where.
library;

import 'dart:typed_data';

import '../base/uuid.dart';

/// What is wrong with a document, and where.
final class _JsonException implements FormatException {
  const _JsonException(this._problem, this._place);

  final String _problem;

  /// The way to it: `.route[3].x`.
  final String _place;

  @override
  String get message {
    if (_place.isEmpty) return _problem;
    return '${_place.startsWith('.') ? _place.substring(1) : _place}: '
        '$_problem';
  }

  @override
  Null get source => null;

  @override
  Null get offset => null;

  @override
  String toString() => 'FormatException: $message';
}

FormatException _expected(String what, Object? found) =>
    _JsonException('expected $what, found ${_describe(found)}', '');

String _describe(Object? value) => switch (value) {
      null => 'nothing',
      num() || bool() => '$value',
      final String text when text.length <= 40 => "'$text'",
      String() => 'a text',
      List() => 'a list',
      Map() => 'an object',
      _ => 'a ${value.runtimeType}',
    };

/// What [read] gives, whose problems are at [place].
T _at<T>(String place, T Function() read) {
  try {
    return read();
  } on _JsonException catch (problem, stack) {
    final inner = _JsonException(problem._problem, '$place${problem._place}');
    Error.throwWithStackTrace(inner, stack);
  } on FormatException catch (problem, stack) {
    Error.throwWithStackTrace(_JsonException(problem.message, place), stack);
  }
}

/// The field [name] of an object.
T readJsonField<T>(
  Map<String, Object?> json,
  String name,
  T Function(Object? value) read,
) =>
    _at('.$name', () => read(json[name]));

/// The same, or [otherwise] if there is no such field.
T readJsonFieldOr<T>(
  Map<String, Object?> json,
  String name,
  T otherwise,
  T Function(Object? value) read,
) =>
    json.containsKey(name) ? readJsonField(json, name, read) : otherwise;

/// The name of the variant that an object is.
String readJsonType(Map<String, Object?> json) =>
    readJsonField(json, 'type', readJsonString);

/// The problem that [type] names no variant of the class [name].
FormatException unknownJsonType(String type, String name) =>
    _JsonException("'$type' is no variant of $name", '.type');

/// The value of an enum whose name is [json].
T readJsonEnum<T extends Enum>(String json, List<T> values) {
  for (final value in values) {
    if (EnumName(value).name == json) return value;
  }
  final names = values.map((value) => "'${EnumName(value).name}'").join(', ');
  throw _expected('one of $names', json);
}

T _read<T>(Object? value, String what) =>
    value is T ? value : throw _expected(what, value);

/// An object of a document.
Map<String, Object?> readJsonObject(Object? value) => _read(value, 'an object');

/// A truth value.
bool readJsonBool(Object? value) => _read(value, 'true or false');

/// An integer.
int readJsonInt(Object? value) => _read(value, 'an integer');

/// A number.
double readJsonDouble(Object? value) =>
    _read<num>(value, 'a number').toDouble();

/// A text.
String readJsonString(Object? value) => _read(value, 'a text');

/// A duration, in microseconds.
Duration readJsonDuration(Object? value) =>
    Duration(microseconds: _read(value, 'a number of microseconds'));

/// A point in time, as ISO 8601 writes it.
DateTime readJsonDateTime(Object? value) {
  final text = _read<String>(value, 'a date and time');
  return DateTime.tryParse(text) ??
      (throw _expected('a date and time', value));
}

/// An integer of any size, as a text.
BigInt readJsonBigInt(Object? value) {
  final text = _read<String>(value, 'an integer in a text');
  return BigInt.tryParse(text) ??
      (throw _expected('an integer in a text', value));
}

/// A URI, as a text.
Uri readJsonUri(Object? value) {
  final text = _read<String>(value, 'a URI');
  return Uri.tryParse(text) ?? (throw _expected('a URI', value));
}

/// A UUID, as a text.
Uuid readJsonUuid(Object? value) => Uuid(_read(value, 'a UUID'));

/// Whatever a document can have.
Object? readJsonAny(Object? value) => value;

/// A value, or null.
T? readJsonOption<T extends Object>(
  Object? value,
  T Function(Object? value) read,
) =>
    value == null ? null : read(value);

Iterable<T> _items<T>(Object? value, T Function(Object? value) read) sync* {
  final items = _read<List<Object?>>(value, 'a list');
  for (var i = 0; i < items.length; i++) {
    yield _at('[$i]', () => read(items[i]));
  }
}

/// A list.
List<T> readJsonList<T>(Object? value, T Function(Object? value) read) =>
    _items(value, read).toList();

/// A set, from a list.
Set<T> readJsonSet<T>(Object? value, T Function(Object? value) read) =>
    _items(value, read).toSet();

/// A map, from an object.
Map<String, V> readJsonMap<V>(Object? value, V Function(Object? value) read) =>
    readJsonObject(value)
        .map((key, item) => MapEntry(key, _at('.$key', () => read(item))));

/// A map, from a list of pairs.
Map<K, V> readJsonPairs<K, V>(
  Object? value,
  K Function(Object? value) readKey,
  V Function(Object? value) readValue,
) =>
    Map.fromEntries(
      _items(
        value,
        (pair) => readJsonTuple(
          pair,
          2,
          (at) => MapEntry(at(0, readKey), at(1, readValue)),
        ),
      ),
    );

/// A record, from a list of [length] values: [build] takes them out by [at].
T readJsonTuple<T>(
  Object? value,
  int length,
  T Function(R Function<R>(int index, R Function(Object? value) read) at) build,
) {
  final items = _read<List<Object?>>(value, 'a list of $length values');
  if (items.length != length) {
    throw _JsonException(
      'expected a list of $length values, found ${items.length}',
      '',
    );
  }
  return build(<R>(index, read) => _at('[$index]', () => read(items[index])));
}

/// A record with names, from an object: [build] takes the fields out by [at].
T readJsonRecord<T>(
  Object? value,
  T Function(R Function<R>(String name, R Function(Object? value) read) at)
      build,
) {
  final json = readJsonObject(value);
  return build(<R>(name, read) => readJsonField(json, name, read));
}

/// Integers from [least] to [most], because a typed list would cut others.
List<int> _integers(Object? value, int least, int most) =>
    readJsonList(value, (item) {
      final number = readJsonInt(item);
      if (number >= least && number <= most) return number;
      throw _expected('an integer from $least to $most', number);
    });

/// A typed list.
Int8List readJsonI8List(Object? value) =>
    Int8List.fromList(_integers(value, -0x80, 0x7f));

/// A typed list.
Int16List readJsonI16List(Object? value) =>
    Int16List.fromList(_integers(value, -0x8000, 0x7fff));

/// A typed list.
Int32List readJsonI32List(Object? value) =>
    Int32List.fromList(_integers(value, -0x80000000, 0x7fffffff));

/// A typed list.
Int64List readJsonI64List(Object? value) =>
    Int64List.fromList(readJsonList(value, readJsonInt));

/// A typed list.
Uint8List readJsonU8List(Object? value) =>
    Uint8List.fromList(_integers(value, 0, 0xff));

/// A typed list.
Uint16List readJsonU16List(Object? value) =>
    Uint16List.fromList(_integers(value, 0, 0xffff));

/// A typed list.
Uint32List readJsonU32List(Object? value) =>
    Uint32List.fromList(_integers(value, 0, 0xffffffff));

/// A typed list.
Uint64List readJsonU64List(Object? value) =>
    Uint64List.fromList(_integers(value, 0, 0x7fffffffffffffff));

/// A typed list.
Float32List readJsonF32List(Object? value) =>
    Float32List.fromList(readJsonList(value, readJsonDouble));

/// A typed list.
Float64List readJsonF64List(Object? value) =>
    Float64List.fromList(readJsonList(value, readJsonDouble));

/// What [write] makes of a value that is not null.
Object? writeJsonOption<T extends Object>(
  T? value,
  Object? Function(T value) write,
) =>
    value == null ? null : write(value);
