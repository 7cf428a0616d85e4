/// Styled text with a known width.
library;

import 'dart:io';

import 'format.dart';

/// How a piece of text looks.
enum Style {
  normal(''),
  strong('1'),
  faint('2'),
  title('1;36'),
  bar('36'),
  warning('33');

  const Style(this.code);

  /// The parameter of the terminal's command for it.
  final String code;
}

/// Whether the user wants colours; see https://no-color.org.
final bool _wantsColour = (Platform.environment['NO_COLOR'] ?? '').isEmpty;

/// One line, which is never wider than it may be.
final class StyledLine {
  StyledLine(this.width, {required bool styled})
      : _styled = styled && _wantsColour;

  /// The most columns that it may take.
  final int width;

  final bool _styled;
  final StringBuffer _text = StringBuffer();
  int _length = 0;

  /// The columns that it takes so far.
  int get length => _length;

  /// Appends [text], as far as it fits.
  void add(String text, [Style style = Style.normal]) {
    final room = width - _length;
    if (room <= 0 || text.isEmpty) return;
    final fitting = columns(text) > room ? left(text, room) : text;
    _length += columns(fitting);
    if (_styled && style != Style.normal) {
      _text.write('\x1b[${style.code}m$fitting\x1b[0m');
    } else {
      _text.write(fitting);
    }
  }

  /// Appends spaces up to [column].
  void padTo(int column) {
    if (column > _length) add(' ' * (column - _length));
  }

  @override
  String toString() => _text.toString();
}
