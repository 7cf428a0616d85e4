import '../../../domain/models/models.dart';

/// A plan that is impossible, as the user is told.
extension PlanErrorText on PlanError {
  String get text => switch (this) {
        PlanErrorOutOfReach(:final place, :final gap, :final range) =>
          'After $place there is no charger for ${gap.round()} km, and the '
              'car goes ${range.round()} km.',
        PlanErrorNoSuchCharge(:final percent) =>
          'A battery cannot be at ${percent.round()} %.',
      };
}

/// A limit that was refused, as the user is told.
extension LimitErrorText on LimitError {
  String get text => switch (this) {
        LimitErrorBelowCharge(:final charge) =>
          'The battery is at ${charge.floor()} % already.',
        LimitErrorAboveFull() => 'A battery cannot be fuller than full.',
        LimitErrorOver() => 'The car is not charged any more.',
      };
}

extension ChargingStatusText on ChargingStatus {
  String get text => switch (this) {
        ChargingStatus.charging => 'Charging',
        ChargingStatus.complete => 'Ready to go',
        ChargingStatus.stopped => 'Stopped',
      };
}

/// `4 h 05 min`, or `25 min`.
String durationText(Duration duration) {
  final minutes = (duration.inSeconds / 60).round();
  if (minutes < 60) return '$minutes min';
  return '${minutes ~/ 60} h ${'${minutes % 60}'.padLeft(2, '0')} min';
}
