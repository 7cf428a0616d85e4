/// What a dashboard shows, apart from how it looks: the view model.
///
/// It calls the vehicle's API as any application does. Its test,
/// `test/dashboard_test.dart`, puts a fake in the place of the library.
library;

import 'dart:async';

import 'package:vehicle/vehicle.dart';

/// How far a [Dashboard] is.
enum DashboardStatus {
  /// It was not opened, or does not know the signals yet.
  loading,

  /// Values come in.
  running,

  /// The replay is over.
  ended,

  /// There is no replay, or it broke off; [Dashboard.problem] says why.
  failed,
}

/// Follows a replay, and has the latest value of each signal by its name.
final class Dashboard {
  /// The dashboard of what [options] say. Nothing happens before [open].
  Dashboard(this.options);

  /// What is replayed.
  final ReplayOptions options;

  final StreamController<void> _changes = StreamController.broadcast();
  final Map<String, double> _values = {};
  final Map<String, SignalInfo> _signals = {};
  StreamSubscription<Update>? _updates;
  List<SignalInfo> _byId = const [];
  DashboardStatus _status = DashboardStatus.loading;
  Exception? _problem;

  /// An event whenever something here is different.
  Stream<void> get changes => _changes.stream;

  /// How far it is.
  DashboardStatus get status => _status;

  /// What went wrong last, if anything has.
  Exception? get problem => _problem;

  /// The names of all signals, in the catalog's order.
  Iterable<String> get names => _signals.keys;

  /// The latest value of the signal [name]; null before its first.
  double? operator [](String name) => _values[name];

  /// Where the needle of a gauge for the signal [name] stands: 0 at the lowest
  /// value of its range, 1 at the highest. Null without a value or a range.
  double? needle(String name) {
    final (value, range) = (_values[name], _signals[name]?.range);
    if (value == null || range == null) return null;
    return position(value: value, min: range.min, max: range.max);
  }

  /// Reads the catalog and begins to follow the replay.
  Future<void> open() async {
    try {
      _byId = (await loadCatalog(dbc: options.dbc)).signals;
    } on VehicleError catch (error) {
      _fail(error);
      return;
    }
    for (final signal in _byId) {
      _signals[signal.name] = signal;
    }
    _updates = replay(options: options).listen(
      _apply,
      onError: (Object error) => switch (error) {
        // The replay goes on after it.
        ReplayError() when error is! ReplayErrorUnreadable => _warn(error),
        Exception() => _fail(error),
        _ => throw error, // ignore: only_throw_errors
      },
      onDone: () {
        if (_status != DashboardStatus.failed) _become(DashboardStatus.ended);
      },
    );
    _become(DashboardStatus.running);
  }

  /// Lets the replay wait, while nobody sees the dashboard, and go on.
  set isVisible(bool isVisible) {
    final updates = _updates;
    if (updates == null || updates.isPaused != isVisible) return;
    isVisible ? updates.resume() : updates.pause();
  }

  /// Ends the replay. The last values stay.
  Future<void> close() async {
    await _updates?.cancel();
    await _changes.close();
  }

  void _apply(Update update) {
    for (final SignalValue(:id, :value) in update.values) {
      _values[_byId[id].name] = value;
    }
    _changes.add(null);
  }

  void _warn(Exception problem) {
    _problem = problem;
    _changes.add(null);
  }

  void _fail(Exception problem) {
    _problem = problem;
    _become(DashboardStatus.failed);
  }

  void _become(DashboardStatus status) {
    _status = status;
    if (!_changes.isClosed) _changes.add(null);
  }
}
