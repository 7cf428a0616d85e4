/// A library's table, checked: what a crate's functions are bound from.
library;

import 'dart:ffi';

import '../../base/error.dart';
import '../../protocol/constants.dart';
import 'context.dart';
import 'memory.dart';
import 'table.dart';

/// A synchronous function with encoded arguments.
typedef _SyncNative = Uint32 Function(
  ContextRef,
  ArgumentsRef,
  Size,
  Uint32,
);

/// The same, bound.
typedef SyncFunction = int Function(ContextRef, ArgumentsRef, int, int);

/// A function that completes through the mailbox.
typedef _StartNative = Uint32 Function(
  ContextRef,
  ArgumentsRef,
  Size,
  Uint32,
  Uint64,
);

/// The same, bound.
typedef StartFunction = int Function(ContextRef, ArgumentsRef, int, int, int);

/// A library's table, checked.
final class Table {
  Table._(this.runtime, this._functions, this._functionCount, this._init);

  /// Reads the table that the function [symbol] at [entry] returns.
  factory Table.of(
    Pointer<NativeFunction<Pointer<TableMemory> Function()>> entry, {
    required String path,
    required String symbol,
    required String schemaHash,
  }) {
    final table = entry.asFunction<Pointer<TableMemory> Function()>()();
    if (table == nullptr || table.ref.magic != tableMagic) {
      throw NotAnOcheLibraryException(
        'The function `$symbol` of $path does not return a table of Oche.',
      );
    }
    final memory = table.ref;
    if (memory.abiVersion != abiVersion) {
      throw AbiVersionException(
        '$path was built with version ${memory.abiVersion} of Oche\'s run '
        'time, and the Dart package speaks version $abiVersion. Use the same '
        'release of the Rust crate `oche` and the Dart package `oche`, then '
        'build the library again.',
      );
    }
    final hash = _hex(memory.hashHigh) + _hex(memory.hashLow);
    if (hash != schemaHash) {
      throw SchemaMismatchException(
        '$path has the API $hash, and the generated Dart was made for '
        '$schemaHash. Run `oche generate`, then build the library again.',
      );
    }
    return Table._(
      Runtime(memory.runtime),
      memory.functions,
      memory.functionCount,
      memory.init,
    );
  }

  static String _hex(int half) => half.toRadixString(16).padLeft(8, '0');

  /// What the run time does.
  final Runtime runtime;
  final Pointer<Pointer<Void>> _functions;
  final int _functionCount;
  final Pointer<NativeFunction<InitFunction>> _init;

  /// Sets the crate up, if nobody has and it wants to be. False if that failed:
  /// then the text of the error is the result in [context].
  bool initialize(PlatformContext context) {
    if (_init == nullptr) return true;
    final init = _init.asFunction<int Function(ContextRef)>();
    return init(context.pointer) == 0;
  }

  /// The function number [index] of the crate. For generated code.
  Pointer<T> function<T extends NativeType>(int index) =>
      _functions[RangeError.checkValidIndex(index, null, null, _functionCount)]
          .cast();

  /// The same as a synchronous function.
  SyncFunction syncFunction(int index) =>
      function<NativeFunction<_SyncNative>>(index).asFunction();

  /// The same as a function that completes through the mailbox.
  StartFunction startFunction(int index) =>
      function<NativeFunction<_StartNative>>(index).asFunction();
}
