import 'package:oche/oche.dart';
import 'package:test/test.dart';

void main() {
  test('what is there is told from nothing', () {
    const Some<int?>? nothing = null;
    const something = Some<int?>(null);
    expect(something == nothing, isFalse);
    expect(something.value, isNull);
    expect('$something', 'Some(null)');
  });

  test('two are equal whose values are', () {
    expect(const Some('a'), const Some('a'));
    expect(const Some('a').hashCode, const Some('a').hashCode);
    expect(const Some('a') == const Some('b'), isFalse);
    expect(const Some(Some(1)), const Some(Some(1)));
  });
}
