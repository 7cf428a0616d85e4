/// The part of `package:{{tests}}` that the tests here use, for a Dart without
/// `dart pub`: there the name `{{tests}}` leads to this file, and with the real
/// package nothing does. A test file is run as a program: `dart FILE`.
library;

export 'src/declare.dart';
export 'src/matchers.dart';
