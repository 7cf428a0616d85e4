//! `cargo xtask pictures`

use std::fs;

use anyhow::{Context, Result};
use clap::Args;

use crate::Workspace;
use crate::pictures::{PICTURES, Picture};

/// Draws the pictures of the book and the README that show a flow: who wakes whom, where a buffer goes.
#[derive(Args, Default)]
pub struct Options {}

/// Runs the command.
pub fn run(workspace: &Workspace, _: &Options) -> Result<i32> {
    for Picture { file, draw } in PICTURES {
        let path = workspace.root().join(file);
        fs::write(&path, draw()).with_context(|| format!("cannot write {}", path.display()))?;
        println!("{file}");
    }
    Ok(0)
}
