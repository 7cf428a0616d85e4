//! The hook with the real cargo, for the machine's own platform; the library that it bundles is called from Dart.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use serde_json::json;

use build_hooks::hook::{ASSET, Build, Hook, bundle, environment, text};
use xtask::Workspace;

use crate::project::Project;

pub const TESTS: &[crate::Test] = &[
    ("the library is built, bundled and called", built_and_called),
    ("every file that a library is really made of is named", every_file),
];

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

/// What `rust` of a project has in this test, and whether the library is made of it.
const FILES: [(&str, &str, bool); 13] = [
    ("rust/build.rs", BUILD, true),
    // Build scripts that name nothing, and one that names one file of two.
    ("rust/c/value.h", "#define VALUE 1\n", true),
    ("rust/.hidden", "", false),
    ("rust/made/CACHEDIR.TAG", "", false),
    ("rust/made/file", "", false),
    ("rust/text.txt", "text", true),
    ("rust/src/more.rs", MORE, true),
    (
        "near/Cargo.toml",
        "[workspace]\nmembers = [\"one\"]\n\n[workspace.package]\nversion = \"0.1.0\"\n",
        true,
    ),
    (
        "near/one/Cargo.toml",
        "[package]\nname = \"one\"\nversion.workspace = true\nedition = \"2024\"\n",
        true,
    ),
    ("near/one/src/lib.rs", "pub const ONE: u8 = 1;\n", true),
    (
        "near/one/build.rs",
        "fn main() {\n    println!(\"cargo::rerun-if-changed=named\");\n}\n",
        true,
    ),
    ("near/one/named", "", true),
    ("near/one/not named", "", false),
];

const BUILD: &str = "fn main() {
    let made = std::path::Path::new(&std::env::var(\"OUT_DIR\").unwrap()).join(\"made.rs\");
    std::fs::write(made, \"pub const MADE: u8 = 2;\").unwrap();
}
";

const MORE: &str = "include!(concat!(env!(\"OUT_DIR\"), \"/made.rs\"));
pub const ALL: (&str, u8, u8) = (include_str!(\"../text.txt\"), MADE, one::ONE);
";

/// In a crate with all that cargo has to make one of, and a configuration that moves what cargo makes and tells.
fn every_file(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    for (path, text, _) in FILES {
        project.write(path, text)?;
    }
    let config = "[build]\ntarget-dir = \"elsewhere\"\nbuild-dir = \"made elsewhere\"\ndep-info-basedir = \"..\"\n";
    project.write("rust/.cargo/config.toml", config)?;
    project.write("rust/src/lib.rs", "pub mod api;\npub mod more;\nmod oche_generated;\n")?;
    let manifest = fs::read_to_string(project.path("rust/Cargo.toml"))?;
    let manifest = manifest.replace("[dependencies]\n", "[dependencies]\none = { path = \"../near/one\" }\n");
    project.write("rust/Cargo.toml", &manifest)?;
    let (os, cpu) = hook.platform()?;
    let build = Build {
        environment: environment(),
        ..Build::of(&os, &cpu, json!({"macos": {"target_version": 11}}))
    };
    let answer = hook.answer(&project, &build)?;
    answer.library()?;
    let dependencies = answer.dependencies();
    for (path, _, is_part) in FILES {
        let file = project.path(path).canonicalize()?;
        let is_named = dependencies
            .iter()
            .any(|named| named.canonicalize().is_ok_and(|named| named == file));
        ensure!(is_named == is_part, "{path} in {dependencies:#?}");
    }
    for file in &dependencies {
        let path = file.display().to_string();
        ensure!(
            file.is_file() && !path.contains("elsewhere") && !path.contains("hooks_runner"),
            "{path}"
        );
    }
    ensure!(!project.path("rust/elsewhere").exists());
    Ok(())
}
