/// Lets Rust panic, as the arguments say, and tells what Dart hears of it.
library;

import 'dart:async';
import 'dart:io';

import 'package:builds/builds.dart';
import 'package:oche/oche.dart';

/// Every sort of panic, with the text that it is to have.
final Map<String, FutureOr<Object?> Function(String text)> _panics = {
  'direct': (text) => panicDirectly(number: text.length),
  'sync': (text) => panicAtOnce(text: text),
  'blocking': (text) => panicBlocking(text: text),
  'poll': (text) => panicInPoll(text: text),
  'async': (text) => panicLater(text: text),
  'stream': (text) => panicInStream(text: text).last,
  'dispose': (text) => Fragile(text: text).dispose(),
  'thread': (text) => panicInThread(text: text),
  'task': (text) => panicInTask(text: text),
  'caught': (text) => catchIt(text: text),
  'caught later': (text) => catchItLater(text: text),
  'caught before': (text) =>
      catchAndPanic(caught: '$text first', text: '$text second'),
  'around': (text) => panicAround(caught: '$text inside', text: '$text around'),
  'bomb': (text) => panicWithBomb(text: text),
  'cancelled': (text) async {
    final token = CancelToken();
    final call = panicWhenCancelled(text: text, cancelToken: token);
    while (!isWaiting()) {
      await Future<void>.delayed(const Duration(milliseconds: 1));
    }
    token.cancel();
    try {
      await call;
    } on CancelledException {
      // It is printed when the thread is at its end.
      await Future<void>.delayed(const Duration(seconds: 1));
      return 'cancelled';
    }
  },
  'cancelled stream': (text) async {
    await for (final _ in bombInStream(text: text)) {
      break;
    }
    return 'cancelled';
  },
  'unwinding': (text) => panicWhileUnwinding(text: text),
  'C': (text) => panicInC(number: text.length),
  'promise': (text) => breakPromise(number: text.length - text.length),
};

Future<void> main(List<String> arguments) async {
  for (final name in arguments) {
    try {
      final result = await _panics[name]!('<$name>');
      stdout.writeln('$name: $result');
    } on RustPanic catch (panic) {
      final file = panic.location.split(':').first.split('/').last;
      stdout.writeln('$name: panic in $file: ${panic.message}');
    }
    await stdout.flush();
  }
}
