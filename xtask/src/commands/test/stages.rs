//! What `cargo xtask test` consists of.

use std::io::{IsTerminal, stdout};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{Options, Tally, memory, targets};
use crate::commands::generated::PACKAGES;
use crate::commands::{architecture, book, dart_gate, demo, protocol, soak, tour};
use crate::process::{Source, capture, describe, quietly, succeeds, watch};
use crate::{Toolchain, Workspace};

/// The demo's log is 10 s long; at this speed it takes half a second, in which the program still has to keep up.
const DEMO_SPEED: &str = "20";
const DEMO_LIMIT: Duration = Duration::from_secs(120);

/// The packages whose libraries the end-to-end tests load: those that use the run time with the same features are compiled
/// together.
const LIBRARIES: [&[&str]; 2] = [
    &["builds", "charging", "logbook", "multi_file", "multi_file_second"],
    &["pure_dart", "well_known"],
];

/// A part of the test run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Stage {
    Format,
    Lints,
    RustTests,
    Features,
    OtherTargets,
    Loom,
    Architecture,
    GeneratedFiles,
    DartGate,
    NewestDart,
    OldestDart,
    Matrix,
    Book,
    Demo,
    Tour,
    Soak,
    Memory,
}

impl Stage {
    pub const ALL: [Self; 17] = [
        Self::Format,
        Self::Lints,
        Self::RustTests,
        Self::Features,
        Self::OtherTargets,
        Self::Loom,
        Self::Architecture,
        Self::GeneratedFiles,
        Self::DartGate,
        Self::NewestDart,
        Self::OldestDart,
        Self::Matrix,
        Self::Book,
        Self::Demo,
        Self::Tour,
        Self::Soak,
        Self::Memory,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lints => "lints",
            Self::RustTests => "Rust tests",
            Self::Features => "features of the run time",
            Self::OtherTargets => "other targets",
            Self::Loom => "orders of threads",
            Self::Architecture => "architecture",
            Self::GeneratedFiles => "generated files",
            Self::DartGate => "Dart gate",
            Self::NewestDart => "end to end, newest Dart",
            Self::OldestDart => "end to end, oldest Dart",
            Self::Matrix => "matrix",
            Self::Book => "book",
            Self::Demo => "demo",
            Self::Tour => "tour of the README",
            Self::Soak => "soak, a short one",
            Self::Memory => "memory",
        }
    }

    pub fn is_asked_for(self, options: &Options) -> bool {
        if options.memory || self == Self::Memory {
            return options.memory && self == Self::Memory;
        }
        if options.matrix {
            return self == Self::Matrix;
        }
        let (runs_dart, takes_filter) = match self {
            Self::Format
            | Self::Lints
            | Self::Features
            | Self::OtherTargets
            | Self::Loom
            | Self::Architecture
            | Self::GeneratedFiles => (false, false),
            Self::RustTests => (false, true),
            Self::NewestDart => (true, true),
            Self::OldestDart if options.skip_oldest => return false,
            Self::OldestDart => (true, true),
            Self::DartGate | Self::Book | Self::Demo | Self::Tour | Self::Soak | Self::Matrix | Self::Memory => {
                (true, false)
            }
        };
        (takes_filter || options.filter.is_none())
            && (runs_dart || !options.dart_only)
            && (!runs_dart || !options.rust_only)
    }

    pub fn run(self, workspace: &Workspace, filter: Option<&str>) -> Result<Tally> {
        match self {
            Self::Format => component(workspace, "fmt", &["--all", "--check"]),
            Self::Lints => {
                let everything = ["--workspace", "--all-targets", "--", "-D", "warnings"];
                let mut tally = component(workspace, "clippy", &everything)?;
                tally.add(&documentation(workspace)?);
                Ok(tally)
            }
            Self::RustTests => {
                let mut cargo = workspace.cargo();
                cargo.args(["test", "--workspace", "--no-fail-fast"]);
                // These, and the matrix, have stages of their own, whose failures are easier to tell apart.
                cargo.args(filter).env("OCHE_E2E_VMS", "none");
                runner(&mut cargo)
            }
            Self::Features => features(workspace),
            Self::OtherTargets => targets::run(workspace),
            Self::Loom => loom(workspace),
            Self::Architecture => {
                architecture::run(workspace, &architecture::Options::default()).map(|code| Tally::of_check(code == 0))
            }
            Self::GeneratedFiles => generated_files(workspace),
            Self::DartGate => Ok(match dart_gate::check(workspace)? {
                dart_gate::Outcome::Checked { passed, failed } => Tally::of_checks(passed, failed),
                dart_gate::Outcome::Skipped(why) => Tally::skipped(why),
            }),
            Self::NewestDart => end_to_end(workspace, "newest", &Toolchain::newest(workspace)?, filter),
            Self::OldestDart => match Toolchain::oldest(workspace)? {
                Some(toolchain) => end_to_end(workspace, "oldest", &toolchain, filter),
                None => Ok(Tally::skipped(
                    "the Dart of this machine is used (OCHE_DART=pinned tests both)",
                )),
            },
            Self::Matrix => {
                let mut cargo = workspace.cargo();
                cargo.args([
                    "test",
                    "--workspace",
                    "--no-fail-fast",
                    "--test",
                    "capabilities",
                    "--test",
                    "names",
                ]);
                runner(cargo.args(filter))
            }
            Self::Book => {
                let mut cargo = workspace.cargo();
                let mut tally = runner(cargo.args(["test", "--workspace", "--test", "blocks"]))?;
                built_book(workspace, &mut tally)?;
                Ok(tally)
            }
            Self::Demo => run_demo(workspace),
            Self::Memory => memory::run(workspace),
            Self::Soak => soak::run(workspace, &soak::Options::short()).map(|code| Tally::of_check(code == 0)),
            Self::Tour => tour::run(workspace, &tour::Options::default()).map(|code| Tally::of_check(code == 0)),
        }
    }
}

