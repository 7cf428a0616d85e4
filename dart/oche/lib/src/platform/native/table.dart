/// The memory that both sides read, and the entry points of a library's run
/// time.
///
/// Generated from `crates/oche/src/protocol` by `cargo xtask protocol`: to be
/// changed there.
library;

import 'dart:ffi';

import '../../protocol/constants.dart';

/// What sets a crate up: 0 if that succeeded.
typedef InitFunction = Uint32 Function(Pointer<ContextMemory> context);

/// What a library exports.
final class TableMemory extends Struct {
  /// The limit `TABLE_MAGIC`.
  @Uint32()
  external int magic;
  @Uint32()
  external int abiVersion;

  /// Two halves: the web has no 64-bit integers, and the hash is only compared.
  @Uint32()
  external int hashLow;
  @Uint32()
  external int hashHigh;
  @Uint32()
  external int runtimeCount;
  @Uint32()
  external int functionCount;

  /// The run time's entry points.
  external Pointer<Pointer<Void>> runtime;

  /// The crate's functions.
  external Pointer<Pointer<Void>> functions;

  /// What sets the crate up.
  external Pointer<NativeFunction<InitFunction>> init;
}

/// The part of a context that both sides read.
final class ContextMemory extends Struct {
  /// The status of the latest direct call that failed. Dart resets it to 0.
  @Uint32()
  external int status;

  /// The buffer for encoded arguments.
  external Pointer<Uint8> scratchData;
  @Size()
  external int scratchCapacity;

  /// The latest result.
  external MessageMemory out;

  /// The mailbox's current batch.
  external MessageMemory batch;
}

/// A message from Rust.
final class MessageMemory extends Struct {
  external Pointer<Uint8> data;
  @Size()
  external int length;
  @Size()
  external int capacity;
  external Pointer<AttachmentMemory> attachments;
  @Size()
  external int attachmentCount;
}

/// Something that goes with a message from Rust and is not bytes. Whoever reads
/// the message claims it; what is not claimed is dropped with the message.
final class AttachmentMemory extends Struct {
  external Pointer<Uint8> data;
  @Size()
  external int bytes;
  external Pointer<Void> owner;

  /// 1 says that somebody has it.
  @Uint32()
  external int claimed;

  /// An `AttachmentKind`.
  @Uint32()
  external int kind;

  /// Rust's own: what drops the owner.
  external Pointer<Void> discard;
}

/// The memory for the calls from Rust of one level of nesting, one after the
/// other. Dart writes the answer to the data of the message, and, unless it is
/// only a value, the length and what follows the request.
final class ExchangeMemory extends Struct {
  external MessageMemory message;

  /// The number of the request; 0 if nobody would wait for a later answer.
  @Uint64()
  external int request;

  /// A `ReplyStatus`.
  @Uint32()
  external int status;

  /// How many things go with the answer.
  @Uint32()
  external int attached;
}

/// What stands for an object in Rust's memory.
final class ObjectMemory extends Struct {
  /// The object's number: that of no other one, ever.
  @Uint64()
  external int id;
}

/// What stands for the version of a signal in Rust's memory.
final class WatchMemory extends Opaque {}

typedef _Attach = Pointer<ContextMemory> Function(
  Size ticket,
  Pointer<Void> post,
  Int64 port,
  Pointer<Void> api,
);

typedef _ScratchReserve = Bool Function(
  Pointer<ContextMemory> context,
  Size capacity,
);

typedef _ScratchPush = Void Function(Pointer<ContextMemory> context);

typedef _ScratchPop = Void Function(Pointer<ContextMemory> context);

typedef _ScratchTrim = Void Function(Pointer<ContextMemory> context);

typedef _InboundAlloc = Pointer<Uint8> Function(
  Pointer<ContextMemory> context,
  Size bytes,
  Uint32 element,
);

typedef _InboundDiscard = Void Function(
  Pointer<ContextMemory> context,
  Uint32 count,
);

typedef _Drain = Size Function(Pointer<ContextMemory> context);

