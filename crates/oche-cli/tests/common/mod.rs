//! Folders, and the command run in them.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

pub fn command(folder: &TempDir, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oche"));
    // No Dart, whatever this machine has.
    command
        .args(args)
        .current_dir(folder)
        .env("PATH", "/nowhere")
        .env_remove("OCHE_DART");
    command
}

pub fn oche(folder: &TempDir, args: &[&str]) -> Output {
    command(folder, args).output().expect("the command runs")
}

pub fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[track_caller]
pub fn ends(output: &Output, code: i32, says: &str) {
    let text = text(output);
    assert!(
        output.status.code() == Some(code) && text.contains(says),
        "should end with {code} and say {says:?}, but {}:\n{text}",
        output.status
    );
}

pub fn empty() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

pub fn write(folder: &TempDir, path: &str, text: &str) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

pub fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).expect("a file")
}

/// All files below a folder, with their text; of a symbolic link, where it leads.
pub fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).expect("a folder").flatten() {
            let path = entry.path();
            let kind = entry.file_type().expect("a kind");
            let name = path.strip_prefix(folder).expect("below it").display().to_string();
            if kind.is_symlink() {
                found.insert(name, format!("-> {}", fs::read_link(path).expect("a link").display()));
            } else if kind.is_dir() {
                open.push(path);
            } else {
                found.insert(
                    name,
                    String::from_utf8_lossy(&fs::read(path).expect("a file")).into_owned(),
                );
            }
        }
    }
    found
}

/// What stands for this repository: all that `--oche` asks for.
pub fn clone(folder: &TempDir) {
    write(folder, "clone/crates/oche/Cargo.toml", "");
    write(folder, "clone/dart/oche/pubspec.yaml", "");
    write(folder, "clone/dart/oche_hooks/pubspec.yaml", "");
}

/// A Dart of that version in the `PATH`, with a pub that finds all packages.
#[cfg(unix)]
pub fn with_dart(folder: &TempDir, version: &str, args: &[&str]) -> Output {
    use std::os::unix::fs::PermissionsExt;
    let (bin, script) = (
        folder.path().join("bin"),
        format!("#!/bin/sh\n[ \"$1\" = pub ] || echo 'Dart SDK version: {version} (stable) (x) on \"linux_x64\"'\n"),
    );
    fs::create_dir_all(&bin).expect("a folder");
    fs::write(bin.join("dart"), script).expect("a file");
    fs::set_permissions(bin.join("dart"), fs::Permissions::from_mode(0o755)).expect("permissions");
    command(folder, args)
        .env("PATH", &bin)
        .output()
        .expect("the command runs")
}
