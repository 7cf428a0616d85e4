import 'rust/native.dart';

/// A trip, as the logbook keeps it.
final class Trip {
  const Trip({required this.duration, required this.kilometres});

  final Duration duration;
  final double kilometres;

  /// The average; 0 for a trip that took no time.
  double get kilometresPerHour {
    final seconds = duration.inSeconds;
    return seconds == 0 ? 0 : kilometres * 3600 / seconds;
  }

  /// Reads the track of a trip.
  ///
  /// Throws a [FormatException] if a line is damaged.
  static Future<Trip> parse(String text) async {
    final List<Fix> track;
    try {
      track = await readTrack(text: text);
    } on TrackError catch (error) {
      throw FormatException(
        switch (error) {
          TrackErrorBadLine(:final line, :final text) =>
            'line $line is no fix: $text',
          TrackErrorBackInTime(:final line) => 'line $line goes back in time',
        },
      );
    }
    return Trip(
      duration: track.isEmpty
          ? Duration.zero
          : Duration(seconds: track.last.second - track.first.second),
      kilometres: trackLength(track: track) / 1000,
    );
  }
}
