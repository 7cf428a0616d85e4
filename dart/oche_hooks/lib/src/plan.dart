/// How cargo is called for a target.
library;

import 'dart:ffi' show Abi;

import 'package:code_assets/code_assets.dart';
import 'package:hooks/hooks.dart';

import 'android.dart';
import 'apple.dart';
import 'settings.dart';
import 'target.dart';

/// What cargo is to be told.
final class CargoPlan {
  CargoPlan._(this.arguments, this.environment);

  /// The plan for [target].
  ///
  /// Options of the linker go to the library alone (`cargo rustc`), and not by
  /// way of `RUSTFLAGS`, which would replace those of the user's configuration
  /// and have every dependency compiled anew. The same command makes a library
  /// for Dart of a crate whose manifest does not say so.
  factory CargoPlan.of(
    BuildInput input,
    Target target,
    Settings settings, {
    List<String> options = const [],
  }) {
    final code = input.config.code;
    final android = target.os == 'android'
        ? AndroidTools.of(code, target)
        : null;
    final link = [
      ...?android?.linkArguments,
      if (target.isApple) ...appleLinkArguments,
    ];
    return CargoPlan._(
      [
        'rustc',
        '--lib',
        '--crate-type=cdylib',
        '--target=${target.triple}',
        '--target-dir=${settings.targetDir.toFilePath()}',
        '--message-format=json-render-diagnostics',
        if (settings.release) '--release',
        ...options,
        if (link.isNotEmpty) '--',
        for (final argument in link) '-Clink-arg=$argument',
      ],
      {
        ...?android?.environment,
        if (target.isApple) ...appleEnvironment(code, target),
        if (target.os == 'linux') ..._linux(code, target),
      },
    );
  }

  /// What cargo is called with.
  final List<String> arguments;

  /// What it finds in its environment.
  final Map<String, String> environment;

  /// For another processor, the compiler that the app's own code is built with
  /// links. For this machine's own, cargo knows.
  static Map<String, String> _linux(CodeConfig code, Target target) {
    final compiler = code.cCompiler?.compiler.toFilePath();
    final isOwn = '${Abi.current()}' == 'linux_${target.cpu}';
    if (isOwn || compiler == null) return const {};
    return {
      'CARGO_TARGET_${target.variable.toUpperCase()}_LINKER': compiler,
      'CC_${target.variable}': compiler,
    };
  }
}
