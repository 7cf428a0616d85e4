//! `cargo xtask dart`

use std::ffi::OsString;

use anyhow::{Result, bail};
use clap::Args;

use crate::process::exit_code;
use crate::{Toolchain, Workspace};

/// Runs the Dart VM that was found, or fetched.
///
/// If the program belongs to a package (a pubspec.yaml stands beside it or further up), the packages which that one
/// depends on by path are found as after `dart pub get`.
#[derive(Args)]
pub struct Options {
    /// Use the oldest supported Dart instead
    #[arg(long)]
    oldest: bool,

    /// What to hand to Dart, for example `bin/main.dart`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    let toolchain = if options.oldest {
        match Toolchain::oldest(workspace)? {
            Some(toolchain) => toolchain,
            None => bail!(
                "the Dart on this machine is used, and no other; OCHE_DART=pinned asks for those that can be fetched"
            ),
        }
    } else {
        Toolchain::newest(workspace)?
    };
    Ok(exit_code(toolchain.run_dart(&options.arguments)?))
}
