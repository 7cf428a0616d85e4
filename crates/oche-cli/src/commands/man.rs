//! `oche man`.

use clap::error::ErrorKind;
use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;

use crate::cli::Cli;
use crate::exit::{Exit, Failure};
use crate::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  oche man > ~/.local/share/man/man1/oche.1
  oche man generate > ~/.local/share/man/man1/oche-generate.1";

/// Prints the man page of this command, or of one of its commands
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Man {
    /// One of the commands; without it, the page is that of `oche` itself
    command: Option<String>,
}

impl Man {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let mut whole = Cli::command();
        whole.build();
        let command = match &self.command {
            None => whole,
            Some(name) => match whole.find_subcommand(name) {
                Some(command) => command.clone(),
                None => {
                    let message = format!("there is no command '{name}'");
                    whole.error(ErrorKind::InvalidSubcommand, message).exit()
                }
            },
        };
        let mut page = Vec::new();
        Page::new(command).render(&mut page)?;
        terminal.print(&page)?;
        Ok(Exit::Fine)
    }
}
