import 'package:flutter/foundation.dart';

import '../../data/services/rust/native.dart';

/// A signal of Rust's, as Flutter's widgets listen to it.
final class SignalListenable<T> extends ValueListenable<T> {
  /// Listens to [_signal], which stays its owner's to dispose of.
  const SignalListenable(this._signal);

  final ListenableValue<T> _signal;

  @override
  T get value => _signal.value;

  @override
  void addListener(VoidCallback listener) => _signal.addListener(listener);

  @override
  void removeListener(VoidCallback listener) =>
      _signal.removeListener(listener);
}
