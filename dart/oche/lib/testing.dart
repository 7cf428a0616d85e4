/// What tests need that do without the native library.
///
/// Generated code has an interface for the functions of an API, and one for each
/// class of its objects. A class that implements the first takes the library's
/// place by `use`; this library has what its members give: [FakeObject],
/// [FakeSignal], [FakeStream], and a [Recorder] that notes calls.
library;

export 'src/features/sink.dart' show feedSink;
export 'src/testing/cancelling.dart';
export 'src/testing/fake_object.dart';
export 'src/testing/fake_signal.dart';
export 'src/testing/fake_stream.dart';
export 'src/testing/recorder.dart';
