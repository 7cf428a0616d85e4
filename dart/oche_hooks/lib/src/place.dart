/// Files that whoever runs hooks looks at.
library;

import 'dart:io';

/// Puts the library [built] into the folder [outputDirectory]; gives the file
/// there.
///
/// Cargo's own file is replaced by the next build, which may be one for another
/// app. The copy is another file each time and never other contents of one:
/// macOS remembers the signature of a file. One with the same contents stays.
///
/// The copy is handed to [check] before it is in its place: what was checked
/// elsewhere may be replaced before it is copied.
Uri place(File built, Uri outputDirectory, {void Function(File copy)? check}) {
  final folder = Directory.fromUri(outputDirectory)
    ..createSync(recursive: true);
  final name = built.uri.pathSegments.last;
  final file = File('${folder.path}$name');
  // The name is always the same: what a build leaves that was killed goes with
  // the next one.
  final fresh = File('${folder.path}.$name.new');
  try {
    built.copySync(fresh.path);
    check?.call(fresh);
    if (!_isSame(fresh, file)) fresh.renameSync(file.path);
  } finally {
    if (fresh.existsSync()) fresh.deleteSync();
  }
  return file.uri;
}

bool _isSame(File a, File b) {
  if (!b.existsSync() || a.lengthSync() != b.lengthSync()) return false;
  final one = a.openSync();
  final other = b.openSync();
  try {
    while (true) {
      final chunk = one.readSync(1 << 20);
      if (chunk.isEmpty) return true;
      final same = other.readSync(chunk.length);
      if (same.length != chunk.length) return false;
      for (var i = 0; i < chunk.length; i++) {
        if (chunk[i] != same[i]) return false;
      }
    }
  } finally {
    one.closeSync();
    other.closeSync();
  }
}

/// Makes `Cargo.lock` beside [manifest] older than the build that [started]
/// then, if cargo has written it.
///
/// Otherwise whoever runs hooks says "File modified during build. Build must be
/// rerun", and builds again.
void keepLockFileOld(String manifest, DateTime started) {
  final lock = File('${File(manifest).parent.path}/Cargo.lock');
  if (!lock.existsSync()) return;
  // Times of files may be known to the second only.
  final second = started.copyWith(millisecond: 0, microsecond: 0);
  if (lock.lastModifiedSync().isBefore(second)) return;
  try {
    lock.setLastModifiedSync(second.subtract(const Duration(minutes: 1)));
  } on FileSystemException {
    // Then it is built once more.
  }
}
