import '../../domain/models/models.dart';
import '../services/rust/native.dart' as rust;

/// The car at the station: there is one at most.
final class ChargingRepository {
  rust.ChargingSession? _session;

  /// The cars to choose from.
  late final List<Car> cars = rust.cars();

  /// What is under way.
  rust.ChargingSession? get session => _session;

  /// Plugs a car in; the one before is unplugged.
  rust.ChargingSession plugIn(
    Car car, {
    double from = 12,
    double limit = 80,
    double speed = 60,
  }) {
    unplug();
    return _session = rust.ChargingSession.start(
      car: car,
      options: rust.SessionOptions(
        from: from,
        limit: limit,
        station: 150,
        speed: speed,
      ),
    );
  }

  /// Unplugs the car, if there is one.
  void unplug() {
    _session
      ?..stop()
      ..dispose();
    _session = null;
  }

  /// Lets go of what lives in Rust.
  void dispose() => unplug();
}
