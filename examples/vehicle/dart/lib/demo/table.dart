/// The table as lines of text.
library;

import 'dart:math';

import 'package:vehicle/vehicle.dart';

import 'board.dart';
import 'format.dart';
import 'layout.dart';
import 'text.dart';

/// Draws a board in a layout.
final class Table {
  Table(this.board, this.layout, {required this.styled})
      : _cell = _CellWidths(board.catalog, layout.width);

  final Board board;
  final Layout layout;

  /// Whether to use colours.
  final bool styled;

  final _CellWidths _cell;

  /// The lines, from top to bottom.
  Iterable<StyledLine> lines() sync* {
    final pitch = layout.width + layout.gap;
    for (var row = 0; row < layout.height; row++) {
      final line = StyledLine(
        pitch * layout.columns.length - layout.gap,
        styled: styled,
      );
      for (final (place, column) in layout.columns.indexed) {
        if (row >= column.length) continue;
        line.padTo(place * pitch);
        switch (column[row]) {
          case SpaceCell():
            break;
          case GroupCell(:final message):
            _group(line, board.catalog.messages[message]);
          case SignalCell(:final signal):
            _signal(line, signal);
        }
      }
      yield line;
    }
  }

  void _group(StyledLine line, MessageInfo message) {
    final name = left(printable(message.name), layout.width - 5).trimRight();
    line.add(name, Style.title);
    final rule = layout.width - columns(name) - 4;
    line.add(' ${'─' * rule} ', Style.faint);
    line.add('/s', Style.faint);
  }

  void _signal(StyledLine line, SignalInfo signal) {
    final value = board[signal.id];
    line.add('${left(printable(signal.name), _cell.name)} ');
    if (value == null) {
      line.add(right('–', _cell.value), Style.faint);
      line.padTo(line.length + _cell.unit + _cell.bar);
    } else if (choiceLabel(signal, value) case final label?) {
      _label(line, label);
    } else {
      _number(line, signal, value);
    }
    final perSecond = value == null ? null : board.rate(signal.id);
    final text = perSecond == null ? '–' : rate(perSecond);
    line.add(' ${right(text, _CellWidths.rate)}', Style.faint);
  }

  /// A named value: under the numbers if it is short, else as long as it
  /// takes, up to the rate.
  void _label(StyledLine line, String label) {
    final rest = _cell.unit + _cell.bar;
    if (columns(label) <= _cell.value) {
      line.add(right(label, _cell.value), Style.strong);
      line.add(' ' * rest);
    } else {
      line.add(left(label, _cell.value + rest), Style.strong);
    }
  }

  void _number(StyledLine line, SignalInfo signal, double value) {
    final unit = printable(signal.unit ?? '');
    if (_cell.unit == 0) {
      // No room for a column of units: the unit follows its number.
      final room = max(3, _cell.value - columns(unit));
      final digits = number(signal, value, room);
      line.add(' ' * max(0, _cell.value - columns(digits) - columns(unit)));
      line.add(digits, Style.strong);
      line.add(left(unit, min(columns(unit), _cell.value - columns(digits))),
          Style.faint);
      return;
    }
    final digits = number(signal, value, _cell.value);
    line.add(right(digits, _cell.value), Style.strong);
    line.add(' ${left(unit, _cell.unit - 1)}', Style.faint);
    if (_cell.bar == 0) return;
    final range = signal.range;
    line.add(' ');
    if (range == null) {
      line.add(' ' * (_cell.bar - 1));
    } else {
      _bar(line, value, range);
    }
  }

  /// A bar from zero, or from the end of the range that is nearer to it.
  void _bar(StyledLine line, double value, Range range) {
    final width = _cell.bar - 1;
    double place(double value) =>
        position(value: value, min: range.min, max: range.max) * width;
    final (origin, end) = (place(0), place(value));
    final (from, to) = (min(origin, end), max(origin, end));
    final text = StringBuffer();
    for (var cell = 0; cell < width; cell++) {
      final filled = min(to, cell + 1) - max(from, cell);
      // Blocks of eighths grow from the left; on the other side of zero, the
      // nearest whole or half cell must do.
      final eighths = (filled * 8).round().clamp(0, 8);
      if (eighths == 0) {
        text.write('·');
      } else if (from > cell) {
        text.write(eighths >= 6 ? '█' : '▐');
      } else {
        text.write('▏▎▍▌▋▊▉█'[eighths - 1]);
      }
    }
    line.add(text.toString(), Style.bar);
  }
}

/// How a cell is divided. The widths of unit and bar include the space before
/// them.
final class _CellWidths {
  const _CellWidths._(this.name, this.value, this.unit, this.bar);

  factory _CellWidths(Catalog catalog, int width) {
    int longest(Iterable<String?> texts) =>
        texts.fold(0, (most, text) => max(most, columns(text ?? '')));
    final longestName = longest(catalog.signals.map((it) => it.name));
    final longestUnit = longest(catalog.signals.map((it) => it.unit));
    // What is left for name, value, unit and bar after two spaces and rate.
    final room = width - rate - 2;
    final unit = min(longestUnit, 5) + 1;
    final name = min(longestName, max(12, room - _roomyValue - unit));
    if (room < name + _roomyValue + unit) {
      return _CellWidths._(name, max(0, room - name), 0, 0);
    }
    final spare = room - name - _roomyValue - unit;
    final bar = spare >= _shortestBar ? min(spare, _longestBar) : 0;
    return _CellWidths._(name, _roomyValue + spare - bar, unit, bar);
  }

  /// The width of a rate.
  static const rate = 3;
  static const _roomyValue = 9;
  static const _shortestBar = 6;
  static const _longestBar = 21;

  final int name;
  final int value;
  final int unit;
  final int bar;
}
