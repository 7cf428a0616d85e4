/// The two ways of showing a board: live, and as plain text.
library;

import 'dart:async';
import 'dart:io';
import 'dart:math';

import 'board.dart';
import 'format.dart';
import 'layout.dart';
import 'run_info.dart';
import 'table.dart';
import 'terminal.dart';
import 'text.dart';

/// Shows a board for as long as a replay runs.
abstract interface class View {
  /// Begins to show it.
  void open();

  /// Something went wrong, and the replay goes on.
  void warn(String message);

  /// Stops. The last state of the board stays readable.
  Future<void> close();
}

/// A table that changes in place.
final class LiveView implements View {
  LiveView(this._board, this._info);

  static const _interval = Duration(milliseconds: 66);

  final Board _board;
  final RunInfo _info;
  final Terminal _terminal = Terminal();
  Timer? _timer;
  String? _warning;

  @override
  void open() {
    _terminal.open();
    _draw();
    _timer = Timer.periodic(_interval, (_) => _draw());
  }

  @override
  void warn(String message) => _warning = message;

  @override
  Future<void> close() async {
    _timer?.cancel();
    final (width, height) = _terminal.size;
    await _terminal.close();
    stdout.writeln(_frame(width, height).join('\n'));
  }

  void _draw() {
    final (width, height) = _terminal.size;
    _terminal.draw(_frame(width, height));
  }

  List<StyledLine> _frame(int width, int height) {
    final layout = Layout.fit(_board.catalog, width, height - 2);
    return [
      _head(width),
      ...Table(_board, layout, styled: true).lines().take(max(0, height - 2)),
      _foot(width, layout.hidden),
    ];
  }

  StyledLine _head(int width) {
    final (now, end) = (_board.vehicleTime, _info.duration);
    final time = ' ${seconds(now)} / ${seconds(end)} s ';
    // Time comes first where there is not room for everything.
    final barWidth = width >= 60 ? 12 : 0;
    final rest = max(0, width - columns(time) - barWidth);
    final source = left('  ${_info.source}', rest - columns(_info.title));
    final part = end == Duration.zero
        ? 1.0
        : (now.inMicroseconds / end.inMicroseconds).clamp(0.0, 1.0);
    final filled = (part * barWidth).round();
    return StyledLine(width, styled: true)
      ..add(left(_info.title, min(rest, columns(_info.title))), Style.title)
      ..add(source, Style.faint)
      ..add(time, Style.strong)
      ..add('━' * filled, Style.bar)
      ..add('─' * (barWidth - filled), Style.faint);
  }

  StyledLine _foot(int width, int hidden) {
    final known = _board.catalog.signals.length;
    final line = StyledLine(width, styled: true)
      ..add('${_rate(_board.updateRate)} updates/s', Style.strong);
    if (_warning case final warning?) line.add(' · $warning', Style.warning);
    if (hidden > 0) {
      line.add(' · $hidden more in a larger window', Style.warning);
    }
    return line
      ..add(' · ${_rate(_board.frameRate)} frames/s', Style.faint)
      ..add(' · ${_board.seen} of $known signals', Style.faint)
      ..add(' · ${grouped(_board.updates)} updates', Style.faint);
  }
}

/// A table now and then, for files and pipes.
final class PlainView implements View {
  PlainView(this._board, this._info)
      : _layout = Layout.columns(_board.catalog, _width, 3);

  static const _interval = Duration(seconds: 1);
  static const _width = 119;

  final Board _board;
  final RunInfo _info;
  final Layout _layout;
  Timer? _timer;

  @override
  void open() {
    stdout.writeln('${_info.title}  ${_info.source}');
    _timer = Timer.periodic(_interval, (_) => _print());
  }

  @override
  void warn(String message) => stdout.writeln('! $message');

  @override
  Future<void> close() async {
    _timer?.cancel();
    _print();
    await stdout.flush();
  }

  void _print() {
    stdout.writeln();
    stdout.writeln(
      '${seconds(_board.vehicleTime)} of ${seconds(_info.duration)} s · '
      '${_rate(_board.updateRate)} updates/s',
    );
    final table = Table(_board, _layout, styled: false);
    for (final line in table.lines()) {
      stdout.writeln('$line'.trimRight());
    }
  }
}

String _rate(double? perSecond) =>
    perSecond == null ? '–' : grouped(perSecond.round());
