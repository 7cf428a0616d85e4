/// The memory that the isolate and Rust share: where its parts are.
library;

import 'dart:ffi';

import 'table.dart';

export 'table.dart'
    show
        AttachmentMemory,
        ContextMemory,
        ExchangeMemory,
        MessageMemory,
        ObjectMemory,
        WatchMemory;

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

/// The result of the latest call of [context].
@pragma('vm:prefer-inline')
MessageRef outOf(ContextRef context) => context.ref.out;

/// The latest batch of entries of [context].
@pragma('vm:prefer-inline')
MessageRef batchOf(ContextRef context) => context.ref.batch;
