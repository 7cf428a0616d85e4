/// The room of the platforms with native libraries. The room for the web,
/// `../web/web.dart`, has the same names.
library;

export 'context.dart' show PlatformContext, Runtime;
export 'library.dart' show StartFunction, SyncFunction, Table;
export 'loader.dart';
export 'memory.dart'
    show
        ArgumentsRef,
        AttachmentRef,
        ContextRef,
        MessageRef,
        ObjectRef,
        WatchRef,
        batchOf,
        noContext,
        noObject,
        outOf;
export 'message.dart';
export 'object.dart';
export 'outgoing.dart';
export 'port.dart';
export 'trampoline.dart';
