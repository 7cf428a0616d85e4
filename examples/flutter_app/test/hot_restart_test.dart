import 'dart:io';
import 'dart:isolate';

import 'package:charging/data/services/rust/native.dart';
import 'package:flutter_test/flutter_test.dart';

/// What the app says when all of it is under way.
typedef Started = ({int runs, int session, int open});

/// The app without its widgets, compiled.
late final File app;

Future<File> compile() async {
  final lib = await Isolate.resolvePackageUri(
    Uri.parse('package:charging/main.dart'),
  );
  final folder = Directory.systemTemp.createTempSync('charging');
  final kernel = File('${folder.path}/whole_app.dill');
  final packages = await Isolate.packageConfig;
  final compiler = await Process.run(Platform.resolvedExecutable, [
    '--packages=$packages',
    '--snapshot-kind=kernel',
    '--snapshot=${kernel.path}',
    lib!.resolve('../testing/whole_app.dart').toFilePath(),
  ]);
  if (compiler.exitCode != 0) fail('${compiler.stdout}${compiler.stderr}');
  return kernel;
}

/// Begins the app in a group of isolates of its own, as an engine does; gives
/// what ends it, what it said, and the future of its end.
Future<(Isolate, Started, Future<Object?>)> start() async {
  final (started, ended) = (ReceivePort(), ReceivePort());
  final isolate = await Isolate.spawnUri(
    app.uri,
    const [],
    started.sendPort,
    onError: started.sendPort,
    onExit: ended.sendPort,
  );
  final said = await started.first;
  // From one group to another only simple objects can be sent.
  if (said case [final int runs, final int session, final int open]) {
    return (isolate, (runs: runs, session: session, open: open), ended.first);
  }
  throw StateError('it failed: $said');
}

Future<void> until(bool Function() condition) async {
  for (var i = 0; !condition() && i < 1000; i++) {
    await Future<void>.delayed(const Duration(milliseconds: 10));
  }
}

Future<void> main() async {
  // Before the tests begin: it takes longer than they do.
  app = await compile();

  test('the app is restarted while all of it is under way', () async {
    expect(openSessions(), 0);
    final before = chargingLibrary.liveObjects;
    final ends = <Future<Object?>>[];
    for (var round = 1; round <= 4; round++) {
      final (isolate, said, ended) = await start();
      // Dart begins anew, and the library is the one that was loaded: its
      // statics count on.
      expect(said.runs, 1);
      expect(said.session, round);
      isolate.kill(priority: Isolate.immediate);
      // Not waited for: the next one starts amid the clearing up.
      ends.add(ended);
    }
    await Future.wait(ends);
    // What lived in Rust for the old runs has ended with them.
    await until(() => openSessions() == 0);
    expect(openSessions(), 0);
    await until(() => chargingLibrary.liveObjects == before);
    expect(chargingLibrary.liveObjects, before);
  });

  test('two engines of one process have an app each', () async {
    final (first, one, firstEnd) = await start();
    final (second, two, secondEnd) = await start();
    expect(two.session, one.session + 1);
    expect(two.open, 2);
    first.kill(priority: Isolate.immediate);
    await firstEnd;
    await until(() => openSessions() == 1);
    // Only that of the one which has ended.
    expect(openSessions(), 1);
    second.kill(priority: Isolate.immediate);
    await secondEnd;
    await until(() => openSessions() == 0);
    expect(openSessions(), 0);
    app.parent.deleteSync(recursive: true);
  });
}
