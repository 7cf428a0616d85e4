import 'framework.dart';
import 'theme.dart';

enum MainAxisAlignment { start, end, center }

enum CrossAxisAlignment { start, end, center, stretch }

enum StackFit { loose, expand, passthrough }

abstract class EdgeInsetsGeometry {
  const EdgeInsetsGeometry();
}

class EdgeInsets extends EdgeInsetsGeometry {
  const EdgeInsets.all(double value);

  const EdgeInsets.symmetric({double vertical = 0.0, double horizontal = 0.0});
}

abstract class AlignmentGeometry {
  const AlignmentGeometry();
}

class Alignment extends AlignmentGeometry {
  const Alignment(this.x, this.y);

  final double x;
  final double y;

  static const Alignment center = Alignment(0, 0);
  static const Alignment bottomCenter = Alignment(0, 1);
}

class Text extends Widget {
  const Text(this.data, {super.key, this.style});

  final String data;
  final TextStyle? style;
}

class Center extends Widget {
  const Center({super.key, this.child});

  final Widget? child;
}

class Padding extends Widget {
  const Padding({super.key, required this.padding, this.child});

  final EdgeInsetsGeometry padding;
  final Widget? child;
}

class SizedBox extends Widget {
  const SizedBox({super.key, this.width, this.height, this.child});

  const SizedBox.shrink({super.key, this.child})
      : width = 0,
        height = 0;

  final double? width;
  final double? height;
  final Widget? child;
}

class FractionallySizedBox extends Widget {
  const FractionallySizedBox({
    super.key,
    this.alignment = Alignment.center,
    this.widthFactor,
    this.heightFactor,
    this.child,
  });

  final AlignmentGeometry alignment;
  final double? widthFactor;
  final double? heightFactor;
  final Widget? child;
}

class ColoredBox extends Widget {
  const ColoredBox({required this.color, this.child, super.key});

  final Color color;
  final Widget? child;
}

class SafeArea extends Widget {
  const SafeArea({super.key, required this.child});

  final Widget child;
}

class Expanded extends Widget {
  const Expanded({super.key, this.flex = 1, required this.child});

  final int flex;
  final Widget child;
}

abstract class Flex extends Widget {
  const Flex({
    super.key,
    this.mainAxisAlignment = MainAxisAlignment.start,
    this.crossAxisAlignment = CrossAxisAlignment.center,
    this.children = const <Widget>[],
  });

  final MainAxisAlignment mainAxisAlignment;
  final CrossAxisAlignment crossAxisAlignment;
  final List<Widget> children;
}

class Column extends Flex {
  const Column({
    super.key,
    super.mainAxisAlignment,
    super.crossAxisAlignment,
    super.children,
  });
}

class Row extends Flex {
  const Row({
    super.key,
    super.mainAxisAlignment,
    super.crossAxisAlignment,
    super.children,
  });
}

class Stack extends Widget {
  const Stack({
    super.key,
    this.fit = StackFit.loose,
    this.children = const <Widget>[],
  });

  final StackFit fit;
  final List<Widget> children;
}

class IndexedStack extends Widget {
  const IndexedStack({
    super.key,
    this.index = 0,
    this.children = const <Widget>[],
  });

  final int? index;
  final List<Widget> children;
}

class ListView extends Widget {
  ListView({super.key, this.padding, this.children = const <Widget>[]});

  final EdgeInsetsGeometry? padding;
  final List<Widget> children;
}
