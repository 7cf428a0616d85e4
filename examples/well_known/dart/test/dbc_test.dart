import 'dart:io';

import 'package:oche/oche.dart' hide Signal;
import 'package:oche_harness/harness.dart';
import 'package:well_known/well_known.dart';

/// Something of everything that such a file can hold.
const _text = '''
VERSION "1.0"

NS_ :
    CM_
    BA_DEF_

BS_:

BU_: Motor Gate

VAL_TABLE_ Switch 1 "On" 0 "Off" ;

BO_ 160 Drive: 8 Motor
 SG_ Mode M : 0|2@1+ (1,0) [0|3] "" Gate
 SG_ Speed m1 : 8|16@1- (0.5,-40) [-40|215.5] "km/h" Gate,Motor
 SG_ Torque m2 : 15|16@0+ (1,0) [0|65535] "Nm" Vector__XXX

BO_ 2364540158 Wide: 64 Vector__XXX
 SG_ Raw : 0|64@1+ (1,0) [0|18446744073709551615] "" Gate

BO_TX_BU_ 160 : Motor,Gate;

CM_ "the whole network";
CM_ BU_ Motor "turns";
CM_ BO_ 160 "how it drives";
CM_ SG_ 160 Speed "above ground";
BA_DEF_ BO_ "CycleTime" INT 0 65535;
BA_DEF_ "Name" STRING ;
BA_DEF_DEF_ "CycleTime" 100;
BA_DEF_DEF_ "Name" "";
BA_ "Name" "test";
BA_ "CycleTime" BO_ 160 20;
VAL_ 160 Mode 0 "Off" 1 "Slow" 2 "Fast" ;
SIG_GROUP_ 160 Both 1 : Speed Torque;
SIG_VALTYPE_ 2364540158 Raw : 2;
''';

Future<void> main() => suite('dbc', () {
      test('a file is read', () async {
        final dbc = await parseDbc(text: _text);
        expect(dbc.version, const DbcVersion('1.0'));
        expect(dbc.nodes, const [Node('Motor'), Node('Gate')]);
        expect([
          for (final message in dbc.messages) message.name
        ], [
          'Drive',
          'Wide',
        ]);
        final drive = dbc.messages.first;
        expect(drive.id, const MessageIdStandard(160));
        expect(drive.size, 8);
        expect(drive.transmitter, 'Motor');
        expect(
          findSignal(message: drive, name: 'Speed'),
          Signal(
            name: 'Speed',
            multiplexerIndicator: const MultiplexIndicatorMultiplexedSignal(1),
            startBit: 8,
            size: 16,
            byteOrder: ByteOrder.littleEndian,
            valueType: ValueType.signed,
            factor: 0.5,
            offset: -40,
            min: const NumericValueInt(-40),
            max: const NumericValueDouble(215.5),
            unit: 'km/h',
            receivers: const ['Gate', 'Motor'],
          ),
        );
        expect(findSignal(message: drive, name: 'Noise'), null);
        expect(
          dbc.comments.first,
          const DbcCommentPlain(comment: 'the whole network'),
        );
      });

      test('numbers of all of 64 bits arrive', () async {
        final dbc = await parseDbc(text: _text);
        final most = BigInt.two.pow(64) - BigInt.one;
        final wide = dbc.messages.last;
        expect(wide.signals.single.max, NumericValueUint(most));
        expect(wide.id, const MessageIdExtended(217056510));
        expect(rawId(id: wide.id), 2364540158);
      });

      test('all of it goes back to Rust', () async {
        final dbc = await parseDbc(text: _text);
        final back = await echoDbc(value: dbc);
        expect(back, dbc);
        expect(back.hashCode, dbc.hashCode);
        expect(back.copyWith(nodes: []) == dbc, false);
      });

      test('the file of the demo goes there and back', () async {
        final uri = testScript.resolve('../../../vehicle/data/demo.dbc');
        final dbc = await parseDbc(text: File.fromUri(uri).readAsStringSync());
        expect(dbc.messages.length > 10, true);
        expect(await echoDbc(value: dbc), dbc);
      });

      test('what is no such file is an error', () async {
        await expectThrows<RustError>(
          () => parseDbc(text: 'BO_ 1 Nothing'),
        );
      });
    }, liveObjects: () => wellKnownLibrary.liveObjects);
