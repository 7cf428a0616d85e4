/// Signals: values that are live. The Rust twin is `signal.rs`; the layout of a
/// sample is written down in `signal/crossing.rs`.
library;

import 'dart:async';

import '../base/error.dart';
import '../platform/platform.dart';
import '../run/call.dart';
import '../run/context.dart';
import '../run/receiver.dart';
import '../wire/wire.dart';
import 'object.dart';

/// What the value of a [Signal] is worth.
enum SignalStatus {
  /// It is as new as it is expected to be.
  available,

  /// No sample came for longer than Rust's `with_staleness` allows.
  stale,

  /// There is no value: the one at hand is a placeholder, or from before the
  /// source was lost.
  unavailable,
}

/// The value of a [Signal] at one time, with what is known of it.
final class Sample<T> {
  /// A value that was set [age] ago. Rust makes those of its signals; this is
  /// for tests.
  Sample(
    this.value, {
    this.status = SignalStatus.available,
    this.sequence = 0,
    Duration age = Duration.zero,
  }) : _received = _clock.elapsedMicroseconds - age.inMicroseconds;

  /// Dart has no monotonic clock that Rust could read, too; ages are the same
  /// on any.
  static final Stopwatch _clock = Stopwatch()..start();

  /// The value.
  final T value;

  /// What it is worth.
  final SignalStatus status;

  /// The number of the sample: 0 for the value that the signal was made with,
  /// and one more for each value since. A change of the status is no new
  /// sample. Where there is a gap, values were skipped.
  final int sequence;

  final int _received;

  /// How long ago the value was set in Rust, as of now.
  Duration get age =>
      Duration(microseconds: _clock.elapsedMicroseconds - _received);

  @override
  String toString() => 'Sample($value, ${status.name}, number $sequence)';
}

/// A value that tells when it changes: what Flutter calls a `ValueListenable`,
/// with the same conventions.
abstract interface class ListenableValue<T> {
  /// The value at this moment.
  T get value;

  /// Calls [listener] after each change. If it is added twice, it is called
  /// twice.
  void addListener(void Function() listener);

  /// Takes [listener] back, once. Nothing happens if it is not there.
  void removeListener(void Function() listener);
}

/// A live value of Rust's.
///
/// [value] is always the latest, without waiting. Listeners are told of changes
/// in a later turn of the event loop, and however many there were meanwhile,
/// they are told once: nothing is ever queued.
///
/// As long as somebody listens, the isolate goes on, and the signal is not
/// garbage. [dispose] ends all listening.
abstract interface class Signal<T> implements RustObject, ListenableValue<T> {
  /// The latest value, whatever its [status].
  ///
  /// Throws an [OcheException] if it cannot cross.
  @override
  T get value;

  /// What the latest value is worth.
  SignalStatus get status;

  /// The latest value with what is known of it.
  Sample<T> get sample;

  /// The values, beginning with the current one.
  ///
  /// It conflates: a listener that is paused, or too slow for every value, gets
  /// the latest. A change of the status is no new value; [samples] tells of it.
  /// A value that cannot cross is an error event, and the stream goes on. It is
  /// done when the signal is disposed of.
  Stream<T> get changes;

  /// The samples, beginning with the current one: [changes] with the status,
  /// and with changes of it.
  Stream<Sample<T>> get samples;

  /// Calls [listener] after each change of the value or the status, in the zone
  /// of this call. If it throws, that is an uncaught error of the zone, and the
  /// other listeners are called all the same.
  @override
  void addListener(void Function() listener);
}

/// What stands behind a [Signal].
final class SignalObject<T> extends RustObjectBase implements Signal<T> {
  /// The signal of [handle], whose values [_decode] reads.
  SignalObject(super.handle, this._decode) : _watch = handle.watch;

  final WatchRef _watch;
  final T Function(Reader r) _decode;

  /// What was read last, unless that failed.
  Sample<T>? _sample;

  /// Why it failed.
  AsyncError? _failure;

  /// How often it was read. An observer that has seen this state has the same
  /// number.
  int _reads = 0;

  /// Never changed while [_notifying].
  List<_Observer> _observers = [];
  int _notifying = 0;
  _Subscription? _subscription;

  @override
  T get value => sample.value;

  @override
  SignalStatus get status => sample.status;

  @override
  Sample<T> get sample {
    _refresh();
    return _sample ?? _throwFailure();
  }

  @pragma('vm:never-inline')
  Never _throwFailure() {
    final failure = _failure!;
    Error.throwWithStackTrace(failure.error, failure.stackTrace);
  }

  @override
  Stream<T> get changes => _follow((sample) => sample.value, (last, sample) {
        return last.sequence != sample.sequence;
      });

  @override
  Stream<Sample<T>> get samples =>
      _follow((sample) => sample, (last, sample) => true);

  Stream<E> _follow<E>(
    E Function(Sample<T> sample) pick,
    bool Function(Sample<T> last, Sample<T> sample) isNews,
  ) {
    pointerOf(this);
    return Stream.multi((controller) {
      final follower = _Follower<T, E>(this, controller, pick, isNews);
      try {
        _observe(follower);
      } catch (failure, stack) {
        controller
          ..addError(failure, stack)
          ..close();
        return;
      }
      controller
        ..onResume = follower._deliverLater
        ..onCancel = () => _forget(follower);
      follower._deliverLater();
    });
  }

  @override
  void addListener(void Function() listener) {
    final added = _Listener(listener);
    _observe(added);
    // What was so before is not told.
    added._seen = _reads;
  }

  @override
  void removeListener(void Function() listener) {
    for (final observer in _observers) {
      if (observer is _Listener && observer._listener == listener) {
        _forget(observer);
        return;
      }
    }
  }

