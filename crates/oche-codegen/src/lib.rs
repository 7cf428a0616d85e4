//! The generator of Oche, the bridge between Rust and Dart.
//!
//! [`analyze`] reads a crate's source and lowers its API to the [`ir`]; [`generate`] prints both halves of the bridge
//! from it; [`output`] writes them, or says what is stale. Nothing here runs a compiler or needs a Dart SDK.

pub mod config;
pub mod diagnostic;
pub mod generator;
pub mod ir;
mod lower;
pub mod output;
mod parser;
mod schema;

pub use config::Config;
pub use diagnostic::Diagnostics;

use diagnostic::Sink;
use generator::{File, Layout};

/// What a crate's source says.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The API; `None` if anything cannot cross.
    pub api: Option<ir::Api>,
    /// Errors and warnings.
    pub diagnostics: Diagnostics,
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

/// Reads a crate's source and lowers its API.
pub fn analyze(config: &Config) -> Analysis {
    let sink = Sink::default();
    let (api, sources) = match parser::parse(config, &sink) {
        Ok(krate) => (lower::lower(&krate, config, &sink), krate.sources),
        Err(sources) => (None, sources),
    };
    let diagnostics = sink.into_diagnostics(sources.into_files());
    Analysis {
        api: api.filter(|_| diagnostics.errors() == 0),
        diagnostics,
    }
}

/// Reads a crate's source and prints both halves of its bridge. Writes nothing: see [`output::write`].
pub fn generate(config: &Config) -> Outcome {
    let Analysis { api, mut diagnostics } = analyze(config);
    let absolute = config::absolute;
    let layout = Layout {
        crate_dir: absolute(&config.crate_dir),
        dart_dir: absolute(&config.dart_dir),
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
