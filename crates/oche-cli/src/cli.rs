//! What can be typed: the options of all commands. The commands are in [`crate::commands`].

use std::ffi::OsString;

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

impl Color {
    /// What `--color` says, for what is printed before the command line has been understood: what is wrong with it, and help.
    pub(crate) fn in_words(words: impl IntoIterator<Item = OsString>) -> Self {
        let mut words = words.into_iter().take_while(|word| word != "--");
        let mut color = Self::default();
        while let Some(word) = words.next() {
            let value = match word.to_str() {
                Some("--color") => words.next(),
                Some(word) => word.strip_prefix("--color=").map(OsString::from),
                None => None,
            };
            let known = value.and_then(|value| Self::from_str(value.to_str()?, false).ok());
            color = known.unwrap_or(color);
        }
        color
    }
}

/// How messages are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For people
    #[default]
    Human,
    /// One JSON object a line
    Json,
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
