/// Universally unique identifiers, which Dart has none of.
library;

import 'dart:typed_data';

/// A universally unique identifier (UUID), of any version: Rust's
/// `uuid::Uuid`.
final class Uuid {
  /// The UUID with the text [text], for example
  /// `67e55044-10b1-426f-9247-bb680e5fe0c8`, in letters of either case.
  ///
  /// Throws a [FormatException] if it is none.
  factory Uuid(String text) {
    for (var i = 0; i < text.length && i < 36; i++) {
      final unit = text.codeUnitAt(i);
      final fits = _isHyphen(i) ? unit == 0x2d : _digit(unit) >= 0;
      if (!fits) throw FormatException('This is not a UUID', text, i);
    }
    if (text.length != 36) {
      throw FormatException('A UUID has 36 characters', text);
    }
    return Uuid._(text.toLowerCase());
  }

  /// The UUID with these 16 bytes, in the order of its text.
  factory Uuid.fromBytes(Uint8List bytes) {
    if (bytes.length != 16) {
      throw ArgumentError.value(bytes, 'bytes', 'a UUID has 16 bytes');
    }
    const digits = '0123456789abcdef';
    final text = Uint8List(36);
    var at = 0;
    for (final byte in bytes) {
      if (_isHyphen(at)) text[at++] = 0x2d;
      text[at++] = digits.codeUnitAt(byte >> 4);
      text[at++] = digits.codeUnitAt(byte & 0xf);
    }
    return Uuid._(String.fromCharCodes(text));
  }

  const Uuid._(this._text);

  /// In its canonical form, with small letters.
  final String _text;

  /// Its 16 bytes, in the order of its text.
  Uint8List get bytes {
    final bytes = Uint8List(16);
    var at = 0;
    for (var i = 0; i < bytes.length; i++) {
      if (_isHyphen(at)) at++;
      final high = _digit(_text.codeUnitAt(at++));
      bytes[i] = high << 4 | _digit(_text.codeUnitAt(at++));
    }
    return bytes;
  }

  @override
  bool operator ==(Object other) => other is Uuid && other._text == _text;

  @override
  int get hashCode => _text.hashCode;

  /// Its text, for example `67e55044-10b1-426f-9247-bb680e5fe0c8`.
  @override
  String toString() => _text;
}

bool _isHyphen(int at) => at == 8 || at == 13 || at == 18 || at == 23;

/// The value of a hexadecimal digit, or -1 if it is none.
int _digit(int unit) => switch (unit) {
      >= 0x30 && <= 0x39 => unit - 0x30,
      >= 0x41 && <= 0x46 => unit - 0x41 + 10,
      >= 0x61 && <= 0x66 => unit - 0x61 + 10,
      _ => -1,
    };
