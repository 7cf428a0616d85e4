/// Streams and signals for a long time; see `cargo xtask soak --help`.
library;

import 'dart:async';
import 'dart:core';
import 'dart:core' as core;
import 'dart:io';
import 'dart:math';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

/// How much the memory may grow after the warm-up.
const _mayGrow = 8 << 20;

core.Duration _ms(num milliseconds) =>
    core.Duration(microseconds: (milliseconds * 1000).round());

/// What the command line says.
final class _Options {
  _Options(core.List<String> arguments) {
    for (var i = 0; i + 1 < arguments.length; i += 2) {
      final value = num.parse(arguments[i + 1]);
      switch (arguments[i]) {
        case '--minutes':
          minutes = value.toDouble();
        case '--streams':
          streams = value.toInt();
        case '--rate':
          rate = value.toInt();
        case '--seed':
          seed = value.toInt();
        case final option:
          throw ArgumentError('there is no option $option');
      }
    }
  }

  double minutes = 2;
  int streams = 200;
  int rate = 20000;
  int seed = DateTime.now().microsecondsSinceEpoch & 0x7fffffff;

  core.Duration get time => _ms(minutes * 60000);

  /// Until the heap and the compiled code have their size: a quarter of the
  /// time, but 20 s to 60 s.
  core.Duration get warmUp => _ms((minutes * 15000).clamp(20000, 60000));

  /// Between two items of one stream.
  core.Duration get period => _ms(streams * 1000 / rate);
}

/// What is wrong with a stream.
final class _Broken implements Exception {
  _Broken(this.message);

  final String message;

  @override
  String toString() => message;
}

/// Which items a listener may miss.
enum _Loss {
  /// None.
  nothing,

  /// Some, but those that come are in order.
  some,

  /// Some, and only those of one sensor are in order.
  ofEachSensor,
}

/// A sort of stream, with what all streams of that sort came to.
final class _Sort {
  _Sort(this.name, this.open, this.loss);

  final String name;
  final RustStream<Measurement> Function(core.Duration period) open;
  final _Loss loss;

  int runs = 0, received = 0, conflated = 0, dropped = 0, overflows = 0;
  int highWater = 0;

  @override
  String toString() => '${name.padRight(12)} ${_column(runs)} '
      '${_column(received)} ${_column(conflated)} ${_column(dropped)} '
      '${_column(highWater)} ${_column(overflows)}';
}

String _column(Object value) => '$value'.padLeft(10);

final _sorts = [
  _Sort(
    'pulled',
    (period) => soakPulled(name: 'soak', period: period),
    _Loss.nothing,
  ),
  _Sort(
    'block',
    (period) => soakBlock(name: 'soak', period: period),
    _Loss.nothing,
  ),
  _Sort(
    'drop_oldest',
    (period) => soakDropOldest(name: 'soak', period: period),
    _Loss.some,
  ),
  _Sort(
    'drop_newest',
    (period) => soakDropNewest(name: 'soak', period: period),
    _Loss.some,
  ),
  _Sort(
    'latest',
    (period) => soakLatest(name: 'soak', period: period),
    _Loss.some,
  ),
  _Sort(
    'latest_by',
    (period) => soakLatestBy(name: 'soak', period: period),
    _Loss.ofEachSensor,
  ),
  _Sort(
    'error',
    (period) => soakError(name: 'soak', period: period),
    _Loss.nothing,
  ),
];

/// One listener after another of one stream, until [_deadline].
final class _Listening {
  _Listening(this._sort, this._period, this._random, this._deadline);

  final _Sort _sort;
  final core.Duration _period;
  final Random _random;
  final DateTime _deadline;

  Future<void> run() async {
    while (DateTime.now().isBefore(_deadline)) {
      await _listenOnce();
    }
  }

  /// Listens for a while, with pauses, and then cancels.
  Future<void> _listenOnce() async {
    final stream = _sort.open(_period);
    final check = _Check(_sort.loss);
    final ended = Completer<void>();
    Object? failure;
    final subscription = stream.listen(
      (measurement) {
        try {
          check.take(measurement);
        } on _Broken catch (broken) {
          failure ??= broken;
        }
      },
      onError: (Object error) {
        if (error is StreamOverflowException) {
          _sort.overflows++;
        } else {
          failure ??= error;
        }
      },
      onDone: ended.complete,
    );
    for (var turns = 1 + _random.nextInt(12); turns > 0; turns--) {
      final time = _ms(_random.nextInt(400));
      if (_random.nextInt(3) > 0) {
        await Future.any([Future<void>.delayed(time), ended.future]);
      } else {
        subscription.pause();
        await Future<void>.delayed(time);
        _checkSum(stream.statistics);
        subscription.resume();
      }
      if (ended.isCompleted || !DateTime.now().isBefore(_deadline)) break;
    }
    await subscription.cancel();
    if (failure case final failure?) throw failure;

    final statistics = stream.statistics;
    _checkSum(statistics);
    if (statistics.pending != 0) {
      throw _Broken('${_sort.name}: items wait after the end: $statistics');
    }
    if (statistics.delivered != check.received) {
      throw _Broken(
        '${_sort.name}: the listener got ${check.received}: $statistics',
      );
    }
    _sort
      ..runs += 1
      ..received += check.received
      ..conflated += statistics.conflated
      ..dropped += statistics.dropped
      ..highWater = max(_sort.highWater, statistics.highWater);
  }

  void _checkSum(StreamStatistics s) {
    if (s.produced != s.delivered + s.conflated + s.dropped + s.pending) {
      throw _Broken('${_sort.name}: the figures do not add up: $s');
    }
  }
}

