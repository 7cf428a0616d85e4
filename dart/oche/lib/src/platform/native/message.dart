/// Messages from Rust.
library;

import 'dart:ffi';
import 'dart:typed_data';

import '../../protocol/constants.dart';
import '../../wire/wire.dart';
import 'context.dart';
import 'memory.dart';
import 'numbers.dart';

/// Reads messages from Rust; its views are made again only when a message is
/// somewhere else.
final class MessageReader implements Attachments {
  MessageReader(this.context);

  /// The context that the messages come from.
  final PlatformContext context;

  /// What [read] and [part] give: always the same one.
  final Reader reader = Reader(Uint8List(0));
  int _address = 0;
  int _capacity = 0;
  Uint8List _bytes = Uint8List(0);
  ByteData _data = ByteData(0);
  Pointer<AttachmentMemory> _attachments = nullptr;
  int _attachmentCount = 0;

  /// A reader of the whole of [message].
  @pragma('vm:prefer-inline')
  Reader read(MessageRef message) {
    open(message);
    return part(0, message.length, 0);
  }

  /// Takes up [message].
  @pragma('vm:prefer-inline')
  void open(MessageRef message) {
    final capacity = message.capacity;
    if (message.data.address != _address || capacity != _capacity) {
      _view(message);
    }
    _attachmentCount = message.attachmentCount;
    if (_attachmentCount > 0) _attachments = message.attachments;
  }

  @pragma('vm:never-inline')
  void _view(MessageRef message) {
    final data = message.data;
    final capacity = message.capacity;
    // This may be refused. Then the next message must not be taken for the one
    // that is viewed.
    _bytes = capacity == 0 ? Uint8List(0) : data.asTypedList(capacity);
    _data = ByteData.sublistView(_bytes);
    _address = data.address;
    _capacity = capacity;
  }

  /// A reader of a part of the message.
  @pragma('vm:prefer-inline')
  Reader part(int start, int end, int firstAttachment) =>
      reader..reset(_bytes, _data, start, end, this, firstAttachment);

  /// The bytes of the message, and what is behind it of its memory.
  Uint8List get bytes => _bytes;

  /// The same as [bytes].
  ByteData get data => _data;

  /// The attachment [index] if it is of a kind and nobody has it yet.
  AttachmentRef? unclaimed(int index, int kind) {
    if (index >= _attachmentCount) return null;
    final pointer = _attachments + index;
    final attachment = pointer.ref;
    final usable = attachment.kind == kind && attachment.claimed == 0;
    return usable ? pointer : null;
  }

  @override
  TypedData? block(int index, int kind, int count) {
    final pointer = unclaimed(index, AttachmentKind.block);
    if (pointer == null) return null;
    final block = pointer.ref;
    if (block.bytes != count * elementSize(kind)) return null;
    final list = viewNumbers(block.data, kind, count);
    return context.runtime.keep(list, pointer) ? list : copyNumbers(list);
  }
}
