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
    carry_out(plan, &|| INTERRUPTED.load(Ordering::Relaxed))
}

/// The same; `is_interrupted` is asked after every step.
fn carry_out(plan: &Plan, is_interrupted: &dyn Fn() -> bool) -> Result<(), Failure> {
    let mut work = Work::default();
    let result = work
        .prepare(plan, is_interrupted)
        .and_then(|()| work.finish(is_interrupted));
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
    fn prepare(&mut self, plan: &Plan, is_interrupted: &dyn Fn() -> bool) -> Result<(), Failure> {
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
            go_on(is_interrupted)?;
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
    fn finish(&mut self, is_interrupted: &dyn Fn() -> bool) -> Result<(), Failure> {
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
            go_on(is_interrupted)?;
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

fn go_on(is_interrupted: &dyn Fn() -> bool) -> Result<(), Failure> {
    if is_interrupted() {
        return Err(Failure::undone("interrupted").with_help("everything is as it was before"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeMap;

    use super::*;

    fn plan(root: &Path) -> Plan {
        let mut plan = Plan::new(root.join("app"));
        plan.create("rust/src/api.rs", "new".to_owned());
        plan.create("rust/Cargo.toml", "new".to_owned());
        plan.edit("pubspec.yaml", b"old".to_vec(), "new".to_owned(), "a line".to_owned());
        plan.create("test/a_test.dart", "new".to_owned());
        plan
    }

    /// Everything below a folder: of files, their text.
    fn all(folder: &Path) -> BTreeMap<PathBuf, Option<String>> {
        let mut found = BTreeMap::new();
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            found.insert(entry.path(), fs::read_to_string(entry.path()).ok());
            if entry.path().is_dir() {
                found.extend(all(&entry.path()));
            }
        }
        found
    }

    fn package() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("app")).expect("a folder");
        fs::write(folder.path().join("app/pubspec.yaml"), "old").expect("a file");
        folder
    }

    /// Runs the plan, with something that happens at its `step`; gives how many there were.
    fn happens_at(folder: &Path, step: usize, what: &dyn Fn() -> bool) -> (Result<(), Failure>, usize) {
        let steps = Cell::new(0);
        let result = carry_out(&plan(folder), &|| {
            steps.set(steps.get() + 1);
            steps.get() == step && what()
        });
        (result, steps.get())
    }

    #[test]
    fn wherever_it_is_interrupted_all_is_as_it_was() {
        let folder = package();
        let (result, steps) = happens_at(folder.path(), usize::MAX, &|| true);
        assert!(
            result.is_ok() && steps == 8,
            "{steps} steps: each file is written, and put in its place"
        );
        assert_eq!(all(folder.path()).values().flatten().collect::<Vec<_>>(), ["new"; 4]);
        for step in 1..=steps {
            let folder = package();
            let before = all(folder.path());
            let (result, _) = happens_at(folder.path(), step, &|| true);
            assert_eq!(
                result.expect_err("interrupted").message,
                "interrupted",
                "at step {step}"
            );
            assert_eq!(all(folder.path()), before, "at step {step}");
        }
    }

    #[test]
    fn what_appears_meanwhile_is_kept_and_all_else_taken_back() {
        for (path, last) in [("rust/src/api.rs", 4), ("pubspec.yaml", 6), ("test/a_test.dart", 7)] {
            for step in 1..=last {
                let folder = package();
                let place = folder.path().join("app").join(path);
                let (result, _) = happens_at(folder.path(), step, &|| {
                    fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
                    fs::write(&place, "somebody's").expect("a file");
                    false
                });
                let failure = result.expect_err("it has changed");
                assert!(
                    failure.message.contains("changed by somebody else"),
                    "{}",
                    failure.message
                );
                let files: Vec<String> = all(folder.path()).into_values().flatten().collect();
                let expected: &[&str] = match path {
                    "pubspec.yaml" => &["somebody's"],
                    _ => &["old", "somebody's"],
                };
                assert_eq!(files, expected, "{path} at step {step}");
            }
        }
    }
}
