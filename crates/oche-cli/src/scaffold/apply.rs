//! Carrying a plan out: whole, or not at all.
//!
//! Everything that takes room on the disk is written first, beside the places where it belongs. Then there are only renames,
//! and if one of them fails, or somebody presses Ctrl-C, what was done is taken back, for which no room is needed either.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::plan::{Change, Entry, Plan};
use crate::exit::Failure;
use crate::terminal::shown;

/// Somebody has pressed Ctrl-C.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Does what the plan says.
///
/// # Errors
/// If something cannot be written, has changed since the plan was made, or somebody has pressed Ctrl-C. Everything is then as it
/// was before.
pub(crate) fn apply(plan: &Plan) -> Result<(), Failure> {
    // Without a handler Ctrl-C ends the process at once, and may leave temporary files; that is no reason not to begin.
    let _ = ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed));
    let mut work = Work::default();
    let result = work.prepare(plan).and_then(|()| work.finish());
    if result.is_err() {
        work.take_back();
    } else {
        work.tidy();
    }
    result
}

/// What was done so far.
#[derive(Debug, Default)]
struct Work {
    /// Folders that were made, outer ones first.
    folders: Vec<PathBuf>,
    files: Vec<Prepared>,
}

/// A file that is ready to be put in its place.
#[derive(Debug)]
struct Prepared {
    place: PathBuf,
    /// What it will be.
    fresh: PathBuf,
    /// What it was, if it is edited: its text, and a copy.
    old: Option<(Vec<u8>, PathBuf)>,
    /// Whether it is in its place.
    is_placed: bool,
}

impl Work {
    /// Writes everything beside its place.
    fn prepare(&mut self, plan: &Plan) -> Result<(), Failure> {
        for Entry { path, change } in &plan.entries {
            let place = plan.root.join(path);
            let (text, old) = match change {
                Change::Create(text) => (text, None),
                // Through a symbolic link, which stays one.
                Change::Edit { old, new, .. } => (new, Some(old)),
                Change::Keep => continue,
            };
            let place = match old {
                Some(_) => place.canonicalize().map_err(cannot("find", &place))?,
                None => place,
            };
            if let Some(folder) = place.parent() {
                self.make_folder(folder)?;
            }
            let fresh = beside(&place, "new");
            let copy = beside(&place, "old");
            self.files.push(Prepared {
                place: place.clone(),
                fresh: fresh.clone(),
                old: old.map(|old| (old.clone(), copy.clone())),
                is_placed: false,
            });
            fs::write(&fresh, text).map_err(cannot("write", &place))?;
            if old.is_some() {
                fs::copy(&place, &copy).map_err(cannot("write beside", &place))?;
                // It stays as executable, or as private, as it was.
                let permissions = fs::metadata(&place).and_then(|of| fs::set_permissions(&fresh, of.permissions()));
                permissions.map_err(cannot("write", &place))?;
            }
            interrupted()?;
        }
        Ok(())
    }

    fn make_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let missing = folder.ancestors().take_while(|folder| !folder.is_dir());
        let missing: Vec<_> = missing.filter(|folder| *folder != Path::new("")).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder).map_err(cannot("make the folder", folder))?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    /// Puts everything in its place.
    fn finish(&mut self) -> Result<(), Failure> {
        for file in &mut self.files {
            match &file.old {
                Some((old, _)) => {
                    let is_old = fs::read(&file.place).is_ok_and(|now| now == *old);
                    if !is_old {
                        return Err(moved_on(&file.place));
                    }
                    fs::rename(&file.fresh, &file.place).map_err(cannot("write", &file.place))?;
                }
                // A link does not replace what is there, as renaming would; not every file system has them.
                None => match fs::hard_link(&file.fresh, &file.place) {
                    Ok(()) => {}
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(moved_on(&file.place)),
                    Err(_) if file.place.symlink_metadata().is_ok() => return Err(moved_on(&file.place)),
                    Err(_) => fs::rename(&file.fresh, &file.place).map_err(cannot("write", &file.place))?,
                },
            }
            file.is_placed = true;
            interrupted()?;
        }
        Ok(())
    }

    /// Leaves everything as it was. What cannot be taken back stays: there is nothing more to try.
    fn take_back(&self) {
        for file in self.files.iter().rev() {
            let _ = match &file.old {
                Some((_, copy)) if file.is_placed => fs::rename(copy, &file.place),
                None if file.is_placed => fs::remove_file(&file.place),
                _ => Ok(()),
            };
        }
        self.tidy();
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }

    /// Removes what was only needed on the way.
    fn tidy(&self) {
        for file in &self.files {
            let _ = fs::remove_file(&file.fresh);
            if let Some((_, copy)) = &file.old {
                let _ = fs::remove_file(copy);
            }
        }
    }
}

/// A temporary name in the same folder.
fn beside(place: &Path, what: &str) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{}.{what}", std::process::id()))
}

fn cannot(what: &str, path: &Path) -> impl FnOnce(io::Error) -> Failure {
    let (what, path) = (what.to_owned(), shown(path));
    move |error| {
        Failure::undone(format_args!("cannot {what} `{path}`: {error}")).with_help("everything is as it was before")
    }
}

fn moved_on(path: &Path) -> Failure {
    Failure::undone(format_args!("`{}` was changed by somebody else meanwhile", shown(path)))
        .with_help("everything else is as it was before; run the command again")
}

fn interrupted() -> Result<(), Failure> {
    if INTERRUPTED.load(Ordering::Relaxed) {
        return Err(Failure::undone("interrupted").with_help("everything is as it was before"));
    }
    Ok(())
}
