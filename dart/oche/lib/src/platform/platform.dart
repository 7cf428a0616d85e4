/// What differs between platforms: memory, and how both sides find, call and
/// wake each other. One room for each has it, under the same names.
library;

export 'native/native.dart' if (dart.library.js_interop) 'web/web.dart';
