//! What the generated half of a crate costs in Rust: the time to compile it, and the size of the library.
//!
//! Time is that of the CPU, of all processes together: it does not depend on what else the machine does. It is what compiling the
//! crate takes, its dependencies being there, less what it takes without its generated half.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::Options;
use super::generation::{Size, write};
use super::measuring::{Measured, Samples};
use super::rows::{KIB, Row, SECONDS, row};
use crate::Workspace;
use crate::process::{cpu_seconds_of_children, quietly};
use crate::progress::Step;

/// A fifth of what the generator is measured with: with all of it, it would take minutes.
const SIZE: Size = Size {
    functions: 271,
    types: 60,
};

/// How the crate is compiled, and what is measured of that.
struct Case {
    arguments: &'static [&'static str],
    time: Row,
    /// And the folder that the library is in.
    size: Option<(Row, &'static str)>,
}

/// What an editor does, what a user waits for, and what is as small as can be.
const CASES: [Case; 3] = [
    Case {
        arguments: &["check"],
        time: row("check_271", SECONDS, &[]),
        size: None,
    },
    Case {
        arguments: &["build", "--release"],
        time: row("compile_271", SECONDS, &[]),
        size: Some((row("library_271", KIB, &[]), "release")),
    },
    Case {
        arguments: &["build", "--profile", "small"],
        time: row("compile_271_small", SECONDS, &[]),
        size: Some((row("library_271_small", KIB, &[]), "small")),
    },
];

/// Measures what is asked for.
pub(super) fn measure(workspace: &Workspace, options: &Options, command: &Path) -> Result<Vec<Measured>> {
    let (name, step) = ("compile_271", Step::start("compiling what was generated"));
    let bench = workspace.cache().join("bench");
    let (folder, target) = (bench.join(name), bench.join("target"));
    let mut measured = Vec::new();
    for Case { arguments, time, size } in CASES {
        let size = size.filter(|(row, _)| options.is_asked_for(row.name));
        if !options.is_asked_for(time.name) && size.is_none() {
            continue;
        }
        step.news(time.name);
        if measured.is_empty() {
            write(workspace, &folder, name, &SIZE)?;
            quietly(Command::new(command).args(["generate", "--crate"]).arg(&folder))?;
        }
        let compile = |half: &[&str]| -> Result<f64> {
            // Now changed, for cargo.
            let root = folder.join("src/lib.rs");
            fs::write(&root, fs::read(&root)?)?;
            let before = cpu_seconds_of_children();
            let mut cargo = workspace.cargo();
            cargo.current_dir(&folder).args(arguments).args(half).arg("--offline");
            // What is compiled for the first time is what a user waits for.
            cargo.env("CARGO_TARGET_DIR", &target).env("CARGO_INCREMENTAL", "0");
            quietly(&mut cargo)?;
            Ok(cpu_seconds_of_children() - before)
        };
        // What it depends on.
        compile(&WITHOUT)?;
        let mut times = Vec::new();
        for _ in 0..options.repetitions().div_ceil(3) {
            let without = compile(&WITHOUT)?;
            times.push(compile(&[])? - without);
        }
        if options.is_asked_for(time.name) {
            measured.push(figures(time, times));
        }
        if let Some((row, profile)) = size {
            let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
            let library = target.join(profile).join(format!("{prefix}{name}{suffix}"));
            let size = fs::metadata(&library).with_context(|| format!("there is no {}", library.display()))?;
            measured.push(figures(row, vec![size.len() as f64 / 1024.0]));
        }
    }
    step.done();
    Ok(measured)
}

/// Leaves the generated half away.
const WITHOUT: [&str; 1] = ["--no-default-features"];

fn figures(row: Row, figures: Vec<f64>) -> Measured {
    Measured {
        row,
        oche: Samples::new(figures),
        usual: Samples::default(),
        floor: Samples::default(),
    }
}
