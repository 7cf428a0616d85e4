//! One run of Dart's compiler for the Dart of all pages.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;

use anyhow::{Context, Result, bail};
use xtask::Toolchain;
use xtask::process::capture;

use super::{Bridge, Folder, PACKAGE, write};
use crate::samples::Sample;

/// What every page may use without importing it.
const IMPORTS: &str =
    "import 'dart:async'; import 'dart:convert'; import 'dart:typed_data'; import 'package:oche/oche.dart';";

/// Packages of this repository that pages show.
const EXAMPLES: [(&str, &str); 2] = [
    ("multi_file", "examples/multi_file/dart"),
    ("multi_file_second", "examples/multi_file/second/dart"),
];

/// Compiles all pages together; gives what the compiler says.
pub(super) fn check(
    folder: &Folder,
    toolchain: &Toolchain,
    samples: &[Sample],
    bridges: &BTreeMap<&str, Bridge>,
) -> Result<Vec<String>> {
    let package = folder.pages.join("dart");
    let root = folder.root.display();
    let mut pubspec = pubspec_of("pages") + &format!("  oche:\n    path: {root}/dart/oche\n");
    let meta = folder.pages.join("meta");
    write(&meta.join("pubspec.yaml"), &pubspec_of("meta"))?;
    write(&meta.join("lib/meta.dart"), "const immutable = 'immutable';\n")?;
    pubspec.push_str("  meta:\n    path: ../meta\n");
    hooks(folder)?;
    pubspec.push_str("  oche_hooks:\n    path: ../oche_hooks\n");
    for (name, path) in EXAMPLES {
        pubspec.push_str(&format!("  {name}:\n    path: {root}/{path}\n"));
    }
    write(&package.join("pubspec.yaml"), &pubspec)?;
    for (name, bridge) in bridges {
        for (path, text) in &bridge.dart {
            write(&package.join("lib").join(name).join(path), text)?;
        }
    }
    let mut program = String::new();
    // Where the generator has refused a page, it has said why; its Dart has nothing to import.
    let is_whole = |sample: &&Sample| sample.rust.is_none() || bridges.contains_key(sample.name.as_str());
    for sample in samples.iter().filter(is_whole) {
        let (name, Some(code)) = (&sample.name, &sample.dart) else {
            continue;
        };
        let own = format!("package:pages/{name}/");
        let mut imports = IMPORTS.to_owned();
        if bridges.contains_key(name.as_str()) && !code.contains(&format!("package:{PACKAGE}/")) {
            imports.push_str(&format!(" import '{own}{PACKAGE}.dart'; "));
        }
        let code = code.replace(&format!("package:{PACKAGE}/"), &own);
        write(&package.join(format!("bin/{name}.dart")), &(imports + &code))?;
        program.push_str(&format!("import '{name}.dart' as {name}_page;\n"));
    }
    program.push_str("\nvoid main() {}\n");
    let file = package.join("bin/all_pages.dart");
    write(&file, &program)?;

    let mut snapshot = OsString::from("--snapshot=");
    snapshot.push(file.with_extension("dill"));
    let mut dart = toolchain.dart_for(&file)?;
    dart.arg("--snapshot-kind=kernel").arg(snapshot).arg(&file);
    let output = capture(&mut dart, |_, _| {})?;
    let faults = messages(&output.transcript, samples);
    if faults.is_empty() && !output.status.success() {
        bail!(
            "the Dart compiler fails, and says nothing about the pages:\n{}",
            output.tail(40)
        );
    }
    Ok(faults)
}

fn pubspec_of(name: &str) -> String {
    format!("name: {name}\npublish_to: none\nenvironment:\n  sdk: ^3.4.0\ndependencies:\n")
}

/// `package:oche_hooks` as it is, for the Dart that is here: its own `pubspec.yaml` asks for one with build hooks.
fn hooks(folder: &Folder) -> Result<()> {
    let place = folder.pages.join("oche_hooks");
    let root = folder.root.display();
    let mut pubspec = pubspec_of("oche_hooks");
    for name in ["code_assets", "crypto", "hooks"] {
        pubspec.push_str(&format!("  {name}:\n    path: {root}/tests/dart_hooks/{name}\n"));
    }
    write(&place.join("pubspec.yaml"), &pubspec)?;
    let lib = folder.root.join("dart/oche_hooks/lib");
    let mut open = vec![lib.clone()];
    while let Some(inside) = open.pop() {
        for entry in fs::read_dir(&inside).with_context(|| format!("cannot read {}", inside.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(name) = path.strip_prefix(&lib) {
                write(&place.join("lib").join(name), &fs::read_to_string(&path)?)?;
            }
        }
    }
    Ok(())
}

/// Reads `…/bin/page.dart:3:5: Error: …`, with the lines of source that follow.
fn messages(transcript: &str, samples: &[Sample]) -> Vec<String> {
    let is_first = |line: &&str| line.contains(": Error: ");
    let lines: Vec<&str> = transcript.lines().collect();
    let firsts = lines.iter().enumerate().filter(|(_, line)| is_first(line));
    let message = |(at, first): (usize, &&str)| {
        let rest = lines[at + 1..].iter().take_while(|line| !is_first(line));
        let mut message = std::iter::once(first)
            .chain(rest)
            .copied()
            .collect::<Vec<_>>()
            .join("\n");
        for sample in samples {
            let file = format!("bin/{}.dart:", sample.name);
            if let Some(at) = message.find(&file) {
                message.replace_range(..at + file.len(), &format!("{}:", sample.page.display()));
                break;
            }
        }
        message
    };
    firsts.map(message).collect()
}