typedef _Cancel = Void Function(Pointer<ContextMemory> context, Uint64 id);

typedef _Credit = Void Function(
  Pointer<ContextMemory> context,
  Uint64 id,
  Uint32 taken,
  Uint32 granted,
  Uint32 bytes,
);

typedef _Keep = Bool Function(
  Handle object,
  Pointer<AttachmentMemory> attachment,
);

typedef _LiveObjects = Int64 Function();

typedef _InboundObject = Void Function(
  Pointer<ContextMemory> context,
  Pointer<ObjectMemory> object,
  Uint32 access,
);

typedef _ObjectDispose = Void Function(
  Pointer<ContextMemory> context,
  Pointer<ObjectMemory> object,
);

typedef _ObjectShare = Uint64 Function(
  Pointer<ObjectMemory> object,
  Handle anchor,
);

typedef _ObjectClaim = Pointer<ObjectMemory> Function(Uint64 id);

typedef _CallbacksOpen = Void Function(
  Pointer<ContextMemory> context,
  Pointer<Void> trampoline,
);

typedef _InboundRemote = Uint64 Function(
  Pointer<ContextMemory> context,
  Uint32 kind,
  Uint32 slot,
);

typedef _NextReleased = Int64 Function(
  Pointer<ContextMemory> context,
  Bool answering,
);

typedef _AttachmentRelease = Void Function(
  Pointer<AttachmentMemory> attachment,
);

typedef _Reply = Void Function(
  Pointer<ContextMemory> context,
  Uint64 request,
  Uint32 status,
  Pointer<Uint8> args,
  Size length,
  Uint32 inbound,
);

typedef _Statistics = Bool Function(Pointer<ContextMemory> context, Uint64 id);

typedef _SignalChanged = Bool Function(Pointer<WatchMemory> watch);

typedef _SignalRead = Uint32 Function(
  Pointer<ContextMemory> context,
  Pointer<ObjectMemory> signal,
);

typedef _SignalListen = Void Function(
  Pointer<ContextMemory> context,
  Pointer<ObjectMemory> signal,
  Uint64 id,
);

typedef _InboundStream = Void Function(
  Pointer<ContextMemory> context,
  Uint64 id,
);

typedef _SinkClose = Void Function(Pointer<ContextMemory> context, Uint64 id);

typedef _LogsOpen = Uint32 Function(
  Pointer<ContextMemory> context,
  Uint64 id,
  Uint32 level,
);

typedef _SignalWatch = Pointer<WatchMemory> Function(
  Pointer<ObjectMemory> signal,
);

typedef _SignalAnswer = Void Function(Pointer<ObjectMemory> signal);

typedef _Exchange = Pointer<ExchangeMemory> Function(
  Pointer<ContextMemory> context,
  Uint32 level,
);

typedef _ExchangeReserve = Bool Function(
  Pointer<ExchangeMemory> exchange,
  Size capacity,
);

typedef _ObjectMoved = Bool Function(Pointer<ObjectMemory> object);

typedef _InboundAgain = Bool Function(
  Pointer<ContextMemory> context,
  Uint32 slot,
  Uint64 id,
);

typedef _AttachmentObject = Pointer<ObjectMemory> Function(
  Pointer<AttachmentMemory> attachment,
);

typedef _Ticket = Size Function();

