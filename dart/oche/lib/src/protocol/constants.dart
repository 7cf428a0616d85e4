/// What both sides have agreed on: limits, codes and headers.
///
/// Generated from `crates/oche/src/protocol` by `cargo xtask protocol`: to be
/// changed there.
library;

/// The version of everything that is described here, and of the wire and the
/// mailbox. A change to any of them is a new version.
const int abiVersion = 9;

/// How a table begins: 'OCHE', read as a little-endian number.
const int tableMagic = 0x4548434f;

/// How deeply a value of a recursive type may be nested. Both sides refuse
/// more, because each level costs stack.
const int maxDepth = 128;

/// Lists of at least this many bytes travel as blocks of their own.
const int externalBytes = 4096;

/// The bits of marks and of versions: what Dart's `int` holds without memory of
/// its own on 32-bit machines.
const int markMask = 0x3fffffff;

/// What is returned instead of the length of an answer: there is more than a
/// value, or nothing at all.
const int answerElsewhere = -1;

/// The places of the run time's entry points in the table.
abstract final class EntryPoint {
  static const int attach = 0;
  static const int detach = 1;
  static const int scratchReserve = 2;
  static const int scratchPush = 3;
  static const int scratchPop = 4;
  static const int scratchTrim = 5;
  static const int inboundAlloc = 6;
  static const int inboundDiscard = 7;
  static const int drain = 8;
  static const int cancel = 9;
  static const int credit = 10;
  static const int keep = 11;
  static const int liveObjects = 12;
  static const int inboundObject = 13;
  static const int objectRelease = 14;
  static const int objectDispose = 15;
  static const int objectShare = 16;
  static const int objectClaim = 17;
  static const int callbacksOpen = 18;
  static const int inboundRemote = 19;
  static const int nextReleased = 20;
  static const int attachmentRelease = 21;
  static const int reply = 22;
  static const int statistics = 23;
  static const int signalChanged = 24;
  static const int signalRead = 25;
  static const int signalListen = 26;
  static const int inboundStream = 27;
  static const int sinkClose = 28;
  static const int logsOpen = 29;
  static const int signalWatch = 30;
  static const int signalAnswer = 31;
  static const int exchange = 32;
  static const int exchangeReserve = 33;
  static const int objectMoved = 34;
  static const int inboundAgain = 35;
  static const int attachmentObject = 36;
  static const int ticket = 37;
}

/// The elements of number lists.
abstract final class ElementKind {
  /// `i8`
  static const int i8 = 0;

  /// `u8`
  static const int u8 = 1;

  /// `i16`
  static const int i16 = 2;

  /// `u16`
  static const int u16 = 3;

  /// `i32`
  static const int i32 = 4;

  /// `u32`
  static const int u32 = 5;

  /// `i64`
  static const int i64 = 6;

  /// `u64`
  static const int u64 = 7;

  /// `f32`
  static const int f32 = 8;

  /// `f64`
  static const int f64 = 9;
}

/// What a call has come to when it returns. One that has begun and completes
/// through the mailbox is `Ok`.
abstract final class CallStatus {
  /// The out message has the value.
  static const int ok = 0;

  /// The out message has the user's error.
  static const int error = 1;

  /// The out message has a panic.
  static const int panic = 2;

  /// The out message says why a value could not cross, or that there was
  /// nothing to call.
  static const int invalid = 3;

  /// The context is detached: nothing was done.
  static const int detached = 4;

  /// The out message has the value of an asynchronous call, which has ended
  /// already.
  static const int ready = 5;
}

/// Why a value could not cross, or why there is nothing to call. Each is a type
/// of exception in Dart.
abstract final class WireErrorKind {
  /// The bytes are no such value.
  static const int malformed = 1;

  /// Text that is no UTF-8.
  static const int invalidUtf8 = 2;

  /// A number that does not fit.
  static const int integerRange = 3;

  /// A number that is no character.
  static const int invalidChar = 4;

  /// A list that is too long, or has another length than an array.
  static const int listLength = 5;

  /// A value with more levels than the stack may be enough for.
  static const int nestingTooDeep = 6;

  /// A tag that no variant has.
  static const int unknownVariant = 7;

  /// More bytes than the value has.
  static const int trailingBytes = 8;

  /// A value of the right form that is none of its type.
  static const int invalidValue = 9;

  /// An object that another call has.
  static const int objectBusy = 10;

  /// An object whose value was moved out.
  static const int objectMoved = 11;

  /// An object that can only be read.
  static const int objectShared = 12;

  /// A stream whose items came faster than they were taken.
  static const int streamOverflow = 13;

  /// A function that the library was not built with.
  static const int notInBuild = 14;
}

/// What an entry of the mailbox says, of a call, a stream or a signal. Of the
/// first two, all but items and statistics are the last.
abstract final class EntryKind {
  /// A call's value.
  static const int value = 1;

  /// The user's error: of a call, or of a stream that could not start.
  static const int error = 2;

