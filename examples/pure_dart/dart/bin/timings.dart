/// First timings: how long a call takes, of each sort.
///
/// Each figure is the median of 9 runs after a warm-up, with the slowest and
/// the fastest run beside it.
library;

import 'dart:async';
import 'dart:io';
import 'dart:math';
import 'dart:typed_data';

import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

const _runs = 9;

Future<void> main() async {
  stdout.writeln('Dart ${Platform.version}');
  stdout.writeln('${'what'.padRight(40)} ${_columns('median', 'from', 'to')}');

  await _measure('sync add', 1000000, (count) async {
    var sum = 0;
    for (var i = 0; i < count; i++) {
      sum = add(a: sum, b: i & 0xff);
    }
    _use(sum);
  });

  final telemetry = Telemetry(
    timestamp: 1700000000000,
    speed: 13.9,
    heading: 270,
    batteryLevel: 87,
    name: 'vehicle 7',
    raw: Uint8List(16),
    position: const Point(x: 48.1, y: 11.6),
  );
  await _measure('struct round trip, sync', 100000, (count) async {
    var last = telemetry;
    for (var i = 0; i < count; i++) {
      last = echoTelemetry(value: last);
    }
    _use(last == telemetry ? 1 : 0);
  });

  await _measure('async add, one after another', 10000, (count) async {
    var sum = 0;
    for (var i = 0; i < count; i++) {
      sum = await addAsync(a: sum, b: 1);
    }
    _use(sum);
  });

  await _measure('async add, 1,000 at a time', 20000, (count) async {
    for (var done = 0; done < count; done += 1000) {
      await Future.wait([
        for (var i = 0; i < 1000; i++) addAsync(a: i, b: 1),
      ]);
    }
  });

  await _measure('stream of i32, per item', 1000000, (count) async {
    var sum = 0;
    await for (final item in countTo(end: count)) {
      sum += item;
    }
    _use(sum);
  });

  final megabyte = Uint8List(1 << 20);
  await _measure('1 MiB of bytes, there and back', 100, (count) async {
    for (var i = 0; i < count; i++) {
      _use(echoBytes(values: megabyte).length);
    }
  });

  await _measureFlood();
}

/// What else the isolate can do while four streams flood it with all that it
/// can take, in each of several seconds.
Future<void> _measureFlood() async {
  final (late, calls, items) = (<double>[], <double>[], <double>[]);
  var received = 0;
  final subscriptions = [
    for (var i = 0; i < 4; i++)
      flood(name: 'timings').listen((item) {
        received++;
        _use(item);
      }),
  ];
  for (var run = 0; run <= _runs; run++) {
    const period = Duration(milliseconds: 5);
    final (all, turn) = (Stopwatch()..start(), Stopwatch()..start());
    var latest = 0, answered = 0;
    final before = received;
    final timer = Timer.periodic(period, (_) {
      latest = max(latest, (turn.elapsed - period).inMicroseconds);
      turn.reset();
    });
    while (all.elapsedMilliseconds < 1000) {
      _use(await addAsync(a: 1, b: answered++));
    }
    timer.cancel();
    // The first one warms up.
    if (run == 0) continue;
    late.add(latest * 1000);
    calls.add(all.elapsedMicroseconds * 1000 / answered);
    items.add(all.elapsedMicroseconds * 1000 / (received - before));
  }
  for (final subscription in subscriptions) {
    await subscription.cancel();
  }
  _print('flood: latest of a 5 ms timer, in 1 s', late);
  _print('flood: async add, one after another', calls);
  _print('flood: per item', items);
}

/// Keeps the compiler from leaving out what nobody looks at.
int _used = 0;

void _use(int value) => _used ^= value;

/// Times [work], which does something so many times, and prints the time of
/// one.
Future<void> _measure(
  String what,
  int count,
  Future<void> Function(int count) work,
) async {
  await work(count ~/ 4);
  final times = <double>[];
  for (var run = 0; run < _runs; run++) {
    final watch = Stopwatch()..start();
    await work(count);
    times.add(watch.elapsedMicroseconds * 1000 / count);
  }
  _print(what, times);
}

void _print(String what, List<double> times) {
  times.sort();
  stdout.writeln('${what.padRight(40)} ${_columns(
    _time(times[_runs ~/ 2]),
    _time(times.first),
    _time(times.last),
  )}');
}

String _columns(String median, String fastest, String slowest) =>
    '${median.padLeft(10)} ${fastest.padLeft(10)} ${slowest.padLeft(10)}';

String _time(double nanoseconds) => nanoseconds < 10000
    ? '${nanoseconds.round()} ns'
    : '${(nanoseconds / 1000).round()} µs';
