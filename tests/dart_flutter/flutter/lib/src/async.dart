import '../foundation.dart';
import 'framework.dart';

class ListenableBuilder extends StatefulWidget {
  const ListenableBuilder({
    super.key,
    required this.listenable,
    required this.builder,
    this.child,
  });

  final Listenable listenable;
  final Widget Function(BuildContext context, Widget? child) builder;
  final Widget? child;

  @override
  State<StatefulWidget> createState() => throw UnsupportedError('no Flutter');
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
  const StreamBuilder({
    super.key,
    this.initialData,
    required this.stream,
    required this.builder,
  });

  final T? initialData;
  final Stream<T>? stream;
  final AsyncWidgetBuilder<T> builder;

  @override
  State<StatefulWidget> createState() => throw UnsupportedError('no Flutter');
}
