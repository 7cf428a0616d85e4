//! The generated half of a new project: what `oche generate` would write into it.

use std::fs;

use oche_codegen::output::MARK;
use oche_codegen::{Config, Outcome};

use super::plan::{Change, Plan};
use crate::commands::generate::refused;
use crate::exit::Failure;
use crate::terminal::{Terminal, shown};

/// The folder of the crate in a project.
pub(crate) const CRATE: &str = "rust";

/// Adds the generated files to a plan that creates a crate and its `pubspec.yaml`.
///
/// # Errors
/// If there is no room for a copy of the project, or something cannot cross.
pub(crate) fn add(terminal: &Terminal, pubspec: &str, plan: &mut Plan) -> Result<(), Failure> {
    // The generator reads files, and there are none yet: it reads a copy of what will be there.
    let no_room = |error| {
        let folder = std::env::temp_dir();
        Failure::undone(format_args!("cannot write in `{}`: {error}", folder.display()))
            .with_help("make room there, or name another folder in TMPDIR; nothing was changed")
    };
    let copy = tempfile::tempdir().map_err(no_room)?;
    // On macOS it lies behind a symbolic link, and the generator gives real paths.
    let copy = copy.path().canonicalize().map(|path| (path, copy)).map_err(no_room)?;
    let write = |path: &std::path::Path, text: &str| {
        let place = copy.0.join(path);
        fs::create_dir_all(place.parent().unwrap_or(&copy.0)).and_then(|()| fs::write(&place, text))
    };
    write("pubspec.yaml".as_ref(), pubspec).map_err(no_room)?;
    for entry in &plan.entries {
        if let Change::Create(text) = &entry.change
            && entry.path.starts_with(CRATE)
        {
            write(&entry.path, text).map_err(no_room)?;
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
        let place = plan.root.join(&path);
        match fs::read(&place) {
            // Of a crate that is gone.
            Ok(old) if old.starts_with(MARK.as_bytes()) => {
                plan.edit(path, old, file.contents, "generated anew".to_owned());
            }
            _ if place.symlink_metadata().is_ok() => {
                return Err(Failure::wrong(format_args!(
                    "`{}` is in the way: a generated file belongs there",
                    shown(&place)
                ))
                .with_help("move it away; nothing is ever overwritten that somebody wrote"));
            }
            _ => plan.create(path, file.contents),
        }
    }
    Ok(())
}
