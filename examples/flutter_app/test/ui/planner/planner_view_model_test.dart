import 'dart:async';

import 'package:charging/data/repositories/charging_repository.dart';
import 'package:charging/data/repositories/journey_repository.dart';
import 'package:charging/data/services/rust/native.dart';
import 'package:charging/ui/planner/view_models/plan_state.dart';
import 'package:charging/ui/planner/view_models/planner_view_model.dart';
import 'package:flutter_test/flutter_test.dart';
import 'package:oche/testing.dart';

import '../../../testing/fakes.dart';
import '../../../testing/models.dart';

Future<void> turn() => Future.delayed(Duration.zero);

/// A call of `plan` that a test answers.
final class _Call {
  _Call(FakePlanner planner) {
    planner.answer(#plan, ({
      required Journey journey,
      required double start,
      required SinkStream<double> progress,
      CancelToken? cancelToken,
    }) {
      token = cancelToken;
      feedSink(progress, parts.stream);
      return untilCancelled(cancelToken, answer.future);
    });
  }

  final StreamController<double> parts = StreamController();
  final Completer<ChargePlan> answer = Completer();
  CancelToken? token;
}

void main() {
  Future<(PlannerViewModel, FakeCharging, _Call)> open() async {
    final fake = FakeCharging();
    chargingLibrary.use(fake);
    final model = PlannerViewModel(JourneyRepository(), ChargingRepository());
    await model.load();
    return (model, fake, _Call(fake.planner));
  }

  test('has the first journey chosen when there are any', () async {
    final fake = FakeCharging();
    chargingLibrary.use(fake);
    final model = PlannerViewModel(JourneyRepository(), ChargingRepository());
    expect(model.canPlan, isFalse);
    await model.load();
    expect(model.journeys, [journey]);
    expect(model.journey, journey);
    expect(model.canPlan, isTrue);
  });

  test('shows how far Rust is, and then the plan', () async {
    final (model, fake, call) = await open();
    model
      ..chooseCar(van)
      ..chooseStart(70);
    final planned = model.plan();
    expect(model.state, isA<Planning>());
    expect(model.canPlan, isFalse);
    call.parts.add(0.5);
    await turn();
    final state = model.state;
    expect(state is Planning ? state.progress : null, 0.5);
    call.answer.complete(plan);
    await planned;
    final end = model.state;
    expect(end is Planned ? end.plan : null, plan);
    expect(fake.callsOf(#chargePlannerNew).single.named, {#car: van});
    expect(fake.planner.callsOf(#plan).single.named[#start], 70.0);
    expect(fake.planner.isDisposed, isTrue);
  });

  test('an impossible plan is a state of its own', () async {
    final (model, _, call) = await open();
    final planned = model.plan();
    const error = PlanErrorOutOfReach(place: 'A', gap: 400, range: 300);
    call.answer.completeError(error);
    await planned;
    final state = model.state;
    expect(state is Impossible ? state.error : null, error);
    expect(model.canPlan, isTrue);
  });

  test('gives up what the user cancels, or chooses otherwise', () async {
    for (final end in [
      (PlannerViewModel model) => model.cancel(),
      (PlannerViewModel model) => model.chooseStart(50),
    ]) {
      final (model, fake, call) = await open();
      final planned = model.plan();
      end(model);
      expect(model.state, isA<NoPlan>());
      expect(call.token!.isCancelled, isTrue);
      await planned;
      expect(model.state, isA<NoPlan>());
      expect(fake.planner.isDisposed, isTrue);
    }
  });

  test('shows nothing of a plan that a newer one has replaced', () async {
    final (model, fake, old) = await open();
    final first = model.plan();
    final fresh = _Call(fake.planner);
    final second = model.plan();
    old.parts.add(0.9);
    await first;
    final state = model.state;
    expect(state is Planning ? state.progress : null, 0.0);
    fresh.answer.complete(plan);
    await second;
    expect(model.state, isA<Planned>());
  });

  test('tells nobody anything after its end', () async {
    final (model, _, call) = await open();
    final planned = model.plan();
    var changes = 0;
    model
      ..addListener(() => changes++)
      ..dispose();
    call.parts.add(0.5);
    await planned;
    expect(changes, 0);
  });

  test('an error that is a mistake is not shown, but goes on', () async {
    final (model, _, call) = await open();
    final planned = model.plan();
    call.answer.completeError(StateError('a mistake'));
    await expectLater(planned, throwsStateError);
    expect(model.state, isA<NoPlan>());
    expect(model.canPlan, isTrue);
  });
}
