import '../foundation.dart';

abstract class Key {
  const Key();
}

class ValueKey<T> extends Key {
  const ValueKey(this.value);

  final T value;
}

abstract class BuildContext {}

abstract class Widget {
  const Widget({this.key});

  final Key? key;
}

abstract class StatelessWidget extends Widget {
  const StatelessWidget({super.key});

  Widget build(BuildContext context);
}

abstract class StatefulWidget extends Widget {
  const StatefulWidget({super.key});

  State createState();
}

abstract class State<T extends StatefulWidget> {
  T get widget => throw UnsupportedError('no Flutter');

  void initState() {}

  void setState(VoidCallback fn) => fn();

  Widget build(BuildContext context);

  void dispose() {}
}

void runApp(Widget app) {}
