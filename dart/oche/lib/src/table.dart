/// The one thing that a library exports. The layout is written down in the Rust
/// twin, `table.rs`.
library;

import 'dart:ffi';

import 'callback.dart';
import 'error.dart';
import 'isolate.dart';
import 'object.dart';

/// The version of the run time that this package speaks.
const int abiVersion = 9;

final class _TableMemory extends Struct {
  @Uint32()
  external int magic;
  @Uint32()
  external int abiVersion;
  // Two halves: the web has no 64-bit integers, and the hash is only compared.
  @Uint32()
  external int hashLow;
  @Uint32()
  external int hashHigh;
  @Uint32()
  external int runtimeCount;
  @Uint32()
  external int functionCount;
  external Pointer<Pointer<Void>> runtime;
  external Pointer<Pointer<Void>> functions;
  external Pointer<NativeFunction<Uint32 Function(Pointer<ContextMemory>)>>
      init;
}

/// 'OCHE', read as a little-endian number.
const int _magic = 0x4548434f;

/// What the run time does for Dart, bound.
final class Runtime {
  Runtime._(Pointer<Pointer<Void>> entries)
      : attach = entries[0]
            .cast<
                NativeFunction<
                    Pointer<ContextMemory> Function(
                        Size, Pointer<Void>, Int64, Pointer<Void>)>>()
            .asFunction(),
        detach = entries[1].cast(),
        scratchReserve = entries[2]
            .cast<
                NativeFunction<Bool Function(Pointer<ContextMemory>, Size)>>()
            .asFunction(isLeaf: true),
        scratchPush = entries[3]
            .cast<NativeFunction<Void Function(Pointer<ContextMemory>)>>()
            .asFunction(isLeaf: true),
        scratchPop = entries[4]
            .cast<NativeFunction<Void Function(Pointer<ContextMemory>)>>()
            .asFunction(isLeaf: true),
        scratchTrim = entries[5]
            .cast<NativeFunction<Void Function(Pointer<ContextMemory>)>>()
            .asFunction(isLeaf: true),
        inboundAlloc = entries[6]
            .cast<
                NativeFunction<
                    Pointer<Uint8> Function(
                        Pointer<ContextMemory>, Size, Uint32)>>()
            .asFunction(isLeaf: true),
        inboundDiscard = entries[7]
            .cast<
                NativeFunction<Void Function(Pointer<ContextMemory>, Uint32)>>()
            .asFunction(),
        drain = entries[8]
            .cast<NativeFunction<Size Function(Pointer<ContextMemory>)>>()
            .asFunction(),
        cancel = entries[9]
            .cast<
                NativeFunction<Void Function(Pointer<ContextMemory>, Uint64)>>()
            .asFunction(),
        credit = entries[10]
            .cast<
                NativeFunction<
                    Void Function(Pointer<ContextMemory>, Uint64, Uint32,
                        Uint32, Uint32)>>()
            .asFunction(),
        keep = entries[11]
            .cast<
                NativeFunction<
                    Bool Function(Handle, Pointer<AttachmentMemory>)>>()
            .asFunction(),
        liveObjects = entries[12]
            .cast<NativeFunction<Int64 Function()>>()
            .asFunction(isLeaf: true),
        inboundObject = entries[13]
            .cast<
                NativeFunction<
                    Void Function(Pointer<ContextMemory>,
                        Pointer<ObjectMemory>, Uint32)>>()
            .asFunction(isLeaf: true),
        objects = NativeFinalizer(entries[14].cast()),
        objectDispose = entries[15]
            .cast<
                NativeFunction<
                    Void Function(
                        Pointer<ContextMemory>, Pointer<ObjectMemory>)>>()
            .asFunction(),
        objectShare = entries[16]
            .cast<
                NativeFunction<
                    Uint64 Function(Pointer<ObjectMemory>, Handle)>>()
            .asFunction(),
        objectClaim = entries[17]
            .cast<NativeFunction<Pointer<ObjectMemory> Function(Uint64)>>()
            .asFunction(isLeaf: true),
        callbacksOpen = entries[18]
            .cast<
                NativeFunction<
                    Void Function(Pointer<ContextMemory>, Pointer<Void>)>>()
            .asFunction(isLeaf: true),
        inboundRemote = entries[19]
            .cast<
                NativeFunction<
                    Uint64 Function(Pointer<ContextMemory>, Uint32, Uint32)>>()
            .asFunction(isLeaf: true),
        nextReleased = entries[20]
            .cast<
                NativeFunction<Int64 Function(Pointer<ContextMemory>, Bool)>>()
            .asFunction(isLeaf: true),
        attachmentRelease = entries[21]
            .cast<NativeFunction<Void Function(Pointer<AttachmentMemory>)>>()
            .asFunction(),
        reply = entries[22]
            .cast<
                NativeFunction<
                    Void Function(Pointer<ContextMemory>, Uint64, Uint32,
                        Pointer<Uint8>, Size, Uint32)>>()
            .asFunction(),
        inboundStream = entries[27]
            .cast<
                NativeFunction<Void Function(Pointer<ContextMemory>, Uint64)>>()
            .asFunction(isLeaf: true),
        sinkClose = entries[28]
            .cast<
                NativeFunction<Void Function(Pointer<ContextMemory>, Uint64)>>()
            .asFunction(),
        logsOpen = entries[29]
            .cast<
                NativeFunction<
                    Uint32 Function(Pointer<ContextMemory>, Uint64, Uint32)>>()
            .asFunction(),
        statistics = entries[23]
            .cast<
                NativeFunction<Bool Function(Pointer<ContextMemory>, Uint64)>>()
            .asFunction(),
        signalChanged = entries[24]
            .cast<NativeFunction<Bool Function(Pointer<WatchMemory>)>>()
            .asFunction(isLeaf: true),
        signalRead = entries[25]
            .cast<
                NativeFunction<
                    Uint32 Function(
                        Pointer<ContextMemory>, Pointer<ObjectMemory>)>>()
            .asFunction(),
        signalListen = entries[26]
            .cast<
                NativeFunction<
                    Void Function(Pointer<ContextMemory>, Pointer<ObjectMemory>,
                        Uint64)>>()
            .asFunction(isLeaf: true),
        signalWatch = entries[30]
            .cast<
                NativeFunction<
                    Pointer<WatchMemory> Function(Pointer<ObjectMemory>)>>()
            .asFunction(isLeaf: true),
        signalAnswer = entries[31]
            .cast<NativeFunction<Void Function(Pointer<ObjectMemory>)>>()
            .asFunction(isLeaf: true),
        exchange = entries[32]
            .cast<
                NativeFunction<
                    Pointer<ExchangeMemory> Function(
                        Pointer<ContextMemory>, Uint32)>>()
            .asFunction(isLeaf: true),
        exchangeReserve = entries[33]
            .cast<
                NativeFunction<Bool Function(Pointer<ExchangeMemory>, Size)>>()
            .asFunction(isLeaf: true),
        objectMoved = entries[34]
            .cast<NativeFunction<Bool Function(Pointer<ObjectMemory>)>>()
            .asFunction(isLeaf: true),
        inboundAgain = entries[35]
            .cast<
                NativeFunction<
                    Bool Function(Pointer<ContextMemory>, Uint32, Uint64)>>()
            .asFunction(isLeaf: true),
        attachmentObject = entries[36]
            .cast<
                NativeFunction<
                    Pointer<ObjectMemory> Function(
                        Pointer<AttachmentMemory>)>>()
            .asFunction(isLeaf: true),
        ticket = entries[37]
            .cast<NativeFunction<Size Function()>>()
            .asFunction(isLeaf: true);

