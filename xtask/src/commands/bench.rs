//! `cargo xtask bench`

mod compile;
mod generation;
mod measuring;
mod picture;
mod rows;
mod sizes;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::Workspace;
use crate::progress::note;
use crate::rust::Features;
use measuring::Measured;

/// Measures what crossing costs: with Oche, in the manner of today's tools, and at least.
///
/// All three are measured in turn within one process, in optimised builds, after a warm-up; what counts is the median. The
/// table goes to standard output as Markdown, the figures into target/bench.json, and a picture into target/bench.svg.
#[derive(Args)]
pub struct Options {
    /// Fewer and shorter samples, for a first look
    #[arg(long)]
    quick: bool,

    /// Where the figures go, instead of target/bench.json
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Where the picture goes, instead of target/bench.svg
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,

    /// Only rows with this in their names
    #[arg(long, value_name = "NAME")]
    filter: Option<String>,

    /// Where the Rust side of all three gets its memory from
    #[arg(long, value_name = "NAME", default_value = "mimalloc", conflicts_with = "generate")]
    allocator: Allocator,

    /// Only how long `oche generate` takes, cold and warm, what compiling costs that was generated, in CPU time and in the size
    /// of the library, and how small libraries can be; the figures go into target/bench-generate.json
    #[arg(long, conflicts_with = "picture")]
    generate: bool,
}

/// An allocator of the Rust side.
#[derive(Clone, Copy, ValueEnum)]
enum Allocator {
    /// The crate of this name, which needs a C compiler for the target
    Mimalloc,
    /// What the system's C library has
    System,
}

impl Allocator {
    /// The features that the library is built with.
    fn features(self) -> Features {
        match self {
            Self::Mimalloc => Features::Default,
            Self::System => Features::None,
        }
    }

    /// What a reader of the table has to know.
    fn remark(self) -> &'static str {
        match self {
            Self::Mimalloc => "All three have `mimalloc` as allocator in Rust (`--allocator system`: the system's).",
            Self::System => "All three have the system's allocator in Rust (`--allocator system`).",
        }
    }
}

impl Options {
    /// How many samples there are of each figure, at least.
    fn repetitions(&self) -> usize {
        if self.quick { 3 } else { 9 }
    }

    fn is_asked_for(&self, name: &str) -> bool {
        self.filter.as_deref().is_none_or(|part| name.contains(part))
    }
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    let (measured, remarks) = if options.generate {
        let command = generation::build(workspace)?;
        let mut measured = generation::measure(workspace, options, &command)?;
        measured.extend(compile::measure(workspace, options, &command)?);
        measured.extend(sizes::measure(workspace, options, &command)?);
        (measured, Vec::new())
    } else {
        measuring::measure(workspace, options)?
    };
    ensure!(!measured.is_empty(), "no row has such a name");
    print!("{}", table::markdown(&measured));
    for remark in remarks {
        println!("\n{remark}");
    }

    let file = |given: &Option<PathBuf>, name| given.clone().unwrap_or_else(|| workspace.target().join(name));
    let name = if options.generate {
        "bench-generate.json"
    } else {
        "bench.json"
    };
    let rows: Vec<Value> = measured.iter().map(json).collect();
    write(&file(&options.json, name), &format!("{:#}\n", Value::Array(rows)))?;
    if !options.generate {
        write(&file(&options.picture, "bench.svg"), &picture::draw(&measured))?;
    }
    Ok(0)
}

fn json(measured: &Measured) -> Value {
    let (min, max) = measured.range();
    json!({
        "name": measured.row.name,
        "unit": measured.row.unit.name,
        "oche": measured.oche.median().map(rounded),
        "usual": measured.usual.median().map(rounded),
        "floor": measured.floor.median().map(rounded),
        "min": min.map(rounded),
        "max": max.map(rounded),
    })
}

/// To what a figure can be trusted for at best.
fn rounded(figure: f64) -> f64 {
    (figure * 1000.0).round() / 1000.0
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
    note(format!("wrote {}", file.display()));
    Ok(())
}
