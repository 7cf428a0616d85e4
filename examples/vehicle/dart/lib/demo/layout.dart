/// What goes where in the table.
library;

import 'dart:math';

import 'package:vehicle/vehicle.dart';

/// A line of one column of the table.
sealed class Cell {
  const Cell();
}

/// Nothing, before a group.
final class SpaceCell extends Cell {
  const SpaceCell();
}

/// The name of a group of signals.
final class GroupCell extends Cell {
  const GroupCell(this.message);

  /// The group's place in the catalog.
  final int message;
}

/// A signal.
final class SignalCell extends Cell {
  const SignalCell(this.signal);

  /// The signal.
  final SignalInfo signal;
}

/// How much the groups of signals are set apart.
enum _Grouping { spaced, named, none }

/// The table's columns, for one size of the terminal.
final class Layout {
  const Layout._(this.columns, this.width, this.gap, this.hidden);

  /// The richest layout of the catalog that fits into [width] × [height]:
  /// groups set apart rather than not, few wide columns rather than many
  /// narrow ones. If nothing fits, the last signals are left out.
  factory Layout.fit(Catalog catalog, int width, int height) {
    final most = max(1, (width + _narrowGap) ~/ (_narrowest + _narrowGap));
    for (final grouping in _Grouping.values) {
      final cells = _cells(catalog, grouping);
      for (var count = 1; count <= most; count++) {
        if (_distribute(cells, height).length <= count) {
          return Layout._within(width, _balance(cells, count), count, 0);
        }
      }
    }
    final cells = _cells(catalog, _Grouping.none);
    final columns = _distribute(cells, max(1, height));
    final hidden = columns.skip(most).fold(0, (sum, it) => sum + it.length);
    return Layout._within(width, columns.take(most).toList(), most, hidden);
  }

  /// The whole catalog in [count] columns, as high as need be.
  factory Layout.columns(Catalog catalog, int width, int count) {
    final cells = _cells(catalog, _Grouping.named);
    return Layout._within(width, _balance(cells, count), count, 0);
  }

  /// Divides [width] among [count] columns, with more space between them
  /// where there is enough.
  factory Layout._within(
    int width,
    List<List<Cell>> columns,
    int count,
    int hidden,
  ) {
    for (final gap in [3, 2]) {
      final column = (width + gap) ~/ count - gap;
      if (column >= _roomy) {
        return Layout._(columns, min(column, _widest), gap, hidden);
      }
    }
    final column = (width + _narrowGap) ~/ count - _narrowGap;
    return Layout._(columns, column, _narrowGap, hidden);
  }

  /// The narrowest column that says anything: name, value, unit and rate.
  static const _narrowest = 26;

  /// The least space between two columns.
  static const _narrowGap = 1;

  /// From here on, columns can be set apart.
  static const _roomy = 36;

  /// Wider than this, a line is hard to follow with the eye.
  static const _widest = 60;

  /// The columns, from left to right.
  final List<List<Cell>> columns;

  /// The width of each of them.
  final int width;

  /// The space between two of them.
  final int gap;

  /// How many signals have no place.
  final int hidden;

  /// The height of the highest column.
  int get height => columns.fold(0, (most, column) => max(most, column.length));

  static List<Cell> _cells(Catalog catalog, _Grouping grouping) {
    final cells = <Cell>[];
    int? group;
    for (final signal in catalog.signals) {
      if (grouping != _Grouping.none && signal.message != group) {
        if (grouping == _Grouping.spaced) cells.add(const SpaceCell());
        group = signal.message;
        cells.add(GroupCell(signal.message));
      }
      cells.add(SignalCell(signal));
    }
    return cells;
  }

  /// Fills columns of [height] from the top. A group's name never stands at
  /// the bottom of a column, away from its signals, and space never at its top.
  static List<List<Cell>> _distribute(List<Cell> cells, int height) {
    final columns = <List<Cell>>[];
    for (final cell in cells) {
      final isFull = columns.isEmpty ||
          columns.last.length >= height ||
          (cell is GroupCell && columns.last.length == height - 1);
      if (cell is SpaceCell && isFull) continue;
      if (isFull) columns.add([]);
      columns.last.add(cell);
    }
    return columns;
  }

  /// [count] columns that are as even as possible.
  static List<List<Cell>> _balance(List<Cell> cells, int count) {
    var height = cells.length ~/ count;
    while (true) {
      final columns = _distribute(cells, height);
      if (columns.length <= count) return columns;
      height++;
    }
  }
}
