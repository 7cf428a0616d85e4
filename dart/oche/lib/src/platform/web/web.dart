/// The room of the web. The room for native libraries, `../native/native.dart`,
/// has the same names.
///
/// It is empty yet: what loads a library throws an [UnsupportedError], and
/// nothing else is ever reached. It shows that the floors above name nothing
/// that only one platform has.
library;

export 'context.dart' show PlatformContext, Runtime;
export 'library.dart' show StartFunction, SyncFunction, Table, loadLibrary;
export 'memory.dart';
export 'message.dart'
    show Exchange, MessageReader, OutgoingMemory, ScratchMemory;
export 'object.dart';
export 'port.dart';
export 'trampoline.dart';
