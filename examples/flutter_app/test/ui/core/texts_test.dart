import 'package:charging/domain/models/models.dart';
import 'package:charging/ui/core/localization/texts.dart';
import 'package:flutter_test/flutter_test.dart';

void main() {
  test('every problem has words', () {
    expect(
      const PlanErrorOutOfReach(place: 'Ceduna', gap: 490, range: 312.4).text,
      'After Ceduna there is no charger for 490 km, and the car goes 312 km.',
    );
    expect(
      const PlanErrorNoSuchCharge(percent: 120).text,
      'A battery cannot be at 120 %.',
    );
    expect(
      const LimitErrorBelowCharge(charge: 61.8).text,
      'The battery is at 61 % already.',
    );
  });

  test('durations are written in hours and minutes', () {
    expect(durationText(const Duration(minutes: 25, seconds: 20)), '25 min');
    expect(durationText(const Duration(hours: 4, minutes: 5)), '4 h 05 min');
    expect(durationText(const Duration(seconds: 3585)), '1 h 00 min');
  });
}
