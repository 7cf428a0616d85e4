/// Numbers and names as text of a given width.
library;

import 'package:vehicle/vehicle.dart';

/// [text] without what a terminal would take for a command. Names and texts
/// come from files that anybody may have written.
String printable(String text) =>
    text.replaceAll(RegExp(r'[\x00-\x1f\x7f-\x9f]'), '·');

/// The number of columns that [text] takes. Every character of the signals'
/// units and names is one column wide.
int columns(String text) => text.runes.length;

/// [text] in exactly [width] columns, cut at the end if need be; nothing for
/// no columns or less.
String left(String text, int width) {
  final length = columns(text);
  if (length <= width) return text + ' ' * (width - length);
  if (width <= 1) return width == 1 ? '…' : '';
  return '${String.fromCharCodes(text.runes.take(width - 1))}…';
}

/// [text] at the right end of exactly [width] columns, cut if need be.
String right(String text, int width) {
  final length = columns(text);
  return length <= width ? ' ' * (width - length) + text : left(text, width);
}

/// 1234567 as `1,234,567`.
String grouped(int number) => number.toString().replaceAllMapped(
      RegExp(r'(?<=\d)(?=(\d{3})+$)'),
      (_) => ',',
    );

/// A time in seconds with one decimal: `12.3`.
String seconds(Duration time) =>
    (time.inMilliseconds / 1000).toStringAsFixed(1);

/// A number of updates per second in at most three columns.
String rate(double perSecond) => switch (perSecond) {
      < 9.95 => perSecond.toStringAsFixed(1),
      < 999.5 => perSecond.toStringAsFixed(0),
      < 999500 => '${(perSecond / 1000).toStringAsFixed(0)}k',
      _ => '${(perSecond / 1000000).toStringAsFixed(0)}M',
    };

/// The name of [value], if the signal gives it one.
String? choiceLabel(SignalInfo signal, double value) {
  for (final choice in signal.choices) {
    if (choice.value == value) return printable(choice.label);
  }
  return null;
}

/// [value] with the signal's decimals, or with fewer so that it takes at most
/// [width] columns.
String number(SignalInfo signal, double value, int width) {
  for (var decimals = signal.decimals; decimals >= 0; decimals--) {
    final text = value.toStringAsFixed(decimals);
    if (text.length <= width) return text;
  }
  return value.toStringAsExponential(1);
}
