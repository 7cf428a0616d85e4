//! The crate's set-up: what generated code needs and a new user forgets. None of it stops the generator.

use crate::diagnostic::{Diagnostic, Place, Sink};
use crate::parser::loader::GENERATED;
use crate::parser::source::Site;
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
    if manifest.forbids_unsafe {
        sink.push(
            forbidden("unsafe_code")
                .at(in_manifest("unsafe_code"), "forbidden by the lint table")
                .help("set it to `deny`: the generated module may then allow it, and nothing else may by accident"),
        );
    }
    root_attributes(krate, sink);
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

/// The lints that generated code allows for itself, which it cannot where they are forbidden.
const ALLOWED: [&str; 3] = ["deprecated", "non_snake_case", "unsafe_code"];

fn forbidden(lint: &str) -> Diagnostic {
    Diagnostic::warning(
        "set-up",
        format!("the generated code will not compile: the crate forbids `{lint}`"),
    )
    .note("`forbid` cannot be lifted for one module")
}

/// Warns about attributes of the whole crate that hold for the generated module, too, and that it cannot live with.
fn root_attributes(krate: &Crate, sink: &Sink) {
    let root = krate.module(ROOT);
    for attribute in &root.attrs {
        let site = Site::of(root.file, attribute.path());
        if attribute.path().is_ident("no_implicit_prelude") {
            sink.push(
                Diagnostic::warning(
                    "set-up",
                    "the generated code will not compile: the crate has no prelude",
                )
                .at(site, "holds for all modules")
                .help("set it on the modules that are to have none"),
            );
        }
        if !attribute.path().is_ident("forbid") {
            continue;
        }
        let mut lints = Vec::new();
        // `reason = "…"` is no lint, and ends the list.
        let _ = attribute.parse_nested_meta(|lint| {
            lints.extend(lint.path.get_ident().map(ToString::to_string));
            Ok(())
        });
        for lint in lints.iter().filter(|lint| ALLOWED.contains(&lint.as_str())) {
            sink.push(forbidden(lint).at(site, "for all modules").help(format!(
                "write `#![deny({lint})]`: the generated module may then allow it"
            )));
        }
    }
}
