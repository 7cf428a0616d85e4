/// One context per isolate: the buffers and the mailbox that the isolate and
/// Rust share. The layout is written down in the Rust twin, `isolate.rs`.
library;

import 'dart:async';
import 'dart:ffi';
import 'dart:typed_data';

import 'callback.dart';
import 'error.dart';
import 'mailbox.dart';
import 'object.dart';
import 'sink.dart';
import 'stream_receiver.dart';
import 'table.dart';
import 'wire.dart';

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

/// What an attachment of a message from Rust is.
abstract final class AttachmentKind {
  static const int block = 0;
  static const int object = 1;
  static const int dartObject = 2;
  static const int implementor = 3;
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

  /// Rust's own.
  external Pointer<Void> discard;
}

const DetachedException _detachedException = DetachedException(
  'The isolate is detached from the library. Call load() on the library object '
  'to attach it again.',
);

/// What a scratch buffer may keep of its memory in any case.
const int _keptCapacity = 256 * 1024;

/// What it may keep after a large call, for the next one. If that turns out to
/// be small, the memory is given back.
const int _keptForNext = 4 * 1024 * 1024;

/// What owns a context: a number, which is watched over before there is a
/// context. So an isolate that is killed at any moment leaves nothing behind.
final class _Ticket implements Finalizable {
  _Ticket(Runtime runtime)
      : number = runtime.ticket(),
        _detach = runtime.detach {
    _finalizer.attach(this, Pointer.fromAddress(number), detach: this);
  }

  final int number;
  final Pointer<NativeFinalizerFunction> _detach;
  late final NativeFinalizer _finalizer = NativeFinalizer(_detach);

  /// Ends the context, if there is one. The finalizer goes last, for the same
  /// reason: that it finds nothing any more does no harm.
  void detach() {
    _detach.asFunction<void Function(Pointer<Void>)>()(
      Pointer.fromAddress(number),
    );
    _finalizer.detach(this);
  }
}

/// This isolate's context.
final class IsolateContext implements Finalizable {
  IsolateContext._(this.runtime, this._ticket, this.pointer)
      : _status = pointer.cast() {
    _frames.add(_Frame(this));
  }

  /// Attaches the isolate to a library.
  factory IsolateContext.attach(Runtime runtime) {
    late final IsolateContext context;
    final mailbox = Mailbox(() => context);
    final ticket = _Ticket(runtime);
    final pointer = runtime.attach(
      ticket.number,
      NativeApi.postCObject.cast(),
      mailbox.nativePort,
      NativeApi.initializeApiDLData,
    );
    if (pointer == nullptr) {
      mailbox.close();
      throw const NotAnOcheLibraryException(
        'The library refuses to attach: this Dart runtime has no '
        'Dart_PostCObject.',
      );
    }
    context = IsolateContext._(runtime, ticket, pointer);
    runtime.context = context;
    return context.._mailbox = mailbox;
  }

  /// The run time of the library.
  final Runtime runtime;

  /// The key to the library.
  final Pointer<ContextMemory> pointer;

  /// The status of the latest direct call that failed: a pointer of its own,
  /// because each direct call looks at it.
  final Pointer<Uint32> _status;

  late final Mailbox _mailbox;
  final _Ticket _ticket;
  bool _detached = false;

  /// The calls that are being written; all but the last are interrupted by the
  /// one after. The first is used again for ever.
  final List<_Frame> _frames = [];
  int _depth = 0;

  late final MessageReader _out = MessageReader(this)
    ..reader.isOverwritten = true;

  /// What Rust holds of this isolate.
  late final Callbacks callbacks = Callbacks(this);

  /// Whether [pointer] is good no more.
  bool _released = false;

  /// Whether [detach] was called.
  bool get isDetached => _detached;

  /// The isolate's mailbox.
  Mailbox get mailbox => _mailbox;

  /// Ends everything that runs for this isolate.
  void detach() {
    if (_detached) return;
    _detached = true;
    if (identical(runtime.context, this)) runtime.context = null;
    _mailbox.close();
    // A list of the user's own class may detach while it is being written, and
    // a function that Rust calls may, and the call at hand still needs its
    // memory. When a microtask runs, nothing is on the stack; in a zone of the
    // user's it might never run.
    if (_depth == 0 && !callbacks.isRunning) {
      _release();
    } else {
      Zone.root.scheduleMicrotask(_release);
    }
  }

  void _release() {
    _released = true;
    _ticket.detach();
    callbacks.close();
  }

  /// Writes arguments with [encode] and passes them to [call]; what that gives.
  @pragma('vm:prefer-inline')
  int send(
    void Function(Writer w) encode,
    int Function(Pointer<Uint8> args, int length, int blocks) call,
  ) {
    final frame = _begin();
    var sent = false;
    try {
      encode(frame.writer);
      if (_detached) throw _detachedException;
      sent = true;
      return call(frame.data, frame.writer.length, frame.writer.attached);
    } finally {
      _end(frame, sent);
    }
  }

