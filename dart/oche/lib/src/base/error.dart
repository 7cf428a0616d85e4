/// What can go wrong on the way. The Rust twin is `error.rs`.
library;

/// Anything that Oche itself reports, as opposed to the errors that the Rust
/// API declares as plain data.
sealed class OcheException implements Exception {
  const OcheException(this.message);

  /// What happened and what to do about it.
  final String message;

  @override
  String toString() => '$runtimeType: $message';
}

/// The library file is not where it was looked for.
final class LibraryNotFoundException extends OcheException {
  const LibraryNotFoundException(super.message);
}

/// There is a file, but it is no library that Oche could use: not a shared
/// library for this process, or one without Oche's table.
final class NotAnOcheLibraryException extends OcheException {
  const NotAnOcheLibraryException(super.message);
}

/// The library was built with another version of Oche's run time.
final class AbiVersionException extends OcheException {
  const AbiVersionException(super.message);
}

/// The library and the generated Dart come from different versions of the API.
final class SchemaMismatchException extends OcheException {
  const SchemaMismatchException(super.message);
}

/// The crate could not set itself up: its function for that failed or panicked.
/// It is not tried again in this process.
final class InitializationException extends OcheException {
  const InitializationException(super.message);
}

/// Another file was loaded before; a library is not exchanged while it runs.
final class LibraryAlreadyLoadedException extends OcheException {
  const LibraryAlreadyLoadedException(super.message);
}

/// The isolate was detached from the library.
final class DetachedException extends OcheException {
  const DetachedException(super.message);
}

/// The call was cancelled before it had a result.
final class CancelledException extends OcheException {
  const CancelledException(super.message, {this.timeout});

  /// The time that the call had, if that was over; null if it was cancelled for
  /// another reason.
  final Duration? timeout;
}

/// Bytes that are not a value of the wanted type.
final class MalformedDataException extends OcheException {
  const MalformedDataException(super.message);
}

/// Bytes that should be text and are not UTF-8.
final class InvalidUtf8Exception extends OcheException {
  const InvalidUtf8Exception(super.message);
}

/// A string with half of a surrogate pair, which is no text in Rust.
final class LoneSurrogateException extends OcheException {
  const LoneSurrogateException(super.message);
}

/// A number outside the range of the type on the other side.
final class IntegerRangeException extends OcheException {
  const IntegerRangeException(super.message);
}

/// Not exactly one Unicode scalar value, which is what a Rust `char` is.
final class InvalidCharException extends OcheException {
  const InvalidCharException(super.message);
}

/// A list whose length is not that of the Rust array, or more than a message
/// can carry.
final class ListLengthException extends OcheException {
  const ListLengthException(super.message);
}

/// A value of a recursive type that is nested too deeply.
final class NestingTooDeepException extends OcheException {
  const NestingTooDeepException(super.message);
}

/// A value that has the right form and still is none of its type: text that is
/// no URL or no address, a 0 where Rust wants none, a date that the other side
/// cannot hold.
final class InvalidValueException extends OcheException {
  const InvalidValueException(super.message);
}

/// The object is in use by another call, or one that is ahead of it waits for
/// it, and a synchronous call does not wait. The message names the function of
/// that call: await it first, or use a function that returns a `Future`. Also:
/// the same object is passed twice in one call that must have it to itself.
final class ObjectBusyException extends OcheException {
  const ObjectBusyException(super.message);
}

/// The object is gone: Rust took it over in an earlier call.
final class ObjectMovedException extends OcheException {
  const ObjectMovedException(super.message);
}

/// The object can only be read, because Rust shares it with something else.
final class ObjectSharedException extends OcheException {
  const ObjectSharedException(super.message);
}

/// The stream ended because items came faster than they were taken, and Rust's
/// sink was told to see that as an error.
final class StreamOverflowException extends OcheException {
  const StreamOverflowException(super.message);
}

/// Rust code panicked. The library goes on working; the call that panicked has
/// no result.
final class RustPanic extends OcheException {
  const RustPanic(super.message, {required this.location, this.backtrace});

  /// The place in the Rust source, as `file:line:column`; empty if unknown.
  final String location;

  /// The Rust stack, if the environment variable `RUST_BACKTRACE` asks for it.
  final String? backtrace;

  @override
  String toString() {
    final trace = backtrace == null ? '' : '\n$backtrace';
    return 'RustPanic: Rust code panicked at $location: $message$trace';
  }
}

/// A Rust error that crosses as text, because its type is not plain data.
final class RustError extends OcheException {
  const RustError(super.message, {this.causes = const []});

  /// The texts of the errors behind it, the nearest first.
  final List<String> causes;

  @override
  String toString() =>
      ['RustError: $message', ...causes].join('\n  caused by: ');
}
