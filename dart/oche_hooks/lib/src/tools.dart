/// Finding cargo and its companions.
library;

import 'dart:io';

import 'package:hooks/hooks.dart';

/// The programs that a build calls, and the `PATH` that they find each other by.
final class Tools {
  Tools._(this._folders, this.cargo);

  /// The tools of this machine.
  ///
  /// An editor or Xcode is often started without what a terminal adds to the
  /// `PATH`, so the usual places are looked at as well.
  ///
  /// Throws an [InfraError] if there is no cargo.
  factory Tools.find() {
    final folders = [..._onPath(), ..._usual()];
    final cargo = _find('cargo', folders);
    if (cargo == null) {
      throw InfraError(
        message:
            'There is no cargo, which compiles the Rust half. Install Rust '
            '(https://rustup.rs) and try again. Looked at:\n'
            '  ${folders.join('\n  ')}',
      );
    }
    return Tools._(folders, cargo);
  }

  final List<String> _folders;

  /// The path of cargo.
  final String cargo;

  /// The path of another program, if it is there.
  String? find(String name) => _find(name, _folders);

  /// The environment of every program that is started.
  late final Map<String, String> environment = {
    'PATH': [
      // First what belongs to this cargo, among which may be the only `rustc`.
      File(cargo).parent.path,
      for (final folder in _folders)
        // Xcode puts its own compilers in front, which compile for the phone
        // what is to run on this machine: build scripts.
        if (!(Platform.isMacOS && folder.contains('Contents/Developer/')))
          folder,
    ].join(_separator),
  };

  static String get _separator => Platform.isWindows ? ';' : ':';

  static List<String> _onPath() => [
    for (final folder in (Platform.environment['PATH'] ?? '').split(_separator))
      if (folder.isNotEmpty) folder,
  ];

  static List<String> _usual() {
    final environment = Platform.environment;
    final home = environment[Platform.isWindows ? 'USERPROFILE' : 'HOME'];
    return [
      if (environment['CARGO_HOME'] case final folder?) '$folder/bin',
      if (home != null) '$home/.cargo/bin',
      if (Platform.isMacOS) ...[
        '/opt/homebrew/bin',
        '/opt/homebrew/opt/rustup/bin',
        '/usr/local/bin',
        '/usr/local/opt/rustup/bin',
      ],
    ];
  }

  static String? _find(String name, List<String> folders) {
    final file = Platform.isWindows ? '$name.exe' : name;
    for (final folder in folders) {
      final path = '$folder/$file';
      if (File(path).existsSync()) return path;
    }
    return null;
  }
}
