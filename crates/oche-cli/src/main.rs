//! The `oche` command.
//!
//! It finds out what to work on, calls the generator, and tells what happened. Everything else is in `oche-codegen`.

mod generate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The bridge between Rust and Dart.
#[derive(Debug, Parser)]
#[command(name = "oche", version, about, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(generate::Generate),
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Generate(command) => generate::run(&command),
    }
}
