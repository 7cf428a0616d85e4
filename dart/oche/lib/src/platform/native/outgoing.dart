/// Messages to Rust.
library;

import 'dart:ffi';
import 'dart:typed_data';

import '../../base/error.dart';
import '../../protocol/constants.dart';
import '../../wire/wire.dart';
import 'context.dart';
import 'memory.dart';
import 'message.dart';
import 'numbers.dart';

/// Where a message to Rust is written. What goes with it waits in the context.
abstract base class OutgoingMemory implements ArgumentMemory {
  OutgoingMemory(this.context);

  /// The context that it is written in.
  final PlatformContext context;

  @override
  TypedData block(int kind, int count) {
    final size = elementSize(kind);
    final data =
        context.runtime.inboundAlloc(context.pointer, count * size, kind);
    if (data == nullptr) {
      throw ListLengthException(
        'There is no memory for a list of ${count * size} bytes.',
      );
    }
    return viewNumbers(data, kind, count);
  }
}

/// One call that is being written, in the scratch buffer.
base class ScratchMemory extends OutgoingMemory {
  ScratchMemory(super.context) {
    _refresh();
    writer = Writer(this, _bytes);
  }

  /// Writes the arguments.
  late final Writer writer;

  /// Where they are.
  late ArgumentsRef data;
  late int _address;

  /// How many bytes there is room for.
  late int capacity;
  late Uint8List _bytes;

  /// Takes up the scratch buffer as it is now.
  void _refresh() {
    final memory = context.pointer.ref;
    data = memory.scratchData;
    capacity = memory.scratchCapacity;
    _address = data.address;
    _bytes = data.asTypedList(capacity);
  }

  /// Begins a call.
  @pragma('vm:prefer-inline')
  void begin() {
    // Rust keeps the buffer of a large asynchronous call and makes a new one,
    // perhaps at the same address with another capacity.
    final memory = context.pointer.ref;
    if (memory.scratchData.address != _address ||
        memory.scratchCapacity != capacity) {
      _refresh();
    }
    writer.reset(_bytes);
  }

  @override
  Uint8List grow(int capacity) {
    if (!context.runtime.scratchReserve(context.pointer, capacity)) {
      throw ListLengthException(
        'The arguments of one call take more than $capacity bytes, more than '
        'there is memory for.',
      );
    }
    _refresh();
    return _bytes;
  }
}

/// Calls from Rust on this isolate's thread of one level of nesting: one after
/// the other.
final class Exchange extends OutgoingMemory {
  /// That of the level number [level].
  Exchange(PlatformContext context, int level)
      : this._(
          context,
          context.runtime.exchange(context.pointer, level),
          MessageReader(context),
        );

  Exchange._(super.context, this._pointer, this._message)
      : _reader = _message.reader {
    writer = Writer(this, _message.bytes);
  }

  final Pointer<ExchangeMemory> _pointer;
  final MessageReader _message;
  final Reader _reader;

  /// Another one says that [_message] is somewhere else.
  int _version = -1;

  /// Writes the answer, which takes the place of the request.
  late final Writer writer;

  /// Takes up a call with [length] bytes of arguments.
  @pragma('vm:prefer-inline')
  Reader begin(int version, int length) {
    if (version != _version) _open(version);
    writer.reset(_message.bytes);
    return _reader..restart(length);
  }

  @pragma('vm:never-inline')
  void _open(int version) {
    _message.read(_pointer.ref.message);
    _version = version;
  }

  /// The number of the request.
  int get request => _pointer.ref.request;

  /// Ends the call; what Rust wants to know of the answer.
  @pragma('vm:prefer-inline')
  int end(int status) {
    if (status == ReplyStatus.value && writer.attached == 0) {
      final length = writer.length;
      if (length < 0x7fffffff) return length;
    }
    _pointer.ref
      ..message.length = writer.length
      ..status = status
      ..attached = writer.attached;
    return answerElsewhere;
  }

  /// Drops what was written.
  void discard() {
    final attached = writer.attached;
    writer.reset(_message.bytes);
    if (attached > 0) context.runtime.inboundDiscard(context.pointer, attached);
  }

  @override
  Uint8List grow(int capacity) {
    if (!context.runtime.exchangeReserve(_pointer, capacity)) {
      throw ListLengthException(
        'The answer to one call takes more than $capacity bytes, more than '
        'there is memory for.',
      );
    }
    _message.open(_pointer.ref.message);
    return _message.bytes;
  }
}
