import 'package:flutter/foundation.dart';

import '../../../data/services/rust/native.dart' show ChargingSession, Signal;
import '../../../domain/models/models.dart';
import '../../../domain/models/power_history.dart';
import '../../core/signal_listenable.dart';

/// What the screen listens to while a car is at the station.
final class LiveCharging {
  /// Follows [_session], which stays the repository's to dispose of.
  LiveCharging(this._session)
      : _stateOfCharge = _session.stateOfCharge,
        _status = _session.status;

  final ChargingSession _session;
  final Signal<double> _stateOfCharge;
  final Signal<ChargingStatus> _status;
  PowerHistory _history = PowerHistory.empty;

  /// The how-manyth session of this process it is.
  int get number => _session.number;

  /// How full the battery is, in per cent.
  late final ValueListenable<double> stateOfCharge =
      SignalListenable(_stateOfCharge);

  /// How far charging is.
  late final ValueListenable<ChargingStatus> status = SignalListenable(_status);

  /// What came of [power] so far.
  PowerHistory get history => _history;

  /// The station's power, sample by sample. Rust begins to send when somebody
  /// listens, and each time anew: so a widget may come and go.
  late final Stream<PowerHistory> power = _session
      .power()
      .map((sample) => _history = _history.add(sample));

  /// Ends all listening.
  void dispose() {
    _stateOfCharge.dispose();
    _status.dispose();
  }
}
