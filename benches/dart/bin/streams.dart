/// The rows of streams.
library;

import 'dart:async';
import 'dart:io';
import 'dart:math';
import 'dart:typed_data';

import 'package:bench/bench.dart' as oche;

import 'floor.dart' as floor;
import 'measure.dart';
import 'usual.dart' as usual;

const _numbers = 1000000;
const _packets = 200000;
const _least = 1000;

/// Of a second, in which a machine may have other things to do.
const _latencyParts = 4;

/// All of them.
List<Rows> streams() => [
      counted(
        'stream_i32',
        _numbers,
        oche: _ocheNumbers,
        usual: _usualNumbers,
        floor: _floorNumbers,
      ),
      counted(
        'sink_i32',
        _numbers,
        oche: (count) => oche.pushedNumbers(count: count).forEach(use),
        usual: _usualNumbers,
        floor: _floorNumbers,
      ),
      counted(
        'stream_struct',
        _packets,
        oche: _ocheTelemetry,
        usual: _usualTelemetry,
        floor: _floorPackets,
      ),
      counted(
        'floor_batches_of_1024',
        _numbers,
        floor: (count) => floor.listen<Int32List>(
          floor.batches,
          count,
          (batch) {
            for (final item in batch) {
              use(item);
            }
          },
        ),
      ),
      for (final open in [1, 100, 10000]) _openStreams(open),
      Rows(
        'stream_rss',
        oche: () => _growth('stream_rss', (scale) async {
          await _ocheNumbers(scale.of(_numbers));
          await _ocheTelemetry(scale.of(_packets));
        }),
        usual: () => _growth('stream_rss', (scale) async {
          await _usualNumbers(scale.of(_numbers));
          await _usualTelemetry(scale.of(_packets));
        }),
        floor: () => _growth('stream_rss', (scale) async {
          await _floorNumbers(scale.of(_numbers));
          await _floorPackets(scale.of(_packets));
        }),
      ),
      Rows(
        'stream_rss_slow',
        oche: () => _growth('stream_rss_slow', (_) => _slowly(_ocheFlood)),
        usual: () => _growth('stream_rss_slow', (_) => _slowly(_usualFlood)),
        floor: () => _growth('stream_rss_slow', (_) => _slowly(_floorFlood)),
      ),
      Rows(
        'stream_jank',
        oche: () => _jank(_ocheFlood, (a) => oche.addAsync(a: a, b: 1)),
        usual: () => _jank(_usualFlood, (a) => usual.addAsync(a, 1)),
        floor: () {
          final requests = floor.Requests();
          return _jank(_floorFlood, (a) => requests.add(a, 1));
        },
      ),
      Rows(
        'latency_1khz',
        oche: () => _latency('latency_1khz', (count, onItem) async {
          await oche.ticks(count: count).forEach(onItem);
        }),
        usual: () => _latency('latency_1khz', (count, onItem) async {
          await usual.ticks(count).forEach(onItem);
        }),
        floor: () => _latency('latency_1khz', _floorTicks),
        parts: _latencyParts,
      ),
      Rows(
        'latency_1khz_sink',
        oche: () => _latency('latency_1khz_sink', (count, onItem) async {
          await oche.pushedTicks(count: count).forEach(onItem);
        }),
        usual: () => _latency('latency_1khz_sink', (count, onItem) async {
          await usual.ticks(count).forEach(onItem);
        }),
        floor: () => _latency('latency_1khz_sink', _floorTicks),
        parts: _latencyParts,
      ),
    ];

Future<void> _ocheNumbers(int count) => oche.numbers(count: count).forEach(use);

Future<void> _usualNumbers(int count) => usual.numbers(count).forEach(use);

Future<void> _floorNumbers(int count) =>
    floor.listen<int>(floor.numbers, count, use);

Future<void> _ocheTelemetry(int count) => oche
    .telemetryStream(count: count)
    .forEach((item) => use(item.batteryLevel));

Future<void> _usualTelemetry(int count) =>
    usual.telemetryStream(count).forEach((item) => use(item.batteryLevel));

Future<void> _floorPackets(int count) => floor.listen<Uint8List>(
      floor.packets,
      count,
      (item) => use(item.length),
    );

Future<void> _floorTicks(int count, void Function(int item) onItem) =>
    floor.listen<int>(floor.ticks, count, onItem);

