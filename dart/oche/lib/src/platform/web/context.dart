/// An isolate's context, as far as it is memory.
library;

import '../../base/unsupported.dart';
import '../../wire/wire.dart';
import 'memory.dart';
import 'port.dart';

/// What the run time of a library does for Dart.
final class Runtime {
  Runtime._();

  /// This isolate's context while it is attached.
  PlatformContext? context;

  void scratchPush(ContextRef context) => unsupportedOnWeb();
  void scratchPop(ContextRef context) => unsupportedOnWeb();
  void scratchTrim(ContextRef context) => unsupportedOnWeb();
  void inboundDiscard(ContextRef context, int count) => unsupportedOnWeb();
  int drain(ContextRef context) => unsupportedOnWeb();
  void cancel(ContextRef context, int id) => unsupportedOnWeb();
  void credit(
    ContextRef context,
    int id,
    int taken,
    int granted,
    int bytes,
  ) =>
      unsupportedOnWeb();
  int liveObjects() => unsupportedOnWeb();
  void inboundObject(ContextRef context, ObjectRef object, int access) =>
      unsupportedOnWeb();
  void objectDispose(ContextRef context, ObjectRef object) =>
      unsupportedOnWeb();
  int objectShare(ObjectRef object, Object anchor) => unsupportedOnWeb();
  ObjectRef objectClaim(int id) => unsupportedOnWeb();
  bool objectMoved(ObjectRef object) => unsupportedOnWeb();
  int inboundRemote(ContextRef context, int kind, int slot) =>
      unsupportedOnWeb();
  int nextReleased(ContextRef context, bool answering) => unsupportedOnWeb();
  void attachmentRelease(AttachmentRef attachment) => unsupportedOnWeb();
  ObjectRef attachmentObject(AttachmentRef attachment) => unsupportedOnWeb();
  void reply(
    ContextRef context,
    int request,
    int status,
    ArgumentsRef data,
    int length,
    int blocks,
  ) =>
      unsupportedOnWeb();
  bool statistics(ContextRef context, int id) => unsupportedOnWeb();
  bool signalChanged(WatchRef watch) => unsupportedOnWeb();
  int signalRead(ContextRef context, ObjectRef signal) => unsupportedOnWeb();
  void signalListen(ContextRef context, ObjectRef signal, int id) =>
      unsupportedOnWeb();
  WatchRef signalWatch(ObjectRef signal) => unsupportedOnWeb();
  void signalAnswer(ObjectRef signal) => unsupportedOnWeb();
  void inboundStream(ContextRef context, int id) => unsupportedOnWeb();
  void sinkClose(ContextRef context, int id) => unsupportedOnWeb();
  int logsOpen(ContextRef context, int id, int level) => unsupportedOnWeb();
  bool inboundAgain(ContextRef context, int slot, int id) => unsupportedOnWeb();
}

/// The context of one isolate in a library.
abstract base class PlatformContext {
  /// Attaches the isolate to the library of [runtime], which then wakes it by
  /// [port].
  PlatformContext(this.runtime, WakePort port) : pointer = unsupportedOnWeb();

  /// The run time of the library.
  final Runtime runtime;

  /// The key to the library.
  final ContextRef pointer;

  /// Ends it in Rust. [pointer] is good no more.
  void release() => unsupportedOnWeb();

  /// Throws what the latest direct call failed with, if it did.
  void check() => unsupportedOnWeb();

  /// The exception behind a failed call, whose own error [error] reads.
  Object failure(int status, Object Function(Reader r)? error);
}
