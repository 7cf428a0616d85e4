import 'dart:typed_data';

import 'package:oche/bridge.dart';
import 'package:oche/src/wire/wire.dart';

/// The reader of what [write] writes.
Reader written(void Function(Writer w) write) => Reader(bytesOf(write));

/// What [write] writes, at a place for number lists to be read from.
Uint8List bytesOf(void Function(Writer w) write) {
  final memory = DartMemory();
  final writer = Writer(memory, memory.bytes);
  write(writer);
  return Uint8List.fromList(memory.bytes.sublist(0, writer.length));
}

/// Memory of Dart's own for messages that go nowhere: there is no library, so
/// nothing can travel beside the bytes.
final class DartMemory implements ArgumentMemory {
  Uint8List bytes = Uint8List(8);

  @override
  Uint8List grow(int capacity) {
    final grown = Uint8List(2 * capacity)..setAll(0, bytes);
    return bytes = grown;
  }

  @override
  Object? noSuchMethod(Invocation invocation) =>
      throw UnsupportedError('no library is there to take it');
}
