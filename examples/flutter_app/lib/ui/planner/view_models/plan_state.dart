import '../../../domain/models/models.dart';

/// How far a plan is.
sealed class PlanState {
  const PlanState();
}

/// Nobody has asked for one, or it was given up.
final class NoPlan extends PlanState {
  const NoPlan();
}

/// Rust is at work.
final class Planning extends PlanState {
  const Planning(this.progress);

  /// From 0 to 1.
  final double progress;
}

/// There is one.
final class Planned extends PlanState {
  const Planned(this.plan);

  final ChargePlan plan;
}

/// There is none, and [error] says why.
final class Impossible extends PlanState {
  const Impossible(this.error);

  final PlanError error;
}
