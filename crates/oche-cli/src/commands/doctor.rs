//! `oche doctor`.

mod finding;
mod hook;
mod machine;
mod platforms;
mod project;

use std::path::{Path, PathBuf};

use clap::Args;
use oche_codegen::Config;

use self::finding::{Finding, State};
use super::generate::refused;
use crate::exit::{Exit, Failure};
use crate::terminal::{Terminal, count};

const ABOUT: &str = "\
It looks at Rust and Dart, at what the platforms of the Dart package need (its folders android,
ios, macos, windows, linux, web), at the versions of Oche in the project, and at its build hook;
under what is missing stands what to type. It changes nothing. The exit code is 1 if anything is missing.

Examples:
  oche doctor
  oche doctor --quiet         only what is missing";

/// Says what is there, what is missing, and what to type
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Doctor {
    /// The folder of the crate's `Cargo.toml`
    #[arg(long = "crate", value_name = "DIR")]
    crate_dir: Option<PathBuf>,

    /// The folder of the Dart package's `pubspec.yaml`
    #[arg(long = "dart", value_name = "DIR")]
    dart_dir: Option<PathBuf>,
}

impl Doctor {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let here = match (Config::find_crate(self.crate_dir.as_deref()), &self.crate_dir) {
            (Ok(dir), _) => Some(dir),
            // Tools can be looked at anywhere; who names a crate means it.
            (Err(_), None) => None,
            (Err(problems), Some(_)) => return Err(refused(terminal, &problems)),
        };
        let config = here
            .as_deref()
            .map(|dir| Config::discover(Some(dir), self.dart_dir.as_deref()));
        let folder = here.as_deref().unwrap_or(Path::new("."));
        let dart_dir = config
            .as_ref()
            .and_then(|config| Some(config.as_ref().ok()?.dart_dir.as_path()));
        let (rust, has_rust) = machine::rust(folder);
        let (dart, version) = machine::dart(dart_dir, folder, has_rust);
        let mut chapters = vec![("Rust", rust), ("Dart", dart)];
        if let Some(dart_dir) = dart_dir {
            chapters.extend(platforms::all(dart_dir, folder, has_rust));
        }
        chapters.push(("The project", project::all(terminal, config.as_ref(), version)));
        let mut missing = 0;
        for (name, findings) in &chapters {
            missing += tell(terminal, name, findings)?;
        }
        if missing > 0 {
            return Err(Failure::wrong(format_args!("{} missing", count(missing, "thing"))));
        }
        terminal.say("nothing is missing");
        Ok(Exit::Fine)
    }
}

/// Prints a chapter; gives how many things are missing.
fn tell(terminal: &Terminal, name: &str, findings: &[Finding]) -> Result<usize, Failure> {
    terminal.say(name);
    let mut missing = 0;
    for finding in findings {
        let lines = finding.lines();
        if finding.state == State::Missing {
            missing += 1;
            terminal.answer(lines)?;
        } else {
            terminal.say(lines);
        }
    }
    Ok(missing)
}
