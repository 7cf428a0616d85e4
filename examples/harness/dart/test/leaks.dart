/// Run by `src/self_check.rs`, which knows that the last test of it has to fail.
library;

import 'package:oche_harness/harness.dart';

int live = 2;

Future<void> main() => suite('a leak', () {
      test('something is left behind', () {
        live += 1;
        expect(live, 3);
      });
    }, liveObjects: () => live);
