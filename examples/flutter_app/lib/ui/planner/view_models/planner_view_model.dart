import 'package:flutter/foundation.dart';
import 'package:oche/oche.dart' show CancelToken, CancelledException;

import '../../../data/repositories/charging_repository.dart';
import '../../../data/repositories/journey_repository.dart';
import '../../../domain/models/models.dart';
import 'plan_state.dart';

/// What the planner's screen shows and does.
final class PlannerViewModel extends ChangeNotifier {
  PlannerViewModel(this._journeys, ChargingRepository charging)
      : cars = charging.cars;

  final JourneyRepository _journeys;
  final List<Car> cars;

  late Car _car = cars.first;
  List<Journey> _choices = const [];
  Journey? _journey;
  double _start = 90;
  PlanState _state = const NoPlan();
  CancelToken? _running;
  bool _isDisposed = false;

  /// The journeys to choose from; none before [load] is done.
  List<Journey> get journeys => _choices;

  Journey? get journey => _journey;

  Car get car => _car;

  /// How full the battery is at the start, in per cent.
  double get start => _start;

  PlanState get state => _state;

  bool get canPlan => _journey != null && _running == null;

  Future<void> load() async {
    final choices = await _journeys.journeys();
    if (_isDisposed) return;
    _choices = choices;
    _journey ??= choices.firstOrNull;
    notifyListeners();
  }

  void chooseJourney(Journey journey) => _choose(() => _journey = journey);

  void chooseCar(Car car) => _choose(() => _car = car);

  void chooseStart(double percent) => _choose(() => _start = percent);

  /// Plans what was chosen. A plan that is under way is given up for it.
  Future<void> plan() async {
    final journey = _journey;
    if (journey == null) return;
    _running?.cancel();
    final token = _running = CancelToken();
    // What came of a call that was given up is nobody's business any more.
    void show(PlanState state) {
      if (identical(_running, token)) _show(state);
    }

    show(const Planning(0));
    PlanState end = const NoPlan();
    try {
      end = Planned(
        await _journeys.plan(
          journey,
          car: _car,
          start: _start,
          onProgress: (part) => show(Planning(part)),
          cancelToken: token,
        ),
      );
    } on PlanError catch (error) {
      end = Impossible(error);
    } on CancelledException {
      // Whoever has cancelled it knows.
    } finally {
      if (identical(_running, token)) {
        _running = null;
        _show(end);
      }
    }
  }

  /// Gives the plan up that is under way.
  void cancel() {
    final running = _running;
    if (running == null) return;
    _running = null;
    running.cancel();
    _show(const NoPlan());
  }

  void _choose(void Function() change) {
    _running?.cancel();
    _running = null;
    change();
    _show(const NoPlan());
  }

  void _show(PlanState state) {
    _state = state;
    notifyListeners();
  }

  @override
  void dispose() {
    _isDisposed = true;
    _running?.cancel();
    _running = null;
    super.dispose();
  }
}
