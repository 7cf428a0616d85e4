//! The packages as a build for the web sees them: with the room of the web in the place of the native one, whose files are
//! not there at all.
//!
//! The Dart VM has no `dart:js_interop`, and so chooses the native room by itself; in a copy of the packages it is told to
//! choose the other one. That it compiles shows that whatever is not in the native room names nothing of it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xtask::Workspace;

/// Uses the library in each way in which generated code does, and tells how that ends.
const PROGRAM: &str = "
import 'package:oche/oche.dart';
import 'package:pure_dart/pure_dart.dart';

Future<void> main() async {
  final ways = <String, Object? Function()>{
    'load': () => pureDartLibrary.load(),
    'liveObjects': () => pureDartLibrary.liveObjects,
    'direct': () => add(a: 1, b: 2),
    'sync': () => echoString(text: 'a'),
    'constructor': () => Counter(name: 'a'),
    'async': () => echoStringLater(text: 'a'),
    'stream': () => countTo(end: 3).toList(),
    'logs': () => pureDartLibrary.logs().toList(),
  };
  for (final MapEntry(key: way, value: run) in ways.entries) {
    try {
      print('$way: ${await run()}');
    } on UnsupportedError catch (error) {
      print('$way: ${error.message}');
    }
  }
  // What needs no library works.
  print(const Some(1) == const Some(1));
}
";

/// What is native, in Dart's own libraries.
const NATIVE: [&str; 3] = ["dart:ffi", "dart:isolate", "dart:io"];

#[test]
fn without_the_native_room_everything_compiles_and_says_that_there_is_no_web_half() -> Result<()> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("web");
    let program = copies(&root)?;
    for (vm, toolchain) in harness::toolchains(&Workspace::find())? {
        let output = toolchain.dart_for(&program)?.arg(&program).output()?;
        let (stdout, stderr) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        ensure!(output.status.success(), "{vm}: {stderr}{stdout}");
        let (last, ways) = stdout
            .lines()
            .collect::<Vec<_>>()
            .split_last()
            .map_or_else(|| ("", Vec::new()), |(last, ways)| (*last, ways.to_vec()));
        ensure!(last == "true" && ways.len() == 8, "{vm}: {stdout}");
        for line in ways {
            let message = line.split_once(": ").map(|(_, message)| message);
            ensure!(
                message.is_some_and(|message| message.starts_with("Oche's web half is not part of this version: ")),
                "{vm}: {line}"
            );
        }
    }
    Ok(())
}

/// Copies the run time and this package's generated half below `root`; a program that imports them.
fn copies(root: &Path) -> Result<PathBuf> {
    if root.exists() {
        fs::remove_dir_all(root)?;
    }
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("dart");
    let oche = package.join("../../../dart/oche");
    copy(&oche.join("lib"), &root.join("oche/lib"))?;
    fs::copy(oche.join("pubspec.yaml"), root.join("oche/pubspec.yaml"))?;
    copy(&package.join("lib"), &root.join("pure_dart/lib"))?;
    fs::write(
        root.join("pure_dart/pubspec.yaml"),
        "name: pure_dart\nenvironment:\n  sdk: ^3.4.0\ndependencies:\n  oche:\n    path: ../oche\n",
    )?;
    for (file, native, web) in [
        (
            "oche/lib/src/platform/platform.dart",
            "native/native.dart",
            "web/web.dart",
        ),
        ("pure_dart/lib/src/direct.dart", "direct_native.dart", "direct_web.dart"),
        ("pure_dart/lib/src/asset.dart", "asset_native.dart", "asset_web.dart"),
    ] {
        let file = root.join(file);
        let text = fs::read_to_string(&file)?;
        let choice = format!("export '{native}' if (dart.library.js_interop) '{web}';");
        ensure!(text.contains(&choice), "{}: {text}", file.display());
        fs::write(&file, text.replace(&choice, &format!("export '{web}';")))?;
    }
    fs::remove_dir_all(root.join("oche/lib/src/platform/native"))?;
    fs::remove_file(root.join("pure_dart/lib/src/direct_native.dart"))?;
    fs::remove_file(root.join("pure_dart/lib/src/asset_native.dart"))?;
    let program = root.join("pure_dart/bin/main.dart");
    fs::create_dir_all(root.join("pure_dart/bin"))?;
    fs::write(&program, PROGRAM)?;
    Ok(program)
}

/// Copies a folder of Dart files, none of which may be native unless it is in a native room.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let (from, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        let to = to.join(&name);
        if from.is_dir() {
            copy(&from, &to)?;
            continue;
        }
        let text = fs::read_to_string(&from)?;
        let is_native = ["direct_native.dart", "asset_native.dart"]
            .iter()
            .any(|file| from.ends_with(file))
            || from.parent().is_some_and(|at| at.ends_with("native"));
        for library in NATIVE {
            let imports = text.contains(&format!("'{library}'"));
            ensure!(!imports || is_native, "{} imports {library}", from.display());
        }
        fs::write(to, text)?;
    }
    Ok(())
}
