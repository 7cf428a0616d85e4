//! `bridge.dart`: the library object, and what the API is made of: codecs (see `codecs.rs`) and the classes behind objects
//! (see `objects.rs`). In a package of several libraries that is in a file for each of them, which `bridge.dart` exports.

use std::collections::BTreeSet;

use askama::Template;

use super::here::Here;
use super::package::{Package, class_names};
use super::place::Place;
use super::scope::{Scope, relative};
use super::template::render;
use super::types::{codec_name, object_class_name};
use super::{codecs, header, objects};
use crate::ir::{Api, Library, TypeId};

#[derive(Template)]
#[template(path = "dart/bridge.dart.jinja", escape = "none")]
struct BridgeFile<'a> {
    header: &'a str,
    imports: String,
    /// The files with the rest.
    exports: Vec<String>,
    library_type: String,
    library_class: String,
    asset: String,
    library: &'a str,
    crate_name: &'a str,
    schema_hash: &'a str,
    declarations: Vec<String>,
}

#[derive(Template)]
#[template(path = "dart/plumbing.dart.jinja", escape = "none")]
struct PlumbingFile<'a> {
    header: &'a str,
    imports: String,
    declarations: Vec<String>,
}

/// The names of the plumbing.
fn declared_names(api: &Api, library: &str) -> BTreeSet<String> {
    let classes: BTreeSet<String> = api.types.iter().flat_map(class_names).map(str::to_owned).collect();
    let is_class = |name: &str| classes.contains(name);
    let of_types = api.types.iter().flat_map(|def| {
        let codecs = ["write", "read"].map(|verb| codec_name(verb, def, is_class));
        codecs.into_iter().chain([object_class_name(def, is_class)])
    });
    of_types.chain([library.to_owned()]).collect()
}

/// `bridge.dart` and the files beside it: each one's path below `lib/src/` and its text.
pub fn generate(package: &Package<'_>) -> Vec<(String, String)> {
    let api = package.api;
    let bridge = &package.plumbing.bridge;
    let declared = declared_names(api, &package.library);
    let mut files: Vec<(String, String)> = Vec::new();
    for library in &api.libraries {
        let file = package.plumbing.of(&library.dart_file);
        if file == *bridge || library.types.is_empty() {
            continue;
        }
        let text = Scope::print(&package.classes, declared.clone(), |scope| {
            let declarations = declarations(package, library, &file, scope);
            match declarations.is_empty() {
                true => String::new(),
                false => render(&PlumbingFile {
                    header: header::CODE,
                    // Last, because only now it is known what is used.
                    imports: scope.imports(&file, &package.plumbing),
                    declarations,
                }),
            }
        });
        if !text.is_empty() {
            files.push((file, text));
        }
    }
    let exports: Vec<String> = files.iter().map(|(file, _)| relative(bridge, file)).collect();
    let text = Scope::print(&package.classes, declared, |scope| {
        let here = api.libraries.iter();
        let here = here.filter(|library| package.plumbing.of(&library.dart_file) == *bridge);
        let declarations = here
            .flat_map(|library| declarations(package, library, bridge, scope))
            .collect();
        render(&BridgeFile {
            header: header::CODE,
            library_type: {
                let interface = scope.class(&package.plumbing.fake, bridge, &package.interface);
                format!("{}<{interface}>", scope.oche("OcheLibrary"))
            },
            library_class: scope.oche("OcheLibrary"),
            asset: scope.asset("tableAddress"),
            // Last, because only now it is known what is used.
            imports: scope.imports(bridge, &package.plumbing),
            exports: exports.clone(),
            library: &package.library,
            crate_name: &api.crate_name,
            schema_hash: &api.schema_hash,
            declarations,
        })
    });
    files.insert(0, (bridge.clone(), text));
    files
}

/// What the types of a library are made of, in the order of their names.
fn declarations(package: &Package<'_>, library: &Library, file: &str, scope: &Scope) -> Vec<String> {
    let place = Place {
        package,
        here: Here::Plumbing(file),
        scope: scope.clone(),
    };
    let mut types: Vec<TypeId> = library.types.clone();
    types.sort_unstable();
    let declarations = types.into_iter().flat_map(|id| {
        let class = objects::class(&place, id);
        class
            .into_iter()
            .chain(codecs::generate(&place, id))
            .collect::<Vec<String>>()
    });
    declarations.collect()
}
