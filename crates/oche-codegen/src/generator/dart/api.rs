//! One library of the API: the classes and functions of one Rust module.

use std::collections::BTreeSet;

use askama::Template;

use super::docs::doc_comment;
use super::scope::Scope;
use super::types::Types;
use super::{HEADER, Package, class_names, classes, extras, functions, literals, render};
use crate::ir::{Api, Constant, Fields, Library, TypeDef};

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
    let api = package.api;
    let scope = Scope::new(
        declared_names(api, library),
        member_names(api, library),
        parameter_names(api, library),
    );
    let place = Place {
        package,
        library,
        scope: &scope,
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
        header: HEADER,
        docs: doc_comment(&library.docs, &package.links, 0),
        // Last, because only now it is known what is used.
        imports: scope.imports(&library.dart_file, &package.bridge_file),
        declarations,
    })
}

fn constant_declaration(place: &Place<'_>, constant: &Constant) -> String {
    let package = place.package;
    let types = Types::new(package.api, place.scope, Some(&place.library.dart_file), &[]);
    let docs = doc_comment(&constant.docs, &package.links, 0);
    let (ty, name) = (types.name(&constant.ty), &constant.dart_name);
    let above = extras::annotations(&constant.annotations, place.scope, 0);
    format!(
        "{docs}{above}const {ty} {name} = {};\n",
        literals::constant(&constant.value, &types)
    )
}

/// Where a declaration is printed.
pub struct Place<'a> {
    pub package: &'a Package<'a>,
    pub library: &'a Library,
    pub scope: &'a Scope,
}

impl<'a> Place<'a> {
    /// Prints types in a class with these fields.
    pub fn types(&self, def: &TypeDef, fields: &Fields) -> Types<'a> {
        let names: Vec<&str> = fields.all().iter().map(|field| field.dart_name.as_str()).collect();
        Types::new(self.package.api, self.scope, Some(&self.library.dart_file), &names).of(def)
    }
}

/// The names of all types, because they may be imported, and of the library's own functions.
fn declared_names(api: &Api, library: &Library) -> BTreeSet<String> {
    let types = api.types.iter().flat_map(class_names);
    let functions = library
        .functions
        .iter()
        .map(|index| api.functions[*index].dart_name.as_str());
    let constants = api.constants.iter().filter(|constant| constant.member.is_none());
    let constants = constants.map(|constant| constant.dart_name.as_str());
    types.chain(functions).chain(constants).map(str::to_owned).collect()
}

fn member_names(api: &Api, library: &Library) -> BTreeSet<String> {
    let fields = library.types.iter().flat_map(|id| api.type_def(*id).kind.fields());
    let fields = fields.map(|field| field.dart_name.clone());
    let functions = library.types.iter().flat_map(|id| &api.type_def(*id).members);
    let functions = functions.map(|index| api.functions[*index].dart_name.clone());
    let constants = api.constants.iter().filter(|constant| constant.member.is_some());
    let constants = constants.map(|constant| constant.dart_name.clone());
    fields.chain(functions).chain(constants).collect()
}

fn parameter_names(api: &Api, library: &Library) -> BTreeSet<String> {
    let members = library.types.iter().flat_map(|id| &api.type_def(*id).members);
    let functions = library
        .functions
        .iter()
        .chain(members)
        .map(|index| &api.functions[*index]);
    functions
        .flat_map(|function| &function.params)
        .map(|param| param.dart_name.clone())
        .collect()
}
