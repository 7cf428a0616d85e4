import 'dart:convert';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, Uri;

import 'harness.dart';

/// What a call is refused with.
Future<String> refusal(Future<Object?> Function() call) async {
  try {
    await call();
    return 'nothing';
  } on OcheException catch (error) {
    return error.message;
  }
}

Future<void> main() => suite('shadows', () {
      test('values of an enum hide nothing that its members need', () {
        expect(Hidden.bridge.place(more: 10), 14);
        expect(Hidden.int.isFirst, true);
        expect(Hidden.oche < Hidden.core, true);
        expect(Hidden.fromJson(Hidden.override.toJson()), Hidden.override);
      });

      test('nor do they in an enum with numbers', () {
        for (final value in Numbered.values) {
          expect(rustNumber(value: value), value.discriminant);
          expect(Numbered.fromDiscriminant(value.discriminant), value);
        }
        expect(Numbered.riff.discriminant, 0x52494646);
      });

      test('a callback may be called like a type', () {
        expect(callInt(int: (n) => n + 1, string: (s) => '<$s>'), '<6>');
      });

      test('fields may be called like what their class needs', () {
        final value = Shadowing(
          int: 5,
          string: 'text',
          double: Float64List.fromList([1.5]),
          identical: true,
          bridge: const {1, 2},
        );
        expect(sameShadowing(value: value) == value, true);
        expect(value.core(oche: 2), 7);
        final json = jsonDecode(jsonEncode(value)) as Map<String, Object?>;
        expect(Shadowing.fromJson(json), value);
        expect(value.copyWith(string: null).string, null);
      });

      test('no_eq leaves out the equality of values', () {
        const ticket = Ticket(number: 5);
        expect(sameTicket(ticket: ticket).number, 5);
        expect(sameTicket(ticket: ticket) == ticket, false);
        expect(ticket == ticket, true);
      });

      test('members of the author replace the generated ones', () {
        const name = Nickname(text: 'Oche');
        final same = sameNickname(name: const Nickname(text: 'OCHE'));
        expect(same == name, true);
        expect(same.hashCode, name.hashCode);
        expect('$same', '~OCHE');
      });

      test('get_volume and set_volume are one property', () {
        final speaker = Speaker();
        speaker.volume = 7;
        expect(speaker.volume, 7);
        speaker.dispose();
      });

      test('codecs of extensions are there where nothing else is imported', () {
        expect(sameTags(tags: {'a', 'b'}), {'a', 'b'});
      });

      test('what does not fit is called by the name of its parameter',
          () async {
        Future<String> narrowed({
          int level = 1,
          String letter = 'a',
          int? more,
          int count = 0,
        }) =>
            refusal(
              () => narrow(
                level: level,
                letter: letter,
                more: more,
                count: count,
              ),
            );
        expect(await narrowed(), 'nothing');
        expect(
          await narrowed(level: 256),
          'level is 256, which does not fit into Rust\'s u8 (0 to 255).',
        );
        expect(
          await narrowed(letter: 'ab'),
          'letter has 2 characters; a Rust char is exactly one Unicode scalar '
          'value.',
        );
        expect(
          await narrowed(more: 40000),
          'more is 40000, which does not fit into Rust\'s i16 (-32768 to '
          '32767).',
        );
        expect((await narrowed(count: -1)).startsWith('count is -1, '), true);
        final speaker = Speaker();
        expect(
          await refusal(() => speaker.channel(channel: 128)),
          'channel is 128, which does not fit into Rust\'s i8 (-128 to 127).',
        );
        expect(await speaker.channel(channel: -3), -3);
        speaker.dispose();
      });

      test('constants of primitive types are constants', () {
        const all = [largestByte, magic, lastLetter, sameLetter, halfOfAll];
        expect(all, [255, 0x52494646, 'z', 'z', 0x7fffffffffffffff]);
        expect(orDefault(), 255 ^ 0x52494646);
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
