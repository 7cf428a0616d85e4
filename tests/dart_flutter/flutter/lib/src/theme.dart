import 'framework.dart';

enum Brightness { dark, light }

class Color {
  const Color(int value);
}

abstract final class Colors {
  static const Color teal = Color(0xFF009688);
}

class TextStyle {
  const TextStyle({this.color});

  final Color? color;
}

class TextTheme {
  const TextTheme({this.displayMedium, this.titleMedium});

  final TextStyle? displayMedium;
  final TextStyle? titleMedium;
}

class ColorScheme {
  const ColorScheme._(this.primary);

  factory ColorScheme.fromSeed({
    required Color seedColor,
    Brightness brightness = Brightness.light,
  }) =>
      ColorScheme._(seedColor);

  final Color primary;

  Color get errorContainer => primary;

  Color get onErrorContainer => primary;

  Color get surfaceContainerHighest => primary;
}

class ThemeData {
  factory ThemeData({ColorScheme? colorScheme, bool? useMaterial3}) =>
      ThemeData._(
        colorScheme ?? ColorScheme.fromSeed(seedColor: Colors.teal),
      );

  const ThemeData._(this.colorScheme);

  final ColorScheme colorScheme;

  TextTheme get textTheme => const TextTheme();
}

abstract final class Theme {
  static ThemeData of(BuildContext context) => ThemeData();
}