/// Runs a part of Rust that not every installation has.
fn component(workspace: &Workspace, name: &str, arguments: &[&str]) -> Result<Tally> {
    if !succeeds(workspace.cargo().args([name, "--version"])) {
        return Ok(Tally::skipped(format!("there is no `cargo {name}`")));
    }
    let mut cargo = workspace.cargo();
    let success = show(cargo.arg(name).args(arguments), |_| {})?;
    Ok(Tally::of_check(success))
}

/// Has rustdoc read the crates that are published: a link that leads nowhere is an error.
fn documentation(workspace: &Workspace) -> Result<Tally> {
    let mut cargo = workspace.cargo();
    cargo
        .args(["doc", "--quiet", "--no-deps"])
        .env("RUSTDOCFLAGS", "-D warnings");
    for package in ["oche", "oche-macros", "oche-codegen", "oche-cli"] {
        cargo.args(["--package", package]);
    }
    let success = show(&mut cargo, |_| {})?;
    Ok(Tally::of_check(success))
}

/// Builds the run time with none of its features, and with each alone. That the Rust tests run with all of them is looked at, too:
/// there it has what any package of the workspace asks for.
fn features(workspace: &Workspace) -> Result<Tally> {
    let mut cargo = workspace.cargo();
    let metadata = quietly(cargo.args(["metadata", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata.stdout)?;
    let packages = metadata["packages"].as_array().context("cargo names no packages")?;
    let package = packages.iter().find(|package| package["name"] == "oche");
    let package = package.context("there is no crate `oche`")?;
    let features = package["features"].as_object();
    let features = features.context("the crate `oche` has no features")?;
    let nodes = metadata["resolve"]["nodes"]
        .as_array()
        .context("cargo resolves nothing")?;
    let node = nodes.iter().find(|node| node["id"] == package["id"]);
    let tested = node.and_then(|node| node["features"].as_array());
    let tested = tested.context("cargo does not resolve the crate `oche`")?;

    let mut tally = Tally::default();
    for feature in features.keys().filter(|feature| !tested.contains(&json!(feature))) {
        eprintln!("no package of the workspace asks for {feature}, so that the Rust tests leave it out");
        tally.add(&Tally::of_check(false));
    }
    for feature in std::iter::once("").chain(features.keys().map(String::as_str)) {
        if feature == "default" {
            continue;
        }
        let mut cargo = workspace.cargo();
        cargo.args(["check", "--quiet", "--package", "oche", "--no-default-features"]);
        let success = show(cargo.args(["--features", feature]), |_| {})?;
        let name = if feature.is_empty() { "no feature" } else { feature };
        println!("{name}: {}", if success { "builds" } else { "does not build" });
        tally.add(&Tally::of_check(success));
    }
    Ok(tally)
}

/// Runs the tests in which loom tries every order of what several threads do. They have a target folder of their own,
/// because their flag is one for all crates, and would have everything else compiled anew.
fn loom(workspace: &Workspace) -> Result<Tally> {
    let mut cargo = workspace.cargo();
    cargo.args(["test", "--package", "oche", "--lib", "--no-fail-fast", "loom"]);
    cargo.env("RUSTFLAGS", "--cfg oche_loom");
    cargo.env("CARGO_TARGET_DIR", workspace.target().join("oche/loom"));
    runner(&mut cargo)
}

fn generated_files(workspace: &Workspace) -> Result<Tally> {
    let mut tally = Tally::default();
    for example in PACKAGES {
        let mut cargo = workspace.cargo();
        cargo.args(["run", "--bin", "oche", "--", "generate", "--check"]);
        cargo.args(["--crate", example]);
        let fresh = show(&mut cargo, |_| {})?;
        println!("{example}: {}", if fresh { "up to date" } else { "not up to date" });
        tally.add(&Tally::of_check(fresh));
    }
    let code = protocol::run(workspace, &protocol::Options::check())?;
    tally.add(&Tally::of_check(code == 0));
    Ok(tally)
}

fn end_to_end(workspace: &Workspace, name: &str, toolchain: &Toolchain, filter: Option<&str>) -> Result<Tally> {
    println!("Dart {}, library for {}", toolchain.vm().version(), toolchain.target());
    let mut folder = PathBuf::new();
    for group in LIBRARIES {
        folder = toolchain.build_libraries(group)?;
    }
    let mut cargo = workspace.cargo();
    cargo
        .args(["test", "--workspace", "--no-fail-fast", "--test", "e2e"])
        .args(filter)
        .env("OCHE_E2E_VMS", name)
        .env("OCHE_E2E_LIBRARY_DIR", folder);
    runner(&mut cargo)
}

/// Has mdBook build the book. Its links are looked at in the Rust tests as well.
fn built_book(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    match book::build(workspace, None)? {
        book::Outcome::Built(index) => println!("{index}"),
        book::Outcome::Failed(why) => bail!("{why}"),
        book::Outcome::Skipped(why) => {
            tally.details.push(format!("not built by mdBook: {why}"));
            return Ok(());
        }
    }
    tally.add(&Tally::of_check(true));
    Ok(())
}

fn run_demo(workspace: &Workspace) -> Result<Tally> {
    let mut program = demo::prepare(workspace, Some(DEMO_SPEED))?;
    let output = watch(&mut program, Some(DEMO_LIMIT), |_, _| None)?;
    if output.timed_out {
        bail!("the demo did not end\n{}", output.tail(40));
    }
    if !output.status.success() {
        bail!(
            "`{}` failed ({})\n{}",
            describe(&program),
            output.status,
            output.tail(40)
        );
    }
    let last = output.stdout.lines().rfind(|line| !line.trim().is_empty());
    println!("{}", last.context("the demo printed nothing")?);
    Ok(Tally::of_check(true))
}

/// Runs one of cargo's test runners, and counts.
pub(super) fn runner(cargo: &mut Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let success = show(cargo, |line| tally.read_line(line))?;
    Ok(tally.or_failure(success))
}

/// Runs cargo with its output shown as it comes; says whether it succeeded.
pub(super) fn show(cargo: &mut Command, mut on_line: impl FnMut(&str)) -> Result<bool> {
    if stdout().is_terminal() {
        cargo.env("CARGO_TERM_COLOR", "always");
    }
    let output = capture(cargo, |source, line| {
        if source == Source::Stdout {
            println!("{line}");
        } else {
            eprintln!("{line}");
        }
        on_line(line);
    })?;
    Ok(output.status.success())
}
