/// One build at a time.
library;

import 'dart:io';

/// Runs [body] while no other process does so with the same lock [file].
///
/// Two hooks may run at once: for two architectures of one app, or because the
/// editor and a terminal both build.
Future<T> locked<T>(File file, Future<T> Function() body) async {
  file.parent.createSync(recursive: true);
  final handle = await file.open(mode: FileMode.append);
  try {
    try {
      await handle.lock();
    } on FileSystemException {
      stdout.writeln('Waiting for another build (${file.path}).');
      await handle.lock(FileLock.blockingExclusive);
    }
    return await body();
  } finally {
    // Gives the lock back as well.
    await handle.close();
  }
}
