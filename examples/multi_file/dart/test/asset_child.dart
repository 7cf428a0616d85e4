/// A program of its own for `asset_test.dart`: it says of several libraries
/// what a call gives in the main isolate and in another one.
library;

import 'dart:ffi';
import 'dart:io';
import 'dart:isolate';

import 'package:multi_file/multi_file.dart' as first;
import 'package:multi_file/src/asset.dart' as asset;
import 'package:multi_file_second/multi_file_second.dart' as second;
import 'package:oche/oche.dart';

@Native<Pointer<Void> Function()>(
  symbol: 'oche_multi_file_second',
  assetId: 'package:multi_file_second/lost.dart',
)
external Pointer<Void> _lost();

int _lostAddress() =>
    Native.addressOf<NativeFunction<Pointer<Void> Function()>>(_lost).address;

Future<void> main() async {
  final calls = {
    'first': () => _told(() => first.add(a: 20, b: 22)),
    'second': () => _told(() => second.add(a: 20, b: 22)),
    // The second one by an asset of another name.
    'lost': () => _told(() {
          final library = OcheLibrary(
            crate: 'multi_file_second',
            schemaHash: second.multiFileSecondLibrary.schemaHash,
            asset: _lostAddress,
          )..load();
          return library.isLoaded;
        }),
    // The first one with another API.
    'other': () => _told(() {
          final library = OcheLibrary(
            crate: 'multi_file',
            schemaHash: '0123456789abcdef',
            asset: asset.tableAddress,
          )..load();
          return library.isLoaded;
        }),
  };
  for (final MapEntry(:key, value: call) in calls.entries) {
    stdout.writeln('$key: ${call()}');
    stdout.writeln('$key, elsewhere: ${await Isolate.run(call)}');
  }
}

/// What comes of it, in a line.
String _told(Object? Function() call) {
  try {
    return '${call()}';
  } on OcheException catch (error) {
    return '${error.runtimeType}: $error'.replaceAll('\n', ' ');
  }
}
