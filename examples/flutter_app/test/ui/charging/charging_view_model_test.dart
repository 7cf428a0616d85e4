import 'package:charging/data/repositories/charging_repository.dart';
import 'package:charging/data/services/rust/native.dart';
import 'package:charging/domain/models/power_history.dart';
import 'package:charging/ui/charging/view_models/charging_view_model.dart';
import 'package:flutter_test/flutter_test.dart';

import '../../../testing/fakes.dart';
import '../../../testing/models.dart';

PowerSample sample(int second, double power) =>
    PowerSample(at: Duration(seconds: second), power: power);

Future<void> turn() => Future.delayed(Duration.zero);

void main() {
  (ChargingViewModel, FakeCharging) open() {
    final fake = FakeCharging();
    chargingLibrary.use(fake);
    return (ChargingViewModel(ChargingRepository()), fake);
  }

  test('plugs in the car that was chosen', () {
    final (model, fake) = open();
    var changes = 0;
    model
      ..addListener(() => changes++)
      ..chooseCar(van);
    expect(model.live, isNull);
    model.plugIn();
    expect(changes, 2);
    expect(fake.callsOf(#chargingSessionStart).single.named[#car], van);
    model.chooseCar(city); // too late
    expect(model.car, van);
    expect(chargingLibrary.isLoaded, isFalse);
  });

  test('widgets hear of the signals', () async {
    final (model, fake) = open();
    model.plugIn();
    final live = model.live!;
    final seen = <double>[];
    void listener() => seen.add(live.stateOfCharge.value);
    live.stateOfCharge.addListener(listener);
    expect(live.stateOfCharge.value, 10.0);
    fake.session.stateOfCharge.value = 11;
    fake.session.stateOfCharge.value = 12;
    await turn();
    live.stateOfCharge.removeListener(listener);
    fake.session.stateOfCharge.value = 13;
    await turn();
    expect(seen, [12.0]);
    fake.session.status.value = ChargingStatus.complete;
    expect(live.status.value, ChargingStatus.complete);
  });

  test('samples become a history, which a new listener goes on with', () async {
    final (model, fake) = open();
    model.plugIn();
    final live = model.live!;
    final seen = <PowerHistory>[];
    final first = live.power.listen(seen.add);
    fake.session.samples.add(sample(1, 100));
    await turn();
    await first.cancel();
    expect(fake.session.samples.isListenedTo, isFalse);
    live.power.listen(seen.add);
    fake.session.samples.add(sample(2, 50));
    await turn();
    expect(seen.last.samples, [sample(1, 100), sample(2, 50)]);
    expect(live.history, same(seen.last));
  });

  test('a limit that is refused is a problem, and the old one stays', () {
    final (model, fake) = open();
    model.plugIn();
    fake.session.answer(
      #changeLimit,
      ({required double limit}) => throw const LimitErrorBelowCharge(charge: 60),
    );
    model.changeLimit(50);
    expect(model.limit, 80.0);
    expect(model.problem, const LimitErrorBelowCharge(charge: 60));
    fake.session.answer(#changeLimit, ({required double limit}) {});
    model.changeLimit(90);
    expect(model.limit, 90.0);
    expect(model.problem, isNull);
  });

  test('lets go of all of it when the car is unplugged, and at the end', () {
    for (final end in [
      (ChargingViewModel model) => model.unplug(),
      (ChargingViewModel model) => model.dispose(),
    ]) {
      final (model, fake) = open();
      model.plugIn();
      end(model);
      final FakeSession(:isDisposed, :stateOfCharge, :status) = fake.session;
      expect(fake.session.callsOf(#stop), hasLength(1));
      expect(isDisposed, isTrue);
      expect(stateOfCharge.isDisposed, isTrue);
      expect(status.isDisposed, isTrue);
      expect(model.live, isNull);
    }
  });
}
