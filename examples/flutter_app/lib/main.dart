import 'package:flutter/material.dart';

import 'config/dependencies.dart';
import 'ui/core/themes/theme.dart';
import 'ui/home/widgets/home_screen.dart';

void main() => runApp(ChargingApp(dependencies: Dependencies()));

/// The app.
class ChargingApp extends StatelessWidget {
  const ChargingApp({super.key, required this.dependencies});

  final Dependencies dependencies;

  @override
  Widget build(BuildContext context) {
    return MaterialApp(
      title: 'Charging',
      theme: AppTheme.light,
      darkTheme: AppTheme.dark,
      home: HomeScreen(dependencies: dependencies),
    );
  }
}
