/// Messages from Rust, and to it.
library;

import 'dart:typed_data';

import '../../base/unsupported.dart';
import '../../wire/wire.dart';
import 'context.dart';
import 'memory.dart';

/// Reads messages from Rust.
final class MessageReader implements Attachments {
  MessageReader(this.context);

  /// The context that the messages come from.
  final PlatformContext context;

  /// What [read] and [part] give: always the same one.
  Reader get reader => unsupportedOnWeb();

  /// The bytes of the message, and what is behind it of its memory.
  ByteData get data => unsupportedOnWeb();

  /// A reader of the whole of [message].
  Reader read(MessageRef message) => unsupportedOnWeb();

  /// Takes up [message].
  void open(MessageRef message) => unsupportedOnWeb();

  /// A reader of a part of the message.
  Reader part(int start, int end, int firstAttachment) => unsupportedOnWeb();

  /// The attachment [index] if it is of a kind and nobody has it yet.
  AttachmentRef? unclaimed(int index, int kind) => unsupportedOnWeb();

  @override
  TypedData? block(int index, int kind, int count) => unsupportedOnWeb();
}

/// Where a message to Rust is written. What goes with it waits in the context.
abstract base class OutgoingMemory implements ArgumentMemory {
  OutgoingMemory(this.context);

  /// The context that it is written in.
  final PlatformContext context;

  @override
  TypedData block(int kind, int count) => unsupportedOnWeb();

  @override
  Uint8List grow(int capacity) => unsupportedOnWeb();
}

/// One call that is being written, in the scratch buffer.
base class ScratchMemory extends OutgoingMemory {
  ScratchMemory(super.context);

  /// Writes the arguments.
  Writer get writer => unsupportedOnWeb();

  /// Where they are.
  ArgumentsRef get data => unsupportedOnWeb();

  /// How many bytes there is room for.
  int get capacity => unsupportedOnWeb();

  /// Begins a call.
  void begin() => unsupportedOnWeb();
}

/// Calls from Rust on this isolate's thread of one level of nesting: one after
/// the other.
final class Exchange extends OutgoingMemory {
  /// That of the level number [level].
  Exchange(super.context, int level);

  /// Writes the answer, which takes the place of the request.
  Writer get writer => unsupportedOnWeb();

  /// The number of the request.
  int get request => unsupportedOnWeb();

  /// Takes up a call with [length] bytes of arguments.
  Reader begin(int version, int length) => unsupportedOnWeb();

  /// Ends the call; what Rust wants to know of the answer.
  int end(int status) => unsupportedOnWeb();

  /// Drops what was written.
  void discard() => unsupportedOnWeb();
}
