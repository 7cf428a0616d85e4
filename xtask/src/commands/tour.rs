//! `cargo xtask tour`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::progress::{note, short_time};
use crate::{Workspace, tour};

/// Follows the README's tour, word for word, in an empty folder.
#[derive(Args, Default)]
pub struct Options {
    /// The Markdown file with the tour, instead of README.md
    file: Option<PathBuf>,
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    let readme = || workspace.root().join("README.md");
    let file = options.file.clone().unwrap_or_else(readme);
    let started = std::time::Instant::now();
    let steps = tour::run(workspace, &file)?;
    note(format!(
        "the tour works: {steps} steps in {}",
        short_time(started.elapsed())
    ));
    Ok(0)
}
