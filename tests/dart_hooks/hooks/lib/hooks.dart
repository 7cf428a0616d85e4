/// As much of the interface of `package:hooks` 2 as `package:oche_hooks` uses,
/// over the JSON of the protocol.
library;

import 'dart:convert' hide json;
import 'dart:io';

/// Runs a build hook.
Future<void> build(
  List<String> arguments,
  Future<void> Function(BuildInput input, BuildOutputBuilder output) builder,
) async {
  const option = '--config=';
  final config = arguments.firstWhere((word) => word.startsWith(option));
  final text = File(config.substring(option.length)).readAsStringSync();
  final input = BuildInput(jsonDecode(text) as Map<String, Object?>);
  final output = BuildOutputBuilder();
  void write() => File.fromUri(input.outputFile)
      .writeAsStringSync(const JsonEncoder.withIndent('  ').convert(output.json));
  try {
    await builder(input, output);
  } on HookError catch (error, stack) {
    output.json['status'] = 'failure';
    write();
    stderr
      ..writeln(error.message)
      ..writeln(stack);
    exit(error.exitCode);
  }
  write();
}

/// What a hook is asked.
final class BuildInput {
  /// Reads it.
  BuildInput(this.json);

  /// As it comes.
  final Map<String, Object?> json;

  /// The package's name.
  String get packageName => json['package_name']! as String;

  /// The package's folder.
  Uri get packageRoot => Uri.directory(json['package_root']! as String);

  /// Where the answer goes.
  Uri get outputFile => Uri.file(json['out_file']! as String);

  /// What all builds of the package share.
  Uri get outputDirectoryShared =>
      Uri.directory(json['out_dir_shared']! as String);

  /// What this build has for itself.
  Uri get outputDirectory {
    // As with the real one, of the configuration and nothing else.
    var sum = 7;
    for (final unit in jsonEncode(config.json).codeUnits) {
      sum = (sum * 31 + unit) & 0x3fffffff;
    }
    final folder = Directory.fromUri(
      outputDirectoryShared.resolve('${sum.toRadixString(16)}/'),
    )..createSync(recursive: true);
    return folder.uri;
  }

  /// What is to be built.
  BuildConfig get config =>
      BuildConfig._(json['config']! as Map<String, Object?>);

  /// What the app's pubspec.yaml says.
  HookInputUserDefines get userDefines => HookInputUserDefines._(
        json['user_defines'] as Map<String, Object?>?,
      );
}

/// What the app's pubspec.yaml says.
final class HookInputUserDefines {
  HookInputUserDefines._(this._json);

  final Map<String, Object?>? _json;

  Map<String, Object?>? get _source =>
      _json?['workspace_pubspec'] as Map<String, Object?>?;

  /// The value of a key.
  Object? operator [](String key) =>
      (_source?['defines'] as Map<String, Object?>?)?[key];

  /// The value of a key as a path, from the pubspec.yaml.
  Uri? path(String key) => switch (this[key]) {
        final String path when File(path).isAbsolute => Uri.file(path),
        final String path =>
          Uri.file(_source!['base_path']! as String).resolve(path),
        _ => null,
      };
}

/// What is to be built, for any hook.
base class HookConfig {
  HookConfig._(this.json);

  /// As it comes.
  final Map<String, Object?> json;

  /// The types of assets that are wanted.
  List<String> get buildAssetTypes =>
      (json['build_asset_types']! as List<Object?>).cast();
}

/// What is to be built.
final class BuildConfig extends HookConfig {
  BuildConfig._(super.json) : super._();

  /// Whether assets are linked after this.
  bool get linkingEnabled => json['linking_enabled']! as bool;
}

/// The answer of a hook.
final class BuildOutputBuilder {
  /// The answer as it goes.
  final Map<String, Object?> json = {
    'status': 'success',
    'timestamp': '${DateTime.now()}',
    'dependencies': <String>[],
    'assets': <Object?>[],
  };

  /// What the answer was made of.
  HookOutputDependenciesBuilder get dependencies =>
      HookOutputDependenciesBuilder._(json['dependencies']! as List<String>);

  /// The assets.
  BuildOutputAssetsBuilder get assets =>
      BuildOutputAssetsBuilder._(json['assets']! as List<Object?>);
}

/// What an answer was made of.
final class HookOutputDependenciesBuilder {
  HookOutputDependenciesBuilder._(this._list);

  final List<String> _list;

  /// Adds a file.
  void add(Uri uri) => _list.add(uri.toFilePath());

  /// Adds files.
  void addAll(Iterable<Uri> uris) => uris.forEach(add);
}

/// The assets of an answer.
final class BuildOutputAssetsBuilder {
  BuildOutputAssetsBuilder._(this._list);

  final List<Object?> _list;

  /// Adds an asset.
  void addEncodedAsset(EncodedAsset asset) => _list.add({
        'type': asset.type,
        'encoding': asset.encoding,
      });
}

/// An asset of any type.
final class EncodedAsset {
  /// Of this type.
  EncodedAsset(this.type, this.encoding);

  /// Its type.
  final String type;

  /// What its type says of it.
  final Map<String, Object?> encoding;
}

/// An error that ends a hook.
abstract class HookError extends Error {
  /// With what is said.
  HookError({required this.message});

  /// What is said.
  final String message;

  /// What the hook ends with.
  int get exitCode;
}

/// The package is at fault.
final class BuildError extends HookError {
  /// With what is said.
  BuildError({required super.message});

  @override
  int get exitCode => 1;
}

/// The machine is at fault.
final class InfraError extends HookError {
  /// With what is said.
  InfraError({required super.message});

  @override
  int get exitCode => 2;
}
