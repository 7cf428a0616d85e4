//! `cargo xtask demo`

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::cargo_step;
use crate::process::{self, exit_code};
use crate::rust::{Features, Profile};
use crate::{Toolchain, Workspace};

/// Replays a vehicle's signals through Rust and shows them in a Dart program.
///
/// Makes the bridge for examples/vehicle, a synthetic candump log from its DBC file, and its Rust library; then its
/// Dart program runs and shows the decoded signals live. It ends by itself with the log, after about 10 seconds.
#[derive(Args)]
pub struct Options {
    /// How much faster than real time the log is replayed, or `max`
    #[arg(long, value_name = "X")]
    speed: Option<String>,

    /// Further arguments for the Dart program
    #[arg(last = true)]
    arguments: Vec<OsString>,
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    let mut program = prepare(workspace, options.speed.as_deref())?;
    program.args(&options.arguments);
    Ok(exit_code(process::run(&mut program)?))
}

/// Gets everything ready; gives the Dart program to run.
pub(super) fn prepare(workspace: &Workspace, speed: Option<&str>) -> Result<Command> {
    let example = workspace.root().join("examples/vehicle");
    let toolchain = Toolchain::newest(workspace)?;
    generate(workspace, &example)?;
    let dbc = example.join("data/demo.dbc");
    let log = synthesize(workspace, &dbc)?;
    let library = toolchain.build_library(&example.join("Cargo.toml"), Profile::Release, Features::Default)?;

    let program = only_program(&example.join("dart/bin"))?;
    let mut dart = toolchain.dart_for(&program)?;
    dart.arg(&program).arg("--dbc").arg(&dbc).arg("--log").arg(&log);
    if let Some(speed) = speed {
        dart.arg("--speed").arg(speed);
    }
    dart.env("OCHE_LIBRARY_DIR", library.parent().unwrap_or(&library));
    Ok(dart)
}

fn generate(workspace: &Workspace, example: &Path) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args(["run", "--bin", "oche", "--", "generate", "--crate"]);
    cargo_step("generating the bridge", cargo.arg(example))
}

/// Writes the log, which the demo's own generator makes from the DBC file.
fn synthesize(workspace: &Workspace, dbc: &Path) -> Result<PathBuf> {
    let folder = workspace.cache().join("demo");
    fs::create_dir_all(&folder)?;
    let log = folder.join("synthetic.log");
    let mut cargo = workspace.cargo();
    cargo.args(["run", "--bin", "synthesize", "--"]);
    cargo.arg("--dbc").arg(dbc).arg("--out").arg(&log);
    cargo_step("making a synthetic candump log", &mut cargo)?;
    Ok(log)
}

fn only_program(folder: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut programs = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "dart"));
    match (programs.next(), programs.next()) {
        (Some(program), None) => Ok(program),
        _ => bail!("{} should hold one Dart program", folder.display()),
    }
}
