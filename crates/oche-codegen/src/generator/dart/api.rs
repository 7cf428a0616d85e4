//! One library of the API: the classes and functions of one Rust module.

use std::collections::BTreeSet;

use askama::Template;

use super::docs::doc_comment;
use super::here::Here;
use super::package::{Package, class_names};
use super::place::Place;
use super::scope::Scope;
use super::template::render;
use super::{classes, extras, functions, header, literals};
use crate::ir::{Api, Constant, Library};

#[derive(Template)]
#[template(path = "dart/api.dart.jinja", escape = "none")]
struct ApiFile<'a> {
    header: &'a str,
    /// The doc comment and the directive that it belongs to, or nothing.
    docs: String,
    imports: String,
    declarations: Vec<String>,
}

/// The text of one library.
pub fn generate(package: &Package<'_>, library: &Library) -> String {
    Scope::print(&package.classes, declared_names(package.api, library), |scope| {
        print(package, library, scope)
    })
}

fn print(package: &Package<'_>, library: &Library, scope: &Scope) -> String {
    let api = package.api;
    let place = Place {
        package,
        here: Here::Api(&library.dart_file),
        scope: scope.clone(),
    };
    let types = library.types.iter().flat_map(|id| classes::generate(&place, *id));
    let functions = library
        .functions
        .iter()
        .map(|index| functions::generate(&place, *index));
    let home = api.libraries.iter().position(|known| std::ptr::eq(known, library));
    let constants = api
        .constants
        .iter()
        .filter(|constant| constant.member.is_none() && Some(constant.library) == home);
    let constants = constants.map(|constant| constant_declaration(&place, constant));
    let declarations = constants.chain(types).chain(functions).collect();
    render(&ApiFile {
        header: header::CODE,
        docs: doc_comment(&library.docs, &package.links, 0),
        // Last, because only now it is known what is used.
        imports: scope.imports(&library.dart_file, &package.plumbing),
        declarations,
    })
}

fn constant_declaration(place: &Place<'_>, constant: &Constant) -> String {
    let package = place.package;
    let types = place.types();
    let docs = doc_comment(&constant.docs, &package.links, 0);
    let (ty, name) = (types.name(&constant.ty), &constant.dart_name);
    let above = extras::annotations(&constant.annotations, &place.scope, 0);
    format!(
        "{docs}{above}const {ty} {name} = {};\n",
        literals::constant(&constant.value, &types)
    )
}

/// The names of what the library itself declares.
fn declared_names(api: &Api, library: &Library) -> BTreeSet<String> {
    let functions = library
        .functions
        .iter()
        .map(|index| api.functions[*index].dart_name.as_str());
    let home = |constant: &&Constant| std::ptr::eq(&api.libraries[constant.library], library);
    let constants = api.constants.iter().filter(|constant| constant.member.is_none());
    let constants = constants.filter(home).map(|constant| constant.dart_name.as_str());
    let classes = library.types.iter().flat_map(|id| class_names(api.type_def(*id)));
    functions.chain(constants).chain(classes).map(str::to_owned).collect()
}
