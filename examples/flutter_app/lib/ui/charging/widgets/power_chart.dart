import 'package:flutter/material.dart';

import '../../../domain/models/power_history.dart';

/// The latest samples of the power, as bars.
class PowerChart extends StatelessWidget {
  const PowerChart({super.key, required this.history});

  final PowerHistory history;

  @override
  Widget build(BuildContext context) {
    final color = Theme.of(context).colorScheme.primary;
    final latest = history.latest;
    return Column(
      children: [
        Text(latest == null ? '– kW' : '${latest.toStringAsFixed(0)} kW'),
        const SizedBox(height: 8),
        SizedBox(
          height: 96,
          child: Row(
            crossAxisAlignment: CrossAxisAlignment.end,
            children: [
              for (final share in history.shares)
                Expanded(
                  child: FractionallySizedBox(
                    heightFactor: share,
                    alignment: Alignment.bottomCenter,
                    child: Padding(
                      padding: const EdgeInsets.symmetric(horizontal: 1),
                      child: ColoredBox(color: color),
                    ),
                  ),
                ),
            ],
          ),
        ),
      ],
    );
  }
}
