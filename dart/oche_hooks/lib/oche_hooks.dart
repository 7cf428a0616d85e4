/// Build hooks for packages whose Rust half is bridged by Oche.
///
/// A package has its crate built and bundled by this `hook/build.dart`:
///
/// ```dart
/// import 'package:oche_hooks/oche_hooks.dart';
///
/// void main(List<String> arguments) => build(arguments, (input, output) async {
///   await const OcheBuilder(cratePath: 'rust').run(input: input, output: output);
/// });
/// ```
library;

export 'package:hooks/hooks.dart' show build;

export 'src/builder.dart' show OcheBuilder;
