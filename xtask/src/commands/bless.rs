//! `cargo xtask bless`

use std::process::Command;

use anyhow::Result;
use clap::Args;

use super::generated::PACKAGES;
use super::{architecture, cargo_step, pictures, protocol};
use crate::Workspace;
use crate::process::quietly;

/// The examples that have their contract checked in; the tests of `oche-cli` hold them.
const CONTRACTS: [&str; 2] = ["examples/multi_file", "examples/vehicle"];

/// Refreshes every golden: generated files, contracts, Dart's half of the protocol, the pictures, snapshots, expected
/// diagnostics, the book's table of types.
///
/// Says at the end what changed. Read that before you commit it: it is what your change does to users.
#[derive(Args)]
pub struct Options {
    /// What the matrix refuses as well, which takes minutes
    #[arg(long)]
    matrix: bool,
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    for package in PACKAGES {
        let mut cargo = workspace.cargo();
        cargo.args(["run", "--quiet", "--bin", "oche", "--", "generate", "--crate", package]);
        cargo_step(&format!("generating {package}"), &mut cargo)?;
    }
    for package in CONTRACTS {
        let mut cargo = workspace.cargo();
        cargo.args(["run", "--quiet", "--bin", "oche", "--", "schema", "--crate", package]);
        cargo_step(&format!("contract of {package}"), &mut cargo)?;
    }
    protocol::run(workspace, &protocol::Options::default())?;
    architecture::bless(workspace)?;
    pictures::run(workspace, &pictures::Options::default())?;
    let mut cargo = workspace.cargo();
    cargo
        .args(["test", "--package", "oche-codegen", "--no-fail-fast"])
        .env("OCHE_BLESS", "1")
        .env("INSTA_UPDATE", "always");
    cargo_step("snapshots, diagnostics and tables", &mut cargo)?;
    if options.matrix {
        let mut cargo = workspace.cargo();
        cargo
            .args(["test", "--package", "matrix", "--no-fail-fast"])
            .env("OCHE_BLESS", "1");
        cargo_step("what the matrix refuses", &mut cargo)?;
    }
    // Whoever has this from an archive has no git, and sees for himself.
    let mut git = Command::new("git");
    let status = quietly(git.args(["status", "--short"]).current_dir(workspace.root()));
    match status.map(|status| status.stdout) {
        Ok(changes) if changes.is_empty() => println!("nothing has changed"),
        Ok(changes) => print!("{changes}"),
        Err(_) => {}
    }
    Ok(0)
}
