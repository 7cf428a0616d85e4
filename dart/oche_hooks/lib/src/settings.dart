/// What the app's author has decided, in the `pubspec.yaml` of the app.
library;

import 'package:hooks/hooks.dart';

/// What stands under `hooks: user_defines:` for the package.
final class Settings {
  const Settings._({
    required this.release,
    required this.targetDir,
    required this.localBuild,
  });

  /// The settings of a build.
  ///
  /// Throws a [BuildError] if a value is not one of those that there are.
  factory Settings.of(BuildInput input) {
    final defines = input.userDefines;
    final release = switch (defines['mode']) {
      null => null,
      'debug' => false,
      'release' => true,
      final other => throw _wrong(input, 'mode', other, '`debug` or `release`'),
    };
    final targetDir = switch (defines['target_dir']) {
      null => null,
      final String path when path.trim().isNotEmpty => _folder(
        defines.path('target_dir'),
      ),
      final other => throw _wrong(input, 'target_dir', other, 'a folder'),
    };
    final localBuild = switch (defines['local_build']) {
      null => false,
      final bool value => value,
      final other => throw _wrong(input, 'local_build', other, 'true or false'),
    };
    return Settings._(
      localBuild: localBuild,
      // While an app is developed, assets are not linked.
      release: release ?? input.config.linkingEnabled,
      targetDir: targetDir ?? input.outputDirectoryShared.resolve('target/'),
    );
  }

  /// Whether the crate is optimized.
  final bool release;

  /// Whether the library is built although there is one that was built before.
  final bool localBuild;

  /// Where cargo puts what it makes.
  final Uri targetDir;

  /// With a slash at its end, without which what belongs into it would come to
  /// lie beside it.
  static Uri? _folder(Uri? uri) =>
      uri == null || uri.path.endsWith('/')
      ? uri
      : uri.replace(path: '${uri.path}/');

  static BuildError _wrong(
    BuildInput input,
    String key,
    Object? value,
    String allowed,
  ) => BuildError(
    message:
        'pubspec.yaml says `hooks: user_defines: ${input.packageName}: '
        '$key: $value`, and $key must be $allowed.',
  );
}
