//! A package with a build hook of five lines: what the hook calls, what it answers, and what it says when it cannot.
//!
//! [`project`] is the package, [`build_hooks::hook`] runs its hook as the Dart and Flutter tools do, [`fake`] plays cargo where only the
//! calls matter.

mod calls;
mod downloads;
mod fake;
mod faults;
mod prebuilt;
mod project;
mod real;

use std::sync::Arc;

use anyhow::{Context, Result};
use build_hooks::hook::Hook;
use harness::toolchains;
use libtest_mimic::{Arguments, Failed, Trial};
use project::Project;
use xtask::{Toolchain, Workspace};

type Test = (&'static str, fn(&Hook) -> Result<()>);

fn main() -> Result<()> {
    let arguments = Arguments::from_args();
    let workspace = Workspace::find();
    // The newest is enough: hooks need a Dart that is newer than any to be had here, and the other one is older.
    let newest = toolchains(&workspace)?.into_iter().find(|(name, _)| *name == "newest");
    let Some((name, toolchain)) = newest else {
        libtest_mimic::run(&arguments, Vec::new()).exit()
    };
    let hook = Arc::new(compile(toolchain).context("the hook does not compile")?);
    let tests: Vec<Test> = [
        calls::TESTS,
        faults::TESTS,
        prebuilt::TESTS,
        downloads::TESTS,
        real::TESTS,
    ]
    .concat();
    let trials = tests
        .into_iter()
        .map(|(test, run)| {
            let hook = Arc::clone(&hook);
            Trial::test(format!("{name}::hooks::{test}"), move || {
                run(&hook).map_err(|error| Failed::from(format!("{error:#}")))
            })
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit()
}

/// The hook of a [`Project`], which is the same in all of them.
fn compile(toolchain: Toolchain) -> Result<Hook> {
    Hook::compile(toolchain, Project::new()?)
}
