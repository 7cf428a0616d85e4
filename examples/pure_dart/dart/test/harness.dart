/// The harness, where the tests here look for it.
library;

export 'package:oche_harness/harness.dart';
