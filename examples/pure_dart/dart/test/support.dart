/// What several test files need.
library;

import 'dart:io';
import 'dart:typed_data';

import 'harness.dart';

export 'harness.dart' show pause, until;

/// Waits until [condition] holds, which takes the garbage collector to do its
/// work.
Future<void> collected(
  bool Function() condition, {
  Duration patience = const Duration(seconds: 10),
}) async {
  final watch = Stopwatch()..start();
  while (!condition() && watch.elapsed < patience) {
    for (var i = 0; i < 8; i++) {
      _garbage = Uint8List((1 << 20) + i);
    }
    _garbage = [
      for (var i = 0; i < 10000; i++) [i]
    ];
    await pause(milliseconds: 2);
  }
  _garbage = null;
}

/// Where the garbage goes, so that no compiler can leave its allocation out.
// ignore: unused_element
Object? _garbage;

/// The file that the runner of these tests wants to be loaded.
String libraryPath() {
  final environment = Platform.environment;
  final path = environment['OCHE_LIBRARY_PATH_PURE_DART'];
  if (path != null) return path;
  final folder = environment['OCHE_LIBRARY_DIR'];
  for (final name in [
    'libpure_dart.so',
    'libpure_dart.dylib',
    'pure_dart.dll',
  ]) {
    if (File('$folder/$name').existsSync()) return '$folder/$name';
  }
  throw StateError('OCHE_LIBRARY_DIR must name the folder of the library');
}

/// The smallest and the largest `int`.
const int minInt = -0x8000000000000000;
const int maxInt = 0x7fffffffffffffff;

/// Text that is hard to get right, by what is hard about it.
const Map<String, String> texts = {
  'nothing': '',
  'ASCII': 'plain text, 123!',
  'Latin 1': 'naïve café, ÿ',
  'the Basic Multilingual Plane': 'Ελλάδα, Україна, 日本, 한국, ‰',
  'astral characters': '😀👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿𝄞',
  'a byte order mark in front': '\u{feff}text',
  'nothing but a byte order mark': '\u{feff}',
  'byte order marks everywhere': '\u{feff}a\u{feff}b\u{feff}',
  'a NUL inside': 'before\u0000after',
  'nothing but NULs': '\u0000\u0000',
  'a NUL beside an astral character': '\u0000😀\u0000',
  'the borders of the encoding':
      '\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}',
  'combining characters': 'e\u0301 n\u0303',
  'line ends': 'a\nb\r\nc\u2028d',
  'quotes and signs of Dart': '\'"\\\$x \${y}',
  'non-characters': '\ufffe\uffff\u{1ffff}',
  'the replacement character': '\ufffd',
};

/// Text with half of a surrogate pair in it, by where it stands.
const Map<String, String> loneSurrogates = {
  'a high one': '\ud800',
  'a low one': '\udfff',
  'a high one at the end': 'text\ud83d',
  'a low one in front': '\ude00text',
  'two in the wrong order': '\ude00\ud83d',
  'a high one before a pair': '\ud83d\ud83d\ude00',
  'a low one after a pair': '\ud83d\ude00\ude00',
  'a high one between ASCII': 'a\ud800b',
};
