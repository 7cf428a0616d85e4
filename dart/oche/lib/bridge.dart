/// What generated code calls. Not for use by hand: it changes with the
/// generator.
library;

export 'src/base/copy.dart';
export 'src/base/equality.dart';
export 'src/base/error.dart';
export 'src/base/scalar.dart';
export 'src/base/some.dart';
export 'src/base/unsupported.dart';
export 'src/base/uuid.dart';
export 'src/features/callback.dart'
    show CallbackMethod, CallbackReader, CallbackWriter, errorWriter;
export 'src/features/dart_stream.dart' show StreamWriter;
export 'src/features/library.dart' show OcheLibrary;
export 'src/features/object.dart'
    show
        ObjectArguments,
        ObjectHandle,
        ObjectReader,
        ObjectWriter,
        RustObject,
        RustObjectBase,
        SharedObject,
        shareObject;
export 'src/features/signal.dart'
    show ListenableValue, Sample, Signal, SignalReader, SignalStatus;
export 'src/features/sink.dart' show SinkStream, SinkWriter;
export 'src/features/stream.dart' show RustStream;
export 'src/run/cancel.dart' show CancelToken;
export 'src/run/error.dart';
export 'src/run/json.dart';
export 'src/wire/wire.dart'
    show
        NumberItemsWriter,
        Reader,
        ValueReader,
        ValueWriter,
        Writer,
        readNothing,
        writeNothing;
