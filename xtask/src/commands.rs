//! The subcommands: each has its options and a `run` that gives the exit code.

pub mod architecture;
pub mod bench;
pub mod bless;
pub mod book;
pub mod build_lib;
pub mod dart;
pub mod dart_gate;
pub mod demo;
pub mod fuzz;
mod generated;
pub mod pictures;
pub mod protocol;
pub mod soak;
pub mod test;
pub mod tour;

use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{capture, describe};
use crate::progress::Step;

/// Runs cargo as one step; what it prints is shown only if it fails, or while it takes its time.
fn cargo_step(title: &str, cargo: &mut Command) -> Result<()> {
    let step = Step::quiet(title.to_owned());
    let output = capture(cargo, |_, line| {
        if line.trim_start().starts_with("Compiling ") {
            step.news(line);
        }
    })?;
    if !output.status.success() {
        bail!(
            "{title} failed; the command was `{}`\n{}",
            describe(cargo),
            output.tail(60)
        );
    }
    step.done();
    Ok(())
}
