//! `oche generate`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anstream::stream::IsTerminal;
use clap::Args;
use oche_codegen::diagnostic::{Diagnostics, Style};
use oche_codegen::output::{self, Written};
use oche_codegen::{Config, Outcome};

const EXAMPLES: &str = "\
Examples:
  oche generate                        the crate around you, into its Dart package
  oche generate --crate rust --dart .  the crate in `rust`, into the package here
  oche generate --check                in CI: are the generated files up to date?

Without `--crate`, the crate is the nearest folder, from here upwards, that has an
`oche.toml`, or a `Cargo.toml` and a module `api`. Without `--dart`, the Dart package is
what `oche.toml` says, else the folder `dart` beside `Cargo.toml`:

  [dart]
  dir = \"../app\"          # the folder with pubspec.yaml
  package = \"my_app\"      # else the name in pubspec.yaml

  [generate]
  features = [\"extra\"]    # features of the crate that are on, besides its default ones
  default-features = true

What is public in the crate's module `api` crosses to Dart. The files are rewritten only
where they change; if anything cannot cross, nothing is written and the exit code is 1.";

/// Writes both halves of the bridge: the Dart package's code, and the Rust behind it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Generate {
    /// The folder of the crate's `Cargo.toml`
    #[arg(long = "crate", value_name = "DIR")]
    crate_dir: Option<PathBuf>,

    /// The folder of the Dart package's `pubspec.yaml`
    #[arg(long = "dart", value_name = "DIR")]
    dart_dir: Option<PathBuf>,

    /// Features of the crate that are on, besides those of `oche.toml` and the default ones
    #[arg(long, value_name = "FEATURES", value_delimiter = ',')]
    features: Vec<String>,

    /// Turn the crate's default features off
    #[arg(long)]
    no_default_features: bool,

    /// Write nothing; exit with 1 and list the files that are not up to date
    #[arg(long)]
    check: bool,

    /// Write nothing; print the API as JSON, with every decision made
    #[arg(long, conflicts_with = "check")]
    dump_ir: bool,
}

/// Runs the command.
pub(crate) fn run(command: &Generate) -> ExitCode {
    match generate(command) {
        Ok(code) => code,
        Err(error) => {
            anstream::eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn generate(command: &Generate) -> std::io::Result<ExitCode> {
    let start = Instant::now();
    let mut config = match Config::discover(command.crate_dir.as_deref(), command.dart_dir.as_deref()) {
        Ok(config) => config,
        Err(problems) => return Ok(refused(&problems)),
    };
    config
        .features
        .extend(command.features.iter().filter(|feature| !feature.is_empty()).cloned());
    config.default_features &= !command.no_default_features;

    if command.dump_ir {
        return dump(&config);
    }
    let Outcome {
        api,
        diagnostics,
        files,
    } = oche_codegen::generate(&config);
    let Some(api) = api else {
        return Ok(refused(&diagnostics));
    };
    report(&diagnostics);
    if command.check {
        return Ok(check(command, &config, &files));
    }
    let Written {
        written,
        unchanged,
        removed,
    } = output::write(&config, &files)?;
    for path in &written {
        println!("   wrote {}", shown(path));
    }
    for path in &removed {
        println!(" removed {}", shown(path));
    }
    let mut parts = vec![
        format!("{} written", count(written.len(), "file")),
        format!("{unchanged} unchanged"),
    ];
    if !removed.is_empty() {
        parts.push(format!("{} removed", removed.len()));
    }
    parts.push(count(api.functions.len(), "function"));
    parts.push(count(api.types.len(), "type"));
    println!("{} in {} ms", parts.join(", "), start.elapsed().as_millis());
    missing_pubspec(&config, &api.dart_package);
    Ok(ExitCode::SUCCESS)
}

/// Shows what a Dart package begins with, where there is none yet.
fn missing_pubspec(config: &Config, package: &str) {
    let path = config.dart_dir.join("pubspec.yaml");
    if path.is_file() {
        return;
    }
    anstream::eprintln!(
        "note: `{}` does not exist yet; the Dart package begins with\n\n\
         name: {package}\nenvironment:\n  sdk: ^3.4.0\ndependencies:\n  oche:\n    path: path/to/oche/dart/oche\n",
        shown(&path)
    );
}

fn dump(config: &Config) -> std::io::Result<ExitCode> {
    let analysis = oche_codegen::analyze(config);
    let Some(api) = analysis.api else {
        return Ok(refused(&analysis.diagnostics));
    };
    report(&analysis.diagnostics);
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &api)?;
    writeln!(out)?;
    Ok(ExitCode::SUCCESS)
}

fn check(command: &Generate, config: &Config, files: &[oche_codegen::generator::File]) -> ExitCode {
    let stale = output::stale(config, files);
    if stale.is_empty() {
        println!("{} up to date", count(files.len(), "file"));
        return ExitCode::SUCCESS;
    }
    for path in &stale {
        anstream::eprintln!("stale: {}", shown(path));
    }
    anstream::eprintln!(
        "error: {} not up to date",
        if stale.len() == 1 {
            "1 file is".to_owned()
        } else {
            format!("{} files are", stale.len())
        }
    );
    anstream::eprintln!("help: run `{}`", command.line());
    ExitCode::FAILURE
}

impl Generate {
    /// The command that writes what `--check` found stale.
    fn line(&self) -> String {
        let mut line = "oche generate".to_owned();
        for (option, dir) in [("--crate", &self.crate_dir), ("--dart", &self.dart_dir)] {
            if let Some(dir) = dir {
                line += &format!(" {option} {}", dir.display());
            }
        }
        if !self.features.is_empty() {
            line += &format!(" --features {}", self.features.join(","));
        }
        if self.no_default_features {
            line += " --no-default-features";
        }
        line
    }
}

/// Prints the problems that stand in the way.
fn refused(problems: &Diagnostics) -> ExitCode {
    report(problems);
    anstream::eprintln!("error: {}, nothing was written", count(problems.errors(), "problem"));
    ExitCode::FAILURE
}

/// Prints errors and warnings, in colour on a terminal.
fn report(problems: &Diagnostics) {
    let base = std::env::current_dir().unwrap_or_default();
    let style = if std::io::stderr().is_terminal() {
        Style::Coloured
    } else {
        Style::Plain
    };
    anstream::eprint!("{}", problems.render(&base, style));
}

/// A path as seen from here.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}

fn count(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}
