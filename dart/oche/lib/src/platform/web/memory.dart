/// What of the library's memory has a place: in a WebAssembly instance, each is
/// a small integer.
library;

import '../../base/unsupported.dart';

/// Where a context is.
typedef ContextRef = int;

/// Where an object of Rust is.
typedef ObjectRef = int;

/// Where the version of a signal is.
typedef WatchRef = int;

/// Where an attachment of a message is.
typedef AttachmentRef = int;

/// Where the arguments of a call are.
typedef ArgumentsRef = int;

/// Where a message from Rust is.
typedef MessageRef = int;

/// No context.
ContextRef get noContext => 0;

/// No object.
ObjectRef get noObject => 0;

/// The result of the latest call of [context].
MessageRef outOf(ContextRef context) => unsupportedOnWeb();

/// The latest batch of entries of [context].
MessageRef batchOf(ContextRef context) => unsupportedOnWeb();
