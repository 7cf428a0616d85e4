import 'package:flutter/material.dart';

import '../../core/car_picker.dart';
import '../../core/localization/texts.dart';
import '../../core/problem_card.dart';
import '../view_models/charging_view_model.dart';
import 'live_view.dart';

/// Plugs a car in, and shows how it is charged.
class ChargingScreen extends StatelessWidget {
  const ChargingScreen({super.key, required this.viewModel});

  final ChargingViewModel viewModel;

  @override
  Widget build(BuildContext context) {
    return ListenableBuilder(
      listenable: viewModel,
      builder: (context, _) {
        final live = viewModel.live;
        final problem = viewModel.problem;
        return ListView(
          padding: const EdgeInsets.all(24),
          children: [
            if (live == null) ...[
              CarPicker(
                cars: viewModel.cars,
                selected: viewModel.car,
                onSelected: viewModel.chooseCar,
              ),
              const SizedBox(height: 24),
              FilledButton.icon(
                onPressed: viewModel.plugIn,
                icon: const Icon(Icons.power),
                label: const Text('Plug in'),
              ),
            ] else ...[
              // Another session is another widget, which listens anew.
              LiveView(key: ValueKey(live.number), live: live),
              const SizedBox(height: 24),
              Text('Charge up to ${viewModel.limit.round()} %'),
              Slider(
                value: viewModel.limit,
                max: 100,
                divisions: 20,
                label: '${viewModel.limit.round()} %',
                onChanged: viewModel.changeLimit,
              ),
              if (problem != null) ProblemCard(problem.text),
              const SizedBox(height: 24),
              OutlinedButton.icon(
                onPressed: viewModel.unplug,
                icon: const Icon(Icons.power_off),
                label: const Text('Unplug'),
              ),
            ],
          ],
        );
      },
    );
  }
}
