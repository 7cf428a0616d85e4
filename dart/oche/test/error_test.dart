import 'package:oche/bridge.dart';
import 'package:test/test.dart';

import 'memory.dart';

/// The kinds of an error of the wire, and what Dart makes of them.
final Map<int, Matcher> _kinds = {
  2: isA<InvalidUtf8Exception>(),
  3: isA<IntegerRangeException>(),
  4: isA<InvalidCharException>(),
  5: isA<ListLengthException>(),
  6: isA<NestingTooDeepException>(),
  9: isA<InvalidValueException>(),
  10: isA<ObjectBusyException>(),
  11: isA<ObjectMovedException>(),
  12: isA<ObjectSharedException>(),
  13: isA<StreamOverflowException>(),
  14: isA<UnsupportedError>(),
};

void main() {
  test('each kind of a wire error is an exception of its own', () {
    for (final MapEntry(key: kind, value: matcher) in _kinds.entries) {
      final reader = written((w) {
        w
          ..u8(kind)
          ..string('why');
      });
      final error = readWireError(reader);
      expect(error, matcher, reason: 'kind $kind');
      expect('$error', contains('why'));
    }
  });

  test('an unknown kind says what may be wrong', () {
    final reader = written((w) {
      w
        ..u8(250)
        ..string('why');
    });
    expect(
      readWireError(reader),
      isA<MalformedDataException>()
          .having((e) => e.message, 'message', contains('oche generate')),
    );
  });

  test('a panic tells its place, and its stack if there is one', () {
    RustPanic read(String? backtrace) => readRustPanic(written((w) {
          w
            ..string('index out of bounds')
            ..string('src/lib.rs:1:2')
            ..option(backtrace, (w, v) => w.string(v));
        }));
    expect(
      '${read(null)}',
      'RustPanic: Rust code panicked at src/lib.rs:1:2: index out of bounds',
    );
    expect('${read('0: main')}', contains('\n0: main'));
    expect(read('0: main').backtrace, '0: main');
  });

  test('an error tells its causes, the nearest first', () {
    final error = readRustError(written((w) {
      w
        ..string('no route')
        ..list(['no map', 'no disk'], (w, v) => w.string(v));
    }));
    expect(error.causes, ['no map', 'no disk']);
    expect(
      '$error',
      'RustError: no route\n  caused by: no map\n  caused by: no disk',
    );
  });

  test('the text of an exception begins with its class', () {
    const exceptions = <OcheException>[
      LibraryNotFoundException('m'),
      SchemaMismatchException('m'),
      CancelledException('m'),
      DetachedException('m'),
    ];
    expect(
      [for (final exception in exceptions) '$exception'],
      [
        'LibraryNotFoundException: m',
        'SchemaMismatchException: m',
        'CancelledException: m',
        'DetachedException: m',
      ],
    );
  });
}
