//! `cargo xtask soak`

use anyhow::{Result, ensure};
use clap::Args;

use crate::process::{self, exit_code};
use crate::rust::{Features, Profile};
use crate::{Toolchain, Workspace};

/// Runs streams and signals for a long time, and watches the memory.
///
/// Opens streams of all policies and listens to signals, with pauses and cancels at random, in an optimised build. Every
/// 10 seconds it prints what has arrived and how much memory the process takes. It fails if that has grown by more than
/// 8 MiB since the warm-up (a quarter of the time, but 20 s to 60 s), or if a stream lost, repeated or miscounted an item.
#[derive(Args)]
pub struct Options {
    /// How long it runs; fractions are fine
    #[arg(long, value_name = "N", default_value_t = 2.0)]
    minutes: f64,

    /// How many streams and signals are open at the same time
    #[arg(long, value_name = "N", default_value_t = 200)]
    streams: u32,

    /// How many items are produced in a second, over all of them
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    rate: u32,

    /// What pauses and cancels depend on: a run with the same seed takes the same decisions
    #[arg(long, value_name = "N")]
    seed: Option<u32>,

    /// Run on the oldest supported Dart instead
    #[arg(long)]
    oldest: bool,

    /// Run an unoptimised library, as the tests do
    #[arg(long)]
    debug: bool,
}

impl Options {
    /// Long enough for each stream to be cancelled and listened to anew several times, with the library that the tests have
    /// built.
    pub(super) fn short() -> Self {
        Self {
            minutes: 0.2,
            streams: 200,
            rate: 10_000,
            seed: None,
            oldest: false,
            debug: true,
        }
    }
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    ensure!(
        options.minutes.is_finite() && options.minutes > 0.0,
        "--minutes takes a number above 0"
    );
    ensure!(
        options.streams > 0 && options.rate > 0,
        "--streams and --rate take numbers above 0"
    );
    let toolchain = match options.oldest {
        true => Toolchain::oldest(workspace)?,
        false => None,
    };
    let toolchain = match toolchain {
        Some(oldest) => oldest,
        None => Toolchain::newest(workspace)?,
    };
    let example = workspace.root().join("examples/pure_dart");
    let profile = if options.debug { Profile::Dev } else { Profile::Release };
    let library = toolchain.build_library(&example.join("Cargo.toml"), profile, Features::Default)?;
    let program = example.join("dart/bin/soak.dart");
    let mut dart = toolchain.dart_for(&program)?;
    dart.arg(&program);
    for (name, value) in [
        ("--minutes", Some(options.minutes.to_string())),
        ("--streams", Some(options.streams.to_string())),
        ("--rate", Some(options.rate.to_string())),
        ("--seed", options.seed.map(|seed| seed.to_string())),
    ] {
        if let Some(value) = value {
            dart.arg(name).arg(value);
        }
    }
    dart.env("OCHE_LIBRARY_DIR", library.parent().unwrap_or(&library));
    Ok(exit_code(process::run(&mut dart)?))
}
