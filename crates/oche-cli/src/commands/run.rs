//! `oche run`.

use std::ffi::OsString;
use std::process::Command;

use clap::Args;
use oche_codegen::output;

use super::build::What;
use super::generate::refused;
use crate::exit::{Exit, Failure};
use crate::terminal::Terminal;
use crate::toolchain::dart;
use crate::toolchain::library::{self, Order};

const ABOUT: &str = "\
Example:
  oche run -- bin/main.dart --verbose

The program gets the library that was just built, wherever others lie. Its packages are those
of `dart pub get`. The exit code is the program's.";

/// Generates, builds and runs a Dart program in one go
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Run {
    #[command(flatten)]
    pub(crate) what: What,

    /// The Dart program and what it is given, after `--`
    #[arg(last = true, required = true, value_name = "FILE")]
    arguments: Vec<OsString>,
}

impl Run {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let config = self.what.config(terminal)?;
        let dart = dart::find()?.ok_or_else(dart::missing)?;
        let outcome = oche_codegen::generate(&config);
        if outcome.api.is_none() {
            return Err(refused(terminal, &outcome.diagnostics));
        }
        terminal.diagnostics(&outcome.diagnostics);
        output::write(&config, &outcome.files)?;
        let built = library::build(
            &config.crate_dir,
            &Order {
                target: dart.target(),
                release: self.what.release,
                linking: None,
            },
        )?;
        let status = Command::new(&dart.executable)
            .args(&self.arguments)
            .env(format!("OCHE_LIBRARY_PATH_{}", built.krate.to_uppercase()), &built.file)
            .status()
            .map_err(|error| Failure::undone(format_args!("cannot start {}: {error}", dart.executable.display())))?;
        // A signal has no code; it is a failure all the same.
        let code = status.code().and_then(|code| u8::try_from(code).ok());
        Ok(code.map_or(Exit::Undone, Exit::Program))
    }
}
