import 'dart:async';

import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:test/test.dart';
import 'package:vehicle/model/dashboard.dart';
import 'package:vehicle/vehicle.dart';

/// A vehicle with a speed and a temperature, that drives as the test says.
final class _FakeVehicle with Recorder implements VehicleApi {
  final FakeStreamController<Update> updates = FakeStreamController();

  @override
  Future<Catalog> loadCatalog({
    required String dbc,
    CancelToken? cancelToken,
  }) async {
    record(#loadCatalog, const [], {#dbc: dbc});
    return const Catalog(
      messages: [],
      signals: [
        SignalInfo(
          id: 0,
          message: 0,
          name: 'speed',
          decimals: 1,
          range: Range(min: 0, max: 200),
          choices: [],
        ),
        SignalInfo(
          id: 1,
          message: 0,
          name: 'temperature',
          decimals: 0,
          choices: [],
        ),
      ],
    );
  }

  @override
  RustStream<Update> replay({required ReplayOptions options}) => updates.stream;

  @override
  double position({
    required double value,
    required double min,
    required double max,
  }) =>
      (value - min) / (max - min);

  /// The speed is [value] now.
  Future<void> drive(double value) {
    updates.add(
      Update(
        at: Duration.zero,
        values: [SignalValue(id: 0, value: value)],
      ),
    );
    return turn();
  }
}

/// A turn of the event loop, in which streams deliver.
Future<void> turn() => Future.delayed(Duration.zero);

void main() {
  const options = ReplayOptions(dbc: 'car.dbc', log: 'drive.log');

  /// A dashboard that is open, and the vehicle that it follows.
  Future<(Dashboard, _FakeVehicle)> open() async {
    final vehicle = _FakeVehicle();
    vehicleLibrary.use(vehicle);
    final dashboard = Dashboard(options);
    await dashboard.open();
    return (dashboard, vehicle);
  }

  test('shows the latest values, by name', () async {
    final (dashboard, vehicle) = await open();
    expect(vehicle.callsOf(#loadCatalog).single.named, {#dbc: 'car.dbc'});
    expect(dashboard.names.toList(), ['speed', 'temperature']);
    expect(dashboard['speed'], isNull);
    var changes = 0;
    dashboard.changes.listen((_) => changes++);
    await vehicle.drive(50);
    await vehicle.drive(60);
    expect(dashboard['speed'], 60.0);
    expect(dashboard['temperature'], isNull);
    expect(changes, 2);
    expect(vehicleLibrary.isLoaded, isFalse);
  });

  test('turns a needle where there is a range', () async {
    final (dashboard, vehicle) = await open();
    await vehicle.drive(50);
    expect(dashboard.needle('speed'), 0.25);
    expect(dashboard.needle('temperature'), isNull);
  });

  test('goes on after a damaged line, and says what it was', () async {
    final (dashboard, vehicle) = await open();
    vehicle.updates.addError(
      const ReplayErrorBadLine(line: 3, text: '?', reason: 'no frame'),
    );
    await vehicle.drive(10);
    expect(dashboard.status, DashboardStatus.running);
    expect(dashboard.problem, isA<ReplayErrorBadLine>());
    expect(dashboard['speed'], 10.0);
  });

  test('has failed when the log breaks off', () async {
    final (dashboard, vehicle) = await open();
    vehicle.updates
      ..addError(const ReplayErrorUnreadable(reason: 'gone'))
      ..close();
    await turn();
    expect(dashboard.status, DashboardStatus.failed);
    expect(dashboard.problem, isA<ReplayErrorUnreadable>());
  });

  test('has failed when there is no catalog', () async {
    vehicleLibrary.use(_NoVehicle());
    final dashboard = Dashboard(options);
    await dashboard.open();
    expect(dashboard.status, DashboardStatus.failed);
    expect(dashboard.problem, isA<VehicleErrorCannotRead>());
  });

  test('ends with the replay', () async {
    final (dashboard, vehicle) = await open();
    await vehicle.drive(10);
    vehicle.updates.close();
    await turn();
    expect(dashboard.status, DashboardStatus.ended);
    expect(dashboard['speed'], 10.0);
  });

  test('lets the vehicle wait while nobody looks, and gives it up', () async {
    final (dashboard, vehicle) = await open();
    dashboard.isVisible = false;
    expect(vehicle.updates.isPaused, isTrue);
    await vehicle.drive(30);
    expect(dashboard['speed'], isNull);
    dashboard.isVisible = true;
    await turn();
    expect(dashboard['speed'], 30.0);
    await dashboard.close();
    expect(vehicle.updates.isListenedTo, isFalse);
  });
}

final class _NoVehicle with Recorder implements VehicleApi {
  @override
  Future<Catalog> loadCatalog({
    required String dbc,
    CancelToken? cancelToken,
  }) async =>
      throw const VehicleErrorCannotRead(path: 'car.dbc', reason: 'not there');
}
