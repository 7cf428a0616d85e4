//! The generated half of a new project: what `oche generate` would write into it.

use std::fs;

use oche_codegen::{Config, Outcome};

use super::plan::{Change, Plan};
use crate::commands::generate::refused;
use crate::exit::Failure;
use crate::terminal::Terminal;

/// The folder of the crate in a project.
pub(crate) const CRATE: &str = "rust";

/// Adds the generated files to a plan that creates a crate and its `pubspec.yaml`.
///
/// # Errors
/// If there is no room for a copy of the project, or something cannot cross.
pub(crate) fn add(terminal: &Terminal, pubspec: &str, plan: &mut Plan) -> Result<(), Failure> {
    // The generator reads files, and there are none yet: it reads a copy of what will be there.
    let copy = tempfile::tempdir().map_err(|error| Failure::undone(format_args!("no room for a copy: {error}")))?;
    // On macOS it lies behind a symbolic link, and the generator gives real paths.
    let copy = copy.path().canonicalize().map(|path| (path, copy))?;
    let write = |path: &std::path::Path, text: &str| {
        let place = copy.0.join(path);
        fs::create_dir_all(place.parent().unwrap_or(&copy.0)).and_then(|()| fs::write(&place, text))
    };
    write("pubspec.yaml".as_ref(), pubspec)?;
    for entry in &plan.entries {
        if let Change::Create(text) = &entry.change
            && entry.path.starts_with(CRATE)
        {
            write(&entry.path, text)?;
        }
    }
    let config = Config::discover(Some(&copy.0.join(CRATE)), None).map_err(|problems| refused(terminal, &problems))?;
    let Outcome {
        api,
        diagnostics,
        files,
    } = oche_codegen::generate(&config);
    if api.is_none() {
        return Err(refused(terminal, &diagnostics));
    }
    let root = std::path::absolute(&copy.0)?;
    for file in files {
        let path = file.path.strip_prefix(&root).unwrap_or(&file.path).to_owned();
        plan.create(normal(&path), file.contents);
    }
    Ok(())
}

/// The path without `rust/..`.
fn normal(path: &std::path::Path) -> std::path::PathBuf {
    path.strip_prefix("rust/..").unwrap_or(path).to_owned()
}