/// The entry points of a library's run time, bound.
base class RuntimeEntries {
  /// Binds them; [entries] are their addresses.
  RuntimeEntries(Pointer<Pointer<Void>> entries)
      : attach = entries[EntryPoint.attach]
            .cast<NativeFunction<_Attach>>()
            .asFunction(),
        detach = entries[EntryPoint.detach].cast(),
        scratchReserve = entries[EntryPoint.scratchReserve]
            .cast<NativeFunction<_ScratchReserve>>()
            .asFunction(isLeaf: true),
        scratchPush = entries[EntryPoint.scratchPush]
            .cast<NativeFunction<_ScratchPush>>()
            .asFunction(isLeaf: true),
        scratchPop = entries[EntryPoint.scratchPop]
            .cast<NativeFunction<_ScratchPop>>()
            .asFunction(isLeaf: true),
        scratchTrim = entries[EntryPoint.scratchTrim]
            .cast<NativeFunction<_ScratchTrim>>()
            .asFunction(isLeaf: true),
        inboundAlloc = entries[EntryPoint.inboundAlloc]
            .cast<NativeFunction<_InboundAlloc>>()
            .asFunction(isLeaf: true),
        inboundDiscard = entries[EntryPoint.inboundDiscard]
            .cast<NativeFunction<_InboundDiscard>>()
            .asFunction(),
        drain = entries[EntryPoint.drain]
            .cast<NativeFunction<_Drain>>()
            .asFunction(),
        cancel = entries[EntryPoint.cancel]
            .cast<NativeFunction<_Cancel>>()
            .asFunction(),
        credit = entries[EntryPoint.credit]
            .cast<NativeFunction<_Credit>>()
            .asFunction(),
        keep =
            entries[EntryPoint.keep].cast<NativeFunction<_Keep>>().asFunction(),
        liveObjects = entries[EntryPoint.liveObjects]
            .cast<NativeFunction<_LiveObjects>>()
            .asFunction(isLeaf: true),
        inboundObject = entries[EntryPoint.inboundObject]
            .cast<NativeFunction<_InboundObject>>()
            .asFunction(isLeaf: true),
        objectRelease = entries[EntryPoint.objectRelease].cast(),
        objectDispose = entries[EntryPoint.objectDispose]
            .cast<NativeFunction<_ObjectDispose>>()
            .asFunction(),
        objectShare = entries[EntryPoint.objectShare]
            .cast<NativeFunction<_ObjectShare>>()
            .asFunction(),
        objectClaim = entries[EntryPoint.objectClaim]
            .cast<NativeFunction<_ObjectClaim>>()
            .asFunction(isLeaf: true),
        callbacksOpen = entries[EntryPoint.callbacksOpen]
            .cast<NativeFunction<_CallbacksOpen>>()
            .asFunction(isLeaf: true),
        inboundRemote = entries[EntryPoint.inboundRemote]
            .cast<NativeFunction<_InboundRemote>>()
            .asFunction(isLeaf: true),
        nextReleased = entries[EntryPoint.nextReleased]
            .cast<NativeFunction<_NextReleased>>()
            .asFunction(isLeaf: true),
        attachmentRelease = entries[EntryPoint.attachmentRelease]
            .cast<NativeFunction<_AttachmentRelease>>()
            .asFunction(),
        reply = entries[EntryPoint.reply]
            .cast<NativeFunction<_Reply>>()
            .asFunction(),
        statistics = entries[EntryPoint.statistics]
            .cast<NativeFunction<_Statistics>>()
            .asFunction(),
        signalChanged = entries[EntryPoint.signalChanged]
            .cast<NativeFunction<_SignalChanged>>()
            .asFunction(isLeaf: true),
        signalRead = entries[EntryPoint.signalRead]
            .cast<NativeFunction<_SignalRead>>()
            .asFunction(),
        signalListen = entries[EntryPoint.signalListen]
            .cast<NativeFunction<_SignalListen>>()
            .asFunction(isLeaf: true),
        inboundStream = entries[EntryPoint.inboundStream]
            .cast<NativeFunction<_InboundStream>>()
            .asFunction(isLeaf: true),
        sinkClose = entries[EntryPoint.sinkClose]
            .cast<NativeFunction<_SinkClose>>()
            .asFunction(),
        logsOpen = entries[EntryPoint.logsOpen]
            .cast<NativeFunction<_LogsOpen>>()
            .asFunction(),
        signalWatch = entries[EntryPoint.signalWatch]
            .cast<NativeFunction<_SignalWatch>>()
            .asFunction(isLeaf: true),
        signalAnswer = entries[EntryPoint.signalAnswer]
            .cast<NativeFunction<_SignalAnswer>>()
            .asFunction(isLeaf: true),
        exchange = entries[EntryPoint.exchange]
            .cast<NativeFunction<_Exchange>>()
            .asFunction(isLeaf: true),
        exchangeReserve = entries[EntryPoint.exchangeReserve]
            .cast<NativeFunction<_ExchangeReserve>>()
            .asFunction(isLeaf: true),
        objectMoved = entries[EntryPoint.objectMoved]
            .cast<NativeFunction<_ObjectMoved>>()
            .asFunction(isLeaf: true),
        inboundAgain = entries[EntryPoint.inboundAgain]
            .cast<NativeFunction<_InboundAgain>>()
            .asFunction(isLeaf: true),
        attachmentObject = entries[EntryPoint.attachmentObject]
            .cast<NativeFunction<_AttachmentObject>>()
            .asFunction(isLeaf: true),
        ticket = entries[EntryPoint.ticket]
            .cast<NativeFunction<_Ticket>>()
            .asFunction(isLeaf: true);

  /// Makes the calling isolate's context. `post` is `NativeApi.postCObject`,
  /// `port` the native port that wakes the isolate's mailbox, `api` is
  /// `NativeApi.initializeApiDLData` or null. Null if `post` is null.
  final Pointer<ContextMemory> Function(
    int ticket,
    Pointer<Void> post,
    int port,
    Pointer<Void> api,
  ) attach;

  /// Ends the context that was made with a ticket, if there is one. Also the
  /// native finalizer that Dart runs when the isolate dies.
  final Pointer<NativeFinalizerFunction> detach;

  /// Makes the scratch buffer at least that large, keeping its content. False
  /// if it cannot be had.
  final bool Function(
    Pointer<ContextMemory> context,
    int capacity,
  ) scratchReserve;

  /// A fresh scratch buffer for a call that begins while another is being
  /// written.
  final void Function(Pointer<ContextMemory> context) scratchPush;

  /// Back to the buffer before; the first one stays.
  final void Function(Pointer<ContextMemory> context) scratchPop;

  /// Gives back the memory of a scratch buffer that a large call has grown.
  final void Function(Pointer<ContextMemory> context) scratchTrim;

  /// A block for a large number list, to be filled and sent with the next call;
  /// `element` is an `ElementKind`. Null if it cannot be had.
  final Pointer<Uint8> Function(
    Pointer<ContextMemory> context,
    int bytes,
    int element,
  ) inboundAlloc;

  /// Drops the last `count` things that were to go with a call, which could not
  /// be written to its end. That may tell another isolate.
  final void Function(Pointer<ContextMemory> context, int count) inboundDiscard;

  /// Takes the next batch from the mailbox and frees the one before; its
  /// length, 0 if nothing waits.
  final int Function(Pointer<ContextMemory> context) drain;

  /// Cancels a running call or an open stream. Waking a task may run an
  /// executor's own code.
  final void Function(Pointer<ContextMemory> context, int id) cancel;

  /// The listener took items of a stream, and more may be sent; those beyond
  /// the first grant only while fewer than so many bytes are ahead.
  final void Function(
    Pointer<ContextMemory> context,
    int id,
    int taken,
    int granted,
    int bytes,
  ) credit;

  /// Claims a block, whose memory then lives as long as the object, which views
  /// it. False if this Dart cannot do that.
  final bool Function(Object object, Pointer<AttachmentMemory> attachment) keep;

  /// How many objects of the library are alive.
  final int Function() liveObjects;

  /// An object goes with the call that is being written, which wants it as the
  /// `Access` says.
  final void Function(
    Pointer<ContextMemory> context,
    Pointer<ObjectMemory> object,
    int access,
  ) inboundObject;

  /// Lets go of an object, whoever holds it besides. The native finalizer of
  /// Dart's objects.
  final Pointer<NativeFinalizerFunction> objectRelease;

  /// Releases an object at once, so that its value is dropped here if nothing
  /// else uses it, and its own code runs. The context is null if the isolate is
  /// detached.
  final void Function(
    Pointer<ContextMemory> context,
    Pointer<ObjectMemory> object,
  ) objectDispose;

  /// Makes another reference that any isolate can claim by the number this
  /// returns, for as long as some isolate has the anchor; 0 if this Dart cannot
  /// do that.
  final int Function(Pointer<ObjectMemory> object, Object anchor) objectShare;

  /// Another reference to what was shared under this number, or null if it is
  /// no longer there.
  final Pointer<ObjectMemory> Function(int id) objectClaim;

  /// How Rust calls Dart back on the isolate's own thread; null if it must not
  /// any more.
  final void Function(
    Pointer<ContextMemory> context,
    Pointer<Void> trampoline,
  ) callbacksOpen;

  /// A function or an object goes with the call that is being written; `kind`
  /// is a `RemoteKind`. Its number, which no other one has or had.
  final int Function(
    Pointer<ContextMemory> context,
    int kind,
    int slot,
  ) inboundRemote;

  /// A slot whose content Dart may forget, -1 if there is none. `answering`
  /// says that this is the first question after the mailbox's entry.
  final int Function(
    Pointer<ContextMemory> context,
    bool answering,
  ) nextReleased;

  /// Dart has the object that an attachment names, so that Rust's hold on it
  /// may end.
  final void Function(Pointer<AttachmentMemory> attachment) attachmentRelease;

  /// The answer to a request that was not answered on the spot; `status` is a
  /// `ReplyStatus`.
  final void Function(
    Pointer<ContextMemory> context,
    int request,
    int status,
    Pointer<Uint8> args,
    int length,
    int inbound,
  ) reply;

  /// Leaves a stream's figures in the out message. False if there is no such
  /// stream.
  final bool Function(Pointer<ContextMemory> context, int id) statistics;

  /// Whether a signal has changed since it was read.
  final bool Function(Pointer<WatchMemory> watch) signalChanged;

  /// Leaves the latest sample in the out message; a `CallStatus`. The code of a
  /// value that is cloned may run.
  final int Function(
    Pointer<ContextMemory> context,
    Pointer<ObjectMemory> signal,
  ) signalRead;

  /// Announces changes from now on, by entries of the mailbox with this id; not
  /// any more if it is 0.
  final void Function(
    Pointer<ContextMemory> context,
    Pointer<ObjectMemory> signal,
    int id,
  ) signalListen;

  /// Opens a stream, whose sink goes with the call that is being written.
  final void Function(Pointer<ContextMemory> context, int id) inboundStream;

  /// Ends a stream that has a sink, after what is queued. It wakes a task.
  final void Function(Pointer<ContextMemory> context, int id) sinkClose;

  /// Opens a stream of records down to a `LogLevel`; a `LogsStatus`.
  final int Function(
    Pointer<ContextMemory> context,
    int id,
    int level,
  ) logsOpen;

  /// Where the version of a signal is, for as long as that is not released;
  /// null if it is no signal.
  final Pointer<WatchMemory> Function(Pointer<ObjectMemory> signal) signalWatch;

  /// The answer to a change that was announced: the next one is announced by
  /// another entry.
  final void Function(Pointer<ObjectMemory> signal) signalAnswer;

  /// Where the exchange of a level is, which has been used.
  final Pointer<ExchangeMemory> Function(
    Pointer<ContextMemory> context,
    int level,
  ) exchange;

  /// Makes the memory of an answer at least that large, keeping its content.
  /// False if it cannot be had.
  final bool Function(
    Pointer<ExchangeMemory> exchange,
    int capacity,
  ) exchangeReserve;

  /// Whether an object's value was moved out.
  final bool Function(Pointer<ObjectMemory> object) objectMoved;

  /// What is in a slot under that number goes with another call that is being
  /// written. False if nobody holds it any more.
  final bool Function(
    Pointer<ContextMemory> context,
    int slot,
    int id,
  ) inboundAgain;

  /// A handle to an implementor of another isolate, by which this one calls it;
  /// null if it is none.
  final Pointer<ObjectMemory> Function(
    Pointer<AttachmentMemory> attachment,
  ) attachmentObject;

  /// A number for an isolate that is about to attach, which its finalizer
  /// watches over.
  final int Function() ticket;
}
