/// Errors in one line.
library;

import 'package:oche/oche.dart';
import 'package:vehicle/vehicle.dart';

import 'format.dart';

/// What the user is told about [error].
String describe(Object error) => printable(switch (error) {
      VehicleError() => _vehicle(error),
      ReplayError() => _replay(error),
      OcheException(:final message) => message,
      _ => '$error',
    });

String _vehicle(VehicleError error) => switch (error) {
      VehicleErrorCannotRead(:final path, :final reason) =>
        'cannot read $path: $reason',
      VehicleErrorBadDbc(:final path, :final reason) =>
        '$path is not a usable DBC file: $reason',
      VehicleErrorBadSpeed(:final speed) =>
        '--speed $speed is not possible: use 0.01 to 1000, or max',
    };

String _replay(ReplayError error) => switch (error) {
      ReplayErrorBadLine(:final line, :final reason, :final text) =>
        'line $line: $reason: $text',
      ReplayErrorUnsupported(:final line, :final kind) =>
        'line $line: $kind frames are not supported',
      ReplayErrorShortFrame(
        :final line,
        :final message,
        :final expected,
        :final found
      ) =>
        'line $line: $message must have $expected bytes, not $found',
      ReplayErrorUnreadable(:final reason) =>
        'the log cannot be read any further: $reason',
    };
