/// How Rust calls Dart.
library;

import 'dart:ffi';

import '../../protocol/constants.dart';
import 'context.dart';

/// What Rust calls; see `Trampoline` in the Rust twin, `callback.rs`.
typedef _Trampoline = Int32 Function(
  Uint32 level,
  Uint32 version,
  Uint32 length,
  Uint32 slot,
  Uint32 mark,
  Uint32 method,
);

/// The function through which Rust calls this isolate.
final class Trampoline {
  /// Lets Rust call [called], on this isolate's thread and within a call from
  /// here. It must not throw: there is nobody to catch it.
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
  ) : _callable = NativeCallable<_Trampoline>.isolateLocal(
          called,
          exceptionalReturn: answerElsewhere,
        )..keepIsolateAlive = false {
    context.runtime
        .callbacksOpen(context.pointer, _callable.nativeFunction.cast());
  }

  final NativeCallable<_Trampoline> _callable;

  /// Rust must not call any more.
  void close() => _callable.close();
}
