//! How long the generator takes, as a person waits for it: the whole process, from its start to its end.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use super::Options;
use super::measuring::{Measured, Samples};
use super::rows::{Goal, MS, Row, row};
use crate::Workspace;
use crate::commands::cargo_step;
use crate::process::quietly;
use crate::progress::Step;

/// How much there is in the API of a crate that is made for a measurement.
pub(super) struct Size {
    pub functions: usize,
    pub types: usize,
}

/// A crate, and its two rows: with none of the generated files there, and with all of them up to date.
struct Case {
    size: Size,
    cold: Row,
    warm: Row,
}

const CASES: [Case; 2] = [
    Case {
        size: Size { functions: 1, types: 0 },
        cold: row("generate_1", MS, &[Goal::AtMost(20.0)]),
        warm: row("generate_1_warm", MS, &[Goal::AtMost(20.0)]),
    },
    Case {
        size: Size {
            functions: 1355,
            types: 300,
        },
        cold: row("generate_1355", MS, &[Goal::AtMost(300.0)]),
        warm: row("generate_1355_warm", MS, &[Goal::AtMost(300.0)]),
    },
];

/// Measures what is asked for.
pub(super) fn measure(workspace: &Workspace, options: &Options, command: &Path) -> Result<Vec<Measured>> {
    let step = Step::start("measuring");
    let mut measured = Vec::new();
    for case in CASES {
        if !options.is_asked_for(case.cold.name) && !options.is_asked_for(case.warm.name) {
            continue;
        }
        step.news(case.cold.name);
        let name = case.cold.name;
        let folder = workspace.cache().join("bench").join(name);
        write(workspace, &folder, name, &case.size)?;
        let generate = || -> Result<f64> {
            let started = Instant::now();
            quietly(Command::new(command).args(["generate", "--crate"]).arg(&folder))?;
            Ok(started.elapsed().as_secs_f64() * 1000.0)
        };
        generate()?;
        let (mut cold, mut warm) = (Vec::new(), Vec::new());
        for _ in 0..options.repetitions() {
            fs::remove_file(folder.join("src/oche_generated.rs"))?;
            fs::remove_dir_all(folder.join("dart/lib"))?;
            cold.push(generate()?);
            warm.push(generate()?);
        }
        for (row, figures) in [(case.cold, cold), (case.warm, warm)] {
            measured.push(Measured {
                row,
                oche: Samples::new(figures),
                usual: Samples::default(),
                floor: Samples::default(),
            });
        }
    }
    step.done();
    Ok(measured)
}

/// Builds the command `oche`, optimised.
pub(super) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--release", "--package", "oche-cli"]);
    cargo_step("compiling the generator", &mut cargo)?;
    Ok(workspace
        .target()
        .join("release/oche")
        .with_extension(std::env::consts::EXE_EXTENSION))
}

/// Writes a crate whose API has so much in it, and nothing else.
pub(super) fn write(workspace: &Workspace, folder: &Path, name: &str, size: &Size) -> Result<()> {
    let files = files(workspace, folder, name, size);
    files.with_context(|| format!("cannot write {}", folder.display()))
}

fn files(workspace: &Workspace, folder: &Path, name: &str, size: &Size) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    fs::create_dir_all(folder.join("src/api"))?;
    fs::create_dir_all(folder.join("dart"))?;
    fs::write(
        folder.join("Cargo.toml"),
        manifest(name, &workspace.root().join("crates/oche")),
    )?;
    // What it depends on is here already, in these versions.
    fs::copy(workspace.root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let pubspec = format!("name: {name}\nenvironment:\n  sdk: ^3.4.0\n");
    fs::write(folder.join("dart/pubspec.yaml"), pubspec)?;
    fs::write(folder.join("src/lib.rs"), ROOT)?;
    fs::write(folder.join("src/counting.rs"), COUNTING)?;
    let modules = modules(size);
    let declarations = (0..modules.len()).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "pub mod part_{number};");
        text
    });
    fs::write(folder.join("src/api/mod.rs"), declarations)?;
    for (number, module) in modules.iter().enumerate() {
        fs::write(folder.join(format!("src/api/part_{number}.rs")), module)?;
    }
    Ok(())
}

/// The crate can be compiled without its generated half. It is no member of the workspace that it is in.
fn manifest(name: &str, oche: &Path) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[lib]\ncrate-type = [\"cdylib\"]\n\n\
         [dependencies]\noche = {{ path = {oche:?} }}\n\n[features]\ndefault = [\"bridge\"]\nbridge = []\n\n[workspace]\n\n\
         [profile.release]\nstrip = true\n\n[profile.small]\ninherits = \"release\"\nopt-level = \"z\"\nlto = true\n\
         codegen-units = 1\n"
    )
}

const ROOT: &str = "pub mod api;\nmod counting;\n#[cfg(feature = \"bridge\")]\nmod oche_generated;\n";

/// Where its streams are from, each of a type of its own.
const COUNTING: &str = r"//! Streams that count.

