/// What our apps use of Flutter's library of this name, with the same
/// signatures, and doing the same: view models run on it where there is no
/// Flutter.
library;

typedef VoidCallback = void Function();

typedef ValueChanged<T> = void Function(T value);

abstract class Listenable {
  const Listenable();

  void addListener(VoidCallback listener);

  void removeListener(VoidCallback listener);
}

abstract class ValueListenable<T> extends Listenable {
  const ValueListenable();

  T get value;
}

mixin class ChangeNotifier implements Listenable {
  List<VoidCallback> _listeners = [];
  bool _isDisposed = false;

  bool get hasListeners => _listeners.isNotEmpty;

  @override
  void addListener(VoidCallback listener) {
    assert(_isUsable());
    _listeners = [..._listeners, listener];
  }

  @override
  void removeListener(VoidCallback listener) {
    final place = _listeners.indexOf(listener);
    if (place >= 0) _listeners = [..._listeners]..removeAt(place);
  }

  void notifyListeners() {
    assert(_isUsable());
    for (final listener in _listeners) {
      if (_listeners.contains(listener)) listener();
    }
  }

  void dispose() {
    assert(_isUsable());
    _isDisposed = true;
    _listeners = [];
  }

  bool _isUsable() {
    if (!_isDisposed) return true;
    throw StateError('A $runtimeType was used after being disposed.');
  }
}

class ValueNotifier<T> extends ChangeNotifier implements ValueListenable<T> {
  ValueNotifier(this._value);

  T _value;

  @override
  T get value => _value;

  set value(T value) {
    if (_value == value) return;
    _value = value;
    notifyListeners();
  }
}
