//! Runs the Dart test programs of an example on a Dart VM, against the example's libraries.
//!
//! An example has a test target `e2e` without cargo's own harness, whose `main` is
//!
//! ```no_run
//! use std::path::Path;
//!
//! use harness::Suite;
//!
//! fn main() -> anyhow::Result<()> {
//!     Suite::new(Path::new(env!("CARGO_MANIFEST_DIR"))).main()
//! }
//! ```
//!
//! and the Dart programs `dart/test/**/*_test.dart`, which import `package:oche_harness/harness.dart`. Each Dart test is a
//! test of its own for cargo, named `<vm>::<file>::<test>`. So that the names can be known, the files are run before the
//! runner begins; it then tells what was seen. A filter that begins with a VM and a file, as in `newest::lists`, keeps
//! all others from being run.
//!
//! All files of a package are compiled together, and then run each in a process of its own.
//!
//! Environment:
//! - `OCHE_E2E_VMS`: `newest`, `oldest`, both with a comma (the default), or `none`;
//! - `OCHE_E2E_LIBRARY_DIR`: where the libraries are that fit these VMs, so that none is built;
//! - `OCHE_DART` and `OCHE_RUST_I686`, as for `cargo xtask`.

mod bundle;
mod file;
mod filter;
mod program;
mod protocol;
mod self_check;
mod vm;

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context, Result};
use libtest_mimic::{Arguments, Failed, Trial};
use xtask::progress::short_time;
use xtask::{Toolchain, Workspace, process};

use file::{TestFile, Verdict};
use filter::Selection;
use program::Program;
use self_check::SelfCheck;
use vm::Vm;

/// Each VM has a compiler to start and an isolate or two to run: more than two at once make each other late.
const AT_ONCE: usize = 2;

/// The end-to-end tests of an example.
///
/// # Example
///
/// ```no_run
/// use std::path::Path;
///
/// use harness::Suite;
///
/// // Two libraries that one process loads.
/// let package = Path::new("examples/multi_file");
/// Suite::new(package).with_library(package.join("second")).main()?;
/// # anyhow::Ok(())
/// ```
pub struct Suite {
    /// Where the Dart package is.
    package: PathBuf,
    /// The folders of the crates whose libraries the tests load.
    libraries: Vec<PathBuf>,
    /// Programs that are compiled, and not run.
    programs: Vec<PathBuf>,
    self_checks: bool,
}

impl Suite {
    /// The tests in `dart/test` of the crate in the folder `package`.
    pub fn new(package: &Path) -> Self {
        Self {
            libraries: vec![package.to_owned()],
            ..Self::of_dart_package(&package.join("dart"))
        }
    }

    /// The tests in `test` of the Dart package in the folder `package`, which load no library.
    pub fn of_dart_package(package: &Path) -> Self {
        Self {
            package: package.to_owned(),
            libraries: Vec::new(),
            programs: Vec::new(),
            self_checks: false,
        }
    }

    /// Has another library built, of the crate in this folder; it lies beside the first.
    #[must_use]
    pub fn with_library(mut self, package: PathBuf) -> Self {
        self.libraries.push(package);
        self
    }

    /// Also compiles a program of the package, named from its folder, that cannot be run here.
    #[must_use]
    pub fn with_program(mut self, program: &str) -> Self {
        self.programs.push(self.package.join(program));
        self
    }

    /// Also tests the harness itself.
    #[must_use]
    pub fn with_self_checks(mut self) -> Self {
        self.self_checks = true;
        self
    }

    /// What the test target's `main` does; ends the process.
    ///
    /// # Errors
    /// If there are no tests, no VM, or a library cannot be built.
    pub fn main(&self) -> Result<()> {
        let arguments = Arguments::from_args();
        process::clean_up_on_interrupt()?;
        let verdicts = self.verdicts(&Selection::of(&arguments));
        process::give_way_to_interrupt();
        let trials = verdicts?.into_iter().map(trial).collect();
        libtest_mimic::run(&arguments, trials).exit()
    }

    /// Runs what `selection` asks for; gives what became of each test, in a stable order.
    fn verdicts(&self, selection: &Selection) -> Result<Vec<Verdict>> {
        let workspace = Workspace::find();
        let mut tests = Vec::new();
        test_files(&self.package.join("test"), &mut tests)?;
        tests.sort();
        anyhow::ensure!(!tests.is_empty(), "there are no tests in {}", self.package.display());
        let mut open = VecDeque::new();
        for name in vm::asked_for()? {
            let mut jobs = Job::all(name, &tests, self.self_checks);
            let programs = self.programs.iter();
            jobs.extend(programs.map(|program| Job::Program(Program::new(name, &self.package, program))));
            jobs.retain(|job| selection.may_include(job.prefix()));
            if jobs.is_empty() {
                continue;
            }
            match Vm::prepare(&workspace, name, &self.libraries)? {
                Some(mut vm) => {
                    vm.compile(&workspace, &self.package, jobs.iter().filter_map(Job::script).collect());
                    open.extend(jobs.into_iter().map(|job| (vm.clone(), job)));
                }
                None => vm::is_missing(name),
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
}

/// The VMs that the environment asks for, by their names, for tests that do more than to run test programs.
///
/// # Errors
/// If there is no such VM.
pub fn toolchains(workspace: &Workspace) -> Result<Vec<(&'static str, Toolchain)>> {
    let mut all = Vec::new();
    for name in vm::asked_for()? {
        match vm::toolchain(workspace, name)? {
            Some(toolchain) => all.push((name, toolchain)),
            None => vm::is_missing(name),
        }
    }
    Ok(all)
}

fn trial(verdict: Verdict) -> Trial {
    Trial::test(verdict.name, move || verdict.result.map_err(Failed::from))
}

/// Something to run on a VM.
enum Job {
    Tests(TestFile),
    Program(Program),
    SelfCheck(SelfCheck),
}

impl Job {
    /// What there is for the VM of this name.
    fn all(vm: &str, tests: &[PathBuf], self_checks: bool) -> Vec<Self> {
        let checks = self_check::FILES
            .iter()
            .filter(|_| self_checks)
            .map(|(file, must_fail)| {
                let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("dart/test").join(file);
                Self::SelfCheck(SelfCheck::new(vm, &script, must_fail))
            });
        let tests = tests.iter().map(|file| Self::Tests(TestFile::new(vm, file)));
        checks.chain(tests).collect()
    }

    /// What the names of its tests begin with.
    fn prefix(&self) -> &str {
        match self {
            Self::Tests(file) => &file.prefix,
            Self::Program(program) => program.name(),
            Self::SelfCheck(check) => check.name(),
        }
    }

    /// Its program, if that is one of the package's own.
    fn script(&self) -> Option<PathBuf> {
        match self {
            Self::Tests(file) => Some(file.script().to_owned()),
            Self::Program(_) | Self::SelfCheck(_) => None,
        }
    }

    fn run(&self, vm: &Vm, selection: &Selection) -> Vec<Verdict> {
        match self {
            Self::Tests(file) => file.run(vm, selection),
            Self::Program(_) | Self::SelfCheck(_) if selection.list_only() => vec![Verdict {
                name: self.prefix().to_owned(),
                result: Ok(()),
            }],
            Self::Program(program) => vec![program.compile(vm)],
            Self::SelfCheck(check) => vec![check.run(vm)],
        }
    }
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

/// All test programs in `folder` and below it.
fn test_files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            test_files(&path, found)?;
        } else if path.to_string_lossy().ends_with("_test.dart") {
            found.push(path);
        }
    }
    Ok(())
}
