import '../data/repositories/charging_repository.dart';
import '../data/repositories/journey_repository.dart';

/// What the view models are given: made once, when the app starts.
final class Dependencies {
  final ChargingRepository charging = ChargingRepository();
  final JourneyRepository journeys = JourneyRepository();

  void dispose() => charging.dispose();
}
