//! The VMs to test with, each with the library that it can load.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use xtask::rust::Profile;
use xtask::{Toolchain, Workspace};

const NAMES: [&str; 2] = ["newest", "oldest"];

/// The names of the VMs that the environment asks for.
pub fn asked_for() -> Result<Vec<&'static str>> {
    let Ok(list) = env::var("OCHE_E2E_VMS") else {
        return Ok(NAMES.to_vec());
    };
    let mut names = Vec::new();
    for word in list.split(',').filter(|word| *word != "none") {
        match NAMES.iter().find(|name| **name == word) {
            Some(name) => names.push(*name),
            None => bail!("OCHE_E2E_VMS is `{list}`; it lists `newest`, `oldest`, or is `none`"),
        }
    }
    Ok(names)
}

/// A VM that is ready to run tests.
#[derive(Clone)]
pub struct Vm {
    toolchain: Arc<Toolchain>,
    libraries: PathBuf,
}

impl Vm {
    /// Gets the VM and builds the library. `None` if there is no VM of that name on this machine.
    pub fn prepare(workspace: &Workspace, name: &str, package: &Path) -> Result<Option<Self>> {
        let toolchain = match name {
            "oldest" => Toolchain::oldest(workspace)?,
            _ => Some(Toolchain::newest(workspace)?),
        };
        let Some(toolchain) = toolchain else {
            return Ok(None);
        };
        let libraries = match env::var_os("OCHE_E2E_LIBRARY_DIR") {
            Some(folder) => folder.into(),
            None => toolchain
                .build_library(&package.join("Cargo.toml"), Profile::Dev)?
                .parent()
                .context("the library is in no folder")?
                .to_owned(),
        };
        Ok(Some(Self {
            toolchain: Arc::new(toolchain),
            libraries,
        }))
    }

    /// A command that runs the test program `script`.
    pub fn test(&self, script: &Path) -> Result<Command> {
        let mut dart = self.toolchain.dart_for(script)?;
        dart.arg("--enable-asserts")
            .arg(script)
            .env("OCHE_LIBRARY_DIR", &self.libraries)
            .env_remove(format!("OCHE_LIBRARY_PATH_{}", env!("CARGO_PKG_NAME").to_uppercase()));
        Ok(dart)
    }
}
