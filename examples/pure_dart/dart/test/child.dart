/// A program of its own for `process_test.dart`, which looks at how it loads
/// the library and how it ends.
library;

import 'dart:async';
import 'dart:io';
import 'dart:isolate';
import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'support.dart';

Future<void> main(List<String> arguments) async {
  switch (arguments) {
    case ['add']:
      stdout.writeln(add(a: 20, b: 22));
    case ['fail']:
      try {
        add(a: 20, b: 22);
      } on OcheException catch (error) {
        stdout.writeln(error);
      }
    case ['exit', final code]:
      _startEverything();
      await Future<void>.delayed(const Duration(milliseconds: 200));
      stdout.writeln('exits');
      await stdout.flush();
      exit(int.parse(code));
    case ['throw']:
      _startEverything();
      await Future<void>.delayed(const Duration(milliseconds: 200));
      stdout.writeln('throws');
      await stdout.flush();
      throw StateError('on purpose');
    case ['wait']:
      // Nothing but the call itself keeps the process alive.
      unawaited(
        after(delay: const Duration(milliseconds: 300), value: 42)
            .then(stdout.writeln),
      );
    case ['cancel']:
      final subscription = silence(name: 'child').listen((_) {});
      await addAsync(a: 1, b: 2);
      await subscription.cancel();
      stdout.writeln('cancelled');
    case ['read back']:
      final before = pureDartLibrary.liveObjects;
      final own = Narcissus();
      await own.look();
      await collected(() => pureDartLibrary.liveObjects == before);
      stdout.writeln('${own.seen}, ${pureDartLibrary.liveObjects - before}');
    case ['keep']:
      setFilter(filter: Narcissus());
      Timer(const Duration(milliseconds: 500), () {
        stdout.writeln('Rust has had it');
        setFilter();
      });
    case ['panic']:
      unawaited(panicLater(message: 'nobody looks'));
    case ['killed while attaching']:
      final before = pureDartLibrary.liveObjects;
      for (var round = 0; round < 24; round++) {
        final (port, ended) = (ReceivePort(), ReceivePort());
        final isolate = await Isolate.spawn(
          _attachesWithoutEnd,
          port.sendPort,
          onExit: ended.sendPort,
        );
        await port.first;
        await pause(milliseconds: round % 5);
        isolate.kill(priority: Isolate.immediate);
        await ended.first;
      }
      await until(
        'their contexts are gone',
        () => pureDartLibrary.liveObjects <= before,
      );
      stdout.writeln('gone');
  }
}

/// Keeps what Rust gives back, which is itself.
final class Narcissus implements Filter {
  final _again = <Filter>[];

  /// How often it has seen itself.
  int get seen => _again.where((filter) => identical(filter, this)).length;

  Future<void> look() async {
    setFilter(filter: this);
    _again
      ..add(filter()!)
      ..add(sameBox(filter: this))
      ..add(await outAsync())
      ..addAll(await outList())
      ..addAll(await outStream().toList());
    outCallback(f: _again.add);
    final signal = outSignal();
    _again.add(signal.value);
    signal.dispose();
    setFilter();
  }

  @override
  int id() => 0;

  @override
  Filter pass({required Filter other}) => other;

  @override
  Filter passBox({required Filter other}) => other;

  @override
  Future<Filter> passLater({required Filter other}) async => other;

  @override
  int place() => 0;
}

/// Attaches again and again, until it is killed.
void _attachesWithoutEnd(SendPort port) {
  port.send('started');
  for (;;) {
    pureDartLibrary
      ..load()
      ..detach();
  }
}

/// Leaves as much as possible under way.
void _startEverything() {
  const name = 'child';
  never(name: name).ignore();
  afterBlocking(delay: const Duration(seconds: 2), value: 1).ignore();
  silence(name: name).listen((_) {});
  flood(name: name).listen((_) {});
  floodOfPackets(name: name, size: 10000).listen((_) {});
  ticker(name: name, period: const Duration(milliseconds: 1)).listen((_) {});
  Timer.periodic(const Duration(milliseconds: 1), (_) {
    echoBytes(values: Uint8List(10000));
    addAsync(a: 1, b: 2).ignore();
  });
}
