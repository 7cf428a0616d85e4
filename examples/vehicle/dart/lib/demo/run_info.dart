/// What is shown of a run besides its signals.
library;

import 'package:vehicle/vehicle.dart';

import 'format.dart';
import 'options.dart';

/// Where the signals come from.
final class RunInfo {
  RunInfo(Options options, LogInfo log)
      : duration = log.duration,
        source = _source(options, log);

  /// What this program is.
  final String title = 'Oche vehicle demo';

  /// The log, how fast it is replayed, and what it is.
  final String source;

  /// Vehicle time from the beginning to the end.
  final Duration duration;

  static String _source(Options options, LogInfo log) {
    final name = options.log.split(RegExp(r'[/\\]')).last;
    final speed = switch (options.speed) {
      null => 'as fast as it goes',
      final speed when speed == speed.roundToDouble() => '${speed.round()}×',
      final speed => '$speed×',
    };
    // The synthesizer marks its logs so.
    final isSynthetic =
        log.interfaces.any((interface) => interface.startsWith('synth'));
    return [
      printable(name),
      if (isSynthetic) 'SYNTHETIC',
      speed,
    ].join(' · ');
  }
}
