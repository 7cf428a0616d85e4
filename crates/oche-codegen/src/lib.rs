//! The generator of Oche, the bridge between Rust and Dart.
//!
//! [`analyze`] reads a crate's source and lowers its API to the [`ir`]; [`generate`] prints both halves of the bridge
//! from it; [`output`] writes them, or says what is stale. Nothing here runs a compiler or needs a Dart SDK.

pub mod config;
pub mod contract;
pub mod diagnostic;
pub mod generator;
pub mod ir;
mod lower;
pub mod output;
mod parser;
mod schema;
mod suggest;

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use config::Config;
pub use diagnostic::Diagnostics;

use std::path::{Path, PathBuf};

use diagnostic::Reports;
use generator::{File, Layout};

/// What a crate's source says.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The API; `None` if anything cannot cross.
    pub api: Option<ir::Api>,
    /// Errors and warnings.
    pub diagnostics: Diagnostics,
    /// The folder of the crate's root file; empty if there is none.
    pub source_dir: PathBuf,
}

/// What there is to write.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The API that the files are made of; `None` if anything cannot cross.
    pub api: Option<ir::Api>,
    /// Errors and warnings.
    pub diagnostics: Diagnostics,
    /// Every file of the bridge; none if there is no API.
    pub files: Vec<File>,
}

/// The types that cross, with what they are in Dart, as a table in Markdown: what the book shows is what lowering knows.
pub fn type_table() -> String {
    lower::capabilities::markdown()
}

/// Every type that crosses and is none of the user's own, spelled in full: `u8`, `std::path::PathBuf`, `Vec<T>`. What takes
/// types has a `T` for the one that matters; a type that is what it is by an attribute has that before it.
pub fn types() -> Vec<&'static str> {
    lower::capabilities::types()
}

/// Every word of the attribute `#[oche(…)]`, with whether it takes a value.
pub fn attribute_words() -> Vec<(&'static str, bool)> {
    parser::attrs::words_with_values().collect()
}

/// Reads a crate's source and lowers its API.
pub fn analyze(config: &Config) -> Analysis {
    with_room(|| read(config))
}

fn read(config: &Config) -> Analysis {
    let reports = Reports::default();
    let mut source_dir = PathBuf::new();
    let (api, sources) = match parser::parse(config, &reports) {
        Ok(krate) => {
            source_dir.push(krate.manifest.root.parent().unwrap_or(Path::new("")));
            (lower::lower(&krate, config, &reports), krate.sources)
        }
        Err(sources) => (None, sources),
    };
    let diagnostics = reports.into_diagnostics(sources.into_files());
    Analysis {
        api: api.filter(|_| diagnostics.errors() == 0),
        diagnostics,
        source_dir,
    }
}

/// Reads a crate's source and prints both halves of its bridge. Writes nothing: see [`output::write`].
pub fn generate(config: &Config) -> Outcome {
    with_room(|| print(config))
}

fn print(config: &Config) -> Outcome {
    let Analysis {
        api,
        mut diagnostics,
        source_dir,
    } = read(config);
    let layout = Layout {
        source_dir: config::absolute(&source_dir),
        lib_dir: config.lib_dir(),
        barrel: config.barrel.clone(),
    };
    let files = api
        .as_ref()
        .map(|api| generator::generate(api, &layout))
        .unwrap_or_default();
    for problem in output::foreign(&files) {
        diagnostics.list.push(problem);
    }
    let api = api.filter(|_| diagnostics.errors() == 0);
    let files = if api.is_some() { files } else { Vec::new() };
    Outcome {
        api,
        diagnostics,
        files,
    }
}

/// The stack that the passes run on. They follow the nesting of the source, and source can be nested more deeply than
/// the usual stack allows; what is not touched of it costs nothing.
const STACK: usize = 256 << 20;

fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("oche".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, work)
            .expect("the system has room for one more thread");
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
