/// The Dart run time of Oche, the bridge between Rust and Dart.
///
/// Applications import the package that `oche generate` wrote; this library
/// has what they may want besides: the exceptions, and [OcheLibrary] to load a
/// library from a place of their choice.
library;

export 'src/error.dart';
export 'src/library.dart' show OcheLibrary;
export 'src/object.dart' show RustObject, SharedObject;
