/// What a library is compiled for.
library;

import 'package:code_assets/code_assets.dart';
import 'package:hooks/hooks.dart';

/// A platform that has an app built, and what Rust calls it.
final class Target {
  const Target._(this.os, this.cpu, this.triple);

  /// The target of a build with this [code] configuration.
  ///
  /// Throws a [BuildError] if Rust has none.
  factory Target.of(CodeConfig code) {
    // By name, because these classes cannot be matched in each of their
    // versions.
    final os = code.targetOS.name;
    final cpu = code.targetArchitecture.name;
    final triple = os == 'ios'
        ? _ios(cpu, isSimulator: code.iOS.targetSdk.type == 'iphonesimulator')
        : _triples[os]?[cpu];
    if (triple == null) {
      throw BuildError(
        message:
            'Oche knows no target of Rust for $os on $cpu. There are: '
            '${_supported()}.',
      );
    }
    return Target._(os, cpu, triple);
  }

  /// What Dart calls the system, as in `android`.
  final String os;

  /// What Dart calls the processor, as in `arm64`.
  final String cpu;

  /// What Rust calls both, as in `aarch64-linux-android`.
  final String triple;

  /// Whether it is one of Apple's systems.
  bool get isApple => os == 'ios' || os == 'macos';

  /// The triple within the name of an environment variable: Cargo's have it in
  /// upper case.
  String get variable => triple.replaceAll('-', '_');

  static const Map<String, Map<String, String>> _triples = {
    'android': {
      'arm': 'armv7-linux-androideabi',
      'arm64': 'aarch64-linux-android',
      'ia32': 'i686-linux-android',
      'x64': 'x86_64-linux-android',
    },
    'linux': {
      'arm': 'armv7-unknown-linux-gnueabihf',
      'arm64': 'aarch64-unknown-linux-gnu',
      'ia32': 'i686-unknown-linux-gnu',
      'riscv64': 'riscv64gc-unknown-linux-gnu',
      'x64': 'x86_64-unknown-linux-gnu',
    },
    'macos': {'arm64': 'aarch64-apple-darwin', 'x64': 'x86_64-apple-darwin'},
    'windows': {
      'arm64': 'aarch64-pc-windows-msvc',
      'x64': 'x86_64-pc-windows-msvc',
    },
  };

  static String? _ios(String cpu, {required bool isSimulator}) =>
      switch ((cpu, isSimulator)) {
        ('arm64', false) => 'aarch64-apple-ios',
        ('arm64', true) => 'aarch64-apple-ios-sim',
        ('x64', true) => 'x86_64-apple-ios',
        _ => null,
      };

  static String _supported() => [
    for (final MapEntry(key: os, value: triples) in _triples.entries)
      '$os on ${triples.keys.join(', ')}',
    'ios on arm64, and its simulator on arm64, x64',
  ].join('; ');
}
