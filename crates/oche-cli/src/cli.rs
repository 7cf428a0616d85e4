//! What can be typed: the options of all commands. The commands are in [`crate::commands`].

use clap::{Args, Parser, ValueEnum};

use crate::commands::Command;
use crate::exit;

/// The bridge between Rust and Dart.
#[derive(Debug, Parser)]
#[command(name = "oche", version, about, arg_required_else_help = true, after_help = exit::HELP)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The options of all commands.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Global {
    /// Say nothing but what was asked for, warnings and errors
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Also say what is done on the way
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,

    /// When to print in colour; `auto` is on a terminal, unless `NO_COLOR` is set
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: Color,
}

/// When to print in colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Also into files and pipes
    Always,
    /// Never
    Never,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_options_of_all_commands_go_together() {
        super::Cli::command().debug_assert();
    }
}
