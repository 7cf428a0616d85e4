import 'dart:math';

import 'models.dart';

/// The latest samples of a station's power, the oldest first.
final class PowerHistory {
  const PowerHistory._(this.samples);

  /// A history before the first sample.
  static const PowerHistory empty = PowerHistory._([]);

  /// How many samples are kept.
  static const int length = 48;

  final List<PowerSample> samples;

  /// The history with one sample more; the oldest makes room for it.
  PowerHistory add(PowerSample sample) {
    final kept = samples.skip(max(0, samples.length - length + 1));
    return PowerHistory._(List.unmodifiable([...kept, sample]));
  }

  /// The latest power, in kW; null before the first sample.
  double? get latest => samples.lastOrNull?.power;

  /// Each sample as a part of the greatest one, from 0 to 1.
  List<double> get shares {
    final peak = samples.fold(0.0, (peak, sample) => max(peak, sample.power));
    return [
      for (final sample in samples) peak == 0 ? 0 : sample.power / peak,
    ];
  }
}