/// Items from [open] streams that run at the same time: the same number in all,
/// but at least [_least] from each, so that what a stream costs in itself, and
/// its end, is not what is measured. What it takes to open them does not count.
Rows _openStreams(int open) => Rows(
      'open_streams_$open',
      oche: () => (scale) async {
        final each = max(_least, scale.of(_numbers) ~/ open);
        await oche.setGate(open: false);
        final done = Future.wait([
          for (var i = 0; i < open; i++)
            oche.gatedNumbers(count: each).forEach(use),
        ]);
        while (oche.waitingAtGate() < open) {
          await Future<void>.delayed(const Duration(milliseconds: 1));
        }
        final watch = Stopwatch()..start();
        await Future.wait([oche.setGate(open: true), done]);
        final time = watch.elapsedTicks * 1e9 / watch.frequency;
        return {'open_streams_$open': time / (each * open)};
      },
    );

/// A stream without an end: listens with [onItem], and gives what ends it.
typedef Flood = Future<void> Function() Function(void Function(int) onItem);

Future<void> Function() _ocheFlood(void Function(int) onItem) =>
    oche.flood().listen(onItem).cancel;

Future<void> Function() _usualFlood(void Function(int) onItem) {
  final ended = usual.numbers(-1).forEach(onItem);
  return () {
    floor.stop();
    return ended;
  };
}

Future<void> Function() _floorFlood(void Function(int) onItem) {
  final ended = floor.listen<int>(floor.numbers, -1, onItem);
  return () {
    floor.stop();
    return ended;
  };
}

const _floodTime = Duration(milliseconds: 1500);

/// Listens for a while to a flood and takes 5 ms for each item.
Future<void> _slowly(Flood flood) {
  final watch = Stopwatch()..start();
  final stopped = Completer<void>();
  late final Future<void> Function() stop;
  stop = flood((item) {
    if (watch.elapsed < _floodTime) {
      sleep(const Duration(milliseconds: 5));
    } else if (!stopped.isCompleted) {
      // What waits still is not waited for.
      stopped.complete();
      unawaited(stop());
    }
  });
  return stopped.future;
}

/// By how many MiB the process grows at most while it does [work], after a
/// small round of it.
Probe _growth(String row, Future<void> Function(Scale scale) work) =>
    (scale) async {
      await _ocheNumbers(1000);
      await _usualNumbers(1000);
      await _floorNumbers(1000);
      _forgetPeak();
      final before = ProcessInfo.currentRss;
      await work(scale);
      return {row: max(0, _peak() - before) / (1 << 20)};
    };

/// Has the system forget the peak of this process's memory, where it can.
void _forgetPeak() {
  final file = File('/proc/self/clear_refs');
  if (file.existsSync()) file.writeAsStringSync('5');
}

/// The peak of this process's memory, in bytes.
int _peak() {
  final file = File('/proc/self/status');
  if (file.existsSync()) {
    for (final line in file.readAsLinesSync()) {
      final words = line.split(RegExp(r'\s+'));
      if (words.first == 'VmHWM:') return int.parse(words[1]) * 1024;
    }
  }
  return ProcessInfo.maxRss;
}

/// By how many milliseconds a timer of 5 ms is late at most during a flood, and
/// how long a call takes meanwhile, in microseconds.
Probe _jank(Flood flood, Future<int> Function(int a) call) => (_) async {
      const period = Duration(milliseconds: 5);
      final (all, turn) = (Stopwatch()..start(), Stopwatch()..start());
      var latest = Duration.zero;
      var fired = Completer<void>();
      final timer = Timer.periodic(period, (_) {
        if (turn.elapsed - period > latest) latest = turn.elapsed - period;
        turn.reset();
        if (!fired.isCompleted) fired.complete();
      });
      Future<void>? ended;
      late final Future<void> Function() stop;
      stop = flood((item) {
        use(item);
        if (all.elapsed >= _floodTime) ended ??= stop();
      });
      final calls = <double>[];
      while (ended == null) {
        final watch = Stopwatch()..start();
        use(await call(1));
        calls.add(watch.elapsedMicroseconds.toDouble());
      }
      await ended;
      fired = Completer();
      await fired.future;
      timer.cancel();
      return {
        'stream_jank': max(0, latest.inMicroseconds) / 1000,
        'flood_add': calls.reduce((a, b) => a + b) / calls.length,
      };
    };

/// How long an item is under way, in microseconds: the median, and what one in
/// a hundred exceeds.
Probe _latency(
  String row,
  Future<void> Function(int count, void Function(int item) onItem) run,
) {
  var times = <int>[];
  return (scale) async {
    await run(
      max(100, scale.of(1000)),
      (sent) => times.add(floor.now() - sent),
    );
    if (!scale.isLast) return {};
    final all = times..sort();
    times = [];
    return {
      '${row}_p50': all[all.length ~/ 2] / 1000,
      '${row}_p99': all[all.length * 99 ~/ 100] / 1000,
    };
  };
}
