/// Libraries as code assets of their packages, as build hooks would bundle
/// them. The VM takes what is written in a file beside the packages'
/// configuration.
///
/// It reads that file while it compiles a program, so each run compiles anew
/// and takes long: there are few runs here, with many cases, of a small example.
library;

import 'dart:convert';
import 'dart:ffi';
import 'dart:io';
import 'dart:isolate';

import 'package:oche_harness/harness.dart';

/// How long a test may take that compiles a program.
const Duration _patience = Duration(minutes: 2);

/// Where the runner of these tests has the libraries.
String get _libraries => Platform.environment['OCHE_LIBRARY_DIR']!;

String _library(String crate) => [
      for (final name in ['lib$crate.so', 'lib$crate.dylib', '$crate.dll'])
        if (File('$_libraries/$name').existsSync()) '$_libraries/$name',
    ].first;

/// The assets: one as it should be, one whose file is another library, and one
/// whose file is missing.
final Map<String, String> _assets = {
  'package:multi_file/src/asset_native.dart': _library('multi_file'),
  'package:multi_file_second/src/asset_native.dart': 'libc.so.6',
  'package:multi_file_second/lost.dart': '/no/such/asset.so',
};

/// Runs `asset_child.dart` with the assets, where the search finds nothing, or
/// what [environment] says; what it tells of each library.
Future<Map<String, String>> _run({
  Map<String, String> environment = const {},
}) async {
  final folder = Directory.systemTemp.createTempSync('oche_asset_test');
  try {
    final tool = Directory('${folder.path}/.dart_tool')..createSync();
    final packages = File('${tool.path}/package_config.json');
    File.fromUri((await Isolate.packageConfig)!).copySync(packages.path);
    File('${tool.path}/native_assets.yaml').writeAsStringSync(
      jsonEncode({
        'format-version': [1, 0, 0],
        'native-assets': {
          '${Abi.current()}': {
            for (final MapEntry(:key, :value) in _assets.entries)
              key: ['absolute', value],
          },
        },
      }),
    );
    final result = await Process.run(
      Platform.resolvedExecutable,
      [
        '--packages=${packages.path}',
        testScript.resolve('asset_child.dart').toFilePath(),
      ],
      environment: {
        for (final MapEntry(:key, :value) in Platform.environment.entries)
          if (!key.startsWith('OCHE_')) key: value,
        ...environment,
      },
      includeParentEnvironment: false,
      workingDirectory: folder.path,
    );
    expect(result.exitCode, 0, reason: '${result.stderr}');
    return {
      for (final line in const LineSplitter().convert('${result.stdout}'))
        line.substring(0, line.indexOf(': ')):
            line.substring(line.indexOf(': ') + 2),
    };
  } finally {
    folder.deleteSync(recursive: true);
  }
}

Future<void> main() => suite('asset', () {
      test('an asset is bound in every isolate, and a bad one named', () async {
        final told = await _run();
        expect((told['first'], told['first, elsewhere']), ('42', '42'));
        // An asset with another API is refused, and not passed over.
        for (final other in [told['other']!, told['other, elsewhere']!]) {
          expect(other, contains('SchemaMismatchException: '));
          expect(other, contains('the bundled code asset has the API'));
        }
        // What is no use is searched for, and here in vain.
        for (final (library, asset) in [
          ('second', 'libc.so.6'),
          ('lost', '/no/such/asset.so'),
        ]) {
          for (final error in [told[library]!, told['$library, elsewhere']!]) {
            expect(error, contains('LibraryNotFoundException: '));
            expect(error, contains('`multi_file_second` was not found'));
            expect(error, contains('As a code asset: '));
            expect(error, contains(asset));
          }
        }
      }, timeout: _patience);

      test('the environment goes before an asset, the search after', () async {
        final told = await _run(
          environment: {
            'OCHE_LIBRARY_PATH_MULTI_FILE': '/no/such/library.so',
            'LD_LIBRARY_PATH': _libraries,
          },
        );
        expect(told['first'], contains('There is no file /no/such/library.so'));
        expect((told['second'], told['second, elsewhere']), ('43', '43'));
        expect((told['lost'], told['lost, elsewhere']), ('true', 'true'));
      }, timeout: _patience);
    });
