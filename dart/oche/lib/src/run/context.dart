/// One context per isolate: the buffers and the mailbox that the isolate and
/// Rust share. The Rust twin is `run/context.rs`.
library;

import 'dart:async';

import '../base/error.dart';
import '../platform/platform.dart';
import '../protocol/constants.dart';
import '../wire/wire.dart';
import 'error.dart';
import 'mailbox.dart';
import 'receiver.dart';

const DetachedException _detachedException = DetachedException(
  'The isolate is detached from the library. Call load() on the library object '
  'to attach it again.',
);

/// What a scratch buffer may keep of its memory in any case.
const int _keptCapacity = 256 * 1024;

/// What it may keep after a large call, for the next one. If that turns out to
/// be small, the memory is given back.
const int _keptForNext = 4 * 1024 * 1024;

/// This isolate's context.
final class IsolateContext extends PlatformContext {
  IsolateContext._(Runtime runtime, WakePort port) : super(runtime, port) {
    _mailbox = Mailbox(this, port);
    _frames.add(CallFrame(this));
  }

  /// Attaches the isolate to a library.
  factory IsolateContext.attach(Runtime runtime) {
    final port = WakePort();
    final IsolateContext context;
    try {
      context = IsolateContext._(runtime, port);
    } catch (_) {
      port.close();
      rethrow;
    }
    runtime.context = context;
    return context;
  }

  late final Mailbox _mailbox;
  bool _detached = false;

  /// The calls that are being written; all but the last are interrupted by the
  /// one after. The first is used again for ever.
  final List<CallFrame> _frames = [];
  int _depth = 0;

  late final MessageReader _out = MessageReader(this)
    ..reader.isOverwritten = true;

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
    if (_depth == 0 && !(_mailbox.answering?.isRunning ?? false)) {
      _release();
    } else {
      Zone.root.scheduleMicrotask(_release);
    }
  }

  void _release() {
    _released = true;
    release();
    _mailbox.answering?.close();
  }

  /// Writes arguments with [encode] and passes them to [call]; what that gives.
  @pragma('vm:prefer-inline')
  int send(
    void Function(Writer w) encode,
    int Function(ArgumentsRef args, int length, int blocks) call,
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
  CallFrame _begin() {
    // A list of the user's own class may call Rust while it is being written.
    if (_depth > 0) return _interrupt();
    final frame = _frames.first
      ..begin()
      ..streams = null;
    // At the end, here and below: what comes before may be one call too many
    // for the stack.
    _depth = 1;
    return frame;
  }

  CallFrame _interrupt() {
    runtime.scratchPush(pointer);
    try {
      final frame = CallFrame(this)..begin();
      _frames.add(frame);
      _depth++;
      return frame;
    } catch (_) {
      runtime.scratchPop(pointer);
      rethrow;
    }
  }

  @pragma('vm:prefer-inline')
  void _end(CallFrame frame, bool sent) {
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
  void _trim(CallFrame frame) {
    final capacity = frame.capacity;
    if (capacity > _keptForNext || frame.writer.length < capacity ~/ 4) {
      runtime.scratchTrim(pointer);
    }
  }

  /// The streams whose sinks go with the call that is being made; null if there
  /// are none.
  @pragma('vm:prefer-inline')
  List<OwnStream>? get openedStreams => _frames[_depth - 1].streams;

  /// A reader of the latest result.
  @pragma('vm:prefer-inline')
  Reader get result => _out.read(outOf(pointer));

  @override
  Object failure(int status, Object Function(Reader r)? error) {
    switch (status) {
      case CallStatus.error when error != null:
        final reader = result;
        final failure = error(reader);
        reader.settle();
        return failure;
      case CallStatus.panic:
        return readRustPanic(result);
      case CallStatus.invalid:
        return readWireError(result);
      case CallStatus.detached:
        return _detachedException;
    }
    return MalformedDataException('A call ended with the status $status.');
  }
}

/// One call that is being written.
final class CallFrame extends ScratchMemory {
  CallFrame(super.context);

  /// Those whose sinks go with the call.
  List<OwnStream>? streams;

  /// The sink of [stream] goes with the call.
  void add(OwnStream stream) => (streams ??= []).add(stream);
}

/// The context that [w] writes to.
@pragma('vm:prefer-inline')
IsolateContext contextOf(Writer w) {
  final memory = w.memory;
  if (memory is! OutgoingMemory) _refuseAttachment();
  return memory.context as IsolateContext;
}

@pragma('vm:never-inline')
Never _refuseAttachment() =>
    throw StateError('Nothing can go along with these bytes.');

/// The message that [r] reads, and whose attachments it names; null if it is
/// nothing but bytes.
@pragma('vm:prefer-inline')
MessageReader? messageOf(Reader r) {
  final message = r.attachments;
  return message is MessageReader ? message : null;
}
