//! `cargo xtask test`

mod memory;
mod stages;
mod tally;
mod targets;

use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Args;

use crate::Workspace;
use crate::process::give_way_to_interrupt;
use crate::progress::short_time;
use stages::Stage;
use tally::Tally;

/// Runs every test there is.
///
/// Each stage runs whatever the others did; a table says at the end what passed. With a FILTER, only the runners of
/// single tests take part: cargo's, and the end-to-end tests in Dart, whose names are like `newest::lists::empty`. With
/// `--matrix` it chooses among the matrix, whose names are like `field: Option<u8>`.
#[derive(Args)]
pub struct Options {
    /// Only tests with this in their names
    filter: Option<String>,

    /// Only what needs no Dart: format, lints, Rust tests, generated files
    #[arg(long, conflicts_with = "dart_only")]
    rust_only: bool,

    /// Only what runs Dart: end to end, the demo, the README's tour
    #[arg(long)]
    dart_only: bool,

    /// Leave the oldest supported Dart out
    #[arg(long)]
    skip_oldest: bool,

    /// Only the matrix: every type in every place, compiled on both sides and called
    #[arg(long, conflicts_with_all = ["rust_only", "dart_only", "skip_oldest", "memory"])]
    matrix: bool,

    /// Only a search for leaks and for wrong uses of memory, which takes a nightly Rust or Valgrind
    #[arg(long, conflicts_with_all = ["filter", "rust_only", "dart_only", "skip_oldest"])]
    memory: bool,
}

/// What a stage came to.
struct Outcome {
    title: String,
    result: Result<Tally>,
    time: Duration,
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    let mut outcomes = Vec::new();
    for stage in Stage::ALL.into_iter().filter(|stage| stage.is_asked_for(options)) {
        let title = stage.title();
        println!("\n── {title} ──");
        let started = Instant::now();
        let result = stage.run(workspace, options.filter.as_deref());
        give_way_to_interrupt();
        if let Err(error) = &result {
            eprintln!("error: {error:#}");
        }
        outcomes.push(Outcome {
            title: title.to_owned(),
            result,
            time: started.elapsed(),
        });
    }
    Ok(summarize(&outcomes))
}

fn summarize(outcomes: &[Outcome]) -> i32 {
    println!("\n── summary ──");
    println!("{:<32} {:>14} {:>8} {:>8}", "", "time", "passed", "failed");
    let mut total = Tally::default();
    for outcome in outcomes {
        let time = short_time(outcome.time);
        match &outcome.result {
            Ok(Tally { skipped: Some(why), .. }) => {
                println!("{:<32} skipped: {why}", outcome.title);
            }
            Ok(tally) => {
                let Tally { passed, failed, .. } = tally;
                println!("{:<32} {time:>14} {passed:>8} {failed:>8}", outcome.title);
                for detail in &tally.details {
                    println!("    {detail}");
                }
                total.add(tally);
            }
            Err(_) => {
                println!("{:<32} {time:>14} {:>8} {:>8}", outcome.title, 0, 1);
                total.failed += 1;
            }
        }
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    i32::from(total.failed > 0)
}
