/// One build at a time.
library;

import 'dart:io';

/// Runs [body] while no other process does so with the same lock [file].
///
/// Two hooks may run at once: for two architectures of one app, or because the
/// editor and a terminal both build. The system gives the lock back when a
/// process ends, however it ends; the file itself says nothing.
Future<T> locked<T>(File file, Future<T> Function() body) async {
  file.parent.createSync(recursive: true);
  final handle = await file.open(mode: FileMode.append);
  try {
    await _lock(handle);
    return await body();
  } finally {
    // Gives the lock back as well.
    await handle.close();
  }
}

Future<void> _lock(RandomAccessFile handle) async {
  try {
    await handle.lock();
  } on FileSystemException {
    stdout.writeln('Waiting for another build (${handle.path}).');
    try {
      await handle.lock(FileLock.blockingExclusive);
    } on FileSystemException catch (error) {
      // Some file systems of a network have no locks. Cargo does without them
      // there as well.
      stdout.writeln('There are no locks here, so going on without: $error');
    }
  }
}
