/// What Apple's systems need to be told.
library;

import 'package:code_assets/code_assets.dart';

import 'target.dart';

/// What the linker is told: Flutter and Dart write longer names into the
/// library when they put it into the app, for which there must be room.
const List<String> appleLinkArguments = ['-Wl,-headerpad_max_install_names'];

/// The oldest system that the library runs on must be the app's; otherwise the
/// linker warns, and the App Store refuses the app.
Map<String, String> appleEnvironment(CodeConfig code, Target target) =>
    switch (target.os) {
      'ios' => {'IPHONEOS_DEPLOYMENT_TARGET': '${code.iOS.targetVersion}.0'},
      _ => {'MACOSX_DEPLOYMENT_TARGET': _macOS(code.macOS.targetVersion)},
    };

/// Only the major version is known; up to 10 the minor one counted, and 10.15
/// is the oldest that Flutter supports.
String _macOS(int version) => version <= 10 ? '10.15' : '$version.0';
