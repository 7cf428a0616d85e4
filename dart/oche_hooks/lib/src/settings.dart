/// What the app's author has decided, in the `pubspec.yaml` of the app.
library;

import 'package:hooks/hooks.dart';

/// What stands under `hooks: user_defines:` for the package.
final class Settings {
  const Settings._({required this.release, required this.targetDir});

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
      String() => defines.path('target_dir'),
      final other => throw _wrong(input, 'target_dir', other, 'a folder'),
    };
    return Settings._(
      // While an app is developed, assets are not linked.
      release: release ?? input.config.linkingEnabled,
      targetDir: targetDir ?? input.outputDirectoryShared.resolve('target/'),
    );
  }

  /// Whether the crate is optimized.
  final bool release;

  /// Where cargo puts what it makes.
  final Uri targetDir;

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
