//! `cargo xtask architecture`

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use crate::Workspace;
use crate::architecture::floors::TREES;
use crate::architecture::{Survey, picture, survey, table};

/// Where the picture is.
const PICTURE: &str = "book/src/floors.svg";

/// Holds the imports of both languages against the floors.
///
/// Reads the directives of Dart and the paths of Rust, prints what is on each floor, and complains of every import that goes
/// upwards, closes a circle, enters a room that is not its own, or is of what only some platforms have.
#[derive(Args, Default)]
pub struct Options {
    /// Look at another folder than this repository
    #[arg(long, value_name = "FOLDER")]
    repository: Option<PathBuf>,

    /// Hold a tree against its floors that does not have them yet
    #[arg(long)]
    all: bool,

    /// Draw the picture in the book again
    #[arg(long)]
    bless: bool,
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    let repository = options.repository.as_deref().unwrap_or(workspace.root());
    let mut surveys = Vec::new();
    for tree in &TREES {
        if options.all || tree.is_ready(repository) {
            surveys.push(survey(tree, repository)?);
        } else {
            println!("{} has no {}/{} yet: not looked at\n", tree.name, tree.root, tree.since);
        }
    }
    print!("{}", table::print(&surveys));
    let complaints: Vec<_> = surveys.iter().flat_map(|survey: &Survey| &survey.complaints).collect();
    for complaint in &complaints {
        eprintln!("error: {complaint}");
    }
    if options.bless {
        let path = workspace.root().join(PICTURE);
        fs::write(&path, picture::draw()).with_context(|| format!("cannot write {}", path.display()))?;
        println!("{PICTURE} is drawn again");
    }
    match complaints.len() {
        0 => println!("no rule is broken"),
        count => eprintln!("{count} rules are broken"),
    }
    Ok(i32::from(!complaints.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_in_the_book_is_of_these_floors() {
        let path = Workspace::find().root().join(PICTURE);
        let there = fs::read_to_string(path).unwrap_or_default();
        assert!(
            there == picture::draw(),
            "{PICTURE} is out of date: run `cargo xtask architecture --bless`"
        );
    }
}
