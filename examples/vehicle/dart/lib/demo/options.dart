/// The demo's command line.
library;

/// What was asked for.
final class Options {
  const Options({
    required this.dbc,
    required this.log,
    this.speed = 1,
    this.plain = false,
    this.help = false,
  });

  /// Reads the command line.
  ///
  /// Throws a [FormatException] that says what is wrong with it.
  factory Options.parse(List<String> arguments) {
    String? dbc;
    String? log;
    double? speed = 1;
    var plain = false;
    final rest = arguments.iterator;
    String value(String option) => rest.moveNext()
        ? rest.current
        : throw FormatException('$option needs a value');
    while (rest.moveNext()) {
      switch (rest.current) {
        case '--dbc':
          dbc = value('--dbc');
        case '--log':
          log = value('--log');
        case '--speed':
          speed = _speed(value('--speed'));
        case '--plain':
          plain = true;
        case '-h' || '--help':
          return const Options(dbc: '', log: '', help: true);
        case final other:
          throw FormatException('unknown argument $other');
      }
    }
    return Options(
      dbc: dbc ?? (throw const FormatException('--dbc FILE is missing')),
      log: log ?? (throw const FormatException('--log FILE is missing')),
      speed: speed,
      plain: plain,
    );
  }

  static const usage = '''
Replays a drive and shows the vehicle's signals, live.

Usage: dart bin/demo.dart --dbc FILE --log FILE [--speed N] [--plain]

  --dbc FILE    the DBC file that says what the signals are
  --log FILE    the log to replay, in the format of candump -l
  --speed N     vehicle seconds per second (default: 1), or max
  --plain       a table now and then, as where the output is no terminal
  -h, --help    this text
''';

  /// The path of the DBC file.
  final String dbc;

  /// The path of the log.
  final String log;

  /// Vehicle seconds per second; null for as fast as it goes.
  final double? speed;

  /// Whether to print tables even to a terminal.
  final bool plain;

  /// Whether to explain the command line and do nothing else.
  final bool help;

  static double? _speed(String text) {
    if (text == 'max') return null;
    return double.tryParse(text) ??
        (throw FormatException('--speed needs a number or max, not $text'));
  }
}
