import 'dart:async';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart'
    hide Duration, Error, Exception, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

/// The records of these tests, without what other crates may log.
Stream<LogRecord> _logs({LogLevel level = LogLevel.info}) => pureDartLibrary
    .logs(level: level)
    .where((record) => record.target == 'pure_dart::tests');

Future<void> main() => suite('logs', () {
      test('nothing comes before it is installed, and twice does no harm',
          () async {
        var records = 0;
        final subscription = _logs().listen((_) => records++);
        logText(number: 0, text: 'nobody hears that');
        await pause(milliseconds: 5);
        await subscription.cancel();
        expect(records, 0);
        installLogs();
        installLogs();
      });

      test('a record has all that is known', () async {
        final before = DateTime.now();
        final first = _logs().first;
        logText(number: 2, text: 'hello, wörld');
        final record = await first;
        expect(record.level, LogLevel.info);
        expect(record.message, 'hello, wörld');
        expect(record.module, 'pure_dart::api::logs');
        expect(record.file, contains('logs.rs'));
        expect(record.line! > 0, true);
        expect(record.fields, <String, String>{});
        expect(record.time.isUtc, true);
        final age = record.time.difference(before).inSeconds;
        expect(age, closeTo(0, 60));
        expect('$record', contains('info pure_dart::tests: hello, wörld'));
      });

      test('fields and the name of the thread', () async {
        final first = _logs().first;
        await logFromThread(name: 'the radar', count: 88);
        final record = await first;
        expect(record.level, LogLevel.warn);
        expect(record.thread, 'the radar');
        expect(record.message, 'far');
        expect(record.fields, {'count': '88', 'unit': 'metres'});
      });

      test('events of tracing', () async {
        final all = _logs(level: LogLevel.trace).take(2).toList();
        traceEvent(text: 'the bend', speed: 99.5);
        final [first, second] = await all;
        expect(first.level, LogLevel.error);
        expect(first.message, 'too fast: the bend');
        expect(first.fields, {'speed': '99.5', 'road': 'A 1'});
        expect(first.module, 'pure_dart::api::logs');
        expect(second.level, LogLevel.trace);
        expect(second.message, 'a detail of the bend');
      });

      test('each listener has its own level', () async {
        final seen = <LogLevel, List<String>>{};
        final subscriptions = [
          for (final level in [LogLevel.error, LogLevel.info, LogLevel.trace])
            _logs(level: level).listen(
              (record) => (seen[level] ??= []).add(record.message),
            ),
        ];
        for (var number = 0; number < 5; number++) {
          logText(number: number, text: '$number');
        }
        await until(
          'all are here',
          () => seen[LogLevel.trace]?.length == 5,
        );
        await until('and here', () => seen[LogLevel.info]?.length == 3);
        expect(seen, {
          LogLevel.error: ['0'],
          LogLevel.info: ['0', '1', '2'],
          LogLevel.trace: ['0', '1', '2', '3', '4'],
        });
        for (final subscription in subscriptions) {
          await subscription.cancel();
        }
        // Nobody listens any more.
        logText(number: 0, text: 'nobody hears that');
        expect(
            await _logs().isEmpty.timeout(
                  const Duration(milliseconds: 5),
                  onTimeout: () => true,
                ),
            true);
      });

      test('a flood while the listener is paused: bounded and counted',
          () async {
        final logs = pureDartLibrary.logs(level: LogLevel.debug);
        final messages = <String>[];
        final subscription = logs.listen((record) {
          if (record.target == 'pure_dart::tests') messages.add(record.message);
        })
          ..pause();
        await logFlood(count: 100000);
        final paused = logs.statistics;
        expect(paused.produced >= 100100, true);
        expect(paused.delivered, 0);
        expect(paused.dropped, paused.produced - paused.pending);
        // The queue, and a window on its way.
        expect(paused.pending >= 1024 && paused.pending <= 1024 + 64, true);
        expect(paused.highWater <= 1024 + 64, true);
        subscription.resume();
        await until(
          'the last one is here',
          () => messages.lastOrNull == '99999',
        );
        expect(messages.length <= 1024 + 64, true);
        final resumed = logs.statistics;
        expect(resumed.dropped, paused.dropped);
        await subscription.cancel();
      }, timeout: const Duration(minutes: 1));
    }, liveObjects: () => pureDartLibrary.liveObjects);
