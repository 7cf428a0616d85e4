//! The Dart half: a barrel, one library per Rust module, and `bridge.dart` with the plumbing.
//!
//! The templates in `templates/dart` show what a file looks like. What stands in their braces is text that was made here:
//! [`types`] knows what a type looks like, [`layout`] breaks lines, [`scope`] keeps names apart and gathers imports.

mod api;
mod bridge;
mod callbacks;
mod classes;
mod codecs;
mod direct;
mod docs;
mod extras;
mod functions;
mod json;
mod layout;
mod literals;
mod members;
mod runtime;
mod scope;
#[cfg(test)]
mod tests;
mod types;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;

use askama::Template;

use super::HEADER;
use crate::ir::{Api, Lane, Type, TypeDef, TypeKind, Value};
use docs::Links;

/// Every Dart file: its path below `lib/` and its text, the barrel first.
pub fn generate(api: &Api) -> Vec<(PathBuf, String)> {
    let package = Package::new(api);
    let src = PathBuf::from("src");
    let mut files = vec![(PathBuf::from(format!("{}.dart", api.dart_package)), barrel(&package))];
    files.extend(
        api.libraries
            .iter()
            .map(|library| (src.join(&library.dart_file), api::generate(&package, library))),
    );
    files.push((src.join(&package.bridge_file), bridge::generate(&package)));
    files
}

/// What more than one file must know.
struct Package<'a> {
    api: &'a Api,
    links: Links,
    /// Every class and enum that it declares.
    classes: Rc<BTreeSet<String>>,
    /// The variable that holds the native library: `pureDartLibrary`.
    library: String,
    /// The file below `lib/src/` that holds the plumbing: `bridge.dart`.
    bridge_file: String,
    /// For each function of the API on the direct lane, what `bridge.dart` calls it.
    direct_names: Vec<Option<String>>,
}

impl<'a> Package<'a> {
    fn new(api: &'a Api) -> Self {
        let library = scope::fresh(&format!("{}Library", lower_camel(&api.crate_name)), |name| {
            is_exported(api, name)
        });
        let mut bridge_file = "bridge.dart".to_owned();
        while api.libraries.iter().any(|library| library.dart_file == bridge_file) {
            bridge_file.insert(0, '_');
        }
        let direct_names = bridge::direct_names(api, &library);
        Self {
            api,
            links: Links::new(api),
            classes: Rc::new(api.types.iter().flat_map(class_names).map(str::to_owned).collect()),
            library,
            bridge_file,
            direct_names,
        }
    }
}

#[derive(Template)]
#[template(path = "dart/barrel.dart.jinja", escape = "none")]
struct Barrel<'a> {
    header: &'a str,
    files: Vec<&'a str>,
    bridge_file: &'a str,
    library: &'a str,
    /// The types of Oche's own package that the API has in its signatures.
    types: Option<String>,
}

fn barrel(package: &Package<'_>) -> String {
    let mut files: Vec<&str> = package
        .api
        .libraries
        .iter()
        .map(|library| library.dart_file.as_str())
        .collect();
    files.sort_unstable();
    let types = run_time_types(package.api);
    render(&Barrel {
        header: HEADER,
        files,
        bridge_file: &package.bridge_file,
        library: &package.library,
        types: (!types.is_empty()).then(|| scope::directive("export", "package:oche/oche.dart", &types)),
    })
}

/// The types of Oche's own package that applications meet in the API: whoever imports the package has them, too.
fn run_time_types(api: &Api) -> Vec<&'static str> {
    let mut types = BTreeSet::new();
    let mut note = |ty: &Type| note_run_time_types(ty, &mut types);
    let fields = api.types.iter().flat_map(|def| def.kind.fields());
    fields.for_each(|field| note(&field.ty));
    for function in &api.functions {
        function.params.iter().for_each(|param| note(&param.ty));
        note(&function.output.ok);
    }
    api.constants.iter().for_each(|constant| note(&constant.ty));
    let is_object = |def: &TypeDef| match &def.kind {
        TypeKind::Object { .. } => true,
        TypeKind::Interface(interface) => interface.is_dyn,
        _ => false,
    };
    if api.types.iter().any(is_object) {
        types.extend(["RustObject", "SharedObject"]);
    }
    for function in &api.functions {
        let has_sink = function.params.iter().any(|param| matches!(param.ty, Type::Sink(_)));
        match function.lane {
            Lane::Stream { .. } => types.extend(["RustStream", "StreamStatistics"]),
            _ if function.sink.is_some() => types.extend(["RustStream", "StreamStatistics"]),
            Lane::Blocking | Lane::Async { .. } => types.extend(["CancelToken"]),
            Lane::Direct | Lane::Sync => {}
        }
        if has_sink && function.sink.is_none() {
            types.extend(["SinkStream", "StreamStatistics"]);
        }
    }
    // A name that the user took is the user's.
    types.into_iter().filter(|name| !is_exported(api, name)).collect()
}

/// Whether the package itself exports something of this name.
fn is_exported(api: &Api, name: &str) -> bool {
    let mut functions = api.functions.iter().filter(|function| function.member.is_none());
    let mut constants = api.constants.iter().filter(|constant| constant.member.is_none());
    api.types.iter().flat_map(class_names).any(|class| class == name)
        || functions.any(|function| function.dart_name == name)
        || constants.any(|constant| constant.dart_name == name)
}

/// Adds the run time's types that the Dart type of `ty` names.
fn note_run_time_types(ty: &Type, types: &mut BTreeSet<&'static str>) {
    ty.walk_all(&mut |ty| match ty {
        Type::Some(_) => {
            types.insert("Some");
        }
        Type::Value(Value::Uuid) => {
            types.insert("Uuid");
        }
        Type::Signal(_) => types.extend(["ListenableValue", "Sample", "Signal", "SignalStatus"]),
        _ => {}
    });
}

/// Renders a template. Writing to a `String` cannot fail, and our templates have no filters that could.
fn render(template: &impl Template) -> String {
    template.render().expect("writing to a string cannot fail")
}

/// Every class or enum that a type declares.
fn class_names(def: &TypeDef) -> impl Iterator<Item = &str> {
    let variants = match &def.kind {
        TypeKind::DataEnum(variants) => &variants[..],
        TypeKind::Struct(_) | TypeKind::PlainEnum(_) | TypeKind::Object { .. } | TypeKind::Interface(_) => &[],
    };
    let object = match &def.kind {
        TypeKind::Interface(interface) if interface.is_dyn => Some(interface.object_name.as_str()),
        _ => None,
    };
    std::iter::once(def.dart_name.as_str())
        .chain(variants.iter().map(|variant| variant.dart_name.as_str()))
        .chain(object)
}

/// `pure_dart` as `pureDart`.
fn lower_camel(name: &str) -> String {
    let mut words = name.split('_').filter(|word| !word.is_empty());
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        camel.push_str(letters.as_str());
    }
    camel
}
