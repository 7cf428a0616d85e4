import 'package:flutter/material.dart';

import '../../../domain/models/models.dart';
import '../../core/car_picker.dart';
import '../view_models/planner_view_model.dart';
import 'plan_view.dart';

/// Chooses a journey, and plans it.
class PlannerScreen extends StatelessWidget {
  const PlannerScreen({super.key, required this.viewModel});

  final PlannerViewModel viewModel;

  @override
  Widget build(BuildContext context) {
    return ListenableBuilder(
      listenable: viewModel,
      builder: (context, _) => ListView(
        padding: const EdgeInsets.all(24),
        children: [
          for (final journey in viewModel.journeys)
            _JourneyTile(
              journey: journey,
              isSelected: journey == viewModel.journey,
              onTap: () => viewModel.chooseJourney(journey),
            ),
          const SizedBox(height: 16),
          CarPicker(
            cars: viewModel.cars,
            selected: viewModel.car,
            onSelected: viewModel.chooseCar,
          ),
          const SizedBox(height: 16),
          Text('Start with ${viewModel.start.round()} %'),
          Slider(
            value: viewModel.start,
            max: 100,
            divisions: 20,
            label: '${viewModel.start.round()} %',
            onChanged: viewModel.chooseStart,
          ),
          FilledButton.icon(
            onPressed: viewModel.canPlan ? viewModel.plan : null,
            icon: const Icon(Icons.alt_route),
            label: const Text('Plan the stops'),
          ),
          const SizedBox(height: 16),
          PlanView(state: viewModel.state, onCancel: viewModel.cancel),
        ],
      ),
    );
  }
}

class _JourneyTile extends StatelessWidget {
  const _JourneyTile({
    required this.journey,
    required this.isSelected,
    required this.onTap,
  });

  final Journey journey;
  final bool isSelected;
  final VoidCallback onTap;

  @override
  Widget build(BuildContext context) {
    final Journey(:name, :length, :stations) = journey;
    return Card(
      child: ListTile(
        selected: isSelected,
        leading: const Icon(Icons.route),
        title: Text(name),
        subtitle: Text('${length.round()} km, ${stations.length} stations'),
        onTap: onTap,
      ),
    );
  }
}
