/// What generated code calls. Not for use by hand: it changes with the
/// generator.
library;

export 'src/cancel.dart' show CancelToken;
export 'src/callback.dart' show CallbackMethod, errorWriter;
export 'src/copy.dart';
export 'src/equality.dart';
export 'src/error.dart';
export 'src/json.dart';
export 'src/library.dart' show OcheLibrary;
export 'src/object.dart'
    show ObjectHandle, RustObject, SharedObject, shareObject;
export 'src/scalar.dart';
export 'src/signal.dart' show ListenableValue, Sample, Signal, SignalStatus;
export 'src/sink.dart' show SinkStream;
export 'src/some.dart';
export 'src/stream.dart' show RustStream;
export 'src/uuid.dart';
export 'src/wire.dart'
    show
        NumberItemsWriter,
        Reader,
        ValueReader,
        ValueWriter,
        Writer,
        readNothing,
        writeNothing;
