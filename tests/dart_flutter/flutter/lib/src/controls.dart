import '../foundation.dart';
import 'framework.dart';

class TextButton extends Widget {
  const TextButton({super.key, required this.onPressed, required this.child});

  final VoidCallback? onPressed;
  final Widget child;
}

class FilledButton extends Widget {
  FilledButton.icon({
    super.key,
    required this.onPressed,
    required Widget icon,
    required Widget label,
  });

  final VoidCallback? onPressed;
}

class OutlinedButton extends Widget {
  OutlinedButton.icon({
    super.key,
    required this.onPressed,
    required Widget icon,
    required Widget label,
  });

  final VoidCallback? onPressed;
}

class FloatingActionButton extends Widget {
  const FloatingActionButton({super.key, this.child, required this.onPressed});

  final Widget? child;
  final VoidCallback? onPressed;
}

class ButtonSegment<T> {
  const ButtonSegment({required this.value, this.icon, this.label});

  final T value;
  final Widget? icon;
  final Widget? label;
}

class SegmentedButton<T> extends StatefulWidget {
  const SegmentedButton({
    super.key,
    required this.segments,
    required this.selected,
    this.onSelectionChanged,
  });

  final List<ButtonSegment<T>> segments;
  final Set<T> selected;
  final void Function(Set<T>)? onSelectionChanged;

  @override
  State<StatefulWidget> createState() => throw UnsupportedError('no Flutter');
}

class Slider extends StatefulWidget {
  const Slider({
    super.key,
    required this.value,
    required this.onChanged,
    this.min = 0.0,
    this.max = 1.0,
    this.divisions,
    this.label,
  });

  final double value;
  final ValueChanged<double>? onChanged;
  final double min;
  final double max;
  final int? divisions;
  final String? label;

  @override
  State<StatefulWidget> createState() => throw UnsupportedError('no Flutter');
}

class NavigationDestination extends Widget {
  const NavigationDestination({
    super.key,
    required this.icon,
    required this.label,
  });

  final Widget icon;
  final String label;
}

class NavigationBar extends Widget {
  const NavigationBar({
    super.key,
    this.selectedIndex = 0,
    required this.destinations,
    this.onDestinationSelected,
  });

  final int selectedIndex;
  final List<Widget> destinations;
  final ValueChanged<int>? onDestinationSelected;
}
