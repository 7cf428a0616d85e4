//! `oche completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::exit::{Exit, Failure};
use crate::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  oche completions bash > ~/.local/share/bash-completion/completions/oche
  oche completions zsh > ~/.zfunc/_oche        # a folder of your `fpath`
  oche completions fish > ~/.config/fish/completions/oche.fish";

/// Prints the script that completes this command in a shell
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "oche", &mut script);
        terminal.print(&script)?;
        Ok(Exit::Fine)
    }
}
