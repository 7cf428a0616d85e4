/// What the template uses of Flutter's library of this name, with the same
/// signatures, to be compiled against where there is no Flutter.
library;

import 'foundation.dart';

export 'foundation.dart' show ValueNotifier;

abstract class Key {}

abstract class BuildContext {}

abstract class Widget {
  const Widget({this.key});

  final Key? key;
}

abstract class StatefulWidget extends Widget {
  const StatefulWidget({super.key});

  State createState();
}

abstract class State<T extends StatefulWidget> {
  Widget build(BuildContext context);

  void dispose() {}
}

enum MainAxisAlignment { start, end, center }

class Text extends Widget {
  const Text(this.data, {super.key});

  final String data;
}

class Center extends Widget {
  const Center({super.key, this.child});

  final Widget? child;
}

class Column extends Widget {
  const Column({
    super.key,
    this.mainAxisAlignment = MainAxisAlignment.start,
    this.children = const <Widget>[],
  });

  final MainAxisAlignment mainAxisAlignment;
  final List<Widget> children;
}

class AppBar extends Widget {
  AppBar({super.key, this.title});

  final Widget? title;
}

class Scaffold extends Widget {
  const Scaffold({
    super.key,
    this.appBar,
    this.body,
    this.floatingActionButton,
  });

  final AppBar? appBar;
  final Widget? body;
  final Widget? floatingActionButton;
}

class TextButton extends Widget {
  const TextButton({super.key, required this.onPressed, required this.child});

  final VoidCallback? onPressed;
  final Widget child;
}

class FloatingActionButton extends Widget {
  const FloatingActionButton({super.key, this.child, required this.onPressed});

  final Widget? child;
  final VoidCallback? onPressed;
}

class IconData {
  const IconData();
}

abstract final class Icons {
  static const IconData add = IconData();
}

class Icon extends Widget {
  const Icon(this.icon, {super.key});

  final IconData? icon;
}

class ValueListenableBuilder<T> extends StatefulWidget {
  const ValueListenableBuilder({
    super.key,
    required this.valueListenable,
    required this.builder,
    this.child,
  });

  final ValueListenable<T> valueListenable;
  final Widget Function(BuildContext context, T value, Widget? child) builder;
  final Widget? child;

  @override
  State<StatefulWidget> createState() => throw UnsupportedError('no Flutter');
}

class AsyncSnapshot<T> {
  const AsyncSnapshot(this.data);

  final T? data;
}

typedef AsyncWidgetBuilder<T> = Widget Function(
  BuildContext context,
  AsyncSnapshot<T> snapshot,
);

class FutureBuilder<T> extends StatefulWidget {
  const FutureBuilder({super.key, required this.future, required this.builder});

  final Future<T>? future;
  final AsyncWidgetBuilder<T> builder;

  @override
  State<StatefulWidget> createState() => throw UnsupportedError('no Flutter');
}

class StreamBuilder<T> extends StatefulWidget {
  const StreamBuilder({super.key, required this.stream, required this.builder});

  final Stream<T>? stream;
  final AsyncWidgetBuilder<T> builder;

  @override
  State<StatefulWidget> createState() => throw UnsupportedError('no Flutter');
}

class MaterialApp extends Widget {
  const MaterialApp({super.key, this.title = '', this.home});

  final String title;
  final Widget? home;
}

void runApp(Widget app) {}
