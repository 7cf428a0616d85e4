//! The crate's set-up: what generated code needs and a new user forgets. None of it stops the generator.

use crate::diagnostic::{Diagnostic, Place, Sink};
use crate::parser::loader::GENERATED;
use crate::parser::tree::{Crate, ROOT};

/// Warns about what will go wrong when the crate is compiled, or its library loaded.
pub(super) fn check(krate: &Crate, sink: &Sink) {
    let manifest = &krate.manifest;
    let in_manifest = |section: &str| {
        let text = krate.sources.text(manifest.file);
        let start = text.find(section).unwrap_or(0);
        let end = if text.contains(section) {
            start + section.len()
        } else {
            0
        };
        Place {
            file: manifest.file,
            range: start..end,
        }
    };
    if !manifest
        .crate_types
        .iter()
        .any(|kind| kind == "cdylib" || kind == "staticlib")
    {
        sink.push(
            Diagnostic::warning("set-up", "this crate does not build a library that Dart can load")
                .at(in_manifest("[lib]"), "no `cdylib` among its crate types")
                .help("write in `Cargo.toml`, under `[lib]`: `crate-type = [\"cdylib\", \"rlib\"]`"),
        );
    }
    if manifest
        .dependencies
        .get("oche")
        .is_none_or(|package| package != "oche")
    {
        sink.push(
            Diagnostic::warning(
                "set-up",
                "the generated code will not compile: it uses the crate `oche`",
            )
            .at(in_manifest("[dependencies]"), "`oche` is not among the dependencies")
            .help("run `cargo add oche`"),
        );
    }
    if !krate.module(ROOT).types.contains_key(GENERATED) && !krate.module(ROOT).broken {
        let file = krate.module(ROOT).file;
        sink.push(
            Diagnostic::warning(
                "set-up",
                format!("the generated module `{GENERATED}` is not part of the crate"),
            )
            .at(Place { file, range: 0..0 }, "not declared in the crate's root")
            .help(format!("declare it here: `mod {GENERATED};`")),
        );
    }
}
