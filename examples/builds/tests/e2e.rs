//! Builds the library as people do, and looks at what Dart hears of panics, what is printed of them, and what is exported.
//!
//! The environment is that of the crate `harness`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use libtest_mimic::{Arguments, Failed, Trial};
use object::Object;
use xtask::process::quietly;
use xtask::rust::{Features, Profile};
use xtask::{Toolchain, Workspace};

/// Panics that Dart is told of, and nobody else: what it hears.
const TOLD: [(&str, &str); 6] = [
    ("direct", "number 8"),
    ("sync", "<sync>"),
    ("blocking", "<blocking>"),
    ("poll", "<poll>"),
    ("async", "<async>"),
    ("stream", "<stream>"),
];

/// Panics that Dart is not told of, or not of all of them: what it hears, and what is printed.
const PRINTED: [(&str, &str, &[&str]); 10] = [
    ("dispose", "null", &["<dispose>"]),
    ("thread", "true", &["<thread>"]),
    ("task", "true", &["<task>"]),
    ("caught", "true", &["<caught>"]),
    ("caught later", "true", &["<caught later>"]),
    (
        "caught before",
        "panic in api.rs: <caught before> second, true",
        &["<caught before> first"],
    ),
    ("around", "panic in api.rs: <around> around", &["<around> inside"]),
    ("bomb", "panic in api.rs: a value that is not text", &["<bomb>"]),
    ("cancelled", "cancelled", &["<cancelled>"]),
    ("cancelled stream", "cancelled", &["<cancelled stream>"]),
];

/// Panics that end the process however it is built: what is printed.
const ENDING: [(&str, &[&str]); 3] = [
    (
        "unwinding",
        &[
            "<unwinding>",
            "<unwinding>, again",
            "panic in a destructor during cleanup",
        ],
    ),
    ("C", &["called with 3", "panic in a function that cannot unwind"]),
    ("promise", &["unsafe precondition(s) violated"]),
];

/// Panics that end the process if it does not unwind, of those above.
const ABORTING: [&str; 8] = [
    "direct", "sync", "blocking", "poll", "async", "stream", "dispose", "thread",
];

/// The signal of `abort`.
const SIGABRT: i32 = 6;

fn main() -> Result<()> {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for (name, toolchain) in harness::toolchains(&Workspace::find())? {
        trials.extend(Builds::new(name, toolchain)?.trials());
    }
    libtest_mimic::run(&arguments, trials).exit()
}

/// What has become of a run of the program.
struct Output {
    status: ExitStatus,
    stdout: String,
    stderr: String,
}

/// The example, built for one VM.
struct Builds {
    vm: &'static str,
    toolchain: Toolchain,
    program: PathBuf,
    unwinding: PathBuf,
    aborting: PathBuf,
}

impl Builds {
    fn new(vm: &'static str, toolchain: Toolchain) -> Result<Self> {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let manifest = package.join("Cargo.toml");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(vm);
        fs::create_dir_all(&folder)?;
        // Each build puts its library into the same place.
        let build = |profile, name: &str| -> Result<PathBuf> {
            let library = toolchain.build_library(&manifest, profile, Features::Default)?;
            let copy = folder.join(name);
            fs::copy(&library, &copy).with_context(|| format!("cannot copy {}", library.display()))?;
            Ok(copy)
        };
        let aborting = build(Profile::Aborting, "aborting")?;
        let unwinding = build(Profile::Dev, "unwinding")?;
        let script = package.join("dart/bin/panics.dart");
        let program = folder.join("panics.dill");
        let mut snapshot = std::ffi::OsString::from("--snapshot=");
        snapshot.push(&program);
        let mut dart = toolchain.dart_for(&script)?;
        quietly(dart.arg("--snapshot-kind=kernel").arg(snapshot).arg(&script))?;
        Ok(Self {
            vm,
            toolchain,
            program,
            unwinding,
            aborting,
        })
    }

    fn trials(self) -> Vec<Trial> {
        let this = Arc::new(self);
        let trial = |name: &str, run: fn(&Self) -> Result<()>| {
            let (this, name) = (Arc::clone(&this), format!("{}::{name}", this.vm));
            Trial::test(name, move || {
                run(&this).map_err(|error| Failed::from(format!("{error:#}")))
            })
        };
        let mut trials = vec![
            trial("a panic that Dart is told of is not printed", Self::told_panics),
            trial("a panic that Dart is not told of is printed", Self::printed_panics),
            trial("a panic that ends the process is printed", Self::ending_panics),
            trial("without unwinding each panic is printed", Self::aborting_panics),
        ];
        if this.vm == "newest" {
            trials.push(trial("a release library exports one symbol", Self::exports));
        }
        trials
    }

