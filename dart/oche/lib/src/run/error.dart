/// Reading what went wrong in Rust. The layouts are written down in the Rust
/// twin, `error.rs`.
library;

import '../base/error.dart';
import '../protocol/constants.dart';
import '../wire/wire.dart';

/// Reads the text of an error.
RustError readRustError(Reader r) {
  final message = r.string();
  return RustError(message, causes: r.list((r) => r.string()));
}

/// Reads a panic.
RustPanic readRustPanic(Reader r) {
  final message = r.string();
  final location = r.string();
  final backtrace = r.option((r) => r.string());
  return RustPanic(message, location: location, backtrace: backtrace);
}

/// Reads why a value could not cross, or why there is nothing to call.
Object readWireError(Reader r) {
  final kind = r.u8();
  final message = r.string();
  return switch (kind) {
    WireErrorKind.invalidUtf8 => InvalidUtf8Exception(message),
    WireErrorKind.integerRange => IntegerRangeException(message),
    WireErrorKind.invalidChar => InvalidCharException(message),
    WireErrorKind.listLength => ListLengthException(message),
    WireErrorKind.nestingTooDeep => NestingTooDeepException(message),
    WireErrorKind.invalidValue => InvalidValueException(message),
    WireErrorKind.objectBusy => ObjectBusyException(message),
    WireErrorKind.objectMoved => ObjectMovedException(message),
    WireErrorKind.objectShared => ObjectSharedException(message),
    WireErrorKind.streamOverflow => StreamOverflowException(message),
    WireErrorKind.notInBuild => UnsupportedError(message),
    _ => MalformedDataException(
        '$message. The Dart and Rust halves may be of different builds: run '
        '`oche generate` and build the library again.',
      ),
  };
}