  @override
  void dispose() {
    if (isDisposed) return;
    final observers = _removeAll();
    super.dispose();
    for (final observer in observers) {
      observer._end();
    }
  }

  /// Reads the signal if it has changed.
  @pragma('vm:prefer-inline')
  void _refresh() {
    checkUsable(this);
    if (runtimeOf(this).signalChanged(_watch)) _read();
  }

  @pragma('vm:never-inline')
  void _read() {
    final context = _attached();
    _reads++;
    try {
      final status =
          context.runtime.signalRead(context.pointer, pointerOf(this));
      if (status != 0) throw context.failure(status, null);
      final reader = context.result;
      final tag = reader.u32();
      if (tag >= SignalStatus.values.length) {
        throw MalformedDataException('A signal has no status $tag.');
      }
      final sequence = reader.u64();
      final age = reader.duration();
      final value = _decode(reader);
      reader.end();
      _sample = Sample(
        value,
        status: SignalStatus.values[tag],
        sequence: sequence,
        age: age,
      );
      _failure = null;
    } catch (failure, stack) {
      _sample = null;
      _failure = AsyncError(failure, stack);
    }
  }

  /// The isolate's context.
  IsolateContext _attached() {
    final context = runtimeOf(this).context;
    if (context != null) return context as IsolateContext;
    throw const DetachedException(
      'The isolate is detached from the library that the signal comes from.',
    );
  }

  void _observe(_Observer observer) {
    final pointer = pointerOf(this);
    final context = _attached();
    if (_subscription case final subscription?
        when !identical(subscription._context, context)) {
      // The isolate was detached and attached again in one turn.
      subscription.abandon();
    }
    if (_subscription == null) {
      final subscription = _Subscription(this, context);
      final id = subscription._id = context.mailbox.add(subscription);
      _subscription = subscription;
      context.runtime.signalListen(context.pointer, pointer, id);
    }
    _refresh();
    _change((observers) => observers.add(observer));
  }

  void _forget(_Observer observer) {
    if (observer._isRemoved) return;
    observer._isRemoved = true;
    _change((observers) => observers.remove(observer));
    if (_observers.isEmpty) _unsubscribe();
  }

  void _change(void Function(List<_Observer> observers) change) {
    if (_notifying > 0) _observers = _observers.toList();
    change(_observers);
  }

  void _unsubscribe() {
    final subscription = _subscription;
    if (subscription == null) return;
    _subscription = null;
    subscription._context.mailbox.remove(subscription._id);
    runtimeOf(this).signalListen(noContext, pointerOf(this), 0);
  }

  /// Ends all listening; whoever has listened.
  List<_Observer> _removeAll() {
    final observers = _observers;
    _observers = [];
    for (final observer in observers) {
      observer._isRemoved = true;
    }
    _unsubscribe();
    return observers;
  }

  void _changed() {
    runtimeOf(this).signalAnswer(pointerOf(this));
    _refresh();
    _notifying++;
    try {
      for (final observer in _observers) {
        if (!observer._isRemoved && observer._seen != _reads) {
          observer._deliver(_reads);
        }
      }
    } finally {
      _notifying--;
    }
  }
}

/// What the mailbox tells of changes.
final class _Subscription implements Receiver {
  _Subscription(this._signal, this._context);

  final SignalObject<Object?> _signal;
  final IsolateContext _context;
  late final int _id;

  @override
  void receive(int kind, int count, Reader reader) => _signal._changed();

  @override
  void abandon() {
    if (!identical(_signal._subscription, this)) return;
    for (final observer in _signal._removeAll()) {
      observer._abandon();
    }
  }
}

/// Somebody who listens to a signal.
sealed class _Observer {
  /// How often the signal had been read when this was told last.
  int _seen = -1;
  bool _isRemoved = false;

  /// Tells of the state after [reads]. It does not throw.
  void _deliver(int reads);

  /// The signal was disposed of.
  void _end();

  /// The isolate was detached.
  void _abandon();
}

/// A plain function.
final class _Listener extends _Observer {
  _Listener(this._listener) : _zone = Zone.current;

  final void Function() _listener;
  final Zone _zone;

  @override
  void _deliver(int reads) {
    _seen = reads;
    _zone.runGuarded(_listener);
  }

  @override
  void _end() {}

  @override
  void _abandon() {}
}

/// A listener of a stream.
final class _Follower<T, E> extends _Observer {
  _Follower(this._signal, this._controller, this._pick, this._isNews);

  final SignalObject<T> _signal;
  final MultiStreamController<E> _controller;
  final E Function(Sample<T> sample) _pick;
  final bool Function(Sample<T> last, Sample<T> sample) _isNews;
  Sample<T>? _last;

  /// In the callbacks of the controller it would only queue what it is given.
  void _deliverLater() {
    scheduleMicrotask(() {
      if (!_isRemoved && _seen != _signal._reads) _deliver(_signal._reads);
    });
  }

  @override
  void _deliver(int reads) {
    if (_controller.isPaused) return;
    _seen = reads;
    final failure = _signal._failure;
    if (failure != null) {
      _controller.addErrorSync(failure.error, failure.stackTrace);
      return;
    }
    final sample = _signal._sample!;
    final last = _last;
    if (last != null && !_isNews(last, sample)) return;
    _last = sample;
    _controller.addSync(_pick(sample));
  }

  @override
  void _end() => _controller.close();

  @override
  void _abandon() => _controller
    ..addError(abandoned, StackTrace.current)
    ..close();
}

/// Reading signals.
extension SignalReader on Reader {
  /// A signal, whose values are read by [value].
  Signal<T> signal<T>(T Function(Reader r) value) =>
      object((handle) => SignalObject(handle, value));
}
