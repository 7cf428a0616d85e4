/// Signals of fakes.
library;

import 'dart:async';

import '../features/signal.dart';
import 'fake_object.dart';

/// A live value that a test sets.
///
/// It is as a signal of Rust's: [value] is the latest at once; listeners are
/// told afterwards, and once, however often it was set. Only that they are told
/// in a microtask, so that a test need not wait for more than that.
///
/// ```dart
/// final speed = FakeSignal(0.0);
/// final view = SpeedView(speed);
/// speed.value = 50;
/// ```
final class FakeSignal<T> with FakeObject implements Signal<T> {
  /// A signal with its first value.
  FakeSignal(T value, {SignalStatus status = SignalStatus.available})
      : _sample = Sample(value, status: status);

  Sample<T> _sample;
  List<_Observer> _observers = [];
  bool _isTelling = false;

  /// Whether anybody listens, by whichever way.
  bool get isListenedTo => _observers.isNotEmpty;

  @override
  Sample<T> get sample {
    if (isDisposed) {
      throw StateError(
        'This Signal cannot be used any more, because it was disposed of.',
      );
    }
    return _sample;
  }

  @override
  T get value => sample.value;

  /// Sets the value: a new sample, which is available.
  set value(T value) =>
      _set(Sample(value, sequence: sample.sequence + 1));

  @override
  SignalStatus get status => sample.status;

  /// Sets what the value is worth: the sample stays.
  set status(SignalStatus status) {
    final old = sample;
    if (old.status == status) return;
    _set(
      Sample(
        old.value,
        status: status,
        sequence: old.sequence,
        age: old.age,
      ),
    );
  }

  void _set(Sample<T> sample) {
    _sample = sample;
    for (final observer in _observers) {
      observer.isDue = true;
    }
    if (_isTelling) return;
    _isTelling = true;
    scheduleMicrotask(_tell);
  }

  void _tell() {
    _isTelling = false;
    for (final observer in _observers) {
      if (observer.isDue && _observers.contains(observer)) observer.tell();
    }
  }

  @override
  void addListener(void Function() listener) {
    sample;
    final zone = Zone.current;
    _observe(_Observer(() => zone.runGuarded(listener), listener));
  }

  @override
  void removeListener(void Function() listener) {
    for (final observer in _observers) {
      if (observer.listener == listener) return _forget(observer);
    }
  }

  @override
  Stream<T> get changes => _follow(
        (sample) => sample.value,
        (last, sample) => last.sequence != sample.sequence,
      );

  @override
  Stream<Sample<T>> get samples =>
      _follow((sample) => sample, (last, sample) => true);

  Stream<E> _follow<E>(
    E Function(Sample<T> sample) pick,
    bool Function(Sample<T> last, Sample<T> sample) isNews,
  ) {
    sample;
    return Stream.multi((controller) {
      if (isDisposed) {
        controller.close();
        return;
      }
      Sample<T>? last;
      late final _Observer observer;
      void deliver() {
        if (!observer.isDue || controller.isClosed) return;
        if (controller.isPaused) return;
        observer.isDue = false;
        final before = last;
        final now = last = _sample;
        if (before == null || isNews(before, now)) controller.addSync(pick(now));
      }

      observer = _Observer(deliver, null, onEnd: controller.close)
        ..isDue = true;
      _observe(observer);
      // In its own callbacks a controller only queues what it is given.
      controller
        ..onResume = (() => scheduleMicrotask(deliver))
        ..onCancel = () => _forget(observer);
      scheduleMicrotask(deliver);
    });
  }

  // A new list each time: the old one may be gone through.
  void _observe(_Observer observer) => _observers = [..._observers, observer];

  void _forget(_Observer observer) => _observers = [
        for (final other in _observers)
          if (!identical(other, observer)) other,
      ];

  @override
  void dispose() {
    if (isDisposed) return;
    super.dispose();
    final observers = _observers;
    _observers = [];
    for (final observer in observers) {
      observer.onEnd?.call();
    }
  }
}

/// Somebody who listens.
final class _Observer {
  _Observer(this._tell, this.listener, {this.onEnd});

  final void Function() _tell;

  /// The function that was added, if that is what it is.
  final void Function()? listener;
  final void Function()? onEnd;

  /// Whether there was a change of which it was not told.
  bool isDue = false;

  void tell() {
    // A stream may be paused, and then remains due.
    if (listener != null) isDue = false;
    _tell();
  }
}
