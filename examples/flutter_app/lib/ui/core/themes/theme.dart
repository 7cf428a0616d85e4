import 'package:flutter/material.dart';

/// The app's colours, by day and by night.
abstract final class AppTheme {
  static ThemeData get light => _of(Brightness.light);

  static ThemeData get dark => _of(Brightness.dark);

  static ThemeData _of(Brightness brightness) => ThemeData(
        colorScheme: ColorScheme.fromSeed(
          seedColor: Colors.teal,
          brightness: brightness,
        ),
        useMaterial3: true,
      );
}
