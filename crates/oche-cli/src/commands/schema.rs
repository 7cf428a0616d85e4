//! `oche schema`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use oche_codegen::config;

use super::contract::{Place, of_sources};
use crate::exit::{Exit, Failure};
use crate::terminal::{Terminal, shown};

const EXAMPLES: &str = "\
Examples:
  oche schema                 writes `oche.contract.json` beside `Cargo.toml`
  oche schema --stdout        prints it instead
  oche schema --config        prints the JSON schema of `oche.toml`, for editors

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

    /// Instead of the API, the JSON schema of `oche.toml`, for editors; printed, unless there is an `--output`
    #[arg(long, conflicts_with_all = ["crate_dir", "dart_dir"])]
    config: bool,
}

impl Schema {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        if self.config {
            let schema = config::schema();
            return match &self.output {
                Some(path) => write(terminal, path, &schema),
                None => print(terminal, &schema),
            };
        }
        let config = self.place.config(terminal)?;
        let json = of_sources(terminal, &config)?.to_json();
        if self.stdout {
            return print(terminal, &json);
        }
        let usual = config.crate_dir.join(config.contract_file());
        write(terminal, self.output.as_ref().unwrap_or(&usual), &json)
    }
}

fn print(terminal: &Terminal, text: &str) -> Result<Exit, Failure> {
    terminal.print(text.as_bytes())?;
    Ok(Exit::Fine)
}

fn write(terminal: &Terminal, path: &Path, text: &str) -> Result<Exit, Failure> {
    // A pipe is not read: that would wait for somebody who writes.
    if path.is_file() && fs::read_to_string(path).is_ok_and(|old| old == text) {
        terminal.say(format_args!("{} is up to date", shown(path)));
        return Ok(Exit::Fine);
    }
    replace(path, text).map_err(|error| Failure::undone(format_args!("cannot write `{}`: {error}", shown(path))))?;
    terminal.say(format_args!("   wrote {}", shown(path)));
    Ok(Exit::Fine)
}

/// Writes beside it first, so that a full disk leaves the old file.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let path = match path.metadata() {
        // What is no file, as a pipe or `/dev/null`, is written to; renaming would put a file in its place.
        Ok(found) if !found.is_file() => return fs::write(path, text),
        // Through a symbolic link, which stays one.
        Ok(_) => &path.canonicalize()?,
        Err(_) => path,
    };
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let mut beside = tempfile::Builder::new();
    if let Ok(found) = path.metadata() {
        // It stays as private as it was.
        beside.permissions(found.permissions());
    } else {
        #[cfg(unix)]
        beside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    let mut beside = beside.prefix(".oche").tempfile_in(folder.unwrap_or(Path::new(".")))?;
    beside.write_all(text.as_bytes())?;
    beside.persist(path)?;
    Ok(())
}
