//! Building a user's library.

use std::path::{Path, PathBuf};

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
    let compiler = Compiler::prepare(workspace, target)?;
    let mut cargo = compiler.cargo_build();
    cargo
        .args(["--lib", "--message-format=json-render-diagnostics"])
        .arg("--manifest-path")
        .arg(&manifest);
    match profile {
        Profile::Dev => {}
        Profile::Aborting => {
            cargo.args(["--profile", "aborting"]);
        }
        Profile::Release => {
            cargo.arg("--release");
        }
    }
    if features == Features::None {
        cargo.arg("--no-default-features");
    }

    let name = manifest.parent().and_then(Path::file_name);
    let step = Step::quiet(format!(
        "compiling {} for {target}",
        name.unwrap_or_default().to_string_lossy()
    ));
    let mut library = None;
    let mut diagnostics = String::new();
    let output = capture(&mut cargo, |source, line| match source {
        Source::Stdout => library = library_in(line, &manifest).or(library.take()),
        Source::Stderr if is_idle(line) => {}
        Source::Stderr if is_status(line) => step.news(line),
        Source::Stderr => {
            diagnostics.push_str(line);
            diagnostics.push('\n');
        }
    })?;
    if !output.status.success() {
        bail!(
            "{} cannot be compiled for {target}\n{diagnostics}\n(the command was `{}`)",
            manifest.display(),
            process::describe(&cargo)
        );
    }
    step.done();
    if !diagnostics.trim().is_empty() {
        eprintln!("{}", diagnostics.trim_end());
    }
    match library {
        Some(library) => Ok(library),
        None => bail!(
            "{} makes no library that Dart can load; write\n\n[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n",
            manifest.display()
        ),
    }
}

/// The library's file, if this message of cargo's is about it.
fn library_in(message: &str, manifest: &Path) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    let is_cdylib = message["target"]["crate_types"]
        .as_array()?
        .iter()
        .any(|kind| kind == "cdylib");
    if message["reason"] != "compiler-artifact"
        || !is_cdylib
        || Path::new(message["manifest_path"].as_str()?) != manifest
    {
        return None;
    }
    let files = message["filenames"].as_array()?.iter();
    files
        .filter_map(Value::as_str)
        .find(|file| [".so", ".dylib", ".dll"].iter().any(|end| file.ends_with(end)))
        .map(PathBuf::from)
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
        let message = r#"{"reason":"compiler-artifact","manifest_path":"/hello/Cargo.toml","target":{"crate_types":
            ["cdylib","rlib"]},"filenames":["/hello/target/libhello.rlib","/hello/target/libhello.so"]}"#;
        let found = library_in(message, Path::new("/hello/Cargo.toml"));
        assert_eq!(found.as_deref(), Some(Path::new("/hello/target/libhello.so")));
        assert_eq!(library_in(message, Path::new("/other/Cargo.toml")), None);
    }

    #[test]
    fn status_lines_are_told_from_compiler_messages() {
        assert!(is_status("   Compiling tokio v1.47.0"));
        assert!(!is_status("warning: unused variable: `Compiling`"));
        assert!(!is_status("  --> src/api.rs:3:9"));
        assert!(is_idle("    Finished `release` profile [optimized] target(s) in 0.05s"));
    }
}