  /// Answers a request of Rust's that somebody waits for, with what [encode]
  /// writes, and the status that it returns. Nothing happens if the context is
  /// gone: then so is whoever waits.
  void reply(int request, int Function(Writer w) encode) {
    if (_released) return;
    final frame = _begin();
    var sent = false;
    try {
      final status = encode(frame.writer);
      sent = true;
      final writer = frame.writer;
      runtime.reply(
        pointer,
        request,
        status,
        frame.data,
        writer.length,
        writer.attached,
      );
    } finally {
      _end(frame, sent);
    }
  }

  @pragma('vm:prefer-inline')
  _Frame _begin() {
    // A list of the user's own class may call Rust while it is being written.
    if (_depth > 0) return _interrupt();
    final frame = _frames.first..begin();
    // At the end, here and below: what comes before may be one call too many
    // for the stack.
    _depth = 1;
    return frame;
  }

  _Frame _interrupt() {
    runtime.scratchPush(pointer);
    try {
      final frame = _Frame(this)..begin();
      _frames.add(frame);
      _depth++;
      return frame;
    } catch (_) {
      runtime.scratchPop(pointer);
      rethrow;
    }
  }

  @pragma('vm:prefer-inline')
  void _end(_Frame frame, bool sent) {
    final depth = --_depth;
    if (!sent && frame.writer.attached > 0) {
      runtime.inboundDiscard(pointer, frame.writer.attached);
    }
    if (depth > 0) {
      runtime.scratchPop(pointer);
      // Its memory is gone with it.
      _frames.removeLast();
    } else if (frame.capacity > _keptCapacity) {
      _trim(frame);
    }
  }

  /// Gives back the memory of large calls, if the call that ends was none, or
  /// if it is too much to be kept for another one.
  @pragma('vm:never-inline')
  void _trim(_Frame frame) {
    final capacity = frame.capacity;
    if (capacity > _keptForNext || frame.writer.length < capacity ~/ 4) {
      runtime.scratchTrim(pointer);
    }
  }

  /// The streams whose sinks go with the call that is being made; null if there
  /// are none.
  @pragma('vm:prefer-inline')
  List<StreamReceiver<Object?>>? get openedStreams =>
      _frames[_depth - 1].streams;

  /// Where [object] is, which a direct call is made with.
  @pragma('vm:prefer-inline')
  Pointer<ObjectMemory> object(RustObject object) => pointerFor(this, object);

  /// A reader of the latest result.
  @pragma('vm:prefer-inline')
  Reader get result => _out.read(pointer.ref.out);

  /// Throws what the latest direct call failed with, if it did.
  @pragma('vm:prefer-inline')
  void check() {
    if (_status.value != 0) _throwStatus();
  }

  @pragma('vm:never-inline')
  void _throwStatus() {
    final status = _status.value;
    _status.value = 0;
    throw failure(status, null);
  }

  /// The exception behind a failed call.
  Object failure(int status, Object Function(Reader r)? error) {
    switch (status) {
      case 1 when error != null:
        final reader = result;
        final failure = error(reader);
        reader.settle();
        return failure;
      case 2:
        return readRustPanic(result);
      case 3:
        return readWireError(result);
      case 4:
        return _detachedException;
    }
    return MalformedDataException('A call ended with the status $status.');
  }
}

/// Where a message to Rust is written. What goes with it waits in the context.
abstract base class OutgoingMemory implements ArgumentMemory {
  OutgoingMemory(this.context);

  final IsolateContext context;

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

  @override
  void object(RustObject object, int access) =>
      attachObject(context, object, access);

  @override
  void callback(
    List<CallbackMethod<Object?>> methods, {
    void Function()? released,
  }) =>
      context.callbacks.addCallback(methods, released: released);

  @override
  void implementor<T extends Object>(
    T object,
    List<CallbackMethod<Object?>> Function() methods,
  ) =>
      context.callbacks.addImplementor<T>(object, methods);

  @override
  void dartObject(Object object) => context.callbacks.addObject(object);

  @override
  void sink<T>(
    SinkStream<T> stream,
    T Function(Reader r) decode,
    Object Function(Reader r)? itemError,
    int window,
  ) =>
      attachSink(context, stream, decode, itemError, window);
}

/// One call that is being written.
final class _Frame extends OutgoingMemory {
  _Frame(super.context) {
    _refresh();
    writer = Writer(this, _bytes);
  }

  late final Writer writer;
  late Pointer<Uint8> data;
  late int _address;
  late int capacity;
  late Uint8List _bytes;

