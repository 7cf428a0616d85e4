/// Run by `tests/e2e.rs`, which knows that the last test of it has to fail.
library;

import '../../harness.dart';

int live = 2;

Future<void> main() => suite('a leak', () {
      test('something is left behind', () {
        live += 1;
        expect(live, 3);
      });
    }, liveObjects: () => live);
