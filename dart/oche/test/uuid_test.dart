import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:test/test.dart';

const _text = '67e55044-10b1-426f-9247-bb680e5fe0c8';

void main() {
  test('text and bytes are two forms of one value', () {
    final uuid = Uuid(_text);
    expect(uuid.bytes.take(4).toList(), [0x67, 0xe5, 0x50, 0x44]);
    expect(Uuid.fromBytes(uuid.bytes), uuid);
    expect('${Uuid.fromBytes(uuid.bytes)}', _text);
  });

  test('the case of the letters does not matter', () {
    expect(Uuid(_text.toUpperCase()), Uuid(_text));
    expect(Uuid(_text.toUpperCase()).hashCode, Uuid(_text).hashCode);
  });

  for (final (wrong, at) in [
    ('', null),
    (_text.substring(1), 7),
    ('$_text ', null),
    (_text.replaceAll('-', ''), 8),
    (_text.replaceFirst('f', 'g'), 17),
    ('{67e55044-10b1-426f-9247-bb680e5fe0c8}', 0),
  ]) {
    test('"$wrong" is refused', () {
      expect(
        () => Uuid(wrong),
        throwsA(
          isA<FormatException>().having((e) => e.offset, 'offset', at),
        ),
      );
    });
  }

  test('other than 16 bytes are refused', () {
    for (final count in [0, 15, 17]) {
      expect(() => Uuid.fromBytes(Uint8List(count)), throwsArgumentError);
    }
  });
}
