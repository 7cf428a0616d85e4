import 'dart:async';

import 'package:charging/data/repositories/charging_repository.dart';
import 'package:charging/data/repositories/journey_repository.dart';
import 'package:charging/data/services/rust/native.dart';
import 'package:charging/domain/models/power_history.dart';
import 'package:charging/ui/charging/view_models/charging_view_model.dart';
import 'package:charging/ui/planner/view_models/plan_state.dart';
import 'package:charging/ui/planner/view_models/planner_view_model.dart';
import 'package:flutter_test/flutter_test.dart';

/// The future of the moment in which [condition] holds, which is looked at
/// whenever [listenTo] tells its listener something.
Future<void> when(
  void Function(void Function() listener) listenTo,
  bool Function() condition,
) {
  final met = Completer<void>();
  void look() {
    if (!met.isCompleted && condition()) met.complete();
  }

  listenTo(look);
  look();
  return met.future;
}

/// The view models, and the library that they are made for.
void main() {
  test('a car is charged up to its limit', () async {
    final charging = ChargingRepository();
    // Some minutes in a tick.
    final session = charging.plugIn(charging.cars.first, speed: 3000);
    final (charge, status) = (session.stateOfCharge, session.status);
    expect(charge.value, 12.0);
    var history = PowerHistory.empty;
    await session.power().forEach((sample) => history = history.add(sample));
    await when(
      status.addListener,
      () => status.value == ChargingStatus.complete,
    );
    expect(charge.value, 80.0);
    // It takes less and less.
    expect(history.samples.first.power, 85.0);
    expect(history.latest! < 85, isTrue);
    expect(
      () => session.changeLimit(limit: 90),
      throwsA(const LimitErrorOver()),
    );
    charge.dispose();
    status.dispose();
    charging.dispose();
    expect(session.isDisposed, isTrue);
    expect(openSessions(), 0);
  });

  test('the view model follows Rust', () async {
    final model = ChargingViewModel(ChargingRepository())..plugIn();
    final live = model.live!;
    await when(
      live.stateOfCharge.addListener,
      () => live.stateOfCharge.value > 13,
    );
    final history = await live.power.first;
    expect(history.latest, 85.0);

    model.changeLimit(5);
    expect(
      model.problem,
      isA<LimitErrorBelowCharge>()
          .having((problem) => problem.charge >= 13, 'charge', isTrue),
    );
    expect(model.limit, 80.0);
    model.changeLimit(101);
    expect(model.problem, const LimitErrorAboveFull(limit: 101));
    model.changeLimit(95);
    expect(model.problem, isNull);
    model.unplug();
    expect(openSessions(), 0);
    model.dispose();
  });

  test('journeys are planned, or not', () async {
    final model = PlannerViewModel(JourneyRepository(), ChargingRepository());
    await model.load();
    final [munich, desert, _] = model.journeys;
    final parts = <double>[];
    model.addListener(() {
      if (model.state case Planning(:final progress)) parts.add(progress);
    });

    model.chooseJourney(munich);
    await model.plan();
    final plan = (model.state as Planned).plan;
    expect(plan.stops.length > 1, isTrue);
    for (final stop in plan.stops) {
      expect(munich.stations, contains(stop.station));
      expect(stop.arrival >= 10 && stop.departure > stop.arrival, isTrue);
    }
    // Rust says it as often as it likes, and only the latest is looked at.
    expect(parts.first, 0.0);
    for (var i = 1; i < parts.length; i++) {
      expect(parts[i] >= parts[i - 1] && parts[i] <= 1, isTrue);
    }

    model.chooseJourney(desert);
    await model.plan();
    expect(
      (model.state as Impossible).error,
      isA<PlanErrorOutOfReach>()
          .having((error) => error.place, 'place', 'Ceduna')
          .having((error) => error.gap, 'gap', 490.0),
    );
    model.dispose();
  });

  test('a long search is given up when the user cancels', () async {
    final model = PlannerViewModel(JourneyRepository(), ChargingRepository());
    await model.load();
    model.chooseJourney(model.journeys.last);
    final planned = model.plan();
    await when(model.addListener, () {
      final state = model.state;
      return state is Planning && state.progress > 0;
    });
    model.cancel();
    await planned;
    expect(model.state, isA<NoPlan>());
    expect(model.canPlan, isTrue);
    model.dispose();
  });
}
