//! `cargo xtask build-lib`

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use crate::rust::{Features, Profile};
use crate::{Toolchain, Workspace};

/// Builds a package's library, optimized, for the Dart VM that was found, and prints the folder it is in.
///
/// That folder is what OCHE_LIBRARY_DIR is meant to hold when the Dart program runs.
#[derive(Args)]
pub struct Options {
    /// The Cargo.toml of the package
    #[arg(long, default_value = "Cargo.toml", value_name = "FILE")]
    manifest_path: PathBuf,
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    let toolchain = Toolchain::newest(workspace)?;
    let library = toolchain.build_library(&options.manifest_path, Profile::Release, Features::Default)?;
    let folder = library.parent().context("the library is in no folder")?;
    println!("{}", folder.display());
    Ok(0)
}
