/// What wakes an isolate.
library;

import 'dart:ffi' show NativePort;
import 'dart:isolate';

/// The port to which Rust posts when there is something in the mailbox.
final class WakePort {
  /// A port that does not keep the isolate alive.
  WakePort() {
    _port.keepIsolateAlive = false;
  }

  final RawReceivePort _port = RawReceivePort(null, 'oche');

  /// The number by which Rust knows it.
  int get number => _port.sendPort.nativePort;

  /// Called with each message.
  set handler(void Function(Object? message) wake) => _port.handler = wake;

  /// Whether the isolate goes on because of it.
  set keepIsolateAlive(bool value) => _port.keepIsolateAlive = value;

  /// Nothing comes any more.
  void close() => _port.close();
}
