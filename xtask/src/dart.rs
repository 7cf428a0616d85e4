//! Finding or fetching a Dart VM, and running it.

pub mod find;
mod integrity;
pub mod packages;
mod pinned;
mod pubspec;
mod version;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

pub use pinned::{NEWEST, OLDEST, Pinned};
pub use version::Version;

use crate::rust::Target;
use crate::{Workspace, process};

/// The oldest Dart that generated code runs on, and the lower bound in `dart/oche/pubspec.yaml`: what Oche needs came
/// with 3.0 (records, sealed classes) and 3.1 (external typed lists with a finalizer); this is the oldest version that is
/// still common and of which a VM can be had for the tests.
pub const OLDEST_SUPPORTED: Version = Version::new(3, 4, 0);

/// A Dart VM that starts on this machine.
#[derive(Clone, Debug)]
pub struct Vm {
    executable: PathBuf,
    version: Version,
    target: Target,
}

impl Vm {
    /// Asks the program what it is. `None` if it does not start or is not a Dart VM.
    fn probe(executable: &Path) -> Option<Self> {
        let output = process::quietly(Command::new(executable).arg("--version")).ok()?;
        let (version, platform) = version::parse(&output.transcript)?;
        Some(Self {
            executable: executable.to_owned(),
            version,
            target: Target::of_dart_platform(platform),
        })
    }

    /// The program.
    pub fn executable(&self) -> &Path {
        &self.executable
    }

    /// Its version.
    pub fn version(&self) -> Version {
        self.version
    }

    /// What a library has to be compiled for to be loaded by it.
    pub fn target(&self) -> Target {
        self.target
    }

    /// A command that runs this VM.
    pub fn command(&self) -> Command {
        Command::new(&self.executable)
    }
}

/// The VM to use: the user's own, or else the newest pinned one, which is fetched if need be.
pub fn newest(workspace: &Workspace) -> Result<Vm> {
    match find::on_this_machine()? {
        Some(vm) => Ok(vm),
        None => NEWEST.get(workspace),
    }
}

/// The oldest supported VM. `None` where the user has a Dart of their own: then that one is what counts, and no other
/// is fetched.
pub fn oldest(workspace: &Workspace) -> Result<Option<Vm>> {
    match find::on_this_machine()? {
        Some(_) => Ok(None),
        None => OLDEST.get(workspace).map(Some),
    }
}
