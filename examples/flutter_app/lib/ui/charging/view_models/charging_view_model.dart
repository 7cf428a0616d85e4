import 'package:flutter/foundation.dart';

import '../../../data/repositories/charging_repository.dart';
import '../../../domain/models/models.dart';
import 'live_charging.dart';

/// What the charging screen shows and does.
final class ChargingViewModel extends ChangeNotifier {
  ChargingViewModel(this._charging);

  final ChargingRepository _charging;
  late Car _car = cars.first;
  LiveCharging? _live;
  double _limit = 80;
  LimitError? _problem;

  List<Car> get cars => _charging.cars;

  /// The car that is, or would be, plugged in.
  Car get car => _car;

  /// What there is to listen to; null while no car is plugged in.
  LiveCharging? get live => _live;

  /// How full the battery is to be, in per cent.
  double get limit => _limit;

  /// Why the limit is not what was asked for last.
  LimitError? get problem => _problem;

  void chooseCar(Car car) {
    if (_live != null) return;
    _car = car;
    notifyListeners();
  }

  void plugIn() {
    _live?.dispose();
    _live = LiveCharging(_charging.plugIn(_car, limit: _limit));
    _problem = null;
    notifyListeners();
  }

  void unplug() {
    _live?.dispose();
    _live = null;
    _problem = null;
    _charging.unplug();
    notifyListeners();
  }

  /// Asks for another limit. If it is refused, the old one stays, and [problem]
  /// says why.
  void changeLimit(double limit) {
    try {
      _charging.session?.changeLimit(limit: limit);
      _limit = limit;
      _problem = null;
    } on LimitError catch (error) {
      _problem = error;
    }
    notifyListeners();
  }

  @override
  void dispose() {
    _live?.dispose();
    _live = null;
    _charging.unplug();
    super.dispose();
  }
}