  /// Those whose sinks go with the call.
  List<StreamReceiver<Object?>>? streams;

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
    streams = null;
  }

  @override
  void sink<T>(
    SinkStream<T> stream,
    T Function(Reader r) decode,
    Object Function(Reader r)? itemError,
    int window,
  ) {
    final opened = attachSink(context, stream, decode, itemError, window);
    (streams ??= []).add(opened);
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

/// The size of an element in bytes.
int elementSize(int kind) => switch (kind) {
      ElementKind.i8 || ElementKind.u8 => 1,
      ElementKind.i16 || ElementKind.u16 => 2,
      ElementKind.i64 || ElementKind.u64 || ElementKind.f64 => 8,
      _ => 4,
    };

/// The [count] numbers at [data] as a typed list.
TypedData viewNumbers(Pointer<Uint8> data, int kind, int count) =>
    switch (kind) {
      ElementKind.i8 => data.cast<Int8>().asTypedList(count),
      ElementKind.u8 => data.asTypedList(count),
      ElementKind.i16 => data.cast<Int16>().asTypedList(count),
      ElementKind.u16 => data.cast<Uint16>().asTypedList(count),
      ElementKind.i32 => data.cast<Int32>().asTypedList(count),
      ElementKind.u32 => data.cast<Uint32>().asTypedList(count),
      ElementKind.i64 => data.cast<Int64>().asTypedList(count),
      ElementKind.u64 => data.cast<Uint64>().asTypedList(count),
      ElementKind.f32 => data.cast<Float>().asTypedList(count),
      _ => data.cast<Double>().asTypedList(count),
    };

/// A copy of [list] in Dart's own memory.
TypedData copyNumbers(TypedData list) => switch (list) {
      Int8List() => Int8List.fromList(list),
      Uint8List() => Uint8List.fromList(list),
      Int16List() => Int16List.fromList(list),
      Uint16List() => Uint16List.fromList(list),
      Int32List() => Int32List.fromList(list),
      Uint32List() => Uint32List.fromList(list),
      Int64List() => Int64List.fromList(list),
      Uint64List() => Uint64List.fromList(list),
      Float32List() => Float32List.fromList(list),
      _ => Float64List.fromList(list as Float64List),
    };

/// Reads messages from Rust; its views are made again only when a message is
/// somewhere else.
final class MessageReader implements Attachments {
  MessageReader(this._context);

  final IsolateContext _context;

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
  Reader read(MessageMemory message) {
    open(message);
    return part(0, message.length, 0);
  }

  /// Takes up [message].
  @pragma('vm:prefer-inline')
  void open(MessageMemory message) {
    final capacity = message.capacity;
    if (message.data.address != _address || capacity != _capacity) {
      _view(message);
    }
    _attachmentCount = message.attachmentCount;
    if (_attachmentCount > 0) _attachments = message.attachments;
  }

  @pragma('vm:never-inline')
  void _view(MessageMemory message) {
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

  /// The attachment number [index] if it is of a kind and nobody has it yet.
  Pointer<AttachmentMemory>? _unclaimed(int index, int kind) {
    if (index >= _attachmentCount) return null;
    final pointer = _attachments + index;
    final attachment = pointer.ref;
    final usable = attachment.kind == kind && attachment.claimed == 0;
    return usable ? pointer : null;
  }

  @override
  TypedData? block(int index, int kind, int count) {
    final pointer = _unclaimed(index, AttachmentKind.block);
    if (pointer == null) return null;
    final block = pointer.ref;
    if (block.bytes != count * elementSize(kind)) return null;
    final list = viewNumbers(block.data, kind, count);
    return _context.runtime.keep(list, pointer) ? list : copyNumbers(list);
  }

  @override
  ObjectHandle? object(int index) {
    final object = _unclaimed(index, AttachmentKind.object)?.ref;
    if (object == null) return null;
    object.claimed = 1;
    return ObjectHandle(_context.runtime, object.owner.cast(), object.bytes);
  }

  @override
  Object? implementor(int index) {
    final pointer = _unclaimed(index, AttachmentKind.implementor);
    if (pointer == null) return object(index);
    final id = pointer.ref.data.cast<Int64>().value;
    final own = _context.callbacks.implementor(pointer.ref.bytes, id);
    final runtime = _context.runtime;
    if (own == null) {
      return ObjectHandle(runtime, runtime.attachmentObject(pointer), 0);
    }
    runtime.attachmentRelease(pointer);
    return own;
  }

  @override
  Object? dartObject(int index) {
    final pointer = _unclaimed(index, AttachmentKind.dartObject);
    if (pointer == null) return null;
    final id = pointer.ref.data.cast<Int64>().value;
    final object = _context.callbacks.object(pointer.ref.bytes, id);
    _context.runtime.attachmentRelease(pointer);
    return object;
  }
}
