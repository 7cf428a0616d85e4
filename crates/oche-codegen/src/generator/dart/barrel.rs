//! The barrel: what whoever imports the package has.

use std::collections::BTreeSet;

use askama::Template;

use super::package::{Package, is_exported};
use super::template::render;
use super::values::{Face, Home};
use super::{header, scope};
use crate::ir::{Api, Lane, Type, TypeDef, TypeKind};

#[derive(Template)]
#[template(path = "dart/barrel.dart.jinja", escape = "none")]
struct Barrel<'a> {
    header: &'a str,
    /// Each with what of it is exported, if that is not all.
    files: Vec<(&'a str, String)>,
    /// The types of Oche's own package that the API has in its signatures.
    types: Option<String>,
}

/// The text of the barrel.
pub fn generate(package: &Package<'_>) -> String {
    let libraries = package.api.libraries.iter();
    let mut files: Vec<(&str, String)> = libraries
        .map(|library| (library.dart_file.as_str(), String::new()))
        .collect();
    let bridge = package.plumbing.bridge.as_str();
    files.push((bridge, format!(" show {}", package.library)));
    files.push((package.plumbing.fake.as_str(), String::new()));
    files.sort_unstable();
    let types = run_time_types(package.api);
    render(&Barrel {
        header: header::EXPORTS,
        files,
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

/// Adds the run time's types that the Dart type of `ty` names.
fn note_run_time_types(ty: &Type, types: &mut BTreeSet<&'static str>) {
    ty.walk_all(&mut |ty| match ty {
        Type::Some(_) => {
            types.insert("Some");
        }
        Type::Value(value) => {
            let face = Face::of(*value);
            types.extend((face.home == Home::Oche).then_some(face.class));
        }
        Type::Signal(_) => types.extend(["ListenableValue", "Sample", "Signal", "SignalStatus"]),
        _ => {}
    });
}
