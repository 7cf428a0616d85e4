//! Building a user's library.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Target;
use super::compiler::Compiler;
use crate::process::{Source, capture};
use crate::progress::Step;
use crate::{Workspace, process};

/// How a library is compiled.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Profile {
    /// With debug assertions and overflow checks: for tests.
    Dev,
    /// The same, but a panic ends the process.
    Aborting,
    /// Optimized: for people.
    Release,
}

/// Which of its features a package is built with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Features {
    /// Those that it has by default.
    Default,
    /// Not even those.
    None,
}

/// Builds the `cdylib` of the package with this `Cargo.toml` for `target`; gives the library's file.
pub fn build_library(
    workspace: &Workspace,
    manifest: &Path,
    target: Target,
    profile: Profile,
    features: Features,
) -> Result<PathBuf> {
    let manifest = manifest
        .canonicalize()
        .with_context(|| format!("there is no {}", manifest.display()))?;
    let mut cargo = Compiler::prepare(workspace, target)?.cargo_build();
    cargo.arg("--manifest-path").arg(&manifest);
    if features == Features::None {
        cargo.arg("--no-default-features");
    }
    let name = manifest.parent().and_then(Path::file_name).unwrap_or_default();
    let libraries = build(&mut cargo, profile, &format!("{} for {target}", name.to_string_lossy()))?;
    let library = libraries.into_iter().find(|library| library.manifest == manifest);
    Ok(library.with_context(|| no_library(&manifest.display()))?.file)
}

/// The same for several packages of this workspace, which are compiled together: what they share, once, with the features
/// that any of them asks for. Gives the folder of the files.
pub fn build_libraries(workspace: &Workspace, packages: &[&str], target: Target) -> Result<PathBuf> {
    let mut cargo = Compiler::prepare(workspace, target)?.cargo_build();
    cargo.current_dir(workspace.root());
    for package in packages {
        cargo.args(["--package", package]);
    }
    let libraries = build(
        &mut cargo,
        Profile::Dev,
        &format!("{} for {target}", packages.join(", ")),
    )?;
    let mut folder = None;
    for package in packages {
        let library = libraries.iter().find(|library| library.name == *package);
        folder = library.with_context(|| no_library(package))?.file.parent();
    }
    Ok(folder.context("there is nothing to build")?.to_owned())
}

fn no_library(package: &dyn fmt::Display) -> String {
    format!("{package} makes no library that Dart can load; write\n\n[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n")
}

/// Has cargo build libraries, and says `what`.
fn build(cargo: &mut Command, profile: Profile, what: &str) -> Result<Vec<Library>> {
    cargo.args(["--lib", "--message-format=json-render-diagnostics"]);
    match profile {
        Profile::Dev => {}
        Profile::Aborting => {
            cargo.args(["--profile", "aborting"]);
        }
        Profile::Release => {
            cargo.arg("--release");
        }
    }
    let step = Step::quiet(format!("compiling {what}"));
    let mut libraries = Vec::new();
    let mut diagnostics = String::new();
    let output = capture(cargo, |source, line| match source {
        Source::Stdout => libraries.extend(Library::in_message(line)),
        Source::Stderr if is_idle(line) => {}
        Source::Stderr if is_status(line) => step.news(line),
        Source::Stderr => {
            diagnostics.push_str(line);
            diagnostics.push('\n');
        }
    })?;
    if !output.status.success() {
        bail!(
            "{what}: it cannot be compiled\n{diagnostics}\n(the command was `{}`)",
            process::describe(cargo)
        );
    }
    step.done();
    if !diagnostics.trim().is_empty() {
        eprintln!("{}", diagnostics.trim_end());
    }
    Ok(libraries)
}

/// A library that cargo has built, or found to be up to date.
struct Library {
    /// The library's name, which is its package's in this workspace.
    name: String,
    manifest: PathBuf,
    file: PathBuf,
}

impl Library {
    /// What this message of cargo's is about, if it is a library that Dart can load.
    fn in_message(message: &str) -> Option<Self> {
        let message: Value = serde_json::from_str(message).ok()?;
        let target = &message["target"];
        let is_cdylib = target["crate_types"].as_array()?.iter().any(|kind| kind == "cdylib");
        if message["reason"] != "compiler-artifact" || !is_cdylib {
            return None;
        }
        let mut files = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
        let file = files.find(|file| [".so", ".dylib", ".dll"].iter().any(|end| file.ends_with(end)))?;
        Some(Self {
            name: target["name"].as_str()?.to_owned(),
            manifest: message["manifest_path"].as_str()?.into(),
            file: file.into(),
        })
    }
}

/// Whether a line says that there was nothing to do.
fn is_idle(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("Finished ") || line.starts_with("Fresh ")
}

/// Whether a line is one of cargo's `   Compiling …`, and not part of a compiler message.
fn is_status(line: &str) -> bool {
    const VERBS: [&str; 9] = [
        "Compiling",
        "Downloading",
        "Downloaded",
        "Updating",
        "Locking",
        "Adding",
        "Blocking",
        "Building",
        "Ignored",
    ];
    let verb = line.split_whitespace().next().unwrap_or_default();
    line.starts_with(' ') && VERBS.contains(&verb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_is_found_in_cargos_messages() {
        let message = r#"{"reason":"compiler-artifact","manifest_path":"/hello/Cargo.toml","target":{"name":"hello",
            "crate_types":["cdylib","rlib"]},"filenames":["/hello/target/libhello.rlib","/hello/target/libhello.so"]}"#;
        let found = Library::in_message(message).expect("it is one");
        assert_eq!(found.name, "hello");
        assert_eq!(found.manifest, Path::new("/hello/Cargo.toml"));
        assert_eq!(found.file, Path::new("/hello/target/libhello.so"));
        assert!(Library::in_message(&message.replace("cdylib", "staticlib")).is_none());
    }

    #[test]
    fn status_lines_are_told_from_compiler_messages() {
        assert!(is_status("   Compiling tokio v1.47.0"));
        assert!(!is_status("warning: unused variable: `Compiling`"));
        assert!(!is_status("  --> src/api.rs:3:9"));
        assert!(is_idle("    Finished `release` profile [optimized] target(s) in 0.05s"));
    }
}
