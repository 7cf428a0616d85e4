//! The VMs to test with, each with the library that it can load.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use xtask::rust::{Features, Profile};
use xtask::{Toolchain, Workspace};

use crate::bundle::{self, Bundle};

/// How many test programs are compiled together rather than each for itself.
const WORTH_COMPILING: usize = 4;

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

/// The VM of that name, if there is one on this machine.
pub fn toolchain(workspace: &Workspace, name: &str) -> Result<Option<Toolchain>> {
    match name {
        "oldest" => Toolchain::oldest(workspace),
        _ => Toolchain::newest(workspace).map(Some),
    }
}

/// Says that there is none.
pub fn is_missing(name: &str) {
    eprintln!("the Dart of this machine is used, so none is tested as the {name} one");
}

/// A VM that is ready to run tests.
#[derive(Clone)]
pub struct Vm {
    name: &'static str,
    toolchain: Arc<Toolchain>,
    /// The folder of the libraries, if any are needed.
    libraries: Option<PathBuf>,
    /// Programs that are compiled, and which ones.
    bundle: Option<(Arc<Bundle>, Arc<[PathBuf]>)>,
}

impl Vm {
    /// Gets the VM and builds the libraries of these crates. `None` if there is no VM of that name on this machine.
    pub fn prepare(workspace: &Workspace, name: &'static str, crates: &[PathBuf]) -> Result<Option<Self>> {
        let Some(toolchain) = toolchain(workspace, name)? else {
            return Ok(None);
        };
        let libraries = match env::var_os("OCHE_E2E_LIBRARY_DIR") {
            _ if crates.is_empty() => None,
            Some(folder) => Some(folder.into()),
            None => Some(build(&toolchain, crates)?),
        };
        Ok(Some(Self {
            name,
            toolchain: Arc::new(toolchain),
            libraries,
            bundle: None,
        }))
    }

    /// Compiles these programs, if they are so many that it saves time. If one does not compile, each is compiled when
    /// it runs.
    pub fn compile(&mut self, workspace: &Workspace, package: &Path, scripts: Vec<PathBuf>) {
        if scripts.len() < WORTH_COMPILING {
            return;
        }
        match Bundle::compile(workspace, &self.toolchain, self.name, package, &scripts) {
            Ok(bundle) => self.bundle = Some((Arc::new(bundle), scripts.into())),
            Err(error) => eprintln!("the test programs do not compile together, so each is run for itself: {error:#}"),
        }
    }

    /// Compiles the program `main` of a package.
    pub fn check(&self, package: &Path, main: &Path) -> Result<()> {
        bundle::check(&Workspace::find(), &self.toolchain, self.name, package, main)
    }

    /// A command that runs the test program `script`.
    pub fn test(&self, script: &Path) -> Result<Command> {
        let mut dart = self.toolchain.dart_for(script)?;
        dart.arg("--enable-asserts").env("OCHE_TEST_SCRIPT", script);
        if let Some(folder) = &self.libraries {
            dart.env("OCHE_LIBRARY_DIR", folder);
        }
        match &self.bundle {
            Some((bundle, scripts)) if scripts.iter().any(|compiled| compiled == script) => {
                bundle.add_program(&mut dart, script);
            }
            _ => {
                dart.arg(script);
            }
        }
        for (name, _) in env::vars_os() {
            // A file of the user's own choice, which would be loaded instead.
            if name.to_string_lossy().starts_with("OCHE_LIBRARY_PATH_") {
                dart.env_remove(name);
            }
        }
        Ok(dart)
    }
}

/// Builds the libraries, which all lie in one folder; gives the folder.
fn build(toolchain: &Toolchain, crates: &[PathBuf]) -> Result<PathBuf> {
    let mut folder = None;
    for package in crates {
        let library = toolchain.build_library(&package.join("Cargo.toml"), Profile::Dev, Features::Default)?;
        folder = library.parent().map(Path::to_owned);
    }
    folder.context("there is no library to test, or it lies in no folder")
}
