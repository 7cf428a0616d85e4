/// The part of Flutter's package of this name that has nothing to do with
/// widgets: that of `package:test`.
library;

export 'package:test/test.dart';