/// Checks one run's items.
final class _Check {
  _Check(this._loss);

  final _Loss _loss;
  final Map<int, int> _last = {};
  int received = 0;

  void take(Measurement measurement) {
    received++;
    final key = _loss == _Loss.ofEachSensor ? measurement.sensor : 0;
    final last = _last[key] ?? -1;
    _last[key] = measurement.number;
    final isRight = switch (_loss) {
      _Loss.nothing => measurement.number == last + 1,
      _ => measurement.number > last,
    };
    if (!isRight) throw _Broken('${measurement.number} came after $last');
    if (measurement.value != measurement.number / 2 ||
        measurement.place != 'axle ${measurement.sensor}') {
      throw _Broken('$measurement is not what was sent');
    }
  }
}

/// What the signals came to.
int _signalChanges = 0, _signalReads = 0;

/// Listens to a signal with pauses, reads it in between, and starts anew.
Future<void> _follow(
  Signal<int> signal,
  Random random,
  DateTime deadline,
) async {
  while (DateTime.now().isBefore(deadline)) {
    var last = -1;
    Object? failure;
    final subscription = signal.changes.listen((value) {
      _signalChanges++;
      if (value <= last) failure ??= _Broken('signal: $value after $last');
      last = value;
    });
    for (var turns = 1 + random.nextInt(12); turns > 0; turns--) {
      if (random.nextInt(3) == 0) {
        subscription.pause(Future<void>.delayed(_ms(random.nextInt(300))));
      }
      await Future<void>.delayed(_ms(random.nextInt(300)));
      _signalReads++;
      if (signal.value < last) {
        failure ??= _Broken('signal: reads ${signal.value} after $last');
      }
      if (!DateTime.now().isBefore(deadline)) break;
    }
    await subscription.cancel();
    if (failure case final failure?) throw failure;
  }
}

Future<void> main(core.List<String> arguments) async {
  final options = _Options(arguments);
  stdout.writeln(
    '${options.streams} streams and signals, ${options.rate} items/s, '
    '${options.minutes} min, seed ${options.seed}, Dart ${Platform.version}',
  );
  stdout.writeln('    time      items    items/s    RSS MiB  live objects');

  final started = DateTime.now();
  final deadline = started.add(options.time);
  final random = Random(options.seed);
  final liveBefore = pureDartLibrary.liveObjects;
  final sorts = _sorts.length + 1;
  final signalCount = options.streams ~/ sorts;
  final signals = await SoakSignals.start(
    count: signalCount,
    period: options.period,
  );
  final work = [
    for (var i = 0; i < options.streams - signalCount; i++)
      _Listening(
        _sorts[i % _sorts.length],
        options.period,
        Random(random.nextInt(1 << 30)),
        deadline,
      ).run(),
  ];
  final followed = [
    for (var i = 0; i < signalCount; i++) signals.signal(index: i)!,
  ];
  for (final signal in followed) {
    work.add(_follow(signal, Random(random.nextInt(1 << 30)), deadline));
  }

  int? settled;
  var highest = 0, before = 0;
  int arrived() =>
      _signalChanges + _sorts.fold(0, (sum, sort) => sum + sort.received);
  void sample() {
    final elapsed = DateTime.now().difference(started);
    final rss = ProcessInfo.currentRss;
    if (elapsed >= options.warmUp) {
      settled ??= rss;
      highest = max(highest, rss);
    }
    if (elapsed.inSeconds % 10 != 0) return;
    final items = arrived();
    stdout.writeln(
      '${'${elapsed.inSeconds} s'.padLeft(8)} ${_column(items)} '
      '${_column((items - before) ~/ 10)} '
      '${_column((rss / (1 << 20)).toStringAsFixed(1))} '
      '${'${pureDartLibrary.liveObjects}'.padLeft(13)}',
    );
    before = items;
  }

  final timer = Timer.periodic(_ms(1000), (_) => sample());
  var isBroken = false;
  try {
    await Future.wait(work, eagerError: true);
  } catch (failure, stack) {
    isBroken = true;
    stdout.writeln('FAILED: $failure\n$stack');
  }
  timer.cancel();
  for (final signal in followed) {
    signal.dispose();
  }
  signals.dispose();

  stdout.writeln(
    '${'sort'.padRight(12)} ${_column('runs')} ${_column('received')} '
    '${_column('conflated')} ${_column('dropped')} ${_column('high water')} '
    '${_column('overflows')}',
  );
  _sorts.forEach(stdout.writeln);
  stdout.writeln('signals: $_signalChanges changes, $_signalReads reads');

  final patience = Stopwatch()..start();
  while (pureDartLibrary.liveObjects > liveBefore &&
      patience.elapsed < _ms(5000)) {
    await Future<void>.delayed(_ms(20));
  }
  final live = pureDartLibrary.liveObjects;
  if (live > liveBefore) {
    isBroken = true;
    stdout.writeln('FAILED: $live objects live, $liveBefore before');
  }
  if (settled case final settled?) {
    final grown = highest - settled;
    final text = (grown / (1 << 20)).toStringAsFixed(1);
    stdout.writeln('the memory grew by $text MiB after the warm-up');
    if (grown > _mayGrow) {
      isBroken = true;
      stdout.writeln('FAILED: that is more than ${_mayGrow >> 20} MiB');
    }
  } else {
    stdout.writeln('the time was too short to judge the memory');
  }
  // Not all listeners have stopped if one is broken.
  if (isBroken) exit(1);
}
