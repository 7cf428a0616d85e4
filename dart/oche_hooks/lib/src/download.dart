/// Downloading a file.
library;

import 'dart:io';

import 'package:hooks/hooks.dart';

/// How long nothing may come.
const Duration _patience = Duration(seconds: 30);

/// Downloads [address] to [file], at most [limit] bytes and one: who compares
/// sizes sees that it was more.
///
/// Proxies are those of the environment. Throws an [InfraError] if it fails.
Future<void> download(Uri address, File file, {required int limit}) async {
  stdout.writeln('Downloading $address.');
  final client = HttpClient()
    ..connectionTimeout = _patience
    ..findProxy = HttpClient.findProxyFromEnvironment;
  try {
    final isOwn = address.host == 'localhost' || address.host == '127.0.0.1';
    if (!address.isScheme('https') && !isOwn) {
      throw const HttpException('only https is taken');
    }
    final request = await client.getUrl(address);
    final response = await request.close();
    if (response.statusCode != HttpStatus.ok) {
      throw HttpException('the server says ${response.statusCode}');
    }
    final sink = file.openWrite();
    try {
      var length = 0;
      await for (final bytes in response.timeout(_patience)) {
        final room = limit + 1 - length;
        sink.add(bytes.length > room ? bytes.sublist(0, room) : bytes);
        length += bytes.length;
        if (length > limit) break;
      }
    } finally {
      await sink.close();
    }
  } on Exception catch (error) {
    throw InfraError(
      message:
          'The prebuilt library cannot be downloaded from $address: $error. '
          'Try again; or, with Rust, have it built: `local_build: true` under '
          '`hooks: user_defines:` in pubspec.yaml.',
    );
  } finally {
    client.close(force: true);
  }
}
