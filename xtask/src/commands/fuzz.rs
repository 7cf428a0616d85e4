//! `cargo xtask fuzz`

use anyhow::Result;
use clap::Args;

use crate::Workspace;
use crate::process::run as run_process;

/// Mutates sources, and looks whether the generator panics, contradicts itself or never ends.
///
/// A mutant is a case of the UI tests, an API of the examples, or what was found before, with a few changes to its tokens and
/// characters. What goes wrong is made small and kept below target/tmp/fuzz, in a folder of its own; mend it, and add its `api.rs` to
/// crates/oche-codegen/tests/fuzz/corpus. The usual tests look at a few hundred mutants.
#[derive(Args)]
pub struct Options {
    /// How long
    #[arg(long, default_value_t = 10, value_name = "MINUTES")]
    minutes: u64,

    /// Which mutants: the same ones for the same number; without it, others each time
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    let now = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
    let mut cargo = workspace.cargo();
    // As in development: overflow of numbers is a panic then.
    cargo
        .args(["test", "--package", "oche-codegen", "--test", "fuzz", "--"])
        .args(["for_as_long_as_there_is_time", "--nocapture"])
        .env("OCHE_FUZZ_SECONDS", (options.minutes * 60).to_string())
        .env("OCHE_FUZZ_SEED", options.seed.unwrap_or(now).to_string());
    let status = run_process(&mut cargo)?;
    Ok(status.code().unwrap_or(1))
}
