//! The hook with the real cargo, for the machine's own platform; the library that it bundles is called from Dart.

use std::env;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::hook::{Build, Hook, text};
use crate::project::Project;

pub const TESTS: &[crate::Test] = &[("the library is built, bundled and called", built_and_called)];

/// What whoever runs hooks lets through, of what matters here.
const ENVIRONMENT: [&str; 6] = [
    "CARGO_HOME",
    "HOME",
    "PATH",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
    "TMPDIR",
];

/// How Dart calls the platform of the VM: `linux`, `x64`.
fn platform(hook: &Hook, project: &Project) -> Result<(String, String)> {
    project.write(
        "abi.dart",
        "import 'dart:ffi';\n\nvoid main() => print(Abi.current());\n",
    )?;
    let output = hook.dart(project).arg("abi.dart").output()?;
    let abi = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let (os, cpu) = abi.split_once('_').context("Dart says nothing of its platform")?;
    Ok((os.to_owned(), cpu.to_owned()))
}

fn built_and_called(hook: &Hook) -> Result<()> {
    let project = Project::new(&hook.workspace)?;
    let (os, cpu) = platform(hook, &project)?;
    let build = Build {
        // Kept from one run of the tests to the next.
        defines: json!({"target_dir": Path::new(env!("CARGO_TARGET_TMPDIR")).join("hook target")}),
        environment: ENVIRONMENT
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), env::var(name).ok()?)))
            .collect(),
        ..Build::of(&os, &cpu, json!({"macos": {"target_version": 11}}))
    };
    let answer = hook.answer(&project, &build)?;
    let library = answer.library()?;
    let dependencies = answer.dependencies();
    for file in [
        "rust/src/api.rs",
        "rust/src/lib.rs",
        "rust/Cargo.toml",
        "rust/Cargo.lock",
        "rust/oche.toml",
    ] {
        let file = project.path(file).canonicalize()?;
        ensure!(
            dependencies.contains(&file),
            "{} is not in {dependencies:#?}",
            file.display()
        );
    }
    // Crates that are a path's are part of it, and those of a registry are not.
    let oche = hook.workspace.root().join("crates/oche");
    for file in ["Cargo.toml", "src/lib.rs"] {
        let file = oche.join(file).canonicalize()?;
        ensure!(
            dependencies.contains(&file),
            "{} is not in {dependencies:#?}",
            file.display()
        );
    }
    for file in &dependencies {
        let path = file.display().to_string();
        ensure!(file.is_file(), "{path} is not there");
        ensure!(!path.contains("/registry/") && !path.contains("hook target"), "{path}");
    }

    // What whoever runs hooks makes of the answer; the plain VM reads it while it compiles.
    let assets = json!({
        "format-version": [1, 0, 0],
        "native-assets": {format!("{os}_{cpu}"): {
            "package:hello/src/rust/src/asset_native.dart": ["absolute", library],
        }},
    });
    project.write(".dart_tool/native_assets.yaml", &assets.to_string())?;
    let output = hook.dart(&project).arg("bin/main.dart").output()?;
    ensure!(
        output.status.success() && output.stdout == b"Hello, Ada!\n",
        "{}",
        text(&output)
    );
    Ok(())
}
