//! The place where the tour is followed: the clone, and the tools that the reader has.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::quietly;
use crate::{Toolchain, Workspace, rust};

/// Puts the repository at `place` as a clone has it: with all that is checked in, or would be, and nothing else. What cargo builds in
/// it is kept from tour to tour.
pub(super) fn clone_into(workspace: &Workspace, place: &Path) -> Result<()> {
    let mut git = Command::new("git");
    git.current_dir(workspace.root())
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let listed = quietly(&mut git).context("the tour needs git, for the files that a clone has")?;
    for path in listed.stdout.split('\0').filter(|path| !path.trim().is_empty()) {
        let (from, to) = (workspace.root().join(path), place.join(path));
        // It may be removed, and yet be in git's index.
        if from.symlink_metadata().is_ok() {
            copy(&from, &to).with_context(|| format!("cannot copy {path}"))?;
        }
    }
    let built = workspace.cache().join("tour");
    fs::create_dir_all(&built)?;
    link(&built, &place.join("target"))
}

/// Copies with the time of the last change, by which cargo knows what to compile again.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    if from.is_symlink() {
        return link(&fs::read_link(from)?, to);
    }
    fs::copy(from, to)?;
    let changed = fs::metadata(from)?.modified()?;
    fs::File::options().write(true).open(to)?.set_modified(changed)?;
    Ok(())
}

fn link(leads_to: &Path, place: &Path) -> Result<()> {
    #[cfg(unix)]
    return Ok(std::os::unix::fs::symlink(leads_to, place)?);
    #[cfg(not(unix))]
    bail!(
        "the tour needs bash and symbolic links: {} cannot be put at {}",
        leads_to.display(),
        place.display()
    )
}

/// The reader's tools, in `folder`: Dart, and what cargo installs; gives the variables by which a shell finds them.
pub(super) fn tools(workspace: &Workspace, folder: &Path) -> Result<Vec<(&'static str, OsString)>> {
    let toolchain = Toolchain::newest(workspace)?;
    rust::prepare(workspace, toolchain.target())?;
    let (installed, dart) = (folder.join("cargo"), folder.join("dart"));
    fs::create_dir_all(&dart)?;
    let program = dart.join("dart");
    if !program.is_symlink() {
        link(toolchain.vm().executable(), &program)?;
    }
    let Some(path) = env::var_os("PATH") else {
        bail!("there is no PATH");
    };
    let path = [installed.join("bin"), dart].into_iter().chain(env::split_paths(&path));
    Ok(vec![
        ("PATH", env::join_paths(path)?),
        ("CARGO_INSTALL_ROOT", installed.into()),
        ("OCHE_DART", OsString::new()),
    ])
}
