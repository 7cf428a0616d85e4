//! Runs the Dart test programs in `dart/test` on a Dart VM, against this package's library.
//!
//! Each Dart test is a test of its own here, named `<vm>::<file>::<test>`. So that the names can be known, the files are
//! run before the runner begins; it then tells what was seen.
//!
//! Environment:
//! - `OCHE_E2E_VMS`: `newest`, `oldest`, both with a comma (the default), or `none`;
//! - `OCHE_E2E_LIBRARY_DIR`: where the library is that fits these VMs, so that none is built;
//! - `OCHE_DART` and `OCHE_RUST_I686`, as for `cargo xtask`.

#[path = "e2e/file.rs"]
mod file;
#[path = "e2e/filter.rs"]
mod filter;
#[path = "e2e/protocol.rs"]
mod protocol;
#[path = "e2e/vm.rs"]
mod vm;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs, thread};

use anyhow::{Context, Result};
use libtest_mimic::{Arguments, Failed, Trial};
use xtask::{Workspace, process};

use file::{TestFile, Verdict};
use filter::Selection;
use vm::Vm;

/// Each VM has a compiler to start and an isolate or two to run: more than two at once make each other late.
const AT_ONCE: usize = 2;

fn main() -> Result<()> {
    let arguments = Arguments::from_args();
    process::clean_up_on_interrupt()?;
    let verdicts = verdicts(&Selection::of(&arguments));
    process::give_way_to_interrupt();
    let trials = verdicts?.into_iter().map(trial).collect();
    libtest_mimic::run(&arguments, trials).exit()
}

fn trial(verdict: Verdict) -> Trial {
    Trial::test(verdict.name, move || verdict.result.map_err(Failed::from))
}

/// Runs what `selection` asks for; gives what became of each test, in a stable order.
fn verdicts(selection: &Selection) -> Result<Vec<Verdict>> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = Workspace::find();
    let files = test_files(&package.join("dart/test"))?;
    let mut open = VecDeque::new();
    for name in vm::asked_for()? {
        let chosen = files
            .iter()
            .map(|file| TestFile::new(name, file))
            .filter(|file| selection.may_include(&file.prefix));
        let chosen: Vec<TestFile> = chosen.collect();
        if chosen.is_empty() {
            continue;
        }
        let Some(vm) = Vm::prepare(&workspace, name, package)? else {
            eprintln!("the Dart of this machine is used, so none is tested as the {name} one");
            continue;
        };
        open.extend(chosen.into_iter().map(|file| (vm.clone(), file)));
    }

    let open = Mutex::new(open);
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let next = open.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some((vm, file)) = next else { break };
                    let verdicts = file.run(&vm, selection);
                    done.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push((file.prefix, verdicts));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(done.into_iter().flat_map(|(_, verdicts)| verdicts).collect())
}

fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.to_string_lossy().ends_with("_test.dart") {
            files.push(path);
        }
    }
    files.sort();
    anyhow::ensure!(!files.is_empty(), "there are no tests in {}", folder.display());
    Ok(files)
}