    /// Runs the program with a library.
    fn run(&self, library: &Path, panics: &[&str]) -> Result<Output> {
        let mut dart = self.toolchain.vm().command();
        dart.arg(&self.program)
            .args(panics)
            .env("OCHE_LIBRARY_PATH_BUILDS", library)
            .env_remove("RUST_BACKTRACE");
        let output = dart.output()?;
        Ok(Output {
            status: output.status,
            stdout: String::from_utf8(output.stdout)?,
            stderr: String::from_utf8(output.stderr)?,
        })
    }

    fn told_panics(&self) -> Result<()> {
        let output = self.run(&self.unwinding, &TOLD.map(|(name, _)| name))?;
        let wanted = TOLD.map(|(name, message)| format!("{name}: panic in api.rs: {message}"));
        is_same(&output, &wanted)?;
        ensure!(output.stderr.trim().is_empty(), "it is printed:\n{}", output.stderr);
        Ok(())
    }

    fn printed_panics(&self) -> Result<()> {
        let output = self.run(&self.unwinding, &PRINTED.map(|(name, ..)| name))?;
        is_same(&output, &PRINTED.map(|(name, heard, _)| format!("{name}: {heard}")))?;
        for text in PRINTED.iter().flat_map(|(_, _, printed)| *printed) {
            is_printed(&output, text)?;
        }
        for text in ["<caught before> second", "<around> around"] {
            let times = count(&output, text);
            ensure!(times <= 1, "{text} is printed {times} times");
        }
        Ok(())
    }

    fn ending_panics(&self) -> Result<()> {
        for (name, printed) in ENDING {
            let output = self.run(&self.unwinding, &[name])?;
            is_aborted(&output)?;
            printed.iter().try_for_each(|text| is_printed(&output, text))?;
        }
        Ok(())
    }

    fn aborting_panics(&self) -> Result<()> {
        for name in ABORTING {
            let output = self.run(&self.aborting, &[name])?;
            is_aborted(&output).with_context(|| format!("the panic `{name}`"))?;
            let text = TOLD.iter().find(|(told, _)| *told == name).map(|(_, text)| *text);
            is_printed(&output, text.unwrap_or(&format!("<{name}>")))?;
            ensure!(output.stderr.contains("panicked at "), "{}", output.stderr);
            ensure!(output.stderr.contains("api.rs:"), "{}", output.stderr);
        }
        Ok(())
    }

    /// The library of the demo, because it is built for that anyway, and that of this example, unoptimized.
    fn exports(&self) -> Result<()> {
        let workspace = Workspace::find();
        let vehicle = workspace.root().join("examples/vehicle/Cargo.toml");
        let release = self
            .toolchain
            .build_library(&vehicle, Profile::Release, Features::Default)?;
        for (library, crate_name) in [
            (&release, "vehicle"),
            (&self.unwinding, "builds"),
            (&self.aborting, "builds"),
        ] {
            let data = fs::read(library)?;
            let file = object::File::parse(&*data)?;
            let exports = file.exports()?;
            let names = exports.iter().map(|export| String::from_utf8_lossy(export.name()));
            let names: BTreeSet<String> = names.map(|name| name.trim_start_matches('_').to_owned()).collect();
            let wanted = BTreeSet::from([format!("oche_{crate_name}")]);
            ensure!(names == wanted, "{} exports {names:?}", library.display());
        }
        Ok(())
    }
}

/// Whether the program has come to its end, and printed these lines.
fn is_same(output: &Output, wanted: &[String]) -> Result<()> {
    let lines: Vec<&str> = output.stdout.lines().collect();
    ensure!(
        output.status.success() && lines == wanted,
        "{lines:#?}\n{}",
        output.stderr
    );
    Ok(())
}

/// How often a panic with this text was printed.
fn count(output: &Output, text: &str) -> usize {
    output.stderr.lines().filter(|line| *line == text).count()
}

fn is_printed(output: &Output, text: &str) -> Result<()> {
    // What the language itself says is longer.
    let is_there = count(output, text) == 1 || text.starts_with("unsafe") && output.stderr.contains(text);
    ensure!(
        is_there,
        "`{text}` is not printed, or more than once:\n{}",
        output.stderr
    );
    Ok(())
}

#[cfg(unix)]
fn is_aborted(output: &Output) -> Result<()> {
    use std::os::unix::process::ExitStatusExt;
    ensure!(
        output.status.signal() == Some(SIGABRT),
        "{}:\n{}",
        output.status,
        output.stderr
    );
    Ok(())
}

#[cfg(not(unix))]
fn is_aborted(output: &Output) -> Result<()> {
    ensure!(!output.status.success(), "{}", output.stderr);
    Ok(())
}
