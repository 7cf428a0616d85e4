import 'package:flutter/material.dart';

import '../../../domain/models/models.dart';
import '../../../domain/models/power_history.dart';
import '../../core/localization/texts.dart';
import '../view_models/live_charging.dart';
import 'charge_gauge.dart';
import 'power_chart.dart';

/// A car that is being charged: two signals and a stream of Rust's.
class LiveView extends StatelessWidget {
  const LiveView({super.key, required this.live});

  final LiveCharging live;

  @override
  Widget build(BuildContext context) {
    final texts = Theme.of(context).textTheme;
    return Column(
      children: [
        ValueListenableBuilder<double>(
          valueListenable: live.stateOfCharge,
          builder: (context, percent, _) => ChargeGauge(percent: percent),
        ),
        const SizedBox(height: 16),
        ValueListenableBuilder<ChargingStatus>(
          valueListenable: live.status,
          builder: (context, status, _) =>
              Text(status.text, style: texts.titleMedium),
        ),
        const SizedBox(height: 24),
        StreamBuilder<PowerHistory>(
          stream: live.power,
          initialData: live.history,
          builder: (context, snapshot) =>
              PowerChart(history: snapshot.data ?? PowerHistory.empty),
        ),
      ],
    );
  }
}
