/// Downloading a file.
library;

import 'dart:async';
import 'dart:io';

import 'package:hooks/hooks.dart';

/// How long nothing may come.
const Duration _patience = Duration(seconds: 30);

/// How often a server may send us on.
const int _hops = 5;

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
    final response = await _get(client, address);
    final sink = file.openWrite();
    try {
      var length = 0;
      await for (final bytes in _patiently(response)) {
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

/// Asks for [address], and for what it sends on to: the client would follow
/// from https to http as well.
Future<HttpClientResponse> _get(HttpClient client, Uri address) async {
  final isTest = _isOwn(address);
  var at = address;
  for (var hop = 0; hop <= _hops; hop++) {
    if (at.host.isEmpty) throw HttpException('$at is no address of a file');
    if (!at.isScheme('https') && !(isTest && _isOwn(at))) {
      throw HttpException('only https is taken, and this is $at');
    }
    final request = await client.getUrl(at);
    request.followRedirects = false;
    final response = await request.close().timeout(
      _patience,
      onTimeout: _tooLong,
    );
    if (response.statusCode == HttpStatus.ok) return response;
    final next = response.headers.value(HttpHeaders.locationHeader);
    if (!response.isRedirect || next == null) {
      throw HttpException('the server says ${response.statusCode}');
    }
    at = at.resolve(next);
  }
  throw const HttpException('the servers send us on and on');
}

/// Whether it is this machine's, which nobody can listen in on.
bool _isOwn(Uri address) =>
    address.isScheme('http') &&
    const ['localhost', '127.0.0.1', '::1'].contains(address.host);

Stream<List<int>> _patiently(Stream<List<int>> bytes) =>
    bytes.timeout(_patience, onTimeout: (_) => _tooLong());

Never _tooLong() =>
    throw HttpException('nothing came for ${_patience.inSeconds} seconds');
