/// What generated code calls. Not for use by hand: it changes with the
/// generator.
library;

export 'src/run/cancel.dart' show CancelToken;
export 'src/features/callback.dart' show CallbackMethod, errorWriter;
export 'src/base/copy.dart';
export 'src/base/equality.dart';
export 'src/base/error.dart';
export 'src/run/json.dart';
export 'src/features/library.dart' show OcheLibrary;
export 'src/features/object.dart'
    show ObjectHandle, RustObject, SharedObject, shareObject;
export 'src/base/scalar.dart';
export 'src/features/signal.dart' show ListenableValue, Sample, Signal, SignalStatus;
export 'src/features/sink.dart' show SinkStream;
export 'src/base/some.dart';
export 'src/features/stream.dart' show RustStream;
export 'src/base/uuid.dart';
export 'src/wire/wire.dart'
    show
        NumberItemsWriter,
        Reader,
        ValueReader,
        ValueWriter,
        Writer,
        readNothing,
        writeNothing;
