/// How Rust calls Dart.
library;

import '../../base/unsupported.dart';
import 'context.dart';

/// The function through which Rust calls this isolate.
final class Trampoline {
  /// Lets Rust call [called], within a call from here. It must not throw: there
  /// is nobody to catch it.
  Trampoline(
    PlatformContext context,
    int Function(
      int level,
      int version,
      int length,
      int slot,
      int mark,
      int method,
    ) called,
  ) {
    unsupportedOnWeb();
  }

  /// Rust must not call any more.
  void close() => unsupportedOnWeb();
}
