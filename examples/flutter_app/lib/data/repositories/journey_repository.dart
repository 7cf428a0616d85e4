import '../../domain/models/models.dart';
import '../services/rust/native.dart' as rust;

/// The journeys, and their plans.
final class JourneyRepository {
  Future<List<Journey>>? _journeys;

  /// The journeys to choose from: read once.
  Future<List<Journey>> journeys() => _journeys ??= rust.journeys();

  /// Plans a journey that begins with the battery at [start] per cent.
  ///
  /// Tells [onProgress] how far it is, from 0 to 1. Throws a [PlanError] if the
  /// car does not get there, and a `CancelledException` if [cancelToken] is
  /// cancelled before there is a plan.
  Future<ChargePlan> plan(
    Journey journey, {
    required Car car,
    required double start,
    void Function(double part)? onProgress,
    rust.CancelToken? cancelToken,
  }) async {
    final planner = rust.ChargePlanner(car: car);
    final progress = rust.SinkStream<double>();
    if (onProgress != null) progress.listen(onProgress);
    try {
      return await planner.plan(
        journey: journey,
        start: start,
        progress: progress,
        cancelToken: cancelToken,
      );
    } finally {
      planner.dispose();
    }
  }
}
