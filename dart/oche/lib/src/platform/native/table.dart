/// The one thing that a library exports. The layout is written down in the Rust
/// twin, `table.rs`.
library;

import 'dart:ffi';

import 'memory.dart';

/// What the exported function returns.
final class TableMemory extends Struct {
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
const int tableMagic = 0x4548434f;

/// What the run time does for Dart, bound.
base class RuntimeEntries {
  RuntimeEntries(Pointer<Pointer<Void>> entries)
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
