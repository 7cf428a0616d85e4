/// Calls with bytes made by hand, past the generated functions.
library;

import 'dart:io';
import 'dart:isolate';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:oche/src/wire/wire.dart';

import 'harness.dart';

/// The places of the generated functions in the library's table, by the method
/// that calls them and their names.
///
/// The numbers change whenever a function is added, so they are taken from the
/// generated files.
Future<Map<String, Map<String, int>>> functionNumbers() async {
  final bridge = await Isolate.resolvePackageUri(
    Uri.parse('package:pure_dart/src/bridge.dart'),
  );
  final folder = Directory.fromUri(bridge!.resolve('.'));
  final numbers = {
    for (final method in ['callSync', 'callAsync', 'openStream'])
      method: <String, int>{},
  };
  final name = RegExp(r'(\w+)\((?:\{|\))');
  final call = RegExp(r'\.(callSync|callAsync|openStream)\(\s*(\d+)');
  for (final entry in folder.listSync(recursive: true)) {
    if (entry is! File || !entry.path.endsWith('.dart')) continue;
    for (final declaration in entry.readAsStringSync().split('\n\n')) {
      final called = call.firstMatch(declaration);
      if (called == null) continue;
      final code = declaration
          .split('\n')
          .where((line) => !line.startsWith('///'))
          .join('\n');
      // A getter has no parameters, and is no function of a test.
      final declared = name.firstMatch(code)?.group(1);
      if (declared == null) continue;
      numbers[called.group(1)]![declared] = int.parse(called.group(2)!);
    }
  }
  return numbers;
}

/// Writes bytes that stand for arguments.
void Function(Writer w) raw(List<int> bytes) => (w) {
      for (final byte in bytes) {
        w.u8(byte);
      }
    };

/// The bytes that [write] writes.
Uint8List encode(void Function(Writer w) write) {
  final memory = _Memory();
  final writer = Writer(memory, memory.bytes);
  write(writer);
  return Uint8List.sublistView(memory.bytes, 0, writer.length);
}

final class _Memory implements ArgumentMemory {
  Uint8List bytes = Uint8List(16);

  @override
  Uint8List grow(int capacity) =>
      bytes = Uint8List(capacity * 2)..setRange(0, bytes.length, bytes);

  @override
  TypedData block(int kind, int count) =>
      throw UnsupportedError('these lists are meant to be small');
}

/// The bytes of a text with its header, whether it is UTF-8 or not.
Uint8List textOf(List<int> bytes) => Uint8List.fromList([
      ...encode((w) => w.u32(bytes.length << 1)),
      ...bytes,
    ]);

/// Fails unless [call] gives a value, or throws one of Oche's exceptions.
Future<void> expectTotal(List<int> bytes, Object? Function() call) async {
  try {
    final result = call();
    if (result is Future<Object?>) await result;
  } on OcheException {
    return;
  } on UnsupportedError {
    // The function is that of another target, and reads nothing.
    return;
  } on Object catch (error, stack) {
    fail('the bytes $bytes give ${describe(error)}\n$stack');
  }
}
