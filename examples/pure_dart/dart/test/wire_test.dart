import 'dart:ffi' show Struct;
import 'dart:math';
import 'dart:typed_data';

import 'package:oche/bridge.dart'
    show
        CallbackReader,
        CallbackWriter,
        ObjectReader,
        SignalReader,
        SinkWriter,
        StreamWriter;
import 'package:oche/oche.dart';
import 'package:oche/src/platform/native/memory.dart';
import 'package:oche/src/platform/platform.dart';
import 'package:oche/src/protocol/constants.dart';
import 'package:oche/src/wire/wire.dart';
import 'package:pure_dart/pure_dart.dart'
    hide Duration, List, Reader, RustError, Uri;
import 'package:pure_dart/src/bridge.dart' as bridge;

import 'harness.dart';
import 'raw.dart';
import 'support.dart';

/// A type, a function that takes it and gives it back, and a value of it in
/// bytes.
final class _Sample {
  _Sample(this.type, this.function, void Function(Writer w) write, this.read)
      : bytes = encode(write);

  final String type;
  final String function;
  final Uint8List bytes;
  final Object Function(Reader r) read;
}

const _point = Point(x: 1.5, y: -0.0);

final _samples = [
  _Sample(
    'Scalars',
    'echoScalars',
    (w) => bridge.writeScalars(
      w,
      const Scalars(
        boolean: true,
        int8: -1,
        int16: -2,
        int32: -3,
        int64: -4,
        intSize: -5,
        uint8: 6,
        uint16: 7,
        uint32: 8,
        uint64: 9,
        uintSize: 10,
        float32: 0.5,
        float64: 0.1,
        character: '😀',
      ),
    ),
    bridge.readScalars,
  ),
  _Sample(
    'Telemetry',
    'echoTelemetry',
    (w) => bridge.writeTelemetry(
      w,
      Telemetry(
        timestamp: maxInt,
        speed: 1,
        heading: 2,
        batteryLevel: 3,
        name: 'näme',
        raw: Uint8List.fromList([1, 2, 3]),
        position: _point,
      ),
    ),
    bridge.readTelemetry,
  ),
  _Sample(
    'Everything',
    'echoEverything',
    (w) => bridge.writeEverything(
      w,
      Everything(
        points: const [_point, _point],
        bytes: Uint8List.fromList([1, 2, 3]),
        floats: Float64List.fromList([0.5, double.nan]),
        array: Int32List.fromList([1, 2, 3]),
        names: const {
          'a': ['b', 'ç'],
        },
        pair: (1, Int32List(2)),
        rows: [Int32List(1)],
        color: Color.darkBlue,
        shape: const ShapeNamed('x'),
        length: const Meters(1),
        duration: const Duration(seconds: 1),
        initial: 'i',
        entry: const Entry(1, 'one'),
        extra: Uint8List(5),
        marker: const Marker(),
      ),
    ),
    bridge.readEverything,
  ),
  _Sample(
    'Wide',
    'echoWide',
    (w) => bridge.writeWide(
      w,
      Wide(
        f01: true,
        f02: 2,
        f03: 3,
        f04: 4,
        f05: 5,
        f06: 6,
        f07: 7,
        f08: 8,
        f09: 9,
        f10: 10,
        f11: 11,
        f12: 'l',
        f13: 'm',
        f14: Uint8List(14),
        f15: Int16List(15),
        f16: true,
        f17: 17,
        f18: '18',
        f19: Duration.zero,
        f20: Color.red,
        f21: _point,
        f22: (22, 22),
        f23: const ['2', '3'],
        f24: Uint8List(4),
      ),
    ),
    bridge.readWide,
  ),
  _Sample(
    'Tree',
    'echoTree',
    (w) => bridge.writeTree(
      w,
      const Tree(
        label: 'a',
        children: [
          Tree(label: 'b', children: []),
          Tree(label: 'ç', children: [Tree(label: '', children: [])]),
        ],
      ),
    ),
    bridge.readTree,
  ),
  _Sample(
    'Chain',
    'echoChain',
    (w) => bridge.writeChain(
      w,
      const Chain(value: 1, next: Chain(value: 2, next: Chain(value: 3))),
    ),
    bridge.readChain,
  ),
  _Sample(
    'Folder',
    'echoFolder',
    (w) => bridge.writeFolder(
      w,
      const Folder(
        name: 'f',
        items: [
          FolderItemFile(name: 'a', size: 1),
          FolderItemFolder(Folder(name: '', items: [])),
        ],
      ),
    ),
    bridge.readFolder,
  ),
  _Sample(
    'Shape',
    'echoShape',
    (w) => bridge.writeShape(
      w,
      ShapeGroup([
        const ShapeEmpty(),
        const ShapeCircle(radius: 1),
        const ShapeColored(color: Color.red, shape: ShapeDot(1, 2)),
        ShapeBitmap(pixels: Uint8List(3), title: 'é'),
      ]),
    ),
    bridge.readShape,
  ),
  _Sample(
    'Report',
    'echoReport',
    (w) => bridge.writeReport(
      w,
      const Report(
        done: 1,
        failed: [
          RouteErrorUnknown(),
          RouteErrorNotConnected(from: 'a', to: 'b'),
        ],
      ),
    ),
    bridge.readReport,
  ),
];

