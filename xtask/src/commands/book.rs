//! `cargo xtask book`

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use crate::Workspace;
use crate::process::{Source, capture};
use crate::progress::Step;
use crate::tour::has_no_network;

/// Builds the book with mdBook below `target/oche/book`, and prints the file to open in a browser.
///
/// The first time compiles mdBook, which takes about a minute. A link of the built book that leads nowhere is an error.
#[derive(Args, Default)]
pub struct Options {
    /// Another folder for the book
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
}

/// What a build came to.
pub enum Outcome {
    /// The page to begin with.
    Built(String),
    /// What is wrong with the book, or why mdBook does not compile.
    Failed(String),
    /// mdBook is not on this machine, and cannot be had.
    Skipped(String),
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    match build(workspace, options.to.as_deref())? {
        Outcome::Built(index) => {
            println!("{index}");
            Ok(0)
        }
        Outcome::Failed(why) | Outcome::Skipped(why) => {
            eprintln!("error: {why}");
            Ok(1)
        }
    }
}

/// Builds the book.
pub fn build(workspace: &Workspace, to: Option<&Path>) -> Result<Outcome> {
    let step = Step::quiet("compiling mdBook");
    let mut cargo = workspace.cargo();
    cargo.args([
        "run",
        "--package",
        "book",
        "--features",
        "html",
        "--bin",
        "build-book",
        "--",
    ]);
    cargo.args(to.map(std::path::absolute).transpose()?);
    let output = capture(&mut cargo, |source, line| {
        if source == Source::Stderr && line.trim_start().starts_with("Compiling ") {
            step.news(line);
        }
    })?;
    if output.status.success() {
        step.done();
        return Ok(Outcome::Built(output.stdout.trim().to_owned()));
    }
    Ok(match has_no_network(&output.transcript) {
        true => Outcome::Skipped("there is no network to get mdBook from".to_owned()),
        false => Outcome::Failed(output.tail(40)),
    })
}
