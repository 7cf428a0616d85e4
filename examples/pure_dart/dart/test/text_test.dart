import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

Future<void> main() => suite('text', () {
      for (final MapEntry(key: what, value: text) in texts.entries) {
        test('text crosses: $what', () async {
          expect(echoString(text: text), text);
          expect(echoStr(text: text), text);
          expect(echoStringRef(text: text), text);
          expect(await echoStringLater(text: text), text);
          expect(await echoStrLater(text: text), text);
          expect(await echoStrAsync(text: text), text);
        });
      }

      test('Rust sees the characters that Dart sees', () {
        for (final text in texts.values) {
          expect(codePoints(text: text), text.runes.toList());
          expect(characters(text: text), [
            for (final rune in text.runes) String.fromCharCode(rune),
          ]);
          expect(fromCharacters(characters: characters(text: text)), text);
        }
        expect(utf8Length(text: 'aé€😀'), 10);
        expect(utf8Length(text: ''), 0);
        expect(utf8Length(text: '\u0000'), 1);
      });

      test('Dart sees the characters that Rust wrote', () {
        final all = samples();
        expect(all, [
          '',
          'plain',
          '\u{feff}after a mark',
          'before\u0000after',
          'naïve café',
          'Ελλάδα, Україна, 日本, 한국',
          '😀👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿',
          '\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}',
        ]);
        expect(all[2].length, 13, reason: 'the byte order mark is a character');
        expect(all[2].codeUnitAt(0), 0xfeff);
      });

      for (final MapEntry(key: what, value: text) in loneSurrogates.entries) {
        test('text that is not Unicode is refused: $what', () async {
          await expectThrows<LoneSurrogateException>(
            () => echoString(text: text),
          );
          await expectThrows<LoneSurrogateException>(() => echoStr(text: text));
          await expectThrows<LoneSurrogateException>(
            () => echoStringLater(text: text),
          );
          await expectThrows<LoneSurrogateException>(
            () => echoStrAsync(text: text),
          );
          expect(echoString(text: 'next'), 'next');
        });
      }

      test('the message about a lone surrogate says where it is', () async {
        final error = await expectThrows<LoneSurrogateException>(
          () => echoStr(text: 'abc\ud83d'),
          containing: '3',
        );
        expect(error.message.isNotEmpty, true);
      });

      test('a lone surrogate in a long text is found', () async {
        final text = '${'a' * 100000}\ud800${'b' * 10}';
        await expectThrows<LoneSurrogateException>(() => echoStr(text: text));
        final astral = '${'😀' * 100000}\ud800';
        await expectThrows<LoneSurrogateException>(() => echoStr(text: astral));
        expect(echoStr(text: 'next'), 'next');
      });

      test('a lone surrogate inside of a list is found', () async {
        await expectThrows<LoneSurrogateException>(
          () => concat(texts: ['a', 'b\ud800', 'c']),
        );
        expect(concat(texts: ['a', 'b', 'c']), 'abc');
      });

      test('texts of every length around the powers of two cross', () {
        for (final length in [
          for (var power = 1; power <= 1 << 16; power *= 2) ...[
            power - 1,
            power,
            power + 1,
          ],
        ]) {
          final ascii = 'x' * length;
          expect(echoString(text: ascii) == ascii, true, reason: '$length');
          final wide = '€' * length;
          expect(echoString(text: wide) == wide, true, reason: '$length');
        }
      });

      test('one character that is not ASCII, anywhere in a text', () {
        for (var place = 0; place < 40; place++) {
          final text = '${'x' * place}é${'y' * (39 - place)}';
          expect(echoStr(text: text), text);
        }
      });

      test('1 MiB of text crosses', () async {
        final ascii = 'abcdefgh' * (1 << 17);
        expect(ascii.length, 1 << 20);
        expect(echoString(text: ascii) == ascii, true);
        expect(echoStr(text: ascii) == ascii, true);
        expect(await echoStringLater(text: ascii) == ascii, true);
        expect(await echoStrAsync(text: ascii) == ascii, true);
        final mixed = 'aé€😀' * ((1 << 20) ~/ 10);
        expect(echoString(text: mixed) == mixed, true);
        expect(await echoStrLater(text: mixed) == mixed, true);
        expect(utf8Length(text: mixed), (1 << 20) ~/ 10 * 10);
      });

      test('text made in Rust arrives', () {
        expect(repeat(piece: 'ab', times: 3), 'ababab');
        expect(repeat(piece: 'ab', times: 0), '');
        final long = repeat(piece: '0123456789abcdef', times: 65535);
        expect(long.length, 16 * 65535);
        expect(long == '0123456789abcdef' * 65535, true);
      });

      test('a small text after a large one is not mixed up with it', () {
        final large = 'é' * 300000;
        expect(echoString(text: large) == large, true);
        expect(echoString(text: 'small'), 'small');
        expect(echoString(text: ''), '');
      });

      test('lists of texts cross', () {
        expect(concat(texts: []), '');
        expect(concat(texts: ['', '', '']), '');
        expect(concat(texts: texts.values.toList()), texts.values.join());
        final many = [for (var i = 0; i < 10000; i++) 'text $i ü'];
        expect(concat(texts: many) == many.join(), true);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