/// Bytes that are not UTF-8, by what is wrong with them.
const _notUtf8 = {
  'a lone continuation byte': [0x80],
  'half a character': [0xc3],
  'a character that goes wrong': [0xc3, 0x28],
  'two thirds of a character': [0x61, 0xe2, 0x82],
  'half of a surrogate pair': [0xed, 0xa0, 0x80],
  'a pair of surrogates': [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
  'a NUL in two bytes': [0xc0, 0x80],
  'a slash in three bytes': [0xe0, 0x80, 0xaf],
  'a character that is too long': [0xf0, 0x80, 0x80, 0x80],
  'a character beyond the last': [0xf4, 0x90, 0x80, 0x80],
  'a byte that never occurs': [0x61, 0xff, 0x62],
  'three quarters of a character': [0x61, 0xf0, 0x9f, 0x98],
};

/// [bytes] with something changed.
Uint8List _mutate(Uint8List bytes, Random random) {
  final mutated = Uint8List.fromList(bytes);
  for (var i = random.nextInt(3); i >= 0; i--) {
    final at = random.nextInt(mutated.length);
    switch (random.nextInt(4)) {
      case 0:
        mutated[at] ^= 1 << random.nextInt(8);
      case 1:
        mutated[at] = random.nextInt(256);
      case 2:
        mutated[at] = const [0, 1, 0x7f, 0x80, 0xff][random.nextInt(5)];
      case _:
        // A count or a tag, perhaps.
        for (var j = at; j < mutated.length && j < at + 4; j++) {
          mutated[j] = 0xff;
        }
    }
  }
  return mutated;
}

Future<void> main() async {
  final numbers = await functionNumbers();
  final sync = numbers['callSync']!;
  final async = numbers['callAsync']!;
  final streams = numbers['openStream']!;
  final library = pureDartLibrary;

  T call<T>(String function, List<int> bytes, T Function(Reader r) read) =>
      library.callSync(sync[function]!, raw(bytes), read);

  await suite('wire', () {
    test('the functions are found', () {
      expect(sync.length > 100, true, reason: '${sync.length}');
      expect(async.length > 20, true, reason: '${async.length}');
      expect(streams.length > 10, true, reason: '${streams.length}');
    });

    for (final sample in _samples) {
      final _Sample(:type, :function, :bytes, :read) = sample;

      test('$type crosses as bytes made by hand', () {
        expect(read(Reader(bytes)), isA<Object>());
        expect(
          encode((w) => raw(bytes)(w)),
          bytes,
        );
        final back = call(function, bytes, read);
        // NaN is not equal to itself, so what is compared is the text.
        expect('$back', '${read(Reader(bytes))}');
      });

      test('$type, cut off anywhere, is refused', () async {
        for (var length = 0; length < bytes.length; length++) {
          final cut = bytes.sublist(0, length);
          await expectThrows<MalformedDataException>(
            () => call(function, cut, read),
          );
          await expectThrows<MalformedDataException>(() => read(Reader(cut)));
        }
        call(function, bytes, read);
      });

      test('$type with something behind it is refused', () async {
        for (final more in [
          [0],
          [1, 2, 3],
          bytes,
        ]) {
          await expectThrows<MalformedDataException>(
            () => call(function, [...bytes, ...more], read),
          );
          await expectThrows<MalformedDataException>(() {
            final reader = Reader(Uint8List.fromList([...bytes, ...more]));
            read(reader);
            reader.end();
            return null;
          });
        }
      });

      test('$type, changed by chance, is a value or an exception', () async {
        final random = Random(bytes.length);
        for (var i = 0; i < 1000; i++) {
          final mutated = _mutate(bytes, random);
          await expectTotal(mutated, () => call(function, mutated, read));
          await expectTotal(mutated, () => read(Reader(mutated)));
        }
        expect('${call(function, bytes, read)}', '${read(Reader(bytes))}');
      });

      test('$type out of nothing but chance', () async {
        final random = Random(type.length);
        for (var i = 0; i < 300; i++) {
          final chance = Uint8List.fromList([
            for (var j = random.nextInt(200); j > 0; j--)
              random.nextBool() ? random.nextInt(256) : random.nextInt(3),
          ]);
          await expectTotal(chance, () => call(function, chance, read));
          await expectTotal(chance, () => read(Reader(chance)));
        }
        expect('${call(function, bytes, read)}', '${read(Reader(bytes))}');
      });
    }

    test('every encoded function survives any bytes', () async {
      final random = Random(1);
      for (final number in sync.values) {
        for (var i = 0; i < 60; i++) {
          final bytes = [
            for (var j = random.nextInt(60); j > 0; j--)
              random.nextBool() ? random.nextInt(256) : random.nextInt(3),
          ];
          await expectTotal(
            bytes,
            () => library.callSync<void>(
              number,
              raw(bytes),
              (_) {},
              error: (_) => const NestingTooDeepException('an error as such'),
            ),
          );
        }
      }
      expect(echoString(text: 'still alive'), 'still alive');
    });

    test('truncated arguments are refused on every lane', () async {
      final telemetry = _samples[1].bytes;
      for (var length = 0; length < telemetry.length; length++) {
        final bytes = telemetry.sublist(0, length);
        for (final function in ['echoTelemetryLater', 'echoTelemetryAsync']) {
          await expectThrows<MalformedDataException>(
            () => library.callAsync(
              async[function]!,
              raw(bytes),
              bridge.readTelemetry,
            ),
          );
        }
      }
      for (final bytes in [
        <int>[],
        [0xff],
        [4, 0, 0, 0, 0x61],
        [3, 0, 0, 0, 0x61, 0],
      ]) {
        await expectThrows<MalformedDataException>(
          () => library
              .openStream(streams['words']!, raw(bytes), (r) => r.string())
              .toList(),
        );
      }
      expect(await words(text: 'still alive').toList(), ['still', 'alive']);
    });

    test('any bytes on the lanes of futures and streams', () async {
      final random = Random(2);
      for (var i = 0; i < 200; i++) {
        final bytes = [
          for (var j = random.nextInt(40); j > 0; j--)
            random.nextBool() ? random.nextInt(256) : random.nextInt(3),
        ];
        for (final function in [
          'echoStringLater',
          'echoBytesLater',
          'echoTablesLater',
          'echoTelemetryLater',
          'echoStrAsync',
          'copyF64sAsync',
          'parseNumberAsync',
          'echoShapesAsync',
        ]) {
          await expectTotal(
            bytes,
            () => library.callAsync<void>(
              async[function]!,
              raw(bytes),
              (_) {},
              error: (_) => const NestingTooDeepException('an error as such'),
            ),
          );
        }
        for (final function in ['words', 'pairs', 'stops', 'parseAll']) {
          await expectTotal(
            bytes,
            () => library
                .openStream(streams[function]!, raw(bytes), (_) {})
                .toList(),
          );
        }
      }
      expect(await addAsync(a: 1, b: 2), 3);
    });

    for (final MapEntry(key: what, value: bytes) in _notUtf8.entries) {
      test('text that is not UTF-8 is refused: $what', () async {
        final text = textOf(bytes);
        String read(Reader r) => r.string();
        for (final function in ['echoString', 'echoStr', 'echoStringRef']) {
          await expectThrows<InvalidUtf8Exception>(
            () => call(function, text, read),
          );
        }
        for (final function in [
          'echoStringLater',
          'echoStrLater',
          'echoStrAsync',
        ]) {
          await expectThrows<InvalidUtf8Exception>(
            () => library.callAsync(async[function]!, raw(text), read),
          );
        }
        await expectThrows<InvalidUtf8Exception>(() => read(Reader(text)));
        expect(echoString(text: 'next'), 'next');
      });
    }

    test('text may begin with a byte order mark', () {
      final text = textOf([0xef, 0xbb, 0xbf, 0x61]);
      expect(Reader(text).string(), '\u{feff}a');
      expect(call('echoString', text, (r) => r.string()), '\u{feff}a');
    });

    test('what is not a bool is refused', () async {
      for (final byte in [2, 0x7f, 0xff]) {
        final list = [1, 0, 0, 0, byte];
        await expectThrows<MalformedDataException>(
          () => call('echoBools', list, (r) => r.list((r) => r.boolean())),
          containing: '$byte',
        );
        await expectThrows<MalformedDataException>(
          () => Reader(Uint8List.fromList([byte])).boolean(),
          containing: '$byte',
        );
        await expectThrows<MalformedDataException>(
          () => call('echoOptionalInt', [byte, 0, 0, 0, 0], (r) => null),
        );
        await expectThrows<MalformedDataException>(
          () => Reader(Uint8List.fromList([byte, 0, 0, 0, 0]))
              .option((r) => r.i32()),
        );
      }
    });

    test('what is not a character is refused', () async {
      for (final code in [0xd800, 0xdfff, 0x110000, 0xffffffff]) {
        final bytes = encode((w) => w.u32(code));
        await expectThrows<InvalidCharException>(
          () => call(
            'echoChars',
            [1, 0, 0, 0, ...bytes],
            (r) => r.list((r) => r.char()),
          ),
          containing: code.toRadixString(16),
        );
        await expectThrows<InvalidCharException>(
          () => Reader(bytes).char(),
          containing: code.toRadixString(16),
        );
      }
    });

    test('a variant that does not exist is refused, by its name', () async {
      for (final tag in [3, 8, 0xffffffff]) {
        final bytes = encode((w) => w.u32(tag));
        await expectThrows<MalformedDataException>(
          () => call('nextColor', bytes, bridge.readColor),
          containing: 'Color',
        );
        await expectThrows<MalformedDataException>(
          () => bridge.readColor(Reader(bytes)),
          containing: 'Color',
        );
        if (tag < 8) continue;
        await expectThrows<MalformedDataException>(
          () => call('echoShape', bytes, bridge.readShape),
          containing: 'Shape',
        );
        await expectThrows<MalformedDataException>(
          () => bridge.readShape(Reader(bytes)),
          containing: 'Shape',
        );
      }
    });

    test('a number that the other side cannot hold is refused', () async {
      final bytes = encode((w) => w.i64(-1));
      await expectThrows<IntegerRangeException>(
        () => call(
          'echoU64Map',
          [1, 0, 0, 0, ...bytes, 1],
          (r) => r.map((r) => r.u64(), (r) => r.boolean()),
        ),
        containing: '18446744073709551615',
      );
      await expectThrows<IntegerRangeException>(
        () => Reader(bytes).u64(),
        containing: '18446744073709551615',
      );
      await expectThrows<IntegerRangeException>(
        () => Reader(bytes).usize(),
      );
      await expectThrows<IntegerRangeException>(
        () => call('echoDuration', bytes, readNothing),
        containing: 'negative',
      );
      await expectThrows<IntegerRangeException>(
        () => Reader(bytes).duration(),
        containing: 'negative',
      );
    });

    test('a count that cannot be is refused at once', () async {
      final watch = Stopwatch()..start();
      for (final count in [8, 0x7fffffff, 0xffffffff]) {
        final bytes = [...encode((w) => w.u32(count)), 0, 0, 0];
        for (final function in [
          'echoStrings',
          'echoBools',
          'echoBytes',
          'echoF64s',
          'echoI64s',
          'copyF64s',
          'echoStringMap',
          'echoTree',
        ]) {
          await expectThrows<MalformedDataException>(
            () => call(function, bytes, readNothing),
          );
        }
        final view = Uint8List.fromList(bytes);
        await expectThrows<MalformedDataException>(
          () => Reader(view).list((r) => r.string()),
        );
        await expectThrows<MalformedDataException>(
          () => Reader(view).map((r) => r.string(), (r) => r.i32()),
        );
        await expectThrows<MalformedDataException>(
          () => Reader(view).f64List(),
        );
        await expectThrows<MalformedDataException>(
          () => Reader(view).u8List(),
        );
        await expectThrows<MalformedDataException>(
          () => Reader(view).string(),
        );
      }
      expect(watch.elapsedMilliseconds < 2000, true);
    });

    test('a block that is not there is refused', () async {
      // Three numbers, in the block number 0 of none.
      const bytes = [7, 0, 0, 0, 0, 0, 0, 0];
      for (final function in ['echoBytes', 'copyBytes', 'echoF64s']) {
        await expectThrows<MalformedDataException>(
          () => call(function, bytes, readNothing),
          containing: 'block',
        );
      }
      await expectThrows<MalformedDataException>(
        () => Reader(Uint8List.fromList(bytes)).u8List(),
        containing: 'block',
      );
    });

    test('a block of another kind is refused', () async {
      final list = Int32List(2000);
      for (final function in ['echoF64s', 'copyF64s', 'echoBytes']) {
        await expectThrows<MalformedDataException>(
          () => library.callSync(
            sync[function]!,
            (w) => w.i32List(list),
            readNothing,
          ),
          containing: 'block',
        );
      }
      expect(echoI32s(values: list), list);
    });

    test('a block that is named twice is refused', () async {
      final bytes = Uint8List(5000);
      await expectThrows<MalformedDataException>(
        () => library.callSync(
          sync['echoPackets']!,
          (w) {
            w
              ..u32(2)
              ..u8List(bytes);
            // The same block once more.
            w
              ..u32(5000 << 1 | 1)
              ..u32(0);
          },
          readNothing,
        ),
        containing: 'block',
      );
      expect(echoPackets(values: [bytes, bytes]), [bytes, bytes]);
    });

    test('a block of another length is refused', () async {
      for (final length in [4999, 5001, 0x7fffffff]) {
        await expectThrows<MalformedDataException>(
          () => library.callSync(
            sync['echoPackets']!,
            (w) {
              w
                ..u32(2)
                ..u8List(Uint8List(5000))
                ..u32(length << 1 | 1)
                ..u32(0);
            },
            readNothing,
          ),
          containing: 'block',
        );
      }
    });

    test('an array of another length is refused', () async {
      final bytes = encode((w) => w.u8List(Uint8List(15)));
      await expectThrows<ListLengthException>(
        () => call('echoByteArray', bytes, readNothing),
        containing: '15',
      );
      await expectThrows<ListLengthException>(
        () => Reader(bytes).u8Array(16),
        containing: '15',
      );
      final two = encode((w) => w.list(['a'], (w, v) => w.string(v)));
      await expectThrows<ListLengthException>(
        () => call('echoStringArray', two, readNothing),
      );
      await expectThrows<ListLengthException>(
        () => Reader(two).array(2, (r) => r.string()),
      );
    });

    test('bytes that are nested too deeply are refused', () async {
      // A chain: value, and then whether there is another link.
      const link = [1, 0, 0, 0, 1];
      for (final links in [128, 129, 100000]) {
        final bytes = [
          for (var i = 0; i < links; i++) ...link,
          ...[1, 0, 0, 0, 0],
        ];
        await expectThrows<NestingTooDeepException>(
          () => call('echoChain', bytes, bridge.readChain),
        );
        await expectThrows<NestingTooDeepException>(
          () => bridge.readChain(Reader(Uint8List.fromList(bytes))),
        );
      }
      final bytes = [
        for (var i = 0; i < 127; i++) ...link,
        ...[1, 0, 0, 0, 0],
      ];
      expect(
        call('echoChain', bytes, bridge.readChain),
        bridge.readChain(Reader(Uint8List.fromList(bytes))),
      );
    });

    test('a message that cannot be viewed is refused each time', () async {
      final reader = MessageReader(library.context);
      final message = Struct.create<MessageMemory>()..capacity = -1;
      for (var i = 0; i < 2; i++) {
        await expectThrows<ArgumentError>(() => reader.open(message));
      }
    });

    for (final (what, read) in <(String, void Function(Reader r))>[
      ('a list in a block', (r) => r.u8List()),
      ('an object', (r) => r.object(bridge.CounterObject.new)),
      ('an implementation', (r) => r.implementor<Object>(bridge.CounterObject.new)),
      ('an object of Dart', (r) => r.dartObject()),
      ('a signal', (r) => r.signal((r) => r.i32())),
    ]) {
      test('bytes to which nothing is attached name $what', () async {
        // A header that says that a block follows; otherwise an index.
        final bytes = encode((w) {
          w.u32(1);
          w.u32(0);
        });
        await expectThrows<MalformedDataException>(() => read(Reader(bytes)));
      });
    }

    for (final (what, write) in <(String, void Function(Writer w))>[
      ('a function', (w) => w.callback([])),
      ('an implementation', (w) => w.implementor<Object>(w, () => [])),
      ('an object of Dart', (w) => w.dartObject(w)),
      ('a stream', (w) => w.stream(Stream.value(1), (w, v) => w.i32(v))),
      ('a sink', (w) => w.sink(SinkStream<int>(), (r) => r.i32())),
    ]) {
      test('$what cannot be attached to mere bytes', () async {
        final error = await expectThrows<StateError>(() => encode(write));
        expect(error.message, 'Nothing can go along with these bytes.');
      });
    }

    test('a result that is read as another type is refused', () async {
      await expectThrows<OcheException>(
        () => library.callSync(
          sync['echoString']!,
          (w) => w.string('text'),
          (r) => (r.f64(), r.f64()),
        ),
      );
      await expectThrows<MalformedDataException>(
        () => library.callSync(
          sync['echoString']!,
          (w) => w.string('text'),
          (r) => r.u32(),
        ),
        containing: 'oche generate',
      );
      await expectThrows<MalformedDataException>(
        () => library.callAsync(
          async['echoStringLater']!,
          (w) => w.string('a text that is not that short'),
          (r) => r.u32(),
        ),
      );
      await expectThrows<OcheException>(
        () => library
            .openStream(
              streams['words']!,
              (w) => w.string('a b c'),
              (r) => (r.f64(), r.f64()),
            )
            .toList(),
      );
      expect(echoString(text: 'next'), 'next');
      expect(await words(text: 'a b c').length, 3);
    });
  }, liveObjects: () => pureDartLibrary.liveObjects);
}
