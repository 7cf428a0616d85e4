import 'dart:typed_data';

import 'package:oche/oche.dart';

/// An object of Dart's own.
final class _Thing {
  const _Thing(this.number);

  final int number;

  @override
  String toString() => 'thing $number';
}

/// What a value is, as text: two values are the same if these are.
String show(Object? v, String? Function(Object?) hook) {
  String part(Object? v) => show(v, hook);
  final hooked = hook(v);
  if (hooked != null) return hooked;
  return switch (v) {
    String() => 's${v.codeUnits}',
    double() => 'd${v.isNegative} $v',
    BigInt() => 'b$v',
    DateTime() => 't${v.microsecondsSinceEpoch} ${v.isUtc}',
    List() => '[${v.map(part).join(', ')}]',
    Set() => '{${(v.map(part).toList()..sort()).join(', ')}}',
    Map() => '{${(v.entries.map((e) => '${part(e.key)}: ${part(e.value)}').toList()..sort()).join(', ')}}',
    (final Object? a,) => '(${part(a)},)',
    (final Object? a, final Object? b) => '(${part(a)}, ${part(b)})',
    (:final Object? start, :final Object? end) => '(${part(start)} to ${part(end)})',
    Some() => 'Some(${part(v.value)})',
    _ => '$v',
  };
}

/// Throws if what came back is not what went.
void same(String back, String went) {
  if (back != went) throw 'went: $went\nback: $back';
}

/// Keeps the imports from being unused.
const List<Type> used = [Uint8List, Uuid];
