//! The crate's set-up: what generated code needs and a new user forgets. None of it stops the generator.

use crate::diagnostic::{Code, Diagnostic, Place, Reports};
use crate::ir::Api;
use crate::parser::loader::GENERATED;
use crate::parser::source::Site;
use crate::parser::tree::{Crate, Def, ROOT, SlotState};

/// Warns about what will go wrong when the crate is compiled, or its library loaded.
pub fn check(krate: &Crate, reports: &Reports) {
    let manifest = &krate.manifest;
    let in_manifest = |section: &str| in_manifest(krate, section);
    if !manifest
        .crate_types
        .iter()
        .any(|kind| kind == "cdylib" || kind == "staticlib")
    {
        reports.push(
            Diagnostic::warning(Code::NoCdylib, "this crate does not build a library that Dart can load")
                .at(in_manifest("[lib]"), "no `cdylib` among its crate types")
                .help("write in `Cargo.toml`, under `[lib]`: `crate-type = [\"cdylib\", \"rlib\"]`"),
        );
    }
    if manifest
        .dependencies
        .get("oche")
        .is_none_or(|package| package != "oche")
    {
        reports.push(
            Diagnostic::warning(
                Code::NoOche,
                "the generated code will not compile: it uses the crate `oche`",
            )
            .at(in_manifest("[dependencies]"), "`oche` is not among the dependencies")
            .help("run `cargo add oche`"),
        );
    }
    root_attributes(krate, reports);
    if !krate.module(ROOT).types.contains_key(GENERATED) && !krate.module(ROOT).broken {
        let file = krate.module(ROOT).file;
        reports.push(
            Diagnostic::warning(
                Code::NoGeneratedModule,
                format!("the generated module `{GENERATED}` is not part of the crate"),
            )
            .at(Place { file, range: 0..0 }, "not declared in the crate's root")
            .help(format!("declare it here: `mod {GENERATED};`")),
        );
    }
}

/// Where something stands in `Cargo.toml`; its beginning if it does not.
fn in_manifest(krate: &Crate, section: &str) -> Place {
    let file = krate.manifest.file;
    let start = krate.sources.text(file).find(section);
    Place {
        file,
        range: start.map_or(0..0, |start| start..start + section.len()),
    }
}

/// The lints that generated code allows for itself, which it cannot where they are forbidden: see `generator/rust/mod.rs`.
fn allowed(api: &Api) -> Vec<&'static str> {
    let mut lints = vec!["deprecated", "non_snake_case", "unsafe_code"];
    if api.functions.iter().any(|function| function.condition.is_some()) {
        lints.extend(["dead_code", "unused_imports"]);
    }
    let mut generics = api.types.iter().flat_map(|def| &def.generics);
    if generics.any(|generic| generic.name().contains(|c: char| c == '_' || c.is_lowercase())) {
        lints.extend(["non_camel_case_types", "non_upper_case_globals"]);
    }
    lints
}

/// Warns about lints that are forbidden, and that the code generated for this API allows for itself.
pub fn check_lints(krate: &Crate, api: &Api, reports: &Reports) {
    let allowed = allowed(api);
    for lint in &krate.manifest.forbidden_lints {
        if allowed.contains(&lint.as_str()) {
            let place = in_manifest(krate, lint);
            let place = match place.range.is_empty() {
                true => in_manifest(krate, &lint.replace('_', "-")),
                false => place,
            };
            reports.push(
                forbidden(lint)
                    .at(place, "forbidden by the lint table")
                    .help("set it to `deny`: the generated module may then allow it, and nothing else may by accident"),
            );
        }
    }
    let root = krate.module(ROOT);
    let generated = root.types.get(GENERATED).map(|slot| slot.state);
    let of_generated = match generated {
        Some(SlotState::Found(Def::Module(module))) => &krate.module(module).attrs[..],
        _ => &[],
    };
    for (attributes, whose) in [(&root.attrs[..], "for all modules"), (of_generated, "for this module")] {
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("forbid"))
        {
            let site = Site::of(root.file, attribute.path());
            let mut lints = Vec::new();
            // `reason = "…"` is no lint, and ends the list.
            let _ = attribute.parse_nested_meta(|lint| {
                lints.extend(lint.path.get_ident().map(ToString::to_string));
                Ok(())
            });
            for lint in lints.iter().filter(|lint| allowed.contains(&lint.as_str())) {
                let instead = match whose {
                    "for this module" => {
                        "take it away here: the generated module says itself what it allows".to_owned()
                    }
                    _ => format!("write `#![deny({lint})]`: the generated module may then allow it"),
                };
                reports.push(forbidden(lint).at(site, whose).help(instead));
            }
        }
    }
}

fn forbidden(lint: &str) -> Diagnostic {
    Diagnostic::warning(
        Code::ForbiddenLint,
        format!("the generated code will not compile: the crate forbids `{lint}`"),
    )
    .note("`forbid` cannot be lifted for one module")
}

/// Warns about attributes of the whole crate that hold for the generated module, too, and that it cannot live with.
fn root_attributes(krate: &Crate, reports: &Reports) {
    let root = krate.module(ROOT);
    for attribute in &root.attrs {
        let site = Site::of(root.file, attribute.path());
        if attribute.path().is_ident("no_implicit_prelude") {
            reports.push(
                Diagnostic::warning(
                    Code::NoPrelude,
                    "the generated code will not compile: the crate has no prelude",
                )
                .at(site, "holds for all modules")
                .help("set it on the modules that are to have none"),
            );
        }
    }
}
