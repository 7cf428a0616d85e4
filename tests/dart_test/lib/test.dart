/// The part of `package:test` that the run time's own tests use, on top of the
/// harness of the end-to-end tests.
///
/// With a Dart SDK these tests run under the real package, by `dart test` in
/// `dart/oche`. On a VM alone, which has no pub, this package is the one that
/// the name `test` leads to. What is here means the same as there; what is not
/// here does not compile, so that no test passes for want of it.
library;

export 'package:oche_harness/harness.dart'
    show Matcher, TestFailure, contains, equals, fail, isNot;

export 'src/declare.dart';
export 'src/matchers.dart';
