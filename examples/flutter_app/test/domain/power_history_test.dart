import 'package:charging/domain/models/models.dart';
import 'package:charging/domain/models/power_history.dart';
import 'package:flutter_test/flutter_test.dart';

PowerSample sample(int second, double power) =>
    PowerSample(at: Duration(seconds: second), power: power);

void main() {
  test('shows each sample as a part of the greatest', () {
    expect(PowerHistory.empty.shares, <double>[]);
    expect(PowerHistory.empty.latest, isNull);
    expect(PowerHistory.empty.add(sample(1, 0)).shares, [0.0]);
    final history = PowerHistory.empty.add(sample(1, 100)).add(sample(2, 50));
    expect(history.shares, [1.0, 0.5]);
    expect(history.latest, 50.0);
  });

  test('forgets the oldest', () {
    var history = PowerHistory.empty;
    for (var i = 0; i < PowerHistory.length + 2; i++) {
      history = history.add(sample(i, 1));
    }
    expect(history.samples, hasLength(PowerHistory.length));
    expect(history.samples.first, sample(2, 1));
  });
}
