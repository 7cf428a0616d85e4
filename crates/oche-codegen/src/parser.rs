//! The parser: from a crate's source to modules, items and resolved types.
//!
//! It starts at the crate's root file, follows every `mod`, evaluates `cfg`, and resolves names as the compiler does,
//! by path and never by the last segment. It reads source only: no macro is expanded, no other crate is opened.

pub(crate) mod attrs;
pub(crate) mod cfg;
pub(crate) mod condition;
pub(crate) mod consts;
mod hints;
mod imports;
mod items;
pub(crate) mod loader;
pub(crate) mod manifest;
pub(crate) mod names;
pub(crate) mod paths;
mod preludes;
pub(crate) mod primitives;
pub(crate) mod problems;
pub(crate) mod source;
pub(crate) mod tree;
pub(crate) mod ty;
pub(crate) mod types;
mod versions;

use crate::config::Config;
use crate::diagnostic::Reports;

use source::Sources;
use tree::Crate;

/// Reads a crate and resolves its imports; the sources alone after a problem that leaves nothing to work on.
pub(crate) fn parse(config: &Config, reports: &Reports) -> Result<Crate, Sources> {
    let mut sources = Sources::default();
    let Some(manifest) = manifest::read(config, &mut sources, reports) else {
        return Err(sources);
    };
    let mut krate = loader::load(manifest, sources, reports);
    names::resolve_imports(&mut krate);
    Ok(krate)
}
