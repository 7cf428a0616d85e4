import 'dart:io';

import 'package:multi_file/multi_file.dart';
import 'package:multi_file/src/api.dart' as api;
import 'package:multi_file/src/api/catalog.dart' as catalog;
import 'package:multi_file/src/api/catalog/pricing/discount.dart' as discount;
import 'package:oche_harness/harness.dart';

/// The folder of the generated package.
Directory get _package => File.fromUri(testScript).parent.parent;

/// The generated libraries, by their paths in `lib/src`.
Map<String, String> _sources() {
  final folder = Directory('${_package.path}/lib/src');
  return {
    for (final entry in folder.listSync(recursive: true))
      if (entry is File)
        entry.path.substring(folder.path.length + 1): entry.readAsStringSync(),
  };
}

Future<void> main() => suite('modules', () {
      test('a library without the features for it says so', () async {
        final logs = multiFileLibrary.logs();
        await expectThrowsAsync<UnsupportedError>(
          logs.toList,
          containing: 'feature `log` or `tracing`',
        );
      });

      test('types of different modules are made of each other', () async {
        final [apple, _, brush] = articles();
        expect(
          apple,
          const Article(
            name: 'apple',
            price: Money(cents: 35),
            category: Category.food,
          ),
        );
        final small = order(article: apple, count: 3);
        expect(small.status, const StatusIdle());
        expect(total(order: small), const Money(cents: 105));
        expect(counts(order: small), [(Category.food, 3)]);
        expect(articlesOf(order: small, category: Category.household), []);
        final large = order(article: brush, count: 1);
        expect(
          articlesOf(order: large, category: Category.household),
          [brush],
        );
        final earned = await discountFor(order: large);
        expect(earned, const DiscountPercent(10));
        expect(
          priceOf(article: brush, discount: earned),
          const Money(cents: 1170),
        );
        expect(
          priceOf(
            article: apple,
            discount: const DiscountAmount(Money(cents: 40)),
          ),
          const Money(cents: 0),
        );
      });

      test('an error of the deepest module arrives with its data', () async {
        final few = order(article: articles().first, count: 1);
        final error = await expectThrows<DiscountErrorTooLittle>(
          () => discountFor(order: few),
        );
        expect(error.missing, const Money(cents: 965));
        final none = order(article: articles().first, count: 0);
        await expectThrows<DiscountErrorEmptyOrder>(
          () => discountFor(order: none),
        );
      });

      test('a re-exported type is in the library of its public module', () {
        // Defined in private modules, of the API and beside it.
        expect(const api.Money(cents: 1), const Money(cents: 1));
        expect(api.status(orders: 2), const StatusBusy(orders: 2));
        expect(catalog.Category.values, Category.values);
        // Defined in a public module, and re-exported further up.
        expect(const discount.DiscountPercent(1), const DiscountPercent(1));
      });

      test('everything is declared once', () {
        final sources = _sources();
        expect(sources.keys.toSet(), {
          'api.dart',
          'api/catalog.dart',
          'api/catalog/pricing.dart',
          'api/catalog/pricing/discount.dart',
          'api/counting.dart',
          'api/orders.dart',
          'asset.dart',
          'asset_native.dart',
          'asset_web.dart',
          'bridge.dart',
          'bridge/api.dart',
          'bridge/api/catalog.dart',
          'bridge/api/catalog/pricing/discount.dart',
          'bridge/api/counting.dart',
          'bridge/api/orders.dart',
          'direct.dart',
          'direct_native.dart',
          'direct_web.dart',
          'fake.dart',
        });
        for (final (kind, name, path) in [
          ('class', 'Article', 'api/catalog.dart'),
          ('class', 'Counter', 'api/counting.dart'),
          ('class', 'Discount', 'api/catalog/pricing/discount.dart'),
          ('class', 'DiscountError', 'api/catalog/pricing/discount.dart'),
          ('class', 'Line', 'api/orders.dart'),
          ('class', 'Money', 'api.dart'),
          ('class', 'Order', 'api/orders.dart'),
          ('class', 'Status', 'api.dart'),
          ('enum', 'Category', 'api/catalog.dart'),
        ]) {
          final declaration = RegExp('\\b$kind $name\\b');
          final places = [
            for (final MapEntry(:key, :value) in sources.entries)
              for (final _ in declaration.allMatches(value)) key,
          ];
          expect(places, [path], reason: name);
        }
      });

      test('the text above a module is the text of its library', () {
        final sources = _sources();
        for (final (path, text) in [
          ('api.dart', 'A shop.'),
          ('api/catalog.dart', 'What there is to buy.'),
          ('api/catalog/pricing.dart', 'What things cost.'),
          (
            'api/catalog/pricing/discount.dart',
            'Three levels below `api`.',
          ),
          ('api/orders.dart', 'What is bought.'),
        ]) {
          expect(sources[path]!.contains('\n/// $text\n'), true, reason: path);
        }
      });
    }, liveObjects: () => multiFileLibrary.liveObjects);
