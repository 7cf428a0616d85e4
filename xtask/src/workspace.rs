//! Where things are: the repository, cargo's target folder, our cache in it.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository that this program was built from.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// The repository, wherever the command was typed.
    pub fn find() -> Self {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest.parent().unwrap_or(manifest).to_owned();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => env::current_dir().unwrap_or_default().join(dir),
            None => root.join("target"),
        };
        Self { root, target }
    }

    /// The folder of the workspace's `Cargo.toml`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's target folder.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The folder for everything that is fetched or made here: safe to delete, at the cost of fetching it again.
    pub fn cache(&self) -> PathBuf {
        self.target.join("oche")
    }

    /// `cargo`, run at the root: the very one that runs us, where there is one.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(cargo_program());
        command.current_dir(&self.root);
        command
    }
}

/// The `cargo` to call. Cargo tells its children, so that a build does not change toolchains midway.
pub fn cargo_program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
