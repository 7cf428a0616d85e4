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

/// Where the table is, between two lines. It is not compared: each line of code would change it.
const CHAPTER: &str = "book/src/design.md";
const BEGIN: &str = "<!-- floors: by `cargo xtask architecture --bless` -->\n";
const END: &str = "<!-- end of floors -->\n";

/// Holds the imports of both languages against the floors.
///
/// Reads the directives of Dart and the paths of Rust, prints what is on each floor, and complains of every import that goes
/// upwards, closes a circle, enters a room that is not its own, or is of what only some platforms have.
#[derive(Args, Default)]
pub struct Options {
    /// Look at another folder than this repository
    #[arg(long, value_name = "FOLDER")]
    repository: Option<PathBuf>,

    /// Draw the picture in the book again, and write the table there anew
    #[arg(long)]
    bless: bool,
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    let repository = options.repository.as_deref().unwrap_or(workspace.root());
    let surveys: Vec<Survey> = TREES
        .iter()
        .map(|tree| survey(tree, repository))
        .collect::<Result<_>>()?;
    print!("{}", table::print(&surveys));
    let complaints: Vec<_> = surveys.iter().flat_map(|survey: &Survey| &survey.complaints).collect();
    for complaint in &complaints {
        eprintln!("error: {complaint}");
    }
    if options.bless {
        bless(workspace)?;
    }
    match complaints.len() {
        0 => println!("no rule is broken"),
        count => eprintln!("{count} rules are broken"),
    }
    Ok(i32::from(!complaints.is_empty()))
}

/// Draws the picture in the book again, and writes the table there anew.
pub fn bless(workspace: &Workspace) -> Result<()> {
    let surveys = TREES.iter().map(|tree| survey(tree, workspace.root()));
    let surveys: Vec<Survey> = surveys.collect::<Result<_>>()?;
    let chapter = workspace.root().join(CHAPTER);
    let text = fs::read_to_string(&chapter).with_context(|| format!("cannot read {}", chapter.display()))?;
    let text = with_table(&text, &table::print(&surveys))
        .with_context(|| format!("{CHAPTER} has no place for the table: {BEGIN}{END}"))?;
    for (path, text) in [(chapter, text), (workspace.root().join(PICTURE), picture::draw())] {
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    println!("{CHAPTER} and {PICTURE} have the floors as they are");
    Ok(())
}

/// A chapter with another table.
fn with_table(chapter: &str, table: &str) -> Option<String> {
    let (before, rest) = chapter.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_takes_the_place_of_the_one_before() {
        let chapter = format!("a\n{BEGIN}\nold\n{END}b\n");
        let wanted = format!("a\n{BEGIN}\nnew\n{END}b\n");
        assert_eq!(with_table(&chapter, "new\n"), Some(wanted));
        assert_eq!(with_table("a\nb\n", "new\n"), None);
    }

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
