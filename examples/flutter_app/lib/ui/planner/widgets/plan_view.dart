import 'package:flutter/material.dart';

import '../../../domain/models/models.dart';
import '../../core/localization/texts.dart';
import '../../core/problem_card.dart';
import '../view_models/plan_state.dart';

/// How far a plan is, and what came of it.
class PlanView extends StatelessWidget {
  const PlanView({super.key, required this.state, required this.onCancel});

  final PlanState state;
  final VoidCallback onCancel;

  @override
  Widget build(BuildContext context) {
    return switch (state) {
      NoPlan() => const SizedBox.shrink(),
      Planning(:final progress) => Column(
          children: [
            LinearProgressIndicator(value: progress),
            TextButton(onPressed: onCancel, child: const Text('Cancel')),
          ],
        ),
      Impossible(:final error) => ProblemCard(error.text),
      Planned(:final plan) => _Plan(plan),
    };
  }
}

class _Plan extends StatelessWidget {
  const _Plan(this.plan);

  final ChargePlan plan;

  @override
  Widget build(BuildContext context) {
    return Column(
      crossAxisAlignment: CrossAxisAlignment.start,
      children: [
        Text(
          '${durationText(plan.duration)}, ${plan.stops.length} stops',
          style: Theme.of(context).textTheme.titleMedium,
        ),
        for (final stop in plan.stops)
          ListTile(
            leading: const Icon(Icons.ev_station),
            title: Text(stop.station.name),
            subtitle: Text(
              '${stop.arrival.round()} % → ${stop.departure.round()} %',
            ),
            trailing: Text(durationText(stop.duration)),
          ),
        Text('Arrival with ${plan.arrival.round()} %'),
      ],
    );
  }
}
