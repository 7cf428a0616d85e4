/// The terminal, drawn in place.
library;

import 'dart:async';
import 'dart:io';

import 'text.dart';

/// Takes over the terminal's screen and gives it back as it was.
final class Terminal {
  static const _altScreenOn = '\x1b[?1049h';
  static const _altScreenOff = '\x1b[?1049l';
  static const _cursorOff = '\x1b[?25l';
  static const _cursorOn = '\x1b[?25h';
  static const _wrapOff = '\x1b[?7l';
  static const _wrapOn = '\x1b[?7h';
  static const _clear = '\x1b[2J';
  static const _home = '\x1b[H';
  static const _clearToLineEnd = '\x1b[K';
  static const _clearBelow = '\x1b[J';

  // Terminals that know these commands show a frame at once, when it is
  // whole; the others ignore them.
  static const _frameBegin = '\x1b[?2026h';
  static const _frameEnd = '\x1b[?2026l';

  bool _open = false;
  (int, int) _size = (0, 0);
  Future<void>? _flushing;

  /// Columns and lines, as they are now.
  (int, int) get size {
    try {
      return (stdout.terminalColumns, stdout.terminalLines);
    } on StdoutException {
      return (80, 24);
    }
  }

  /// Takes the screen.
  void open() {
    _open = true;
    stdout.write('$_altScreenOn$_cursorOff$_wrapOff$_clear');
  }

  /// Shows these lines, over whatever was there. Does nothing while the
  /// terminal is still busy with an earlier frame.
  void draw(List<StyledLine> lines) {
    if (!_open || _flushing != null) return;
    final frame = StringBuffer(_frameBegin);
    if (size != _size) {
      _size = size;
      frame.write(_clear);
    }
    final (width, _) = _size;
    // After a full line the cursor stays on its last column, and clearing
    // from there would take that column away.
    String cleared(StyledLine line) =>
        line.length < width ? '$line$_clearToLineEnd' : '$line';
    frame
      ..write(_home)
      ..write(lines.map(cleared).join('\r\n'))
      ..write(_clearBelow)
      ..write(_frameEnd);
    stdout.write(frame);
    _flushing = stdout.flush().whenComplete(() => _flushing = null);
  }

  /// Gives the screen back.
  Future<void> close() async {
    if (!_open) return;
    _open = false;
    await _flushing;
    stdout.write('$_wrapOn$_cursorOn$_altScreenOff');
    await stdout.flush();
  }
}
