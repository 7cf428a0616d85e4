/// What Android needs to be told.
library;

import 'package:code_assets/code_assets.dart';
import 'package:hooks/hooks.dart';

import 'target.dart';

/// How the compiler of the NDK is called.
final class AndroidTools {
  const AndroidTools._(this._compiler, this._archiver, this._target, this._api);

  /// The tools that the build's configuration names.
  ///
  /// Throws an [InfraError] if it names none.
  factory AndroidTools.of(CodeConfig code, Target target) {
    final tools = code.cCompiler;
    if (tools == null) {
      throw InfraError(
        message:
            'There is no NDK to link for Android with. Install one '
            '(`sdkmanager --install "ndk;28.2.13676358"`, or Android Studio: '
            'SDK Manager, SDK Tools, NDK), then build again.',
      );
    }
    return AndroidTools._(
      tools.compiler.toFilePath(),
      tools.archiver.toFilePath(),
      target,
      code.android.targetNdkApi,
    );
  }

  final String _compiler;
  final String _archiver;
  final Target _target;
  final int _api;

  /// The NDK says `armv7a` where Rust says `armv7`.
  String get _clangTarget =>
      '--target=${_target.triple.replaceFirst('armv7-', 'armv7a-')}$_api';

  /// What the linker is told.
  ///
  /// It is the plain `clang`, which is one file on every system, and not one of
  /// the scripts of the NDK, which are called otherwise on Windows.
  List<String> get linkArguments => [
    _clangTarget,
    // Devices with pages of 16 KiB refuse libraries with smaller ones, and the
    // Play Store refuses apps with such libraries.
    if (_target.cpu.endsWith('64')) '-Wl,-z,max-page-size=16384',
  ];

  /// The environment, also for crates that compile C.
  Map<String, String> get environment {
    final triple = _target.variable;
    return {
      'CARGO_TARGET_${triple.toUpperCase()}_LINKER': _compiler,
      'CC_$triple': _compiler,
      'CXX_$triple': _beside('clang++'),
      'AR_$triple': _archiver,
      'RANLIB_$triple': _beside('llvm-ranlib'),
      'CFLAGS_$triple': _clangTarget,
      'CXXFLAGS_$triple': _clangTarget,
      'BINDGEN_EXTRA_CLANG_ARGS_$triple': '"--sysroot=$_sysroot" $_clangTarget',
    };
  }

  /// The file beside the compiler, with its ending.
  String _beside(String name) {
    final end = _compiler.endsWith('.exe') ? '.exe' : '';
    return '$_folder$name$end';
  }

  /// With the separator at its end.
  String get _folder =>
      _compiler.substring(0, _compiler.lastIndexOf(RegExp(r'[/\\]')) + 1);

  /// With slashes, because in this variable backslashes escape.
  String get _sysroot => '$_folder../sysroot'.replaceAll(r'\', '/');
}
