/// The numbers that both sides give the same meaning. The layouts that they
/// belong to are written down in the Rust twins.
library;

/// The version of the run time that this package speaks.
const int abiVersion = 8;

/// How deeply a value of a recursive type may be nested.
const int maxDepth = 128;

/// Lists of at least this many bytes travel as blocks of their own.
const int externalBytes = 4096;

/// The size of the header of an entry of the mailbox.
const int entryHeader = 24;

/// The elements of number lists, by their codes on the wire.
abstract final class ElementKind {
  static const int i8 = 0;
  static const int u8 = 1;
  static const int i16 = 2;
  static const int u16 = 3;
  static const int i32 = 4;
  static const int u32 = 5;
  static const int i64 = 6;
  static const int u64 = 7;
  static const int f32 = 8;
  static const int f64 = 9;
}

/// What a call has come to when it returns.
abstract final class CallStatus {
  static const int ok = 0;

  /// The function's own error.
  static const int error = 1;
  static const int panic = 2;

  /// A value could not cross, or there was nothing to call.
  static const int invalid = 3;
  static const int detached = 4;

  /// An asynchronous call that has ended as soon as it had begun.
  static const int ready = 5;
}

/// Why a value could not cross, or why there is nothing to call.
abstract final class WireErrorKind {
  static const int invalidUtf8 = 2;
  static const int integerRange = 3;
  static const int invalidChar = 4;
  static const int listLength = 5;
  static const int nestingTooDeep = 6;
  static const int invalidValue = 9;
  static const int objectBusy = 10;
  static const int objectMoved = 11;
  static const int objectShared = 12;
  static const int streamOverflow = 13;
  static const int unsupported = 14;
}

/// What an entry of the mailbox says, of a call, a stream or a signal.
abstract final class EntryKind {
  static const int value = 1;
  static const int error = 2;
  static const int panic = 3;
  static const int invalid = 4;
  static const int cancelled = 5;
  static const int items = 6;
  static const int end = 7;
  static const int request = 8;
  static const int released = 9;
  static const int statistics = 10;
  static const int changed = 11;

  /// Whether other entries for the same receiver may follow.
  static bool isFollowed(int kind) =>
      kind == items || kind == statistics || kind == changed;
}

/// What an attachment of a message from Rust is.
abstract final class AttachmentKind {
  static const int block = 0;
  static const int object = 1;
  static const int dartObject = 2;
  static const int implementor = 3;
}

/// How a call wants an object that goes with it.
abstract final class Access {
  /// As `&T`.
  static const int read = 0;

  /// As `&mut T`.
  static const int write = 1;

  /// As `T`.
  static const int take = 2;

  /// As `Arc<T>`.
  static const int share = 3;
}

/// What a number stands for that Rust gave to something of Dart's.
abstract final class RemoteKind {
  static const int callback = 0;
  static const int object = 1;
  static const int implementor = 2;
}

/// What a call of a Dart function came to.
abstract final class ReplyStatus {
  static const int value = 0;
  static const int error = 1;
  static const int threw = 2;
  static const int gone = 3;
  static const int invalid = 4;

  /// It is a `Future`, whose result comes by `reply`.
  static const int later = 5;

  /// It could not be called.
  static const int notRun = 6;

  /// What is given back instead of the length of an answer: there is more than
  /// a value, or nothing at all.
  static const int elsewhere = -1;
}

/// What an event of an answer is with which a stream of Dart's goes to Rust.
abstract final class StreamEvent {
  static const int item = 0;
  static const int error = 1;
  static const int threw = 2;
  static const int invalid = 3;
  static const int more = 4;
  static const int done = 5;
}

/// What asking for the log has come to.
abstract final class LogsStatus {
  static const int ok = 0;
  static const int noFeature = 1;
}
