//! `oche diff`.

use std::path::Path;

use clap::Args;
use oche_codegen::Config;
use oche_codegen::contract::{Contract, diff};

use super::contract::{Place, Telling, at_revision, in_file, of_sources};
use crate::exit::{Exit, Failure};
use crate::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  oche diff main                   what the sources here change of what `main` promises
  oche diff v1.0 v1.1              from one revision to another
  oche diff old.json new.json      from one contract to another
  oche diff main --allow binary    for an app that is always built with its library

Of a revision, the contract that is checked in is taken, else it is made from the sources of
that revision; nothing is checked out. The exit code is 1 if a change breaks what is not allowed.";

/// Says what changed in an API, and what that breaks
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Diff {
    /// A contract's file, or a git revision
    old: String,

    /// The same; without it, the sources as they are now
    new: Option<String>,

    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    telling: Telling,
}

impl Diff {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let old = self.side(terminal, &self.old)?;
        let new = match &self.new {
            Some(new) => self.side(terminal, new)?,
            None => of_sources(terminal, &self.place.config(terminal)?)?,
        };
        self.telling.tell(terminal, &diff(&old, &new))
    }

    fn side(&self, terminal: &Terminal, name: &str) -> Result<Contract, Failure> {
        let path = Path::new(name);
        if path.is_file() || Path::new(name).extension().is_some_and(|extension| extension == "json") {
            return in_file(path, "`oche schema` writes the contract of the sources");
        }
        let config: Config = self.place.config(terminal)?;
        at_revision(terminal, &config, name)
    }
}
