//! The cache below `target/`: one writer at a time, and nothing half made is ever seen in it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use fd_lock::RwLock;

use crate::Workspace;
use crate::process::Temporary;
use crate::progress::Step;

/// Gives the folder `name` of the cache; if it is not there, `make` fills it first.
///
/// `make` works in a temporary folder, which gets its name only when it is whole: a folder in the cache is complete,
/// however earlier runs ended. A second run that needs something at the same time waits for the first one.
pub fn folder(workspace: &Workspace, name: &str, make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let finished = workspace.cache().join(name);
    if finished.is_dir() {
        return Ok(finished);
    }
    exclusively(workspace, SET_UP, || {
        if finished.is_dir() {
            return Ok(()); // the run that we waited for has made it
        }
        let scratch = scratch(workspace)?;
        let content = scratch.path().join("content");
        fs::create_dir(&content)?;
        make(&content)?;
        if let Some(parent) = finished.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::rename(&content, &finished).with_context(|| format!("cannot move the finished {}", finished.display()))
    })?;
    Ok(finished)
}

/// What changes the machine or the cache is done exclusively under this name.
pub const SET_UP: &str = "set-up";

/// Runs `action` while no other run of this program, for this repository, is in an action of that name.
///
/// Such actions must not be nested: the inner one would wait for the outer one.
pub fn exclusively<T>(workspace: &Workspace, what: &str, action: impl FnOnce() -> Result<T>) -> Result<T> {
    let cache = workspace.cache();
    fs::create_dir_all(&cache).with_context(|| format!("cannot make {}", cache.display()))?;
    let path = cache.join(format!("{what}.lock"));
    let open = || File::options().create(true).append(true).open(&path);
    let mut lock = RwLock::new(open().with_context(|| format!("cannot open {}", path.display()))?);
    let is_taken = matches!(lock.try_write(), Err(error) if error.kind() == io::ErrorKind::WouldBlock);
    let waiting = is_taken.then(|| Step::start(format!("waiting for another run ({what})")));
    let _guard = lock
        .write()
        .with_context(|| format!("cannot lock {}", path.display()))?;
    if let Some(waiting) = waiting {
        waiting.done();
    }
    action()
}

/// A folder for work in progress, on the same file system as the rest of the cache.
pub fn scratch(workspace: &Workspace) -> Result<Temporary> {
    Temporary::new_in(&workspace.cache().join("tmp"))
}
