/// Finding, loading and checking a crate's library.
library;

import '../../base/unsupported.dart';
import 'context.dart';
import 'memory.dart';

/// A synchronous function with encoded arguments.
typedef SyncFunction = int Function(ContextRef, ArgumentsRef, int, int);

/// A function that completes through the mailbox.
typedef StartFunction = int Function(ContextRef, ArgumentsRef, int, int, int);

/// Loads the library of [crate] from [path], or from where it is found; its
/// table, and where it was.
(Table, String) loadLibrary({
  required String? path,
  required String crate,
  required String symbol,
  required int Function()? asset,
  required String schemaHash,
}) =>
    unsupportedOnWeb();

/// A library's table, checked.
final class Table {
  Table._(this.runtime);

  /// What the run time does.
  final Runtime runtime;

  /// Sets the crate up, if nobody has and it wants to be. False if that failed:
  /// then the text of the error is the result in [context].
  bool initialize(PlatformContext context) => unsupportedOnWeb();

  /// The function number [index] as a synchronous one.
  SyncFunction syncFunction(int index) => unsupportedOnWeb();

  /// The function number [index] as one that completes through the mailbox.
  StartFunction startFunction(int index) => unsupportedOnWeb();
}
