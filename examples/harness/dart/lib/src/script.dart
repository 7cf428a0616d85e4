import 'dart:io';

/// The file of the test program that runs. The program itself may be compiled,
/// together with others, and be somewhere else.
Uri get testScript {
  final path = Platform.environment['OCHE_TEST_SCRIPT'];
  return path == null ? Platform.script : Uri.file(path);
}
