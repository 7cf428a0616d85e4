//! `cargo xtask test --memory`: the native half under a tool that watches its memory.

use std::process::Command;

use anyhow::{Result, bail};

use super::Tally;
use super::stages::runner;
use crate::Workspace;
use crate::process::{capture, quietly, succeeds};

/// Where LeakSanitizer works, which AddressSanitizer brings along.
const SANITIZED: [&str; 2] = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"];

/// What is run: package, and what of it. The tests of the run time play Dart's part with functions written by hand; the one
/// of `pure_dart` with those that were generated.
const SUBJECTS: [(&str, &[&str]); 2] = [("oche", &["--lib", "--tests"]), ("pure_dart", &["--test", "memory"])];

/// Mistakes on purpose, and what the tools say of them, each in its own words.
const PLANTED: [(&str, [&str; 2]); 2] = [
    (
        "planted::leak",
        ["LeakSanitizer: detected memory leaks", "definitely lost"],
    ),
    ("planted::use_after_free", ["heap-use-after-free", "Invalid read"]),
];

/// What watches.
enum Tool {
    /// AddressSanitizer with LeakSanitizer, of a nightly Rust.
    Sanitizer {
        /// Whether rustup has to choose the nightly Rust.
        rustup: bool,
        target: String,
    },
    /// Slower, but for any Rust.
    Valgrind { target: String },
}

impl Tool {
    /// The best one that is there.
    fn find(workspace: &Workspace) -> Result<Self> {
        let nightly = || {
            let mut command = Command::new("rustup");
            command.args(["run", "nightly", "rustc"]);
            command
        };
        let default = quietly(workspace.cargo().arg("-vV"))?.stdout;
        let rustup = !default.contains("-nightly");
        let target = default.lines().find_map(|line| line.strip_prefix("host: "));
        let target = target.unwrap_or_default().to_owned();
        let can_sanitize = SANITIZED.contains(&target.as_str());
        if can_sanitize && (!rustup || succeeds(nightly().arg("--version"))) {
            return Ok(Self::Sanitizer { rustup, target });
        }
        if succeeds(Command::new("valgrind").arg("--version")) {
            return Ok(Self::Valgrind { target });
        }
        match can_sanitize {
            true => bail!(
                "there is nothing to watch the memory with: install a nightly Rust (`rustup toolchain install nightly \
                 --profile minimal`) or Valgrind (on Debian: `apt install valgrind`)"
            ),
            false => {
                bail!("there is nothing to watch the memory with: install Valgrind (on {target} it is the only way)")
            }
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Sanitizer { .. } => "AddressSanitizer with LeakSanitizer, of a nightly Rust",
            Self::Valgrind { .. } => "Valgrind",
        }
    }

    /// `cargo test`, of a program that runs under the tool.
    fn cargo_test(&self, workspace: &Workspace) -> Command {
        let (mut cargo, target) = match self {
            Self::Sanitizer { rustup: true, target } => {
                let mut rustup = Command::new("rustup");
                rustup.args(["run", "nightly", "cargo"]).current_dir(workspace.root());
                // The `cargo` that runs us has named its own.
                rustup.env_remove("CARGO").env_remove("RUSTC").env_remove("RUSTDOC");
                (rustup, target)
            }
            Self::Sanitizer { rustup: false, target } | Self::Valgrind { target } => (workspace.cargo(), target),
        };
        // With `--target`, flags and runners are for what is tested, and not for build scripts and macros.
        cargo.args(["test", "--target", target, "--no-fail-fast"]);
        // A folder of its own: other flags would have everything built anew, here and then there.
        cargo.arg("--target-dir").arg(workspace.cache().join("memory"));
        match self {
            Self::Sanitizer { .. } => {
                cargo.env("RUSTFLAGS", "-Zsanitizer=address");
                // A block too large for the machine has to be refused, as the system's allocator does.
                cargo.env(
                    "ASAN_OPTIONS",
                    "detect_leaks=1:detect_stack_use_after_return=1:allocator_may_return_null=1",
                );
            }
            Self::Valgrind { target } => {
                let runner = format!("CARGO_TARGET_{}_RUNNER", target.to_uppercase().replace(['-', '.'], "_"));
                cargo.env(
                    runner,
                    "valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite \
                     --show-leak-kinds=definite --fair-sched=yes",
                );
                // It runs one thread at a time, at a small part of the speed.
                cargo.env("PROPTEST_CASES", "16");
            }
        }
        cargo
    }
}

/// Runs everything under the best tool there is, then sees whether that tool notices mistakes.
pub(super) fn run(workspace: &Workspace) -> Result<Tally> {
    let tool = Tool::find(workspace)?;
    println!("watched by {}", tool.name());
    let mut tally = Tally::default();
    for (package, what) in SUBJECTS {
        let mut cargo = tool.cargo_test(workspace);
        tally.add(&runner(cargo.args(["--package", package]).args(what))?);
    }
    for (name, signs) in PLANTED {
        let mut cargo = tool.cargo_test(workspace);
        cargo.args(["--package", "pure_dart", "--features", "planted-faults"]);
        cargo.args(["--test", "memory", "--", "--exact", name]);
        let output = capture(&mut cargo, |_, _| {})?;
        let noticed = !output.status.success() && signs.iter().any(|sign| output.transcript.contains(sign));
        match noticed {
            true => println!("{name}: noticed, as it must be"),
            false => eprintln!("{name}: NOT noticed ({})\n{}", output.status, output.tail(20)),
        }
        tally.add(&Tally::of_check(noticed));
    }
    Ok(tally)
}
