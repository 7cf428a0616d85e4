/// What is known of the vehicle at the moment.
library;

import 'dart:typed_data';

import 'package:vehicle/vehicle.dart';

/// The counts of one moment.
typedef _Sample = ({Duration at, Uint32List counts, int updates, int frames});

/// The latest value of every signal, and how often they come.
final class Board {
  Board(this.catalog)
      : _values = Float64List(catalog.signals.length),
        _counts = Uint32List(catalog.signals.length);

  /// How much time rates are taken over, in samples of [sample].
  static const _window = 8;

  final Catalog catalog;
  final Float64List _values;
  final Uint32List _counts;

  /// Earlier counts with their times, the oldest first.
  final List<_Sample> _samples = [];

  final Stopwatch _clock = Stopwatch()..start();

  /// Vehicle time since the beginning.
  Duration vehicleTime = Duration.zero;

  /// How many updates have come: one per frame.
  int frames = 0;

  /// How many signal values they carried.
  int updates = 0;

  /// Time on the clock on the wall.
  Duration get elapsed => _clock.elapsed;

  /// How many signals have had a value.
  int get seen => _counts.where((count) => count > 0).length;

  /// The latest value of the signal with this number; null before the first.
  double? operator [](int id) => _counts[id] == 0 ? null : _values[id];

  /// Takes in what has come.
  void apply(Update update) {
    vehicleTime = update.at;
    frames++;
    updates += update.values.length;
    for (final SignalValue(:id, :value) in update.values) {
      _values[id] = value;
      _counts[id]++;
    }
  }

  /// Notes the counts, so that rates can be told. To be called regularly,
  /// some times a second.
  void sample() {
    _samples.add((
      at: elapsed,
      counts: Uint32List.fromList(_counts),
      updates: updates,
      frames: frames,
    ));
    if (_samples.length > _window + 1) _samples.removeAt(0);
  }

  /// Updates per second of the signal with this number, lately; null as long
  /// as that cannot be told.
  double? rate(int id) => _rate((sample) => sample.counts[id]);

  /// Signal values per second, lately; null as long as that cannot be told.
  double? get updateRate => _rate((sample) => sample.updates);

  /// Frames per second, lately; null as long as that cannot be told.
  double? get frameRate => _rate((sample) => sample.frames);

  /// Signal values per second over the whole time.
  double get meanUpdateRate {
    final seconds = elapsed.inMicroseconds / Duration.microsecondsPerSecond;
    return seconds == 0 ? 0 : updates / seconds;
  }

  /// Stops the clock.
  void stop() => _clock.stop();

  double? _rate(int Function(_Sample) count) {
    if (_samples.length < 2) return null;
    final (first, last) = (_samples.first, _samples.last);
    final time = (last.at - first.at).inMicroseconds;
    if (time == 0) return null;
    return (count(last) - count(first)) * Duration.microsecondsPerSecond / time;
  }
}
