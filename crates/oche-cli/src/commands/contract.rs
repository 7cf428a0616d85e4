//! What the commands about contracts share: where a contract comes from, and how changes are told.

mod revision;

use std::fmt::Write;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;
use oche_codegen::Config;
use oche_codegen::contract::{Change, Contract, RULES};

use crate::cli::MessageFormat;
use crate::exit::{Exit, Failure};
use crate::terminal::{Terminal, count, shown};

pub(super) use revision::at_revision;

/// Which crate it is about.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// The folder of the crate's `Cargo.toml`
    #[arg(long = "crate", value_name = "DIR")]
    crate_dir: Option<PathBuf>,

    /// The folder of the Dart package's `pubspec.yaml`
    #[arg(long = "dart", value_name = "DIR")]
    dart_dir: Option<PathBuf>,
}

impl Place {
    /// The settings of that crate.
    pub(super) fn config(&self, terminal: &Terminal) -> Result<Config, Failure> {
        Config::discover(self.crate_dir.as_deref(), self.dart_dir.as_deref()).map_err(|problems| {
            terminal.diagnostics(&problems);
            Failure::wrong(format_args!(
                "{}, nothing was done",
                count(problems.errors(), "problem")
            ))
        })
    }

    /// A command line about the same crate.
    pub(super) fn line(&self, command: &str) -> String {
        let mut line = format!("oche {command}");
        for (option, dir) in [("--crate", &self.crate_dir), ("--dart", &self.dart_dir)] {
            if let Some(dir) = dir {
                let _ = write!(line, " {option} {}", dir.display());
            }
        }
        line
    }
}

/// How changes are told, and which are let pass.
#[derive(Debug, Args)]
pub(super) struct Telling {
    /// Let changes pass that break only this: `dart`, `behaviour`, `binary`, or the name of a change; may be repeated
    #[arg(long, value_name = "KIND|CODE", value_parser = allowed)]
    allow: Vec<String>,

    #[command(flatten)]
    format: Format,
}

/// How changes are told.
#[derive(Debug, Args)]
pub(super) struct Format {
    /// How to print the changes
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    message_format: MessageFormat,
}

/// A value of `--allow`.
fn allowed(text: &str) -> Result<String, String> {
    let codes = RULES.iter().map(|rule| rule.code);
    if ["dart", "behaviour", "binary"]
        .into_iter()
        .chain(codes)
        .any(|known| known == text)
    {
        return Ok(text.to_owned());
    }
    Err(
        "it is neither `dart`, `behaviour` or `binary`, nor a change that the book's chapter on contracts lists"
            .to_owned(),
    )
}

impl Telling {
    /// Tells the changes, and fails if one breaks what is not allowed.
    pub(super) fn tell(&self, terminal: &Terminal, changes: &[Change]) -> Result<Exit, Failure> {
        self.format.print(terminal, changes, &self.allow)?;
        let broken = changes.iter().filter(|change| !breaks(change, &self.allow).is_empty());
        let (broken, all) = (broken.count(), count(changes.len(), "change"));
        if broken > 0 {
            return Err(Failure::wrong(format_args!("{broken} of {all} breaking")).with_help(
                "`--allow dart`, `--allow behaviour`, `--allow binary` or `--allow CODE` lets changes pass",
            ));
        }
        if self.format.message_format == MessageFormat::Human {
            terminal.say(format_args!("{all}, none breaking"));
        }
        Ok(Exit::Fine)
    }
}

impl Format {
    /// Prints the changes.
    pub(super) fn print(&self, terminal: &Terminal, changes: &[Change], allow: &[String]) -> Result<(), Failure> {
        for change in changes {
            let line = match self.message_format {
                MessageFormat::Human => line(change, allow),
                MessageFormat::Json => {
                    let mut object = serde_json::to_value(change).map_err(std::io::Error::from)?;
                    object["breaks"] = breaks(change, allow).into();
                    format!("{object}\n")
                }
            };
            terminal.print(line.as_bytes())?;
        }
        Ok(())
    }
}

/// What a change breaks that is not allowed.
fn breaks(change: &Change, allow: &[String]) -> Vec<&'static str> {
    let allowed = |name: &str| allow.iter().any(|allowed| allowed == name);
    if allowed(change.code) {
        return Vec::new();
    }
    let all = [
        ("dart", change.dart),
        ("behaviour", change.behaviour),
        ("binary", change.binary),
    ];
    let broken = all.into_iter().filter(|(name, breaks)| *breaks && !allowed(name));
    broken.map(|(name, _)| name).collect()
}

fn line(change: &Change, allow: &[String]) -> String {
    let breaks = breaks(change, allow);
    let verdict = match breaks.is_empty() {
        true => "compatible".to_owned(),
        false => format!("breaking ({})", breaks.join(", ")),
    };
    let how = match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!(": {old} -> {new}"),
        (Some(one), None) | (None, Some(one)) => format!(": {one}"),
        (None, None) => String::new(),
    };
    let at = if change.at.is_empty() {
        String::new()
    } else {
        format!(" {}", change.at)
    };
    format!("{verdict}: {}{at}{how}\n", change.code)
}

/// The contract of the sources.
pub(super) fn of_sources(terminal: &Terminal, config: &Config) -> Result<Contract, Failure> {
    let analysis = oche_codegen::analyze(config);
    let Some(api) = analysis.api else {
        terminal.diagnostics(&analysis.diagnostics);
        let problems = count(analysis.diagnostics.errors(), "problem");
        return Err(Failure::wrong(format_args!(
            "{problems}: there is no contract of this API"
        )));
    };
    Ok(Contract::of(&api))
}

/// The contract in a text that came from somewhere.
pub(super) fn parse(text: &str, from: &str) -> Result<Contract, Failure> {
    Contract::from_json(text).map_err(|problem| Failure::wrong(format_args!("`{from}` {problem}")))
}

/// The contract in a file.
pub(super) fn in_file(path: &Path, otherwise: &str) -> Result<Contract, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => parse(&text, &shown(path)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(Failure::wrong(format_args!("there is no contract `{}`", shown(path))).with_help(otherwise))
        }
        Err(error) => Err(Failure {
            exit: Exit::Undone,
            message: format!("cannot read `{}`: {error}", shown(path)),
            help: None,
        }),
    }
}
