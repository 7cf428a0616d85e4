//! One library of the API: the classes and functions of one Rust module.

use std::collections::BTreeSet;

use askama::Template;

use super::docs::doc_comment;
use super::scope::Scope;
use super::{HEADER, Package, class_names, classes, functions, render};
use crate::ir::{Api, Field, Library, TypeDef, TypeKind};

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
    let types = library
        .types
        .iter()
        .flat_map(|id| classes::generate(&place, api.type_def(*id)));
    let functions = library
        .functions
        .iter()
        .map(|index| functions::generate(&place, *index));
    let declarations = types.chain(functions).collect();
    render(&ApiFile {
        header: HEADER,
        docs: doc_comment(&library.docs, &package.links, 0),
        // Last, because only now it is known what is used.
        imports: scope.imports(&library.dart_file, &package.bridge_file),
        declarations,
    })
}

/// Where a declaration is printed.
pub struct Place<'a> {
    pub package: &'a Package<'a>,
    pub library: &'a Library,
    pub scope: &'a Scope,
}

/// The names of all types, because they may be imported, and of the library's own functions.
fn declared_names(api: &Api, library: &Library) -> BTreeSet<String> {
    let types = api.types.iter().flat_map(class_names);
    let functions = library
        .functions
        .iter()
        .map(|index| api.functions[*index].dart_name.as_str());
    types.chain(functions).map(str::to_owned).collect()
}

fn member_names(api: &Api, library: &Library) -> BTreeSet<String> {
    let fields = library.types.iter().flat_map(|id| fields(api.type_def(*id)));
    fields.map(|field| field.dart_name.clone()).collect()
}

fn parameter_names(api: &Api, library: &Library) -> BTreeSet<String> {
    let functions = library.functions.iter().map(|index| &api.functions[*index]);
    functions
        .flat_map(|function| &function.params)
        .map(|param| param.dart_name.clone())
        .collect()
}

fn fields(def: &TypeDef) -> Vec<&Field> {
    match &def.kind {
        TypeKind::Struct(fields) => fields.all().iter().collect(),
        TypeKind::PlainEnum(_) => Vec::new(),
        TypeKind::DataEnum(variants) => variants.iter().flat_map(|variant| variant.fields.all()).collect(),
    }
}
