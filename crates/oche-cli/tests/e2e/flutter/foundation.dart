/// What the template uses of Flutter's library of this name, with the same
/// signatures, to be compiled against where there is no Flutter.
library;

typedef VoidCallback = void Function();

abstract class Listenable {
  const Listenable();

  void addListener(VoidCallback listener);

  void removeListener(VoidCallback listener);
}

abstract class ValueListenable<T> extends Listenable {
  const ValueListenable();

  T get value;
}

class ValueNotifier<T> extends ValueListenable<T> {
  ValueNotifier(this.value);

  @override
  T value;

  @override
  void addListener(VoidCallback listener) {}

  @override
  void removeListener(VoidCallback listener) {}

  void dispose() {}
}
