//! Runs the tour in a Markdown file as its reader would: what the README promises is tested word for word.
//!
//! Between `<!-- tour:begin -->` and `<!-- tour:end -->` each fenced code block counts:
//!
//! - `sh`, `bash`, `console`: typed into one shell, that starts in an empty folder. In a block whose lines begin with
//!   `$ `, those are typed, and the other lines are output to come.
//! - `LANGUAGE file=PATH`: what is written into that file; the path starts at the empty folder.
//! - `text`: output that the block of commands before it has to print. A line `…` or `...` stands for any lines.
//!
//! A block with anything else is an error, so that no part of the tour goes untested by mistake.
//!
//! The empty folder has one thing in it: `oche`, this repository, as if it had been cloned there. What `cargo install` installs is on
//! the `PATH`, as is `dart`.

mod markdown;
mod output;
mod place;
mod shell;

use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::process::Temporary;
use crate::progress::{Step, note};
use crate::{Workspace, cache};
use markdown::{Block, Kind};
use shell::Shell;

/// Runs the tour in `file`; gives the number of blocks.
pub fn run(workspace: &Workspace, file: &Path) -> Result<usize> {
    // Not below target/: there cargo would find this workspace around the reader's package. And always at one place:
    // to cargo, the clone in another place is another package, to be compiled again.
    let mut hasher = DefaultHasher::new();
    workspace.root().hash(&mut hasher);
    let name = format!("oche-tour-{:016x}", hasher.finish());
    cache::exclusively(workspace, "tour", || {
        let place = std::env::temp_dir().join(name);
        let tools = Temporary::new_in(&std::env::temp_dir())?;
        let run = |cargo| -> Result<usize> {
            let folder = Temporary::at(place.clone())?;
            let mut variables = place::tools(workspace, tools.path())?;
            if let Cargo::Offline = cargo {
                variables.push(("CARGO_NET_OFFLINE", "true".into()));
            }
            run_in(folder.path(), workspace, file, &variables)
        };
        match run(Cargo::Online) {
            Err(error) if has_no_network(&format!("{error:#}")) => {
                note("note: there is no network, so the tour is tried again with the crates that cargo has kept");
                run(Cargo::Offline)
            }
            outcome => outcome,
        }
    })
}

/// Whether the tour's cargo may use the network.
#[derive(Clone, Copy)]
enum Cargo {
    Online,
    Offline,
}

/// Whether cargo, which said this, failed for want of a network.
pub(crate) fn has_no_network(transcript: &str) -> bool {
    transcript.contains("spurious network error") // a warning of cargo's, before it tries again
}

fn run_in(folder: &Path, workspace: &Workspace, file: &Path, variables: &[(&str, OsString)]) -> Result<usize> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let blocks = markdown::tour(&text).with_context(|| format!("in {}", file.display()))?;
    place::clone_into(workspace, &folder.join("oche"))?;

    let mut shell = Shell::start(folder, variables)?;
    let mut printed = String::new();
    for block in &blocks {
        let place = || format!("{}:{}: the tour does not work as written", file.display(), block.line);
        follow(block, folder, &mut shell, &mut printed).with_context(place)?;
    }
    Ok(blocks.len())
}

fn follow(block: &Block, folder: &Path, shell: &mut Shell, printed: &mut String) -> Result<()> {
    match &block.kind {
        Kind::File(path) => {
            let path = folder.join(path);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&path, &block.text).with_context(|| format!("cannot write {}", path.display()))
        }
        Kind::Commands => {
            let commands = markdown::commands(&block.text);
            let step = Step::start(first_line(&commands.typed).to_owned());
            *printed = shell.run(&commands.typed, |line| step.news(line))?;
            step.done();
            must_contain(printed, &commands.printed)
        }
        Kind::Output => must_contain(printed, &block.text),
    }
}

fn must_contain(printed: &str, expected: &str) -> Result<()> {
    if output::contains(printed, expected) {
        return Ok(());
    }
    bail!("the commands should print\n\n{expected}\n\nbut they printed\n\n{printed}")
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn tour(content: &str) -> Result<usize> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("README.md");
        fs::write(&file, content)?;
        let start = tempfile::tempdir()?;
        run_in(start.path(), &Workspace::find(), &file, &[])
    }

    #[test]
    fn a_tour_that_keeps_its_promises_passes() {
        let content = include_str!("../tests/data/tour.md");
        assert_eq!(tour(content).unwrap(), 8);
    }

    #[test]
    fn a_command_that_fails_is_reported_with_its_line_and_output() {
        let content = "<!-- tour:begin -->\n\n```sh\necho first\nls missing\necho $((6*7))\n```\n<!-- tour:end -->";
        let error = format!("{:#}", tour(content).unwrap_err());
        assert!(error.contains("README.md:3: the tour"), "{error}");
        assert!(error.contains("first"), "{error}");
        assert!(!error.contains("42"), "{error}");
    }

    #[test]
    fn output_that_differs_is_reported() {
        let content = "<!-- tour:begin -->\n```sh\necho 41\n```\n```text\n42\n```\n<!-- tour:end -->";
        let error = format!("{:#}", tour(content).unwrap_err());
        assert!(error.contains("should print\n\n42"), "{error}");
        assert!(error.contains("printed\n\n41"), "{error}");
    }
}
