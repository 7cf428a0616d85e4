//! How large libraries are that are as small as can be, and how long one more function takes.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use super::Options;
use super::measuring::{Measured, Samples};
use super::rows::{Goal, KB, Row, SECONDS, row};
use crate::process::quietly;
use crate::progress::Step;
use crate::rust::Target;
use crate::{Toolchain, Workspace};

/// One synchronous function and one async function; the floor is a library with tokio's runtime alone.
const SMALLEST: Row = row("library_smallest", KB, &[Goal::Over(130.0)]);
/// The same without the feature `tokio`.
const WITHOUT_TOKIO: Row = row("library_no_tokio", KB, &[Goal::AtMost(400.0)]);
/// The API of this benchmark, for the Dart VM that it runs on.
const BENCHMARK: Row = row("library_bench", KB, &[Goal::AtMost(764.0)]);
/// What a further type of a sink's items adds.
const SINK_ITEM: Row = row("library_sink_item", KB, &[Goal::AtMost(6.0)]);
/// A release build after a function was added to the API of this benchmark, as a user waits for it.
const ONE_MORE: Row = row("one_more_function", SECONDS, &[Goal::AtMost(1.2)]);

const SMALL_API: &str = include_str!("sizes/small.rs");
const THREADS: &str = include_str!("sizes/threads.rs");
const BARE: &str = include_str!("sizes/bare.rs");

const TOKIO: &str = "tokio = { version = \"1\", features = [\"rt-multi-thread\", \"sync\", \"time\"] }\n";
const FUTURES: &str = "futures-util = { version = \"0.3\", default-features = false, features = [\"std\"] }\n";

/// How many types there are besides the first one, where one more is measured.
const FURTHER: usize = 10;

/// Measures what is asked for.
pub(super) fn measure(workspace: &Workspace, options: &Options, command: &Path) -> Result<Vec<Measured>> {
    let asked = |row: Row| options.is_asked_for(row.name).then_some(row);
    let step = Step::start("building small libraries");
    let build = Build { workspace, command };
    let mut measured = Vec::new();
    if let Some(row) = asked(SMALLEST) {
        step.news(row.name);
        let oche = build.size("size_small", &build.oche(""), SMALL_API)?;
        let floor = build.library("size_bare", TOKIO, &[("lib.rs", BARE.to_owned())])?;
        measured.push(figures(row, vec![oche], vec![kilobytes(&floor)?]));
    }
    if let Some(row) = asked(WITHOUT_TOKIO) {
        step.news(row.name);
        let oche = build.oche(", default-features = false");
        let size = build.size("size_no_tokio", &oche, &format!("{SMALL_API}{THREADS}"))?;
        measured.push(figures(row, vec![size], Vec::new()));
    }
    if let Some(row) = asked(SINK_ITEM) {
        step.news(row.name);
        let size = |name, count| build.size(name, &build.oche(""), &sinks(count));
        let (one, more) = (size("size_sink", 1)?, size("size_sinks", 1 + FURTHER)?);
        measured.push(figures(row, vec![(more - one) / FURTHER as f64], Vec::new()));
    }
    if let Some(row) = asked(BENCHMARK) {
        step.news(row.name);
        let folder = build.benchmark("size_bench")?;
        let library = build.compile(&folder, "small", Toolchain::newest(workspace)?.target())?;
        measured.push(figures(row, vec![kilobytes(&library)?], Vec::new()));
    }
    if let Some(row) = asked(ONE_MORE) {
        step.news(row.name);
        let folder = build.benchmark("one_more")?;
        let mut times = Vec::new();
        // The first one has everything to compile.
        for number in 0..=options.repetitions().div_ceil(3) {
            let more = format!(
                "\n/// One more.\n#[oche(sync)]\npub fn more_{number}(text: String, times: u32) -> String {{\n    \
                 text.repeat(times as usize)\n}}\n"
            );
            append(&folder.join("src/api.rs"), &more)?;
            build.generate(&folder)?;
            let started = Instant::now();
            build.compile(&folder, "release", Target::Host)?;
            times.push(started.elapsed().as_secs_f64());
        }
        times.remove(0);
        measured.push(figures(row, times, Vec::new()));
    }
    step.done();
    Ok(measured)
}

/// Where crates are made and compiled.
struct Build<'a> {
    workspace: &'a Workspace,
    command: &'a Path,
}