  /// This isolate's context while it is attached.
  IsolateContext? context;

  final int Function() ticket;
  final Pointer<ContextMemory> Function(int, Pointer<Void>, int, Pointer<Void>)
      attach;
  final Pointer<NativeFinalizerFunction> detach;
  final bool Function(Pointer<ContextMemory>, int) scratchReserve;
  final void Function(Pointer<ContextMemory>) scratchPush;
  final void Function(Pointer<ContextMemory>) scratchPop;
  final void Function(Pointer<ContextMemory>) scratchTrim;
  final Pointer<Uint8> Function(Pointer<ContextMemory>, int, int) inboundAlloc;
  // Dropping what is left of a message may tell another isolate of it.
  final void Function(Pointer<ContextMemory>, int) inboundDiscard;
  final int Function(Pointer<ContextMemory>) drain;
  // Waking a task may run an executor's own code, which a leaf call must not.
  final void Function(Pointer<ContextMemory>, int) cancel;
  final void Function(Pointer<ContextMemory>, int, int, int, int) credit;
  final bool Function(Object, Pointer<AttachmentMemory>) keep;
  final int Function() liveObjects;
  final void Function(Pointer<ContextMemory>, Pointer<ObjectMemory>, int)
      inboundObject;

  /// Releases the objects of this isolate when they are garbage, and all of
  /// them when it ends.
  final NativeFinalizer objects;
  // The object's own code may run, which a leaf call must not.
  final void Function(Pointer<ContextMemory>, Pointer<ObjectMemory>)
      objectDispose;
  final int Function(Pointer<ObjectMemory>, Object) objectShare;
  final Pointer<ObjectMemory> Function(int) objectClaim;
  final bool Function(Pointer<ObjectMemory>) objectMoved;
  final void Function(Pointer<ContextMemory>, Pointer<Void>) callbacksOpen;
  final int Function(Pointer<ContextMemory>, int, int) inboundRemote;
  final int Function(Pointer<ContextMemory>, bool) nextReleased;
  final void Function(Pointer<AttachmentMemory>) attachmentRelease;
  final void Function(
          Pointer<ContextMemory>, int, int, Pointer<Uint8>, int, int)
      reply;
  final bool Function(Pointer<ContextMemory>, int) statistics;
  final bool Function(Pointer<WatchMemory>) signalChanged;
  // The code of a value that is cloned may run, which a leaf call must not.
  final int Function(Pointer<ContextMemory>, Pointer<ObjectMemory>) signalRead;
  final void Function(Pointer<ContextMemory>, Pointer<ObjectMemory>, int)
      signalListen;
  final Pointer<WatchMemory> Function(Pointer<ObjectMemory>) signalWatch;
  final void Function(Pointer<ObjectMemory>) signalAnswer;
  final void Function(Pointer<ContextMemory>, int) inboundStream;
  // It wakes a task.
  final void Function(Pointer<ContextMemory>, int) sinkClose;
  final int Function(Pointer<ContextMemory>, int, int) logsOpen;
  final Pointer<ExchangeMemory> Function(Pointer<ContextMemory>, int) exchange;
  final bool Function(Pointer<ExchangeMemory>, int) exchangeReserve;
  final bool Function(Pointer<ContextMemory>, int, int) inboundAgain;
  final Pointer<ObjectMemory> Function(Pointer<AttachmentMemory>)
      attachmentObject;
}