use std::pin::Pin;
use std::task::{Context, Poll};

struct Counting<F> {
    next: u32,
    make: F,
}

/// Items of the numbers after `from`.
pub fn count<T>(from: u32, make: impl Fn(i64) -> T + Unpin) -> impl oche::Stream<Item = T> {
    Counting { next: from, make }
}

impl<T, F: Fn(i64) -> T + Unpin> oche::Stream for Counting<F> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        self.next += 1;
        Poll::Ready((self.next < 100).then(|| (self.make)(i64::from(self.next))))
    }
}
";

/// How many functions are in a module, about.
const FUNCTIONS_OF_A_MODULE: usize = 30;

/// The source of modules with so many functions and types over all of them.
fn modules(&Size { functions, types }: &Size) -> Vec<String> {
    let count = functions.div_ceil(FUNCTIONS_OF_A_MODULE);
    let of = |total: usize, module: usize| total * module / count..total * (module + 1) / count;
    let module = |number| {
        let (types, functions) = (of(types, number), of(functions, number));
        let mut text = String::from("//! A part of the API.\n\nuse oche::{Stream, oche};\n");
        for number in types.clone() {
            text += &data(number, number - types.start);
        }
        for number in functions {
            text += &function(number, types.clone());
        }
        text
    };
    (0..count).map(module).collect()
}

/// Two structs, an enum and an error in turn; structs contain the struct before them in their module.
fn data(number: usize, place: usize) -> String {
    match place % 4 {
        0 => format!(
            "\n/// What is known of one thing.\n#[derive(Clone)]\npub struct Type{number} {{\n    /// Its number.\n    \
             pub id: i64,\n    /// What it is called.\n    pub name: String,\n    pub values: Vec<f64>,\n    \
             pub comment: Option<String>,\n}}\n"
        ),
        1 => format!(
            "\n/// What is known of several.\n#[derive(Clone)]\npub struct Type{number} {{\n    \
             pub first: Type{previous},\n    pub others: Vec<Type{previous}>,\n    pub is_whole: bool,\n    \
             pub raw: Vec<u8>,\n}}\n",
            previous = number - 1
        ),
        2 => format!(
            "\n/// One of several.\n#[derive(Clone)]\npub enum Type{number} {{\n    /// Nothing.\n    Nothing,\n    \
             Number(i64),\n    Text {{ text: String, language: Option<String> }},\n}}\n"
        ),
        _ => format!(
            "\n/// Why it failed.\npub enum Type{number} {{\n    NotFound {{ id: i64 }},\n    Denied,\n    \
             Other(String),\n}}\n"
        ),
    }
}

/// Functions of all sorts in turn, with the types of their module.
fn function(number: usize, types: std::ops::Range<usize>) -> String {
    // The first two of each four are structs, the last one is an error.
    let plain = types.start;
    let error = types.start + 3;
    let text = match number % 6 {
        _ if types.len() < 4 => "#[oche(sync)]\npub fn f{n}(a: i32, b: i32) -> i32 { a + b }",
        0 => "#[oche(sync)]\npub fn f{n}(a: i32, b: f64) -> f64 { f64::from(a) + b }",
        1 => {
            "pub async fn f{n}(value: Type{s}, name: Option<String>) -> Result<Type{s}, Type{e}> {\n    \
             name.map(|name| Type{s} { name, ..value }).ok_or(Type{e}::Denied)\n}"
        }
        2 => "pub fn f{n}(values: Vec<Type{s}>) -> Vec<String> { values.into_iter().map(|v| v.name).collect() }",
        3 => {
            "pub fn f{n}(from: u32) -> impl Stream<Item = Type{s}> {\n    crate::counting::count(from, |id| Type{s} { id, \
             name: String::new(), values: Vec::new(), comment: None })\n}"
        }
        4 => {
            "#[oche(sync)]\npub fn f{n}(name: String, raw: Vec<u8>) -> Option<Type{s}> {\n    let id = \
             i64::from(*raw.first()?);\n    Some(Type{s} { id, name, values: Vec::new(), comment: None })\n}"
        }
        _ => {
            "pub fn f{n}(id: i64, deep: bool) -> Result<Vec<f64>, Type{e}> {\n    if deep { Ok(vec![id as f64]) } else { \
             Err(Type{e}::NotFound { id }) }\n}"
        }
    };
    let text = text
        .replace("{n}", &number.to_string())
        .replace("{s}", &plain.to_string())
        .replace("{e}", &error.to_string());
    format!("\n/// Does the work number {number}.\n{text}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_have_all_that_was_asked_for() {
        for case in CASES {
            let text = modules(&case.size).concat();
            let count = |what: &str| text.lines().filter(|line| line.starts_with(what)).count();
            assert_eq!(count("pub fn ") + count("pub async fn "), case.size.functions);
            assert_eq!(count("pub struct ") + count("pub enum "), case.size.types);
            assert!(!text.contains('{') || !text.contains("{n}") && !text.contains("{s}"));
        }
    }
}
