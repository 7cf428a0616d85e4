/// The memory that the isolate and Rust share. The layouts are written down in
/// the Rust twins: `isolate.rs`, `object.rs` and `callback.rs`.
library;

import 'dart:ffi';

/// Where a context is.
typedef ContextRef = Pointer<ContextMemory>;

/// Where an object of Rust is.
typedef ObjectRef = Pointer<ObjectMemory>;

/// Where the version of a signal is.
typedef WatchRef = Pointer<WatchMemory>;

/// Where an attachment of a message is.
typedef AttachmentRef = Pointer<AttachmentMemory>;

/// Where the arguments of a call are.
typedef ArgumentsRef = Pointer<Uint8>;

/// Where a message from Rust is.
typedef MessageRef = MessageMemory;

/// No context.
@pragma('vm:prefer-inline')
ContextRef get noContext => nullptr;

/// No object.
@pragma('vm:prefer-inline')
ObjectRef get noObject => nullptr;

/// The part of a context that both sides read.
final class ContextMemory extends Struct {
  @Uint32()
  external int status;
  external Pointer<Uint8> scratchData;
  @Size()
  external int scratchCapacity;
  external MessageMemory out;
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

/// Something that goes with a message from Rust and is not bytes.
final class AttachmentMemory extends Struct {
  external Pointer<Uint8> data;
  @Size()
  external int bytes;
  external Pointer<Void> owner;
  @Uint32()
  external int claimed;
  @Uint32()
  external int kind;
}

/// The memory for the calls of one level of nesting.
final class ExchangeMemory extends Struct {
  external MessageMemory message;
  @Uint64()
  external int request;
  @Uint32()
  external int status;
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

/// The result of the latest call of [context].
@pragma('vm:prefer-inline')
MessageRef outOf(ContextRef context) => context.ref.out;

/// The latest batch of entries of [context].
@pragma('vm:prefer-inline')
MessageRef batchOf(ContextRef context) => context.ref.batch;
