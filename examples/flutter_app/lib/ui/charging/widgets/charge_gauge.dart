import 'package:flutter/material.dart';

/// How full a battery is, as a ring.
class ChargeGauge extends StatelessWidget {
  const ChargeGauge({super.key, required this.percent});

  final double percent;

  @override
  Widget build(BuildContext context) {
    final ThemeData(:colorScheme, :textTheme) = Theme.of(context);
    return SizedBox(
      width: 220,
      height: 220,
      child: Stack(
        fit: StackFit.expand,
        children: [
          CircularProgressIndicator(
            value: percent / 100,
            strokeWidth: 14,
            backgroundColor: colorScheme.surfaceContainerHighest,
          ),
          Center(
            child: Text('${percent.floor()} %', style: textTheme.displayMedium),
          ),
        ],
      ),
    );
  }
}