/// A library's table, checked.
final class Table {
  Table._(this.runtime, this._functions, this._functionCount, this._init);

  /// Reads the table that `oche_<crate>()` of [library] returns.
  factory Table.of(
    DynamicLibrary library, {
    required String path,
    required String symbol,
    required String crate,
    required String schemaHash,
  }) {
    if (!library.providesSymbol(symbol)) {
      throw NotAnOcheLibraryException(
        '$path has no function `$symbol`. It must be the library of the crate '
        '`$crate`, built after `oche generate` and with `mod oche_generated;` '
        'in its lib.rs.',
      );
    }
    final table = library
        .lookupFunction<Pointer<_TableMemory> Function(),
            Pointer<_TableMemory> Function()>(symbol)();
    if (table == nullptr || table.ref.magic != _magic) {
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
      Runtime._(memory.runtime),
      memory.functions,
      memory.functionCount,
      memory.init,
    );
  }

  static String _hex(int half) => half.toRadixString(16).padLeft(8, '0');

  final Runtime runtime;
  final Pointer<Pointer<Void>> _functions;
  final int _functionCount;
  final Pointer<NativeFunction<Uint32 Function(Pointer<ContextMemory>)>> _init;

  /// Attaches the isolate, and sets the crate up if nobody has.
  IsolateContext attach() {
    final context = IsolateContext.attach(runtime);
    if (_init == nullptr) return context;
    final init = _init.asFunction<int Function(Pointer<ContextMemory>)>();
    if (init(context.pointer) == 0) return context;
    final message = context.result.string();
    context.detach();
    throw InitializationException(message);
  }

  /// The function number [index] of the crate.
  Pointer<Void> function(int index) =>
      _functions[RangeError.checkValidIndex(index, null, null, _functionCount)];
}
