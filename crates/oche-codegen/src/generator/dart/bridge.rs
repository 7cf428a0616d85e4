//! `bridge.dart`: the library object, and the codecs of the API's types (see `codecs.rs`).

use std::collections::BTreeSet;

use askama::Template;

use super::codecs;
use super::header;
use super::package::{Package, class_names};
use super::scope::Scope;
use super::template::render;
use super::types::codec_name;
use crate::ir::{Api, TypeId};

#[derive(Template)]
#[template(path = "dart/bridge.dart.jinja", escape = "none")]
struct BridgeFile<'a> {
    header: &'a str,
    imports: String,
    library_class: String,
    asset: String,
    library: &'a str,
    crate_name: &'a str,
    schema_hash: &'a str,
    codecs: Vec<String>,
}

/// The names of `bridge.dart`.
fn declared_names(api: &Api, library: &str) -> BTreeSet<String> {
    let classes: BTreeSet<String> = api.types.iter().flat_map(class_names).map(str::to_owned).collect();
    let codecs = api
        .types
        .iter()
        .flat_map(|def| ["write", "read"].map(|verb| codec_name(verb, def, |name| classes.contains(name))));
    let codecs: Vec<String> = codecs.collect();
    classes.into_iter().chain(codecs).chain([library.to_owned()]).collect()
}

/// The text of `bridge.dart`.
pub fn generate(package: &Package<'_>) -> String {
    let declared = declared_names(package.api, &package.library);
    Scope::print(&package.classes, declared, |scope| print(package, scope))
}

fn print(package: &Package<'_>, scope: &Scope) -> String {
    let api = package.api;
    let codecs = (0..api.types.len())
        .map(TypeId)
        .flat_map(|id| codecs::generate(api, scope, id))
        .collect();
    render(&BridgeFile {
        header: header::INNER,
        library_class: scope.oche("OcheLibrary"),
        asset: scope.asset("tableAddress"),
        // Last, because only now it is known what is used.
        imports: scope.imports(&package.plumbing.bridge, &package.plumbing),
        library: &package.library,
        crate_name: &api.crate_name,
        schema_hash: &api.schema_hash,
        codecs,
    })
}
