//! The commands, a module for each: its options, with their help, and what it does.
//!
//! A command gets the [`Terminal`] to talk to and returns how it ended: an [`Exit`], or a [`Failure`] that is yet to be told.
//! A new one is a module, a variant of [`Command`], and a line in [`Command::run`].

mod build;
mod check;
mod completions;
mod contract;
mod diff;
mod doctor;
mod explain;
pub(crate) mod generate;
mod init;
mod man;
mod new;
mod run;
mod schema;

use clap::Subcommand;

use crate::exit::{Exit, Failure};
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    New(new::New),
    Init(init::Init),
    Generate(generate::Generate),
    Build(build::Build),
    Run(run::Run),
    Doctor(doctor::Doctor),
    Schema(schema::Schema),
    Diff(diff::Diff),
    Check(check::Check),
    Explain(explain::Explain),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Command {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        match self {
            Self::New(command) => command.run(terminal),
            Self::Init(command) => command.run(terminal),
            Self::Generate(command) => command.run(terminal),
            Self::Build(command) => command.run(terminal),
            Self::Run(command) => command.run(terminal),
            Self::Doctor(command) => command.run(terminal),
            Self::Schema(command) => command.run(terminal),
            Self::Diff(command) => command.run(terminal),
            Self::Check(command) => command.run(terminal),
            Self::Explain(command) => command.run(terminal),
            Self::Completions(command) => command.run(terminal),
            Self::Man(command) => command.run(terminal),
        }
    }
}
