/// A driver's logbook: trips, and what they look like in print.
library;

export 'src/report.dart';
export 'src/trip.dart';
