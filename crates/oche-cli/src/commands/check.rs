//! `oche check`.

use clap::Args;
use oche_codegen::contract::diff;

use super::contract::{Format, Place, in_file, of_sources};
use crate::exit::{Exit, Failure};
use crate::terminal::{Terminal, shown};

const EXAMPLES: &str = "\
Examples:
  oche check                   in CI: is the API what the checked-in contract says?
  oche check --crate rust      that of the crate in `rust`

Every difference is an error here, also a compatible one: `oche schema` accepts it, and then it
is in the change that is reviewed.";

/// Holds the code against the checked-in contract
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Check {
    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    format: Format,
}

impl Check {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let config = self.place.config(terminal)?;
        let path = config.crate_dir.join(config.contract_file());
        let accept = self.place.line("schema");
        let old = in_file(&path, &format!("write it with `{accept}`, and check it in"))?;
        let new = of_sources(terminal, &config)?;
        if old == new {
            terminal.say(format_args!("the API is what {} says", shown(&path)));
            return Ok(Exit::Fine);
        }
        self.format.print(terminal, &diff(&old, &new), &[])?;
        Err(
            Failure::wrong(format_args!("the API is not what `{}` says", shown(&path)))
                .with_help(format_args!("to accept it: `{accept}`")),
        )
    }
}
