/// What became of a stream's items.
library;

/// What became of the items of one run of a stream. When nothing is happening,
/// `produced` is `delivered + conflated + dropped + pending`.
final class StreamStatistics {
  /// The figures of a stream; those that are not given are 0.
  const StreamStatistics({
    this.produced = 0,
    this.delivered = 0,
    this.conflated = 0,
    this.dropped = 0,
    this.pending = 0,
    this.highWater = 0,
  });

  /// How many items the Rust stream has given.
  final int produced;

  /// How many of them the listener got.
  final int delivered;

  /// How many were replaced by a newer one, because the stream keeps only the
  /// latest.
  final int conflated;

  /// How many were thrown away: by the stream's policy, because they could not
  /// be sent or read, or because the listener cancelled.
  final int dropped;

  /// How many wait in Rust, are on their way, or wait here for a listener that
  /// has paused.
  final int pending;

  /// The most that [pending] ever was.
  final int highWater;

  @override
  bool operator ==(Object other) =>
      other is StreamStatistics &&
      produced == other.produced &&
      delivered == other.delivered &&
      conflated == other.conflated &&
      dropped == other.dropped &&
      pending == other.pending &&
      highWater == other.highWater;

  @override
  int get hashCode => Object.hash(
        produced,
        delivered,
        conflated,
        dropped,
        pending,
        highWater,
      );

  @override
  String toString() =>
      'StreamStatistics(produced: $produced, delivered: $delivered, '
      'conflated: $conflated, dropped: $dropped, pending: $pending, '
      'highWater: $highWater)';
}
