//! `oche generate`.

mod changes;
mod watch;

use std::path::{Path, PathBuf, absolute};
use std::time::Instant;

use clap::Args;
use oche_codegen::diagnostic::Diagnostics;
use oche_codegen::generator::File;
use oche_codegen::ir::Api;
use oche_codegen::output::{self, Written};
use oche_codegen::{Config, Outcome, config};

use crate::cli::MessageFormat;
use crate::exit::{Exit, Failure};
use crate::terminal::{Terminal, count, shown};

const ABOUT: &str = "\
Examples:
  oche generate                        the crate around you, into its Dart package
  oche generate --crate rust --dart .  the crate in `rust`, into the package here
  oche generate --check                in CI: are the generated files up to date?
  oche generate --watch                while you work: whenever a file is saved
  oche generate --check --message-format json
                                       the same for editors, in the shape of rustc's messages

Without `--crate`, the crate is the nearest folder, from here upwards, that has an
`oche.toml`, or a `Cargo.toml` and a module `api`; that of a Dart package may lie in its
`rust`. Without `--dart`, the Dart package is what `oche.toml` says, else the folder `dart`
beside `Cargo.toml`.

What is public in the crate's module `api` crosses to Dart. The files are rewritten only
where they change; if anything cannot cross, nothing is written and the exit code is 1.

In `oche.toml` may stand, beside `Cargo.toml`:
";

/// What the help ends with.
fn about() -> String {
    let example = config::example();
    let lines = example.lines().map(|line| {
        if line.is_empty() {
            "\n".to_owned()
        } else {
            format!("\n  {line}")
        }
    });
    format!("{ABOUT}{}", lines.collect::<String>())
}

/// Writes both halves of the bridge: the Dart package's code, and the Rust behind it
#[derive(Debug, Args)]
#[command(after_help = about())]
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

    /// Go on: write anew whenever the source changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["check", "dump_ir", "message_format"])]
    watch: bool,

    /// Write nothing; print the API as JSON, with every decision made
    #[arg(long, conflicts_with = "check")]
    dump_ir: bool,

    /// How to print diagnostics; `json` is the shape of rustc's, one object a line, on standard output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, conflicts_with = "dump_ir")]
    message_format: MessageFormat,
}

impl Generate {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let start = Instant::now();
        let terminal = &terminal.with_format(self.message_format);
        if self.watch {
            return self.keep_up(terminal);
        }
        let config = match self.config(self.crate_dir.as_deref()) {
            Ok(config) => config,
            Err(problems) => return Err(refused(terminal, &problems)),
        };
        terminal.detail(format_args!("   crate {}", config.crate_dir.display()));
        terminal.detail(format_args!("    dart {}", config.dart_dir.display()));

        if self.dump_ir {
            return dump(terminal, &config);
        }
        let Outcome {
            api,
            diagnostics,
            files,
        } = oche_codegen::generate(&config);
        let Some(api) = api else {
            return Err(refused(terminal, &diagnostics));
        };
        terminal.diagnostics(&diagnostics);
        if self.check {
            return self.compare(terminal, &config, &files);
        }
        let written = output::write(&config, &files)?;
        tell(terminal, &written, &api, start);
        missing_pubspec(terminal, &config, &api.dart_package);
        Ok(Exit::Fine)
    }

    /// What the options and `oche.toml` say.
    fn config(&self, crate_dir: Option<&Path>) -> Result<Config, Diagnostics> {
        let mut config = Config::discover(crate_dir, self.dart_dir.as_deref())?;
        let features = self.features.iter().filter(|feature| !feature.is_empty());
        config.features.extend(features.cloned());
        config.default_features &= !self.no_default_features;
        Ok(config)
    }

    fn keep_up(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let crate_dir = match Config::find_crate(self.crate_dir.as_deref()) {
            Ok(dir) => absolute(&dir)?,
            Err(problems) => return Err(refused(terminal, &problems)),
        };
        watch::run(terminal, &crate_dir, &|| self.config(Some(&crate_dir)))
    }

    fn compare(&self, terminal: &Terminal, config: &Config, files: &[File]) -> Result<Exit, Failure> {
        let stale = output::stale(config, files);
        if stale.is_empty() {
            terminal.say(format_args!("{} up to date", count(files.len(), "file")));
            return Ok(Exit::Fine);
        }
        let help = format!("run `{}`", self.line());
        for path in &stale {
            terminal.stale(path, &help);
        }
        let are = if stale.len() == 1 { "is" } else { "are" };
        Err(Failure::wrong(format_args!("{} {are} not up to date", count(stale.len(), "file"))).with_help(help))
    }

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

/// Lists what changed, and sums it up.
fn tell(terminal: &Terminal, output: &Written, api: &Api, start: Instant) {
    for path in &output.written {
        terminal.say(format_args!("   wrote {}", shown(path)));
    }
    for path in &output.removed {
        terminal.say(format_args!(" removed {}", shown(path)));
    }
    terminal.say(format_args!(
        "{} in {} ms",
        sum(output, api),
        start.elapsed().as_millis()
    ));
}

/// What was done, in a line.
fn sum(output: &Written, api: &Api) -> String {
    let mut parts = vec![
        format!("{} written", count(output.written.len(), "file")),
        format!("{} unchanged", output.unchanged),
    ];
    if !output.removed.is_empty() {
        parts.push(format!("{} removed", output.removed.len()));
    }
    parts.push(count(api.functions.len(), "function"));
    parts.push(count(api.types.len(), "type"));
    parts.join(", ")
}

/// Shows what a Dart package begins with, where there is none yet.
fn missing_pubspec(terminal: &Terminal, config: &Config, package: &str) {
    let path = config.dart_dir.join("pubspec.yaml");
    if path.is_file() {
        return;
    }
    terminal.note(format_args!(
        "`{}` does not exist yet; the Dart package begins with\n\n\
         name: {package}\nenvironment:\n  sdk: ^3.4.0\ndependencies:\n  oche:\n    path: path/to/oche/dart/oche\n\n\
         (`oche new NAME` makes a project with both halves, and `oche init` adds a crate to a Dart package that is there)",
        shown(&path)
    ));
}

fn dump(terminal: &Terminal, config: &Config) -> Result<Exit, Failure> {
    let analysis = oche_codegen::analyze(config);
    let Some(api) = analysis.api else {
        return Err(refused(terminal, &analysis.diagnostics));
    };
    terminal.diagnostics(&analysis.diagnostics);
    let mut json = serde_json::to_vec_pretty(&api).map_err(std::io::Error::from)?;
    json.push(b'\n');
    terminal.print(&json)?;
    Ok(Exit::Fine)
}

/// Prints the problems that stand in the way.
pub(crate) fn refused(terminal: &Terminal, problems: &Diagnostics) -> Failure {
    terminal.diagnostics(problems);
    Failure::wrong(self::problems(problems))
}

fn problems(problems: &Diagnostics) -> String {
    format!("{}, nothing was written", count(problems.errors(), "problem"))
}
