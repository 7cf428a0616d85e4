//! The Dart half: the compiler in the VM.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use xtask::Toolchain;
use xtask::process::capture;

use super::blame::{self, Complaint};
use super::folder::{Folder, write};

/// Compiles the package; gives what the compiler has against modules.
pub(super) fn check(folder: &Folder, toolchain: &Toolchain, modules: usize) -> Result<Vec<Complaint>> {
    let name = folder.name();
    let program = folder.dart().join("check.dart");
    // All names together, as an application has them.
    write(
        &program,
        &format!("export 'package:{name}/{name}.dart';\n\nvoid main() {{}}\n"),
    )?;
    compile(folder, toolchain, &program, modules).map(|(complaints, _)| complaints)
}

/// Compiles a program in the package's folder; gives the complaints, and the compiled file.
pub(super) fn compile(
    folder: &Folder,
    toolchain: &Toolchain,
    program: &Path,
    modules: usize,
) -> Result<(Vec<Complaint>, std::path::PathBuf)> {
    let kernel = program.with_extension(format!("{}.dill", toolchain.vm().version()));
    let mut snapshot = OsString::from("--snapshot=");
    snapshot.push(&kernel);
    let mut dart = toolchain.dart_for(program)?;
    dart.arg("--snapshot-kind=kernel").arg(snapshot).arg(program);
    let output = capture(&mut dart, |_, _| {})?;
    let complaints = complaints(folder, &output.transcript, modules);
    if complaints.is_empty() && !output.status.success() {
        bail!(
            "the Dart compiler fails, and says nothing about the modules:\n{}",
            output.tail(40)
        );
    }
    Ok((complaints, kernel))
}

/// Reads `path/m0012.dart:3:5: Error: …`, with the lines of source that follow.
fn complaints(folder: &Folder, transcript: &str, modules: usize) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let lines: Vec<&str> = transcript.lines().collect();
    let mut texts = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((place, _)) = line.split_once(": Error: ") else {
            continue;
        };
        let mut parts = place.rsplitn(3, ':');
        let (_column, row, path) = (parts.next(), parts.next(), parts.next().unwrap_or(place));
        let row: Option<usize> = row.and_then(|row| row.parse().ok());
        let module = blame::tag_of_file(Path::new(path)).or_else(|| {
            let text = texts.entry(path).or_insert_with(|| text_of(folder, Path::new(path)));
            blame::tag_around(text, row?, modules)
        });
        let rest = lines[at + 1..].iter().take_while(|line| !line.contains(": Error: "));
        let message: Vec<&str> = std::iter::once(line).chain(rest).copied().collect();
        complaints.push(Complaint::new(module, &message.join("\n")));
    }
    complaints
}

/// The text of a file that is no module's: one that all share (`direct_native.dart`), or the program. Nothing, if there is none.
fn text_of(folder: &Folder, path: &Path) -> String {
    let is_shared = path.parent().is_some_and(|parent| parent.ends_with("lib/src"));
    let place = folder.dart().join(if is_shared { "lib/src" } else { "" });
    let name = path.file_name().unwrap_or_default();
    fs::read_to_string(place.join(name)).unwrap_or_default()
}
