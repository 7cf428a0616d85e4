import 'trip.dart';

/// A trip as a line of the logbook.
String reportLine(String name, Trip trip) {
  final minutes = (trip.duration.inSeconds / 60).round();
  return '$name: ${trip.kilometres.toStringAsFixed(1)} km in $minutes min, '
      '${trip.kilometresPerHour.toStringAsFixed(0)} km/h';
}
