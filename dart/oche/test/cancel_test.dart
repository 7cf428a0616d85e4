import 'package:oche/oche.dart';
import 'package:oche/src/run/cancel.dart';
import 'package:test/test.dart';

final class _Call implements Cancellable {
  int cancelled = 0;

  @override
  void cancel() => cancelled++;
}

void main() {
  test('a token cancels all of its calls once, and later ones at once', () {
    final token = CancelToken();
    final calls = [_Call(), _Call()]..forEach(token.add);
    expect(token.isCancelled, isFalse);
    token
      ..cancel()
      ..cancel();
    expect([for (final call in calls) call.cancelled], [1, 1]);
    final late = _Call();
    token.add(late);
    expect(late.cancelled, 1);
  });

  test('a call that has ended is left alone', () {
    final token = CancelToken();
    final call = _Call();
    token
      ..add(call)
      ..remove(call)
      ..cancel();
    expect(call.cancelled, 0);
  });

  test('a token with a timeout cancels by itself, and says so', () async {
    final token = CancelToken.timeout(const Duration(milliseconds: 20));
    final call = _Call();
    token.add(call);
    final watch = Stopwatch()..start();
    while (call.cancelled == 0 && watch.elapsed < const Duration(seconds: 10)) {
      await Future<void>.delayed(const Duration(milliseconds: 5));
    }
    expect(call.cancelled, 1);
    expect(token.isCancelled, isTrue);
    expect(token.exception.timeout, const Duration(milliseconds: 20));
    expect('${token.exception}', contains('no result after 0:00:00.020000'));
  });

  test('a token that was cancelled in time names no timeout', () {
    final token = CancelToken.timeout(const Duration(hours: 1))..cancel();
    expect(token.exception.timeout, isNull);
    expect('${token.exception}', contains('by its CancelToken'));
  });
}
