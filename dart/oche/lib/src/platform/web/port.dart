/// What wakes an isolate.
library;

import '../../base/unsupported.dart';

/// The port to which Rust posts when there is something in the mailbox.
final class WakePort {
  WakePort() {
    unsupportedOnWeb();
  }

  /// Called with each message.
  set handler(void Function(Object? message) wake) => unsupportedOnWeb();

  /// Whether the isolate goes on because of it.
  set keepIsolateAlive(bool value) => unsupportedOnWeb();

  /// Nothing comes any more.
  void close() => unsupportedOnWeb();
}
