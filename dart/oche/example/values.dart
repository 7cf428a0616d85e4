import 'package:oche/oche.dart';

/// What a record of a user may be changed to: `null` leaves the nickname alone,
/// `Some(null)` takes it away. In Rust this is an `Option<Option<String>>`.
String describe(Some<String?>? nickname) => switch (nickname) {
      null => 'leave the nickname alone',
      Some(value: null) => 'take the nickname away',
      Some(:final value?) => 'set the nickname to $value',
    };

void main() {
  for (final change in [null, const Some<String?>(null), const Some('Al')]) {
    print(describe(change));
  }

  final id = Uuid('67E55044-10B1-426F-9247-BB680E5FE0C8');
  print('user $id, ${id.bytes.length} bytes');

  // A generated function that gives a Future takes such a token.
  final token = CancelToken();
  token.cancel();
  print('cancelled: ${token.isCancelled}');

  try {
    Uuid('no UUID');
  } on FormatException catch (error) {
    print('refused: ${error.message}');
  }
}
