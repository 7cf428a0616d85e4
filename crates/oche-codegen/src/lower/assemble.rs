//! The whole: libraries, and the final places of types and functions.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diagnostic::Sink;
use crate::ir::{Api, ErrorType, Fields, Function, Library, Type, TypeDef, TypeId, TypeKind};
use crate::parser::attrs;
use crate::parser::tree::*;

use super::data::DataDraft;
use super::duplicates::{self, Declared, VARIANT};
use super::functions::FunctionDraft;
use super::names;
use super::surface::Surface;

/// Puts the API together from what was lowered.
pub(super) fn assemble(
    krate: &Crate,
    config: &Config,
    surface: &Surface,
    mut functions: Vec<FunctionDraft>,
    drafts: Vec<Option<DataDraft>>,
    sink: &Sink,
) -> Api {
    let crate_name = krate.manifest.crate_name.clone();
    functions.sort_by(|a, b| a.rust_path.cmp(&b.rust_path));
    let mut drafts: Vec<(TypeId, DataDraft)> = drafts
        .into_iter()
        .enumerate()
        .filter_map(|(at, draft)| Some((TypeId(at), draft?)))
        .collect();
    drafts.sort_by(|(_, a), (_, b)| a.rust_path.cmp(&b.rust_path));
    let places: BTreeMap<TypeId, TypeId> = drafts
        .iter()
        .enumerate()
        .map(|(at, (draft, _))| (*draft, TypeId(at)))
        .collect();
    check_names(&crate_name, &functions, &drafts, sink);

    let type_homes: Vec<ModuleId> = drafts
        .iter()
        .map(|(_, draft)| surface.home(krate, draft.item))
        .collect();
    let homes: BTreeSet<ModuleId> = functions
        .iter()
        .map(|function| function.home)
        .chain(type_homes.iter().copied())
        .collect();
    let mut libraries: Vec<(ModuleId, Library)> = homes.into_iter().map(|home| (home, library(krate, home))).collect();
    libraries.sort_by(|(_, a), (_, b)| a.rust_module.cmp(&b.rust_module));
    let at: BTreeMap<ModuleId, usize> = libraries
        .iter()
        .enumerate()
        .map(|(at, (home, _))| (*home, at))
        .collect();

    // In a library, the order of the source.
    let mut members: Vec<(ItemId, usize, bool, usize)> = Vec::new();
    members.extend(
        drafts
            .iter()
            .enumerate()
            .map(|(i, (_, draft))| (draft.item, at[&type_homes[i]], true, i)),
    );
    members.extend(
        functions
            .iter()
            .enumerate()
            .map(|(i, function)| (function.item, at[&function.home], false, i)),
    );
    members.sort();
    let mut libraries: Vec<Library> = libraries.into_iter().map(|(_, library)| library).collect();
    for (_, library, is_type, index) in members {
        if is_type {
            libraries[library].types.push(TypeId(index));
        } else {
            libraries[library].functions.push(index);
        }
    }

    let place = |id: &mut TypeId| {
        // A type that could not be lowered has no place; then there was an error, and this API is never used.
        *id = places.get(id).copied().unwrap_or(TypeId(0));
    };
    let types = drafts.into_iter().zip(&type_homes).map(|((_, draft), home)| {
        let DataDraft {
            rust_path,
            dart_name,
            docs,
            mut kind,
            ..
        } = draft;
        each_field_type(&mut kind, &mut |ty| each_id(ty, &place));
        let library = at[home];
        TypeDef {
            rust_path,
            dart_name,
            library,
            docs,
            kind,
            recursive: false,
            is_error: false,
            to_rust: false,
            to_dart: false,
        }
    });
    let types: Vec<TypeDef> = types.collect();
    let functions = functions.into_iter().map(|draft| {
        let FunctionDraft {
            home,
            rust_path,
            dart_name,
            docs,
            mut params,
            mut output,
            lane,
            ..
        } = draft;
        for param in &mut params {
            each_id(&mut param.ty, &place);
        }
        each_id(&mut output.ok, &place);
        for error in [&mut output.error, &mut output.item_error] {
            if let Some(ErrorType::Data(id)) = error {
                place(id);
            }
        }
        Function {
            rust_path,
            dart_name,
            library: at[&home],
            docs,
            params,
            output,
            lane,
        }
    });
    let functions: Vec<Function> = functions.collect();
    Api {
        dart_package: config.dart_package.clone().unwrap_or_else(|| crate_name.clone()),
        crate_name,
        schema_hash: String::new(),
        libraries,
        types,
        functions,
    }
}

fn check_names(crate_name: &str, functions: &[FunctionDraft], drafts: &[(TypeId, DataDraft)], sink: &Sink) {
    let classes = drafts.iter().flat_map(|(_, draft)| {
        draft.classes.iter().enumerate().map(|(at, (name, site))| Declared {
            name: name.clone(),
            site: *site,
            what: if at == 0 { "a type" } else { VARIANT },
        })
    });
    let functions = functions.iter().map(|function| Declared {
        name: function.dart_name.clone(),
        site: function.site,
        what: "a function",
    });
    // Types before variants: whoever adds a variant meets the complaint.
    let mut declared: Vec<Declared> = classes.chain(functions).collect();
    declared.sort_by_key(|declared| declared.what == VARIANT);
    let library_object = format!("{}Library", names::lower_camel(crate_name));
    duplicates::top_level(declared, &library_object, sink);
}

fn library(krate: &Crate, home: ModuleId) -> Library {
    let path = krate.module_path(home);
    // Only types that signatures name can live in the crate's root.
    let rust_module = if path.is_empty() { "crate".to_owned() } else { path };
    Library {
        dart_file: format!("{}.dart", rust_module.replace("::", "/")),
        docs: attrs::docs(&krate.module(home).attrs),
        rust_module,
        types: Vec::new(),
        functions: Vec::new(),
    }
}

/// Calls `f` with the type of every field.
fn each_field_type(kind: &mut TypeKind, f: &mut impl FnMut(&mut Type)) {
    let mut fields = |fields: &mut Fields| match fields {
        Fields::Unit => {}
        Fields::Named(fields) | Fields::Tuple(fields) => fields.iter_mut().for_each(|field| f(&mut field.ty)),
    };
    match kind {
        TypeKind::Struct(all) => fields(all),
        TypeKind::PlainEnum(_) => {}
        TypeKind::DataEnum(variants) => variants.iter_mut().for_each(|variant| fields(&mut variant.fields)),
    }
}

/// Calls `f` with every data type in `ty`.
fn each_id(ty: &mut Type, f: &impl Fn(&mut TypeId)) {
    match ty {
        Type::Data(id) => f(id),
        Type::List(inner) | Type::Array(inner, _) | Type::Option(inner) => each_id(inner, f),
        Type::Map(key, value) => {
            each_id(key, f);
            each_id(value, f);
        }
        Type::Tuple(elements) => elements.iter_mut().for_each(|element| each_id(element, f)),
        Type::Unit
        | Type::Bool
        | Type::Int(_)
        | Type::F32
        | Type::F64
        | Type::Char
        | Type::String
        | Type::Duration
        | Type::Numbers(_)
        | Type::NumberArray(..) => {}
    }
}
