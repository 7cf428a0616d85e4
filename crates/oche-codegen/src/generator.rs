//! The generators: from the IR to the text of every generated file.
//!
//! `rust` and `dart` each know the IR and nothing of each other. Everything was decided in lowering; what happens
//! here is printing, and it is deterministic: the same API gives the same bytes.

mod dart;
mod header;
mod rust;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use crate::ir::Api;

/// Where the two halves of the bridge live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The folder of the crate's root file, where the compiler looks for its modules.
    pub source_dir: PathBuf,
    /// The folder of the Dart package's `pubspec.yaml`.
    pub dart_dir: PathBuf,
}

/// A generated file. Writing it (and only if it changed) is the caller's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it belongs: one of the two folders of the [`Layout`], and the path below it.
    pub path: PathBuf,
    /// The whole text.
    pub contents: String,
}

/// Prints both halves of the bridge: the Rust glue first, then the Dart package's files in the order of their paths.
pub fn generate(api: &Api, layout: &Layout) -> Vec<File> {
    let rust = File {
        path: layout.source_dir.join("oche_generated.rs"),
        contents: rust::generate(api),
    };
    let dart = dart::generate(api).into_iter().map(|(path, contents)| File {
        path: layout.dart_dir.join("lib").join(path),
        contents,
    });
    std::iter::once(rust).chain(dart).collect()
}
