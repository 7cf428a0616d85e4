import 'dart:async';

import 'package:flutter/material.dart';

import '../../../config/dependencies.dart';
import '../../charging/view_models/charging_view_model.dart';
import '../../charging/widgets/charging_screen.dart';
import '../../planner/view_models/planner_view_model.dart';
import '../../planner/widgets/planner_screen.dart';

/// The two screens, and the bar between them. It owns their view models.
class HomeScreen extends StatefulWidget {
  const HomeScreen({super.key, required this.dependencies});

  final Dependencies dependencies;

  @override
  State<HomeScreen> createState() => _HomeScreenState();
}

class _HomeScreenState extends State<HomeScreen> {
  late final ChargingViewModel _charging;
  late final PlannerViewModel _planner;
  int _selected = 0;

  @override
  void initState() {
    super.initState();
    final Dependencies(:charging, :journeys) = widget.dependencies;
    _charging = ChargingViewModel(charging);
    _planner = PlannerViewModel(journeys, charging);
    unawaited(_planner.load());
  }

  @override
  void dispose() {
    _planner.dispose();
    _charging.dispose();
    super.dispose();
  }

  @override
  Widget build(BuildContext context) {
    return Scaffold(
      appBar: AppBar(title: const Text('Charging')),
      // Both stay: what is under way goes on when the other one is looked at.
      body: SafeArea(
        child: IndexedStack(
          index: _selected,
          children: [
            ChargingScreen(viewModel: _charging),
            PlannerScreen(viewModel: _planner),
          ],
        ),
      ),
      bottomNavigationBar: NavigationBar(
        selectedIndex: _selected,
        onDestinationSelected: (index) => setState(() => _selected = index),
        destinations: const [
          NavigationDestination(icon: Icon(Icons.ev_station), label: 'Charge'),
          NavigationDestination(icon: Icon(Icons.route), label: 'Plan'),
        ],
      ),
    );
  }
}
