import 'package:flutter/material.dart';

import '../../domain/models/models.dart';

/// One of several cars.
class CarPicker extends StatelessWidget {
  const CarPicker({
    super.key,
    required this.cars,
    required this.selected,
    required this.onSelected,
  });

  final List<Car> cars;
  final Car selected;
  final ValueChanged<Car> onSelected;

  @override
  Widget build(BuildContext context) {
    return SegmentedButton<Car>(
      segments: [
        for (final car in cars)
          ButtonSegment(
            value: car,
            label: Text(car.name),
            icon: const Icon(Icons.directions_car),
          ),
      ],
      selected: {selected},
      onSelectionChanged: (selection) => onSelected(selection.single),
    );
  }
}
