/// The demo: a catalog, a stream, a view.
library;

import 'dart:async';
import 'dart:io';

import 'package:vehicle/vehicle.dart';

import 'board.dart';
import 'errors.dart';
import 'format.dart';
import 'options.dart';
import 'run_info.dart';
import 'view.dart';

/// One run of the demo.
final class Demo {
  Demo(this.options);

  static const _sampleInterval = Duration(milliseconds: 250);

  final Options options;

  int _errors = 0;

  /// Replays the log from beginning to end. Gives the exit code.
  Future<int> run() async {
    // Whoever reads the output may go away: `demo … | head`.
    unawaited(stdout.done.then((_) {}, onError: (_) => exit(141)));
    try {
      final catalog = await loadCatalog(dbc: options.dbc);
      final log = await inspectLog(log: options.log);
      return await _replay(Board(catalog), RunInfo(options, log));
    } on Exception catch (error) {
      stderr.writeln('demo: ${describe(error)}');
      return 1;
    }
  }

  Future<int> _replay(Board board, RunInfo info) async {
    final isLive = stdout.hasTerminal && !options.plain;
    final view = isLive ? LiveView(board, info) : PlainView(board, info);
    final end = Completer<int>();
    Object? fatal;
    var isOpen = false;
    // Not before there is something to see: a replay that cannot begin is one
    // line, without an empty table above it.
    void open() {
      if (isOpen) return;
      isOpen = true;
      view.open();
    }

    final updates = replay(
      options: ReplayOptions(
        dbc: options.dbc,
        log: options.log,
        speed: options.speed,
      ),
    ).listen(
      (update) {
        board.apply(update);
        open();
      },
      onError: (Object error) {
        _errors++;
        if (error is ReplayError && error is! ReplayErrorUnreadable) {
          open();
          view.warn(describe(error));
        } else {
          fatal = error;
        }
      },
      onDone: () {
        if (!end.isCompleted) end.complete(fatal == null ? 0 : 1);
      },
    );
    final sampling = Timer.periodic(_sampleInterval, (_) => board.sample());
    final interrupts = _interrupts((code) {
      // Once more means: now.
      if (end.isCompleted) exit(code);
      end.complete(code);
    });

    board.sample();
    final code = await end.future;
    await updates.cancel();
    board
      ..stop()
      ..sample();
    sampling.cancel();
    if (isOpen) await view.close();
    for (final interrupt in interrupts) {
      await interrupt.cancel();
    }
    if (fatal case final error?) stderr.writeln('demo: ${describe(error)}');
    if (fatal != null && !isOpen) return code;
    stdout.writeln(_summary(board, isLive ? stdout.terminalColumns : null));
    await stdout.flush();
    return code;
  }

  /// Ctrl-C and its like, as exit codes.
  static List<StreamSubscription<void>> _interrupts(
    void Function(int code) onInterrupt,
  ) =>
      [
        ProcessSignal.sigint.watch().listen((_) => onInterrupt(130)),
        if (!Platform.isWindows)
          ProcessSignal.sigterm.watch().listen((_) => onInterrupt(143)),
      ];

  /// What has been seen, in one line; in a terminal of [width] columns, in
  /// as many as it takes.
  String _summary(Board board, int? width) {
    final parts = [
      '${seconds(board.vehicleTime)} s of vehicle time',
      '${grouped(board.frames)} frames',
      '${grouped(board.updates)} signal updates',
      '${grouped(board.meanUpdateRate.round())} updates/s',
      '${board.seen} of ${board.catalog.signals.length} signals seen',
      '$_errors ${_errors == 1 ? 'error' : 'errors'}',
    ];
    final lines = [parts.first];
    for (final part in parts.skip(1)) {
      final longer = '${lines.last} · $part';
      if (width == null || columns(longer) <= width) {
        lines.last = longer;
      } else {
        lines.add(part);
      }
    }
    return lines.join('\n');
  }
}
