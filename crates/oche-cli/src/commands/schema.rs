//! `oche schema`.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::contract::{Place, of_sources};
use crate::exit::{Exit, Failure};
use crate::terminal::{Terminal, shown};

const EXAMPLES: &str = "\
Examples:
  oche schema                 writes `oche.contract.json` beside `Cargo.toml`
  oche schema --stdout        prints it instead

`oche.toml` may name another file:

  [contract]
  file = \"api.json\"           # from the crate's folder";

/// Writes the API as one JSON document, to be checked in: the contract
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Schema {
    #[command(flatten)]
    place: Place,

    /// Where to write it, instead of the contract's file
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Print it, and write nothing
    #[arg(long, conflicts_with = "output")]
    stdout: bool,
}

impl Schema {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let config = self.place.config(terminal)?;
        let json = of_sources(terminal, &config)?.to_json();
        if self.stdout {
            terminal.print(json.as_bytes())?;
            return Ok(Exit::Fine);
        }
        let usual = config.crate_dir.join(config.contract_file());
        let path = self.output.as_ref().unwrap_or(&usual);
        if fs::read_to_string(path).is_ok_and(|text| text == json) {
            terminal.say(format_args!("{} is up to date", shown(path)));
            return Ok(Exit::Fine);
        }
        replace(path, &json).map_err(|error| Failure {
            exit: Exit::Undone,
            message: format!("cannot write `{}`: {error}", shown(path)),
            help: None,
        })?;
        terminal.say(format_args!("   wrote {}", shown(path)));
        Ok(Exit::Fine)
    }
}

/// Writes beside it first, so that a full disk leaves the old file.
fn replace(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.new"));
    fs::write(&beside, text)
        .and_then(|()| fs::rename(&beside, path))
        .inspect_err(|_| {
            // What was begun is of no use.
            let _ = fs::remove_file(&beside);
        })
}
