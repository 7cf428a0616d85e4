//! The hook with the real cargo, for the machine's own platform; the library that it bundles is called from Dart.

use std::path::Path;

use anyhow::{Result, ensure};
use serde_json::json;

use build_hooks::hook::{ASSET, Build, Hook, bundle, environment, text};
use xtask::Workspace;

use crate::project::Project;

pub const TESTS: &[crate::Test] = &[("the library is built, bundled and called", built_and_called)];

fn built_and_called(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let (os, cpu) = hook.platform()?;
    let build = Build {
        // Kept from one run of the tests to the next.
        defines: json!({"target_dir": Path::new(env!("CARGO_TARGET_TMPDIR")).join("hook target")}),
        environment: environment(),
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
    let oche = Workspace::find().root().join("crates/oche");
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

    bundle(&project, &format!("{os}_{cpu}"), ASSET, &library)?;
    let output = hook.dart(&project).arg("bin/main.dart").output()?;
    ensure!(
        output.status.success() && output.stdout == b"Hello, Ada!\n",
        "{}",
        text(&output)
    );
    Ok(())
}
