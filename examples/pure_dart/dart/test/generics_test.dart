import 'dart:typed_data';

import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart' hide Duration, List, RustError, Uri;

import 'harness.dart';
import 'support.dart';

final _two = BigInt.two;

Page<T> _page<T>(List<T> items, [T? next]) =>
    Page(items: items, next: next, total: items.length);

Counters _counters(int n) => Counters(
      big: BigInt.from(n),
      list: [_two.pow(64) - BigInt.one],
      small: n,
    );

Bough<T> _bough<T>(int depth, T value) => Bough(
      value: value,
      children: [if (depth > 0) _bough(depth - 1, value)],
    );

Future<void> main() => suite('generics', () {
      test('pages of numbers cross, whatever list they hold', () {
        for (final items in <List<int>>[
          [],
          [1, -0x80000000, 0x7fffffff],
          Int32List.fromList([1, 2]),
          Int64List.fromList([3, 4]),
          List.unmodifiable([5]),
          for (var i = 0; i < 3; i++) List.filled(5000, i),
        ]) {
          final page = _page(items, items.length);
          final back = echoNumberPage(value: page);
          expect(back, page);
          expect(back.hashCode, page.hashCode);
          expect(back.items, items);
        }
        expect(echoNumberPage(value: _page([1])).next, null);
      });

      test('what a page holds is checked', () async {
        for (final items in [
          [0x80000000],
          Int64List.fromList([-0x80000001]),
          [...List.filled(5000, 0), 0x80000000],
        ]) {
          await expectThrows<IntegerRangeException>(
            () => echoNumberPage(value: _page(items)),
            containing: 'i32',
          );
        }
        await expectThrows<IntegerRangeException>(
          () => echoNumberPage(value: _page([], 0x80000000)),
        );
        await expectThrows<IntegerRangeException>(
          () => echoBytePage(value: _page([256])),
          containing: 'u8',
        );
        await expectThrows<IntegerRangeException>(
          () => echoBytePage(value: _page([-1])),
        );
        expect(echoNumberPage(value: _page([7])), _page([7]));
      });

      test('pages of all other numbers cross', () async {
        final bytes = _page<int>(Uint8List.fromList([0, 255]), 1);
        expect(echoBytePage(value: bytes), bytes);
        final sizes = (_page([0, 0x7fffffff], 2), _page([-0x80000000, 3]));
        expect(echoSizePage(value: sizes.$1, other: sizes.$2), sizes);
        final pages = (
          _page([-128, 127], 1),
          _page([-32768, 32767]),
          _page([0, 65535]),
          _page([0, 0xffffffff]),
          _page([minInt, maxInt]),
          _page([0, maxInt], maxInt),
          _page([0.5, -1.0], double.infinity),
          _page([1 / 3, double.maxFinite], 0.1),
        );
        final (a, b, c, d, e, f, g, h) = pages;
        expect(
          echoNumberPages(a: a, b: b, c: c, d: d, e: e, f: f, g: g, h: h),
          pages,
        );
        for (final call in [
          () => echoSizePage(value: _page([-1]), other: _page([])),
          () => echoNumberPages(
                a: _page([128]), b: b, c: c, d: d, e: e, f: f, g: g, h: h, //
              ),
          () => echoNumberPages(
                a: a, b: _page([32768]), c: c, d: d, e: e, f: f, g: g, h: h, //
              ),
          () => echoNumberPages(
                a: a, b: b, c: _page([-1]), d: d, e: e, f: f, g: g, h: h, //
              ),
          () => echoNumberPages(
                a: a, b: b, c: c, d: _page([-1]), e: e, f: f, g: g, h: h, //
              ),
          () => echoNumberPages(
                a: a, b: b, c: c, d: d, e: e, f: _page([-1]), g: g, h: h, //
              ),
        ]) {
          await expectThrows<IntegerRangeException>(call);
        }
        expect(
          echoNumberPages(
            a: _page(Int8List.fromList([-1])),
            b: _page(Int16List.fromList([-1])),
            c: _page(Uint16List.fromList([1])),
            d: _page(Uint32List.fromList([1])),
            e: _page(Int64List.fromList([-1])),
            f: _page(Uint64List.fromList([1])),
            g: _page(Float32List.fromList([-1])),
            h: _page(Float64List.fromList([-1])),
          ).$8.items,
          [-1.0],
        );
      });

      test('pages of BigInt cross', () async {
        final most = _two.pow(64) - BigInt.one;
        final page = _page([BigInt.zero, most], most);
        expect(echoBigPage(value: page), page);
        await expectThrows<IntegerRangeException>(
          () => echoBigPage(value: _page([_two.pow(64)])),
        );
        await expectThrows<IntegerRangeException>(
          () => echoBigPage(value: _page([], -BigInt.one)),
        );
      });

      test('pages of numbers that are not zero cross', () async {
        final page = _page([1, 65535], 2);
        expect(echoNonZeroPage(value: page), page);
        await expectThrows<OcheException>(
          () => echoNonZeroPage(value: _page([1, 0])),
        );
      });

      test('pages of text and of data cross', () async {
        for (final page in [
          _page<String>([]),
          _page(texts.values.toList(), ''),
        ]) {
          expect(echoTextPage(value: page), page);
          expect(await findPage(value: page), page);
        }
        await expectThrows<Missing>(findPage, containing: 'page');
        final data = _page([_counters(1), _counters(2)], _counters(3));
        expect(await echoDataPage(value: data), data);
        expect(wordPage(text: 'to be'), _page(['to', 'be']));
        await expectThrows<LoneSurrogateException>(
          () => echoTextPage(value: _page(['\ud800'])),
        );
      });

      test('pages of pages, lists and records cross', () {
        final pages = _page([
          _page([1], 2),
          _page<int>([]),
        ]);
        expect(echoPagePage(value: pages), pages);
        final book = _page([
          _page(['a'], 'b'),
        ], _page(['c']));
        expect(echoBook(value: book), book);
        final lists = _page([
          Uint8List.fromList([1, 2]),
          Uint8List(5000)
        ]);
        final records = _page([
          (1, ['a', 'b']),
          (-1, <String>[]),
        ]);
        final (a, b) = echoListPage(value: lists, other: records);
        expect(a, lists);
        expect([for (final (n, _) in b.items) n], [1, -1]);
        expect([
          for (final (_, texts) in b.items) texts
        ], [
          ['a', 'b'],
          <String>[],
        ]);
      });

      test('streams of pages arrive', () async {
        final pages = [
          _page([1, 2], 3),
          _page<int>([]),
        ];
        expect(await streamPages(value: pages).toList(), pages);
      });

      test('generic enums cross', () {
        for (final Outcome<int, String> outcome in const [
          OutcomeFine<int, String>(minInt),
          OutcomeWrong<int, String>(error: 'no', before: [1, 2]),
          OutcomePending<int, String>(),
        ]) {
          final back = echoOutcome(value: outcome);
          expect(back, outcome);
          expect(back.hashCode, outcome.hashCode);
        }
        final outcomes = <Outcome<Outcome<int, bool>, Steps>>[
          const OutcomeFine(OutcomeFine(255)),
          const OutcomeFine(OutcomeWrong(error: true, before: [0])),
          const OutcomeWrong(
            error: Steps(1),
            before: [OutcomePending(), OutcomeFine(1)],
          ),
          const OutcomePending(),
        ];
        expect(echoOutcomes(value: outcomes), outcomes);
        expect(
          switch (echoOutcome(value: const OutcomePending())) {
            OutcomeFine(:final value) => '$value',
            OutcomeWrong(:final error) => error,
            OutcomePending() => 'pending',
          },
          'pending',
        );
      });

      test('generic types with keys cross', () async {
        final byText = Index(values: {'a': 0.5, '': -1.0}, keys: {'b'});
        expect(echoTextIndex(value: byText), byText);
        final byData = Index(
          values: {
            const Steps(1): [
              _page(['a']),
            ],
            const Steps(2): <Page<String>>[],
          },
          keys: {const Steps(3)},
        );
        final back = echoDataIndex(value: byData);
        expect(back, byData);
        expect(back.values[Steps(int.parse('2'))], <Page<String>>[]);
        final ordered = Ordered(values: {(2, 'a'): 'x', (1, 'b'): null});
        final sorted = echoOrdered(value: ordered);
        expect(sorted.values, ordered.values);
        expect(sorted.values.keys.toList(), [(1, 'b'), (2, 'a')]);
        await expectThrows<IntegerRangeException>(
          () => echoDataIndex(
            value: Index(values: {const Steps(-1): []}, keys: {}),
          ),
        );
      });

      test('types with constants for parameters cross', () async {
        const matrix = Matrix(
          rows: [
            [1.0, 2.0, 3.0],
            [4.0, 5.0, 6.0],
          ],
        );
        expect(echoMatrix(value: matrix), matrix);
        const texts = Matrix(
          rows: [
            ['a', ''],
          ],
        );
        expect(echoTextMatrix(value: texts), texts);
        final digest = Digest(Uint8List.fromList([1, 2, 3, 255]));
        expect(echoDigest(value: digest), digest);
        for (final call in [
          () => echoDigest(value: Digest(Uint8List(3))),
          () => echoMatrix(value: const Matrix(rows: [])),
          () => echoMatrix(
                value: const Matrix(
                  rows: [
                    [1.0, 2.0, 3.0],
                    [4.0, 5.0],
                  ],
                ),
              ),
          () => echoTextMatrix(
                value: const Matrix(
                  rows: [
                    ['a'],
                  ],
                ),
              ),
        ]) {
          await expectThrows<ListLengthException>(call);
        }
      });

      test('generic trees cross', () async {
        expect(echoNumberBough(value: _bough(127, 1)), _bough(127, 1));
        expect(echoTextBough(value: _bough(3, 'x')), _bough(3, 'x'));
        await expectThrows<NestingTooDeepException>(
          () => echoNumberBough(value: _bough(128, 1)),
        );
        expect(deepBough(depth: 127).value, 126);
        await expectThrows<NestingTooDeepException>(
          () => deepBough(depth: 128),
        );
      });

      test('generic types that hold each other cross', () async {
        const value = Even<int>(
          value: 1,
          next: OddNext([2, 3], Even(value: 4, next: OddEnd())),
        );
        expect(echoEven(value: value), value);
        expect(echoEven(value: const Even(value: -1)), const Even(value: -1));
        await expectThrows<IntegerRangeException>(
          () => echoEven(value: const Even(value: 0x8000)),
        );
      });

      test('shared generic data crosses', () {
        final value = Shared(value: _counters(1), other: _counters(2));
        expect(echoShared(value: value), value);
      });

      test('wrappers of anything cross', () async {
        final number = const Wrapper(maxInt);
        final list = Wrapper(Float32List.fromList([0.5]));
        const option = Wrapper<String?>('x');
        final map = Wrapper({'a': const Wrapper(true)});
        final (a, b, c, d) = echoGenericWrappers(
          number: number,
          list: list,
          option: option,
          map: map,
        );
        expect((a, b, c, d), (number, list, option, map));
        final nothing = echoGenericWrappers(
          number: number,
          list: list,
          option: const Wrapper(null),
          map: map,
        ).$3;
        expect(nothing, const Wrapper<String?>(null));
        await expectThrows<IntegerRangeException>(
          () => echoGenericWrappers(
            number: const Wrapper(-1),
            list: list,
            option: option,
            map: map,
          ),
        );
      });

      test('generic types cross as fields', () {
        final value = Library(
          numbers: _page([minInt], maxInt),
          branches: _page([
            Library(
              numbers: _page([]),
              branches: _page([]),
              last: const OutcomePending(),
            ),
          ]),
          last: const OutcomeWrong(error: 1, before: ['a']),
        );
        final back = echoLibrary(value: value);
        expect(back, value);
        expect(back.hashCode, value.hashCode);
      });

      test('copies of generic data have other values', () {
        final page = _page([1, 2], 3);
        expect(page.copyWith(next: null), _page([1, 2]));
        expect(page.copyWith(items: [4]).items, [4]);
        expect(
          const Even(value: 1).copyWith(next: const OddEnd()),
          const Even(value: 1, next: OddEnd<int>()),
        );
      });
    }, liveObjects: () => pureDartLibrary.liveObjects);
