//! Where Dart finds a library: in `target/release` and `target/debug` of the current folder and those above it, as
//! `dart/oche/lib/src/platform/native/loader.dart` looks.

use std::fs;
use std::path::{Path, PathBuf};

use crate::exit::Failure;

/// Where a library was put.
pub(crate) struct Placed {
    pub(crate) file: PathBuf,
    /// The library that would have been found before it.
    pub(crate) removed: Option<PathBuf>,
}

/// Sees to it that a program which runs in the folder `dart_dir` finds the library `built`; gives the file that it finds.
///
/// Where cargo has put it is fine, if nothing is found before it. Otherwise it is copied below the Dart package, and a
/// library of the other profile there, which would be found first, is removed.
///
/// # Errors
/// If it cannot be copied. The library that was there before is then still there.
pub(crate) fn put(built: &Path, dart_dir: &Path, release: bool) -> Result<Placed, Failure> {
    let name = built.file_name().unwrap_or_default();
    let cannot = |what: &str, path: &Path| {
        let path = path.display().to_string();
        let what = what.to_owned();
        move |error: std::io::Error| Failure::undone(format_args!("cannot {what} `{path}`: {error}"))
    };
    let first = dart_dir
        .ancestors()
        .flat_map(|folder| ["release", "debug"].map(|profile| folder.join("target").join(profile).join(name)))
        .find(|place| place.is_file());
    if let Some(first) = first.filter(|first| is_same(first, built)) {
        return Ok(Placed {
            file: first,
            removed: None,
        });
    }
    let target = dart_dir.join("target");
    let folder = target.join(if release { "release" } else { "debug" });
    let place = folder.join(name);
    if !is_same(&place, built) {
        fs::create_dir_all(&folder).map_err(cannot("make", &folder))?;
        // A program that has loaded the old one keeps it: it gets another file, and not other contents.
        let temporary = folder.join(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
        let copied = fs::copy(built, &temporary).and_then(|_| fs::rename(&temporary, &place));
        if copied.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        copied.map_err(cannot("write", &place))?;
    }
    let hides = target.join("release").join(name);
    let removed = (!release && hides.is_file()).then_some(hides);
    if let Some(hides) = &removed {
        fs::remove_file(hides).map_err(cannot("remove what hides the library,", hides))?;
    }
    Ok(Placed { file: place, removed })
}

fn is_same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn what_cargo_has_put_where_dart_looks_stays_there() {
        let folder = tempfile::tempdir().unwrap();
        let built = folder.path().join("target/debug/libhello.so");
        file(&built, "new");
        let placed = put(&built, &folder.path().join("dart"), false).unwrap();
        assert_eq!((placed.file, placed.removed), (built, None));
        assert!(!folder.path().join("dart").exists());
    }

    #[test]
    fn a_library_for_another_target_is_copied_and_hides_no_older_one() {
        let folder = tempfile::tempdir().unwrap();
        let built = folder
            .path()
            .join("rust/target/i686-unknown-linux-gnu/debug/libhello.so");
        file(&built, "new");
        let old = folder.path().join("target/release/libhello.so");
        file(&old, "old");
        let placed = put(&built, folder.path(), false).unwrap();
        assert_eq!(placed.file, folder.path().join("target/debug/libhello.so"));
        assert_eq!(fs::read_to_string(placed.file).unwrap(), "new");
        assert!(!old.exists());
        assert_eq!(placed.removed, Some(old));
    }

    #[test]
    fn a_library_that_cannot_be_put_there_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let built = folder.path().join("rust/target/debug/libhello.so");
        file(&built, "new");
        let old = folder.path().join("target/release/libhello.so");
        file(&old, "old");
        file(&folder.path().join("target/debug"), "a file where a folder should be");
        assert!(put(&built, folder.path(), false).is_err());
        assert_eq!(fs::read_to_string(old).unwrap(), "old");
    }
}
