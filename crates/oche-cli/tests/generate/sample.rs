//! A crate to generate from, and the command run in it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

pub const MANIFEST: &str = "\
[package]
name = \"my-app\"
version = \"0.1.0\"
edition = \"2024\"

[lib]
crate-type = [\"cdylib\"]

[features]
extra = []

[dependencies]
oche = \"0.1\"
";

pub const API: &str = "\
pub struct Point {
    pub x: f64,
}

pub fn origin() -> Point {
    Point { x: 0.0 }
}

#[cfg(feature = \"extra\")]
pub fn extra() {}
";

/// A crate in an empty folder.
pub fn sample() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder, "Cargo.toml", MANIFEST);
    write(&folder, "src/lib.rs", "pub mod api;\nmod oche_generated;\n");
    write(&folder, "src/api.rs", API);
    folder
}

pub fn write(folder: &TempDir, path: &str, text: &str) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

pub fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).expect(path)
}

pub fn exists(folder: &TempDir, path: &str) -> bool {
    folder.path().join(path).exists()
}

pub fn oche_in(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oche"))
        .args(args)
        .current_dir(dir)
        .output()
        .expect("the command runs")
}

pub fn oche(folder: &TempDir, args: &[&str]) -> Output {
    oche_in(folder.path(), args)
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub const GENERATED: [&str; 8] = [
    "src/oche_generated.rs",
    "dart/lib/my_app.dart",
    "dart/lib/src/api.dart",
    "dart/lib/src/asset.dart",
    "dart/lib/src/asset_native.dart",
    "dart/lib/src/asset_web.dart",
    "dart/lib/src/bridge.dart",
    "dart/lib/src/fake.dart",
];
