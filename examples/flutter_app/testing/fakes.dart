import 'package:charging/data/services/rust/native.dart';
import 'package:oche/testing.dart';

import 'models.dart' as models;

/// A library that does as a test says.
final class FakeCharging with Recorder implements ChargingApi {
  FakeSession session = FakeSession();
  FakePlanner planner = FakePlanner();

  @override
  List<Car> cars() => const [models.city, models.van];

  @override
  Future<List<Journey>> journeys({CancelToken? cancelToken}) async =>
      const [models.journey];

  @override
  ChargingSession chargingSessionStart({
    required Car car,
    required SessionOptions options,
  }) {
    record(#chargingSessionStart, const [], {#car: car, #options: options});
    return session;
  }

  @override
  ChargePlanner chargePlannerNew({required Car car}) {
    record(#chargePlannerNew, const [], {#car: car});
    return planner;
  }
}

/// A session whose signals and samples a test sets.
final class FakeSession with FakeObject, Recorder implements ChargingSession {
  final FakeStreamController<PowerSample> samples = FakeStreamController();

  @override
  int number = 1;

  @override
  final FakeSignal<double> stateOfCharge = FakeSignal(10);

  @override
  final FakeSignal<ChargingStatus> status = FakeSignal(ChargingStatus.charging);

  @override
  RustStream<PowerSample> power() => samples.stream;

  @override
  void stop() => record(#stop);
}

/// A planner that is told what to answer to `plan`.
final class FakePlanner with FakeObject, Recorder implements ChargePlanner {}
