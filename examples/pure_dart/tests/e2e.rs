//! Runs the Dart test programs in `dart/test` on a Dart VM, against this package's library. Other examples have the same
//! runner, by its path.
//!
//! Each Dart test is a test of its own here, named `<vm>::<file>::<test>`. So that the names can be known, the files are
//! run before the runner begins; it then tells what was seen. A filter that begins with a VM and a file, as in
//! `newest::lists`, keeps all others from being run.
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
#[path = "e2e/self_check.rs"]
mod self_check;
#[path = "e2e/vm.rs"]
mod vm;

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context, Result};
use libtest_mimic::{Arguments, Failed, Trial};
use xtask::progress::short_time;
use xtask::{Workspace, process};

use file::{TestFile, Verdict};
use filter::Selection;
use self_check::SelfCheck;
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

/// Something to run on a VM.
enum Job {
    Tests(TestFile),
    SelfCheck(SelfCheck),
}

impl Job {
    /// What there is for the VM of this name.
    fn all(vm: &str, tests: &[PathBuf], harness: &Path) -> Vec<Self> {
        // The harness is checked in the package that it belongs to.
        let checks: &[_] = if harness.is_dir() { &self_check::FILES } else { &[] };
        let checks = checks.iter().map(|(file, must_fail)| {
            let script = harness.join("self_check").join(file);
            Self::SelfCheck(SelfCheck::new(vm, &script, must_fail))
        });
        let tests = tests.iter().map(|file| Self::Tests(TestFile::new(vm, file)));
        checks.chain(tests).collect()
    }

    /// What the names of its tests begin with.
    fn prefix(&self) -> &str {
        match self {
            Self::Tests(file) => &file.prefix,
            Self::SelfCheck(check) => check.name(),
        }
    }

    fn run(&self, vm: &Vm, selection: &Selection) -> Vec<Verdict> {
        match self {
            Self::Tests(file) => file.run(vm, selection),
            Self::SelfCheck(check) if selection.list_only() => vec![Verdict {
                name: check.name().to_owned(),
                result: Ok(()),
            }],
            Self::SelfCheck(check) => vec![check.run(vm)],
        }
    }
}

/// Runs what `selection` asks for; gives what became of each test, in a stable order.
fn verdicts(selection: &Selection) -> Result<Vec<Verdict>> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = Workspace::find();
    let folder = package.join("dart/test");
    let tests = test_files(&folder)?;
    let mut open = VecDeque::new();
    for name in vm::asked_for()? {
        let mut jobs = Job::all(name, &tests, &folder.join("harness"));
        jobs.retain(|job| selection.may_include(job.prefix()));
        if jobs.is_empty() {
            continue;
        }
        match Vm::prepare(&workspace, name, package)? {
            Some(vm) => open.extend(jobs.into_iter().map(|job| (vm.clone(), job))),
            None => eprintln!("the Dart of this machine is used, so none is tested as the {name} one"),
        }
    }

    let open = Mutex::new(open);
    let done = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some((vm, job)) = lock(&open).pop_front() else {
                        break;
                    };
                    let started = Instant::now();
                    let verdicts = job.run(&vm, selection);
                    if !selection.list_only() {
                        report(job.prefix(), &verdicts, started.elapsed());
                    }
                    lock(&done).insert(job.prefix().to_owned(), verdicts);
                }
            });
        }
    });
    let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(done.into_values().flatten().collect())
}

/// A sign of life: until all files are done, the test runner has nothing to say.
fn report(prefix: &str, verdicts: &[Verdict], time: Duration) {
    let failed = verdicts.iter().filter(|verdict| verdict.result.is_err()).count();
    let (name, count) = (prefix.trim_end_matches(':'), verdicts.len());
    eprintln!("{name}: {count} tests, {failed} failed, {}", short_time(time));
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
