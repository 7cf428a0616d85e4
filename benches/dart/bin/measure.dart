/// How figures are taken: warm-up, repetitions, and the three ways in turn.
library;

import 'dart:async';

/// How much is to be done.
final class Scale {
  const Scale({
    required this.sample,
    required this.share,
    this.isLast = true,
  });

  /// How long one sample takes, about.
  final Duration sample;

  /// What part of the usual number of items a stream has.
  final double share;

  /// Whether it is the last part of a sample, or all of it.
  final bool isLast;

  /// That part of [count].
  int of(int count) => (count * share).round();

  /// One of [parts] of it.
  Scale part(int parts, {required bool isLast}) =>
      Scale(sample: sample, share: share / parts, isLast: isLast);
}

/// One way to do a row's work: makes one sample, which gives a figure for each
/// of one or several rows; or part of one, of which only the last gives any.
typedef Probe = Future<Map<String, double>> Function(Scale scale);

/// Does something so many times.
typedef Work = FutureOr<void> Function(int count);

/// Some rows of the table, measured together.
final class Rows {
  const Rows(this.name, {this.oche, this.usual, this.floor, this.parts = 1});

  /// What they are asked for by.
  final String name;

  /// Through generated code only.
  final Probe Function()? oche;

  /// In the manner of today's tools, by hand.
  final Probe Function()? usual;

  /// The least it can cost.
  final Probe Function()? floor;

  /// In how many parts a sample is taken, so that the three take turns more
  /// often.
  final int parts;

  /// The three ways.
  Map<String, Probe Function()?> get sides =>
      {'oche': oche, 'usual': usual, 'floor': floor};
}

/// Rows of which a figure is the time of one [Work], in nanoseconds, or of one
/// of the [per] items that it is made of. A sample repeats it for as long as
/// the scale says.
Rows timed(
  String name, {
  Work? oche,
  Work? usual,
  Work? floor,
  int per = 1,
}) {
  Probe Function()? probe(Work? work) =>
      work == null ? null : () => _calibrated(name, work, per);
  return Rows(
    name,
    oche: probe(oche),
    usual: probe(usual),
    floor: probe(floor),
  );
}

/// Rows of which a figure is the time of one of [count] items, in nanoseconds.
/// A sample is all of them, or that part of them that the scale says.
Rows counted(
  String name,
  int count, {
  Work? oche,
  Work? usual,
  Work? floor,
}) {
  Probe Function()? probe(Work? work) => work == null
      ? null
      : () => (scale) async {
            final items = scale.of(count);
            return {name: await _time(work, items) / items};
          };
  return Rows(
    name,
    oche: probe(oche),
    usual: probe(usual),
    floor: probe(floor),
  );
}

/// Repeats [work] as often as fits into a sample, going by the one before.
Probe _calibrated(String name, Work work, int per) {
  var count = 1;
  return (scale) async {
    final wanted = scale.sample.inMicroseconds * 1000;
    for (;;) {
      final repeated = count;
      final time = await _time(work, repeated);
      count = (repeated * wanted / time).ceil().clamp(1, repeated * 16);
      if (time * 2 >= wanted) return {name: time / repeated / per};
    }
  };
}

/// How long it takes to do [work] so many times, in nanoseconds.
Future<double> _time(Work work, int count) async {
  final watch = Stopwatch()..start();
  final done = work(count);
  if (done is Future<void>) await done;
  return watch.elapsedTicks * 1e9 / watch.frequency;
}

/// Takes [repetitions] samples of each of [sides], one after the other in each
/// round, after a warm-up of so long for each: the figures by way and row. Of
/// rows whose samples have parts, a round is one part, and so is each step of
/// the warm-up.
Future<Map<String, Map<String, List<double>>>> measure(
  Rows rows,
  Scale scale, {
  required int repetitions,
  required Duration warmUp,
  required List<String> sides,
}) async {
  final probes = {
    for (final MapEntry(key: side, value: make) in rows.sides.entries)
      if (make != null && sides.contains(side)) side: make(),
  };
  for (final probe in probes.values) {
    final watch = Stopwatch()..start();
    while (watch.elapsed < warmUp) {
      await probe(scale.part(rows.parts, isLast: true));
    }
  }
  final figures = <String, Map<String, List<double>>>{};
  for (var round = 1; round <= repetitions * rows.parts; round++) {
    final part = scale.part(rows.parts, isLast: round % rows.parts == 0);
    for (final MapEntry(key: side, value: probe) in probes.entries) {
      final sample = await probe(part);
      for (final MapEntry(key: row, value: figure) in sample.entries) {
        ((figures[side] ??= {})[row] ??= []).add(figure);
      }
    }
  }
  return figures;
}

/// Keeps the compiler from leaving out what nobody looks at.
int used = 0;

/// Looks at [value].
@pragma('vm:prefer-inline')
void use(int value) => used ^= value;
