/// Building a crate and bundling its library.
library;

import 'dart:io';

import 'package:code_assets/code_assets.dart';
import 'package:hooks/hooks.dart';

import 'cargo.dart';
import 'dependencies.dart';
import 'freshness.dart';
import 'lock.dart';
import 'package.dart';
import 'place.dart';
import 'plan.dart';
import 'prebuilt.dart';
import 'settings.dart';
import 'target.dart';
import 'tools.dart';

/// Has a crate built for the platform at hand, and its library bundled with the
/// package.
///
/// While an app is developed the crate is built with assertions and without
/// optimization, otherwise optimized. The app's `pubspec.yaml` may decide
/// otherwise, for the package `hello`:
///
/// ```yaml
/// hooks:
///   user_defines:
///     hello:
///       mode: release      # or debug
///       target_dir: /tmp/t # where cargo puts what it makes
///       local_build: true  # build, although there is a prebuilt library
/// ```
final class OcheBuilder {
  /// A builder for the crate at [cratePath].
  const OcheBuilder({
    this.cratePath = 'rust',
    this.features = const [],
    this.defaultFeatures = true,
    this.cargoArguments = const [],
    this.environment = const {},
  });

  /// The folder of the crate's `Cargo.toml`, from the package's.
  final String cratePath;

  /// Features of the crate that are on, besides its default ones. They must be
  /// those of `[generate]` in `oche.toml`.
  final List<String> features;

  /// Whether the crate's default features are on.
  final bool defaultFeatures;

  /// What else cargo is told, as in `['--locked']`.
  final List<String> cargoArguments;

  /// What else stands in cargo's environment.
  final Map<String, String> environment;

  /// Builds the library and adds it to [output], with all that it was made of;
  /// or takes the one that `oche build --prebuilt` has made, if it has the API
  /// of the generated Dart.
  ///
  /// Throws a [BuildError] if the crate does not compile or a prebuilt library
  /// is not the one that its table means, and an [InfraError] if something is
  /// missing on this machine. Both say what to do.
  Future<void> run({
    required BuildInput input,
    required BuildOutputBuilder output,
  }) async {
    if (!input.config.buildCodeAssets) return;
    final settings = Settings.of(input);
    final target = Target.of(input.config.code);
    _mustBeDynamic(input.config.code);
    final lock = File.fromUri(settings.targetDir.resolve('.oche_hooks.lock'));
    try {
      await locked(lock, () async {
        final (asset, file) =
            await _prebuilt(input, output, settings, target) ??
            await _built(input, output, settings, target);
        output.dependencies.add(asset.file.uri);
        output.assets.code.add(
          CodeAsset(
            package: input.packageName,
            name: asset.name,
            linkMode: DynamicLoadingBundled(),
            file: file,
          ),
        );
      });
    } on FileSystemException catch (error) {
      // Whoever runs hooks has a message for errors of hooks alone.
      throw InfraError(
        message:
            'The library cannot be bundled: ${error.message}'
            '${error.osError == null ? '' : ' (${error.osError!.message})'}: '
            '${error.path ?? input.outputDirectory.toFilePath()}',
      );
    }
  }

  static void _mustBeDynamic(CodeConfig code) {
    if (code.linkModePreference != LinkModePreference.static) return;
    throw BuildError(
      message:
          'The app wants its native code linked statically, which neither '
          'Dart nor Flutter can do with code assets yet. Use the link mode '
          '`dynamic` or `prefer_static`.',
    );
  }

  /// The library that was built before, in its place; null if it is to be built.
  Future<(AssetFile, Uri)?> _prebuilt(
    BuildInput input,
    BuildOutputBuilder output,
    Settings settings,
    Target target,
  ) async {
    if (settings.localBuild) return null;
    final table = PrebuiltTable.of(input.packageRoot);
    if (table == null) return null;
    output.dependencies.add(table.file.uri);
    final asset = AssetFile.of(input.packageRoot, table.crate);
    final api = asset.api;
    // What is decided here depends on it.
    if (api != null) output.dependencies.add(api.$1.uri);
    if (api == null || table.schemaHash != api.$2) {
      stdout.writeln(
        'The prebuilt libraries have another API than the generated Dart, so '
        'the library is built.',
      );
      return null;
    }
    final prebuilt = table.library(target);
    final library = await prebuilt?.file(
      input.outputDirectoryShared.resolve('prebuilt/'),
    );
    if (prebuilt == null || library == null) {
      stdout.writeln(
        'There is no prebuilt library for ${target.triple}, so it is built.',
      );
      return null;
    }
    output.dependencies.add(library.uri);
    stdout.writeln('Taking the prebuilt library ${library.path}.');
    final file = place(
      library,
      input.outputDirectory,
      check: (copy) => prebuilt.check(copy, from: library.path),
    );
    return (asset, file);
  }

  /// The library, built now, in its place.
  Future<(AssetFile, Uri)> _built(
    BuildInput input,
    BuildOutputBuilder output,
    Settings settings,
    Target target,
  ) async {
    final folder = _folder(input);
    final plan = CargoPlan.of(
      input,
      target,
      settings,
      options: [
        if (!defaultFeatures) '--no-default-features',
        if (features.isNotEmpty) '--features=${features.join(',')}',
        ...cargoArguments,
      ],
    );
    final tools = Tools.find();
    final cargo = Cargo(tools, folder, {...plan.environment, ...environment});
    await warnIfStale(tools, folder);
    await cargo.prepare(target);
    final started = DateTime.now();
    final built = await cargo.build(plan);
    final workspace = await cargo.workspace();
    keepLockFileOld(workspace ?? '$folder/Cargo.toml', started);
    output.dependencies.addAll(
      dependenciesOf(
        built,
        folder: folder,
        targetDir: settings.targetDir.toFilePath(),
        workspace: workspace,
      ),
    );
    final asset = AssetFile.of(input.packageRoot, built.crate);
    return (asset, place(File(built.library), input.outputDirectory));
  }

  String _folder(BuildInput input) {
    final uri = input.packageRoot.resolve(
      cratePath.endsWith('/') ? cratePath : '$cratePath/',
    );
    final manifest = File.fromUri(uri.resolve('Cargo.toml'));
    if (manifest.existsSync()) {
      return manifest.parent.resolveSymbolicLinksSync();
    }
    throw BuildError(
      message:
          'There is no ${manifest.path}. Say in hook/build.dart where the '
          'crate is: `OcheBuilder(cratePath: …)`, from the folder of '
          'pubspec.yaml.',
    );
  }
}