  /// A panic.
  static const int panic = 3;

  /// A value could not cross.
  static const int invalid = 4;

  /// It was cancelled, and everything it held is dropped.
  static const int cancelled = 5;

  /// Items of a stream, as many as the header says.
  static const int items = 6;

  /// The stream is over.
  static const int end = 7;

  /// A Dart function is called; the id is the request's, the count the
  /// function's slot.
  static const int request = 8;

  /// Dart may forget functions and objects. There is no id.
  static const int released = 9;

  /// The last figures of a stream. Its last entry is next.
  static const int statistics = 10;

  /// A signal has changed; the id is the subscription's.
  static const int changed = 11;
}

/// What an attachment of a message to Dart is.
abstract final class AttachmentKind {
  /// The memory of a number list, which data and bytes are.
  static const int block = 0;

  /// An object of Rust. Bytes is how large it is for Dart's garbage collector.
  static const int object = 1;

  /// An object of Dart's own, on its way back. Data is its number, a u64, and
  /// bytes its slot.
  static const int dartObject = 2;

  /// An object of Dart's own that implements an interface. Data and bytes as of
  /// an object of Dart.
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
  /// A function.
  static const int callback = 0;

  /// An object.
  static const int object = 1;

  /// An object that implements an interface: its methods.
  static const int implementor = 2;
}

/// What a call of a Dart function came to.
abstract final class ReplyStatus {
  /// The bytes are the value.
  static const int value = 0;

  /// The bytes are the user's error, where the function declares one.
  static const int error = 1;

  /// It threw: text of the exception, text of the stack.
  static const int threw = 2;

  /// The function is gone; no bytes.
  static const int gone = 3;

  /// A value could not cross: text.
  static const int invalid = 4;

  /// It has returned a `Future`, whose result comes by `reply`.
  static const int later = 5;

  /// It could not be called.
  static const int notRun = 6;
}

/// What an event is of which an answer consists with which a stream of Dart's
/// goes to Rust. The first kind beyond those of items is the last event.
abstract final class StreamEvent {
  /// An item: the value.
  static const int item = 0;

  /// An error of the type that the stream's items declare: the error.
  static const int error = 1;

  /// Any other error: text of the error, text of the stack.
  static const int threw = 2;

  /// An item that cannot cross: text.
  static const int invalid = 3;

  /// That is all for now; there was at least one item or error.
  static const int more = 4;

  /// The stream is done.
  static const int done = 5;
}

/// What a JSON value is.
abstract final class JsonKind {
  /// `null`
  static const int nothing = 0;

  /// `false`
  static const int no = 1;

  /// `true`
  static const int yes = 2;

  /// A whole number.
  static const int i64 = 3;

  /// One that no `i64` can hold.
  static const int u64 = 4;

  /// Any other number.
  static const int f64 = 5;

  /// A text.
  static const int text = 6;

  /// A list of values.
  static const int list = 7;

  /// Texts, each with a value.
  static const int map = 8;
}

/// What the value of a signal is worth. Dart's enum has the same order.
abstract final class SignalStatusCode {
  /// It is as new as it is expected to be.
  static const int available = 0;

  /// No sample came for longer than `Signal::with_staleness` allows.
  static const int stale = 1;

  /// There is no value: the one at hand is a placeholder, or from before the
  /// source was lost.
  static const int unavailable = 2;
}

/// How severe a record of the log is. Dart's enum has the same order.
abstract final class LogLevelCode {
  /// Something failed.
  static const int error = 1;

  /// Something is not as it should be.
  static const int warn = 2;

  /// Something worth knowing happened.
  static const int info = 3;

  /// For those who look for a mistake.
  static const int debug = 4;

  /// Every step.
  static const int trace = 5;
}

/// What asking for the log has come to.
abstract final class LogsStatus {
  /// The stream is open.
  static const int ok = 0;

  /// Neither the feature `log` nor `tracing` is enabled.
  static const int noFeature = 1;

  /// There is no executor for it, or no such level.
  static const int failed = 2;
}

/// How an entry of the mailbox begins. Entries are at multiples of 8 bytes.
/// These are the places of its parts.
abstract final class EntryHeader {
  /// How many bytes the entry has, this header included; a multiple of 8.
  static const int size = 0;

  /// An `EntryKind`.
  static const int kind = 4;

  /// Of the call, the stream or the function that it is for.
  static const int id = 8;

  /// Index of its first attachment in the batch's table of them.
  static const int firstAttachment = 16;

  /// How many items there are, for kinds that have items.
  static const int count = 20;

  /// How many bytes it has.
  static const int length = 24;
}

/// How a request of Rust's for a Dart function begins that comes by the
/// mailbox. These are the places of its parts.
abstract final class RequestHeader {
  /// The function's number.
  static const int number = 0;

  /// Which of the methods.
  static const int method = 8;

  /// Nothing, so that the arguments are at a multiple of 8 bytes.
  static const int padding = 12;

  /// How many bytes it has.
  static const int length = 16;
}