impl Build<'_> {
    /// The dependency on the run time.
    fn oche(&self, more: &str) -> String {
        format!(
            "oche = {{ path = {:?}{more} }}\n",
            self.workspace.root().join("crates/oche")
        )
    }

    /// The size of the library of a crate with this API, in KB.
    fn size(&self, name: &str, dependencies: &str, api: &str) -> Result<f64> {
        let files = [("lib.rs", ROOT.to_owned()), ("api.rs", api.to_owned())];
        kilobytes(&self.library(name, dependencies, &files)?)
    }

    /// The library of a crate with these files, as small as can be.
    fn library(&self, name: &str, dependencies: &str, files: &[(&str, String)]) -> Result<PathBuf> {
        let folder = self.write(name, dependencies, files)?;
        if files.len() > 1 {
            self.generate(&folder)?;
        }
        self.compile(&folder, "small", Target::Host)
    }

    /// A crate with the API of this benchmark.
    fn benchmark(&self, name: &str) -> Result<PathBuf> {
        let source = self.workspace.root().join("benches/src");
        let read = |file: &str| fs::read_to_string(source.join(file)).with_context(|| format!("cannot read {file}"));
        let files = [
            ("lib.rs", format!("{ROOT}mod work;\n")),
            ("api.rs", read("api.rs")?),
            ("work.rs", read("work.rs")?),
        ];
        let folder = self.write(name, &(self.oche("") + FUTURES + TOKIO), &files)?;
        self.generate(&folder)?;
        Ok(folder)
    }

    fn write(&self, name: &str, dependencies: &str, files: &[(&str, String)]) -> Result<PathBuf> {
        let folder = self.workspace.cache().join("bench").join(name);
        let written = (|| {
            fs::create_dir_all(folder.join("src"))?;
            fs::create_dir_all(folder.join("dart"))?;
            fs::write(folder.join("Cargo.toml"), manifest(name, dependencies))?;
            // What it depends on is here already, in these versions.
            fs::copy(self.workspace.root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
            let pubspec = format!("name: {name}\nenvironment:\n  sdk: ^3.4.0\n");
            fs::write(folder.join("dart/pubspec.yaml"), pubspec)?;
            files
                .iter()
                .try_for_each(|(file, text)| fs::write(folder.join("src").join(file), text))
        })();
        written.with_context(|| format!("cannot write {}", folder.display()))?;
        Ok(folder)
    }

    fn generate(&self, folder: &Path) -> Result<()> {
        quietly(Command::new(self.command).args(["generate", "--crate"]).arg(folder)).map(drop)
    }

    /// The library.
    fn compile(&self, folder: &Path, profile: &str, target: Target) -> Result<PathBuf> {
        let mut library = self.workspace.cache().join("bench/target");
        let mut cargo = self.workspace.cargo();
        cargo.current_dir(folder).env("CARGO_TARGET_DIR", &library);
        cargo.args(["build", "--offline", "--profile", profile]);
        if let Target::Other(triple) = target {
            cargo.args(["--target", triple]);
            library.push(triple);
        }
        quietly(&mut cargo)?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
        Ok(library.join(profile).join(format!("{prefix}{name}{suffix}")))
    }
}

const ROOT: &str = "pub mod api;\nmod oche_generated;\n";

fn manifest(name: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[lib]\ncrate-type = [\"cdylib\"]\n\n\
         [dependencies]\n{dependencies}\n[workspace]\n\n[profile.small]\ninherits = \"release\"\nopt-level = \"z\"\n\
         lto = true\ncodegen-units = 1\nstrip = true\n"
    )
}

/// An API with so many sinks, each for items of a type of its own.
fn sinks(count: usize) -> String {
    let head = String::from("//! Sinks.\n\nuse oche::StreamSink;\n");
    (0..count).fold(head, |mut text, number| {
        let _ = write!(
            text,
            "\n/// An item.\npub struct Item{number} {{\n    pub id: u32,\n    pub name: String,\n    pub value: f64,\n    \
             pub tags: Vec<u16>,\n    pub number_{number}: i64,\n}}\n\n/// Sends one.\npub fn send_{number}(sink: \
             StreamSink<Item{number}>) {{\n    let item = Item{number} {{ id: 1, name: String::new(), value: 1.0, tags: \
             Vec::new(), number_{number}: {number} }};\n    drop(sink.try_send(item));\n}}\n"
        );
        text
    })
}

fn append(file: &Path, text: &str) -> Result<()> {
    let before = fs::read_to_string(file)?;
    fs::write(file, before + text).with_context(|| format!("cannot write {}", file.display()))
}

/// The size of a file, in units of 1,000 bytes.
fn kilobytes(file: &Path) -> Result<f64> {
    let size = fs::metadata(file).with_context(|| format!("there is no {}", file.display()))?;
    Ok(size.len() as f64 / 1000.0)
}

fn figures(row: Row, oche: Vec<f64>, floor: Vec<f64>) -> Measured {
    Measured {
        row,
        oche: Samples::new(oche),
        usual: Samples::default(),
        floor: Samples::new(floor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sink_has_a_type_of_its_own() {
        let text = sinks(11);
        for number in 0..11 {
            assert!(text.contains(&format!("pub fn send_{number}(sink: StreamSink<Item{number}>)")));
        }
        assert_eq!(text.matches("pub struct ").count(), 11);
    }
}
