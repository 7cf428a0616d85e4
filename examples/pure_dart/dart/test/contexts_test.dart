import 'dart:async';
import 'dart:isolate';

import 'package:pure_dart/pure_dart.dart'
    hide Duration, Exception, List, RustError, Uri;

import 'context_checks.dart';
import 'harness.dart';
import 'support.dart';

Future<void> main() => suite('contexts', () {
      for (final MapEntry(key: name, value: check) in contextChecks.entries) {
        test('a task can be spawned in $name', () => check('oche'));
      }

      test('init is in the context', () async {
        add(a: 1, b: 2);
        await until('the task ran', () => ranOn(what: 'init') != null);
        expect(ranOn(what: 'init')!.startsWith('oche'), true);
      });

      test('an object that the collector finds', () async {
        void leave() => Spawner(what: 'garbage');
        leave();
        await collected(() => ranOn(what: 'garbage: drop') != null);
        expect(ranOn(what: 'garbage: drop'), 'oche');
      });

      test('what blocks works in synchronous calls', () async {
        for (var i = 0; i < 3; i++) {
          expect(blockInEveryWay(), [
            'block_on',
            'a runtime of its own',
            'a runtime of its own',
            'blocking_recv',
            'block_in_place',
          ]);
        }
        await until('it is as before', () {
          return ranOn(what: 'after blocking') == 'oche';
        });
      });

      test('it blocks in a call within a call', () async {
        final results = <int>[];
        spawnAround(
          f: (n) {
            results.add(blockInEveryWay().length);
            return n;
          },
          what: 'around blocking',
        );
        callWithinOwnRuntime(
          f: (n) {
            results.add(blockInEveryWay().length);
            return n;
          },
          what: 'within its own runtime',
        );
        expect(results, [5, 5]);
        await until('both have spawned', () {
          return ranOn(what: 'around blocking') == 'oche' &&
              ranOn(what: 'within its own runtime') == 'oche';
        });
      });

      test('isolates, wherever they run', () async {
        // More than the VM has threads, so that they change them.
        final all = await Future.wait([
          for (var i = 0; i < 24; i++)
            Isolate.run(() async {
              for (var j = 0; j < 20; j++) {
                spawnDirectly(number: j);
                spawnEncoded(what: 'isolate $i turn $j');
                await pause(milliseconds: 1);
              }
              // Tasks run in any order.
              Set<String?> names() => {
                    for (var j = 0; j < 20; j++)
                      ranOn(what: 'isolate $i turn $j'),
                  };
              await until('all have run', () => !names().contains(null));
              return names();
            }),
        ]);
        expect(all.expand((names) => names).toSet(), {'oche'});
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
