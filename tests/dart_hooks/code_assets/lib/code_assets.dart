/// As much of the interface of `package:code_assets` 1 and 2 as
/// `package:oche_hooks` uses, over the JSON of the protocol.
library;

import 'package:hooks/hooks.dart';

const String _type = 'code_assets/code';

/// What is to be built, if it is code.
extension HookConfigCodeConfig on HookConfig {
  /// Whether it is.
  bool get buildCodeAssets => buildAssetTypes.contains(_type);

  /// For which platform.
  CodeConfig get code {
    if (!buildCodeAssets) throw StateError('No code assets are built.');
    final extensions = json['extensions']! as Map<String, Object?>;
    return CodeConfig._(extensions['code_assets']! as Map<String, Object?>);
  }
}

/// A platform.
final class CodeConfig {
  CodeConfig._(this._json);

  final Map<String, Object?> _json;

  /// The system.
  OS get targetOS => OS._(_json['target_os']! as String);

  /// The processor.
  Architecture get targetArchitecture =>
      Architecture._(_json['target_architecture']! as String);

  /// How libraries are wanted.
  LinkModePreference get linkModePreference =>
      LinkModePreference.fromString(_json['link_mode_preference']! as String);

  /// The compiler of C that the app is built with.
  CCompilerConfig? get cCompiler => switch (_json['c_compiler']) {
        final Map<String, Object?> json => CCompilerConfig._(json),
        _ => null,
      };

  Map<String, Object?> _of(String os) => switch (_json[os]) {
        final Map<String, Object?> json => json,
        _ => throw StateError('The target is not $os.'),
      };

  /// What is said of Android.
  AndroidCodeConfig get android => AndroidCodeConfig._(_of('android'));

  /// What is said of iOS.
  IOSCodeConfig get iOS => IOSCodeConfig._(_of('ios'));

  /// What is said of macOS.
  MacOSCodeConfig get macOS => MacOSCodeConfig._(_of('macos'));
}

/// What is said of Android.
final class AndroidCodeConfig {
  AndroidCodeConfig._(this._json);

  final Map<String, Object?> _json;

  /// The level of its API.
  int get targetNdkApi => _json['target_ndk_api']! as int;
}

/// What is said of iOS.
final class IOSCodeConfig {
  IOSCodeConfig._(this._json);

  final Map<String, Object?> _json;

  /// The phone, or what simulates it.
  IOSSdk get targetSdk => IOSSdk._(_json['target_sdk']! as String);

  /// The oldest version.
  int get targetVersion => _json['target_version']! as int;
}

/// What is said of macOS.
final class MacOSCodeConfig {
  MacOSCodeConfig._(this._json);

  final Map<String, Object?> _json;

  /// The oldest version.
  int get targetVersion => _json['target_version']! as int;
}

/// The phone, or what simulates it.
final class IOSSdk {
  const IOSSdk._(this.type);

  /// Its name.
  final String type;
}

/// A system.
final class OS {
  const OS._(this.name);

  /// Its name.
  final String name;
}

/// A processor.
final class Architecture {
  const Architecture._(this.name);

  /// Its name.
  final String name;
}

/// How libraries are wanted.
final class LinkModePreference {
  const LinkModePreference._(this.name);

  /// The one of that name.
  factory LinkModePreference.fromString(String name) =>
      [dynamic, static, preferDynamic, preferStatic]
          .firstWhere((known) => known.name == name);

  /// Its name.
  final String name;

  /// Loaded by the system.
  static const dynamic = LinkModePreference._('dynamic');

  /// Part of the app.
  static const static = LinkModePreference._('static');

  /// Loaded by the system, if that can be.
  static const preferDynamic = LinkModePreference._('prefer_dynamic');

  /// Part of the app, if that can be.
  static const preferStatic = LinkModePreference._('prefer_static');
}

/// A compiler of C.
final class CCompilerConfig {
  CCompilerConfig._(this._json);

  final Map<String, Object?> _json;

  /// The compiler.
  Uri get compiler => Uri.file(_json['cc']! as String);

  /// What makes static libraries.
  Uri get archiver => Uri.file(_json['ar']! as String);
}

/// How a library is found.
final class DynamicLoadingBundled {}

/// A library.
final class CodeAsset {
  /// The library [file] under the name [name] of [package].
  CodeAsset({
    required this.package,
    required this.name,
    required this.linkMode,
    required this.file,
  });

  /// The package.
  final String package;

  /// The name within it.
  final String name;

  /// How it is found.
  final DynamicLoadingBundled linkMode;

  /// Its file.
  final Uri file;
}

/// Answers with libraries.
extension BuildOutputAssetsBuilderCode on BuildOutputAssetsBuilder {
  /// Where they go.
  BuildOutputCodeAssetBuilder get code => BuildOutputCodeAssetBuilder._(this);
}

/// Where libraries go.
final class BuildOutputCodeAssetBuilder {
  BuildOutputCodeAssetBuilder._(this._assets);

  final BuildOutputAssetsBuilder _assets;

  /// Adds one.
  void add(CodeAsset asset) => _assets.addEncodedAsset(
        EncodedAsset(_type, {
          'id': 'package:${asset.package}/${asset.name}',
          'file': asset.file.toFilePath(),
          'link_mode': {'type': 'dynamic_loading_bundle'},
        }),
      );
}
