//! The `oche` command.
//!
//! It finds out what to work on, calls the generator, and tells what happened. Everything else is in `oche-codegen`.
//!
//! [`cli`] is what can be typed, [`commands`] has a module for each command, [`terminal`] is the only one that prints, [`exit`]
//! says what the exit codes mean and which of them an error is, [`toolchain`] is what there is of Dart and Rust on the machine,
//! and [`prebuilt`] makes libraries for apps whose authors have no Rust.

mod cli;
mod commands;
mod exit;
mod prebuilt;
mod scaffold;
mod terminal;
mod toolchain;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    terminal::colours(cli::Color::in_words(std::env::args_os()));
    let cli = cli::Cli::parse();
    let terminal = terminal::Terminal::new(&cli.global);
    match cli.command.run(&terminal) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            terminal.error(&failure);
            failure.exit.into()
        }
    }
}
