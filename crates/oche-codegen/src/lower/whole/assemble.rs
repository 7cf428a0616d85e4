//! The whole: libraries, and the final places of types and functions.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diagnostic::Sink;
use crate::ir::{
    Api, Constant, ErrorType, Failure, Function, FunctionType, Generic, Library, Literal, Type, TypeDef, TypeId,
    TypeKind,
};
use crate::lower::base::{ConstantDraft, DataDraft, FunctionDraft};
use crate::lower::surface::Surface;
use crate::lower::types::sinks;
use crate::parser::attrs;
use crate::parser::tree::*;

use super::finish::Finished;
use super::names;

/// Puts the API together from what was lowered.
pub fn assemble(
    krate: &Crate,
    config: &Config,
    surface: &Surface,
    mut functions: Vec<FunctionDraft>,
    finished: Finished,
    sink: &Sink,
) -> Api {
    let Finished {
        drafts,
        uses,
        by_ref,
        forms,
        members,
        constants,
    } = finished;
    functions.extend(members);
    // Members keep the order of the source in their class.
    let mut functions: Vec<(usize, FunctionDraft)> = functions.into_iter().enumerate().collect();
    let crate_name = krate.manifest.crate_name.clone();
    functions.sort_by(|(_, a), (_, b)| a.rust_path.cmp(&b.rust_path));
    let (orders, functions): (Vec<usize>, Vec<FunctionDraft>) = functions.into_iter().unzip();
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
    names::check(&crate_name, &functions, &constants, &drafts, sink);

    let type_homes: Vec<ModuleId> = drafts
        .iter()
        .map(|(_, draft)| surface.home(krate, draft.item))
        .collect();
    let homes: BTreeSet<ModuleId> = functions
        .iter()
        .map(|function| function.home)
        .chain(type_homes.iter().copied())
        .chain(constants.iter().map(|constant| constant.home))
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
            .filter(|(_, function)| function.member.is_none())
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
    let types = drafts.into_iter().zip(&type_homes).map(|((id, draft), home)| {
        let DataDraft {
            rust_path,
            dart_name,
            docs,
            extras,
            style,
            mut generics,
            mut kind,
            foreign,
            condition,
            ..
        } = draft;
        for field in kind.fields_mut() {
            each_id(&mut field.ty, &place);
            literal_id(&mut field.default, &place);
        }
        if let TypeKind::Interface(interface) = &mut kind {
            interface.forms = forms.get(&id).into_iter().flatten().copied().collect();
            for method in &mut interface.methods {
                each_id_of_function(&mut method.function, &place);
            }
        }
        let params = generics.iter_mut().filter_map(|generic| match generic {
            Generic::Type(param) => Some(param),
            Generic::Const { .. } => None,
        });
        for (param, uses) in params.zip(&uses[id.0]) {
            param.in_lists = uses.in_lists;
        }
        let library = at[home];
        TypeDef {
            rust_path,
            dart_name,
            library,
            docs,
            extras,
            style,
            generics,
            kind,
            members: Vec::new(),
            foreign,
            by_ref: by_ref.contains(&id),
            hands_over: false,
            recursive: false,
            is_error: false,
            to_rust: false,
            to_dart: false,
            condition: condition.text(),
        }
    });
    let mut types: Vec<TypeDef> = types.collect();
    let functions = functions.into_iter().map(|draft| {
        let FunctionDraft {
            home,
            rust_path,
            dart_name,
            mut member,
            body,
            docs,
            extras,
            mut params,
            mut output,
            lane,
            window,
            condition,
            ..
        } = draft;
        for param in &mut params {
            each_id(&mut param.ty, &place);
            literal_id(&mut param.default, &place);
        }
        each_id(&mut output.ok, &place);
        for error in [&mut output.error, &mut output.item_error] {
            if let Some(ErrorType::Data(id)) = error {
                place(id);
            }
        }
        if let Some(member) = &mut member {
            place(&mut member.of);
        }
        let sink = sinks::given_back(&params, &output, lane, member.as_ref());
        Function {
            rust_path,
            dart_name,
            library: at[&home],
            member,
            body,
            docs,
            extras,
            params,
            output,
            lane,
            sink,
            window,
            condition: condition.text(),
        }
    });
    let functions: Vec<Function> = functions.collect();
    let mut by_order: Vec<(usize, usize)> = orders.into_iter().zip(0..functions.len()).collect();
    by_order.sort_unstable();
    for (_, index) in by_order {
        if let Some(member) = functions[index].member
            && let Some(class) = types.get_mut(member.of.0)
        {
            class.members.push(index);
        }
    }
    let constants = constants.into_iter().map(|draft| {
        let ConstantDraft {
            home,
            rust_path,
            dart_name,
            mut member,
            docs,
            annotations,
            mut ty,
            value,
            ..
        } = draft;
        let mut value = Some(value);
        literal_id(&mut value, &place);
        if let Some(of) = &mut member {
            place(of);
        }
        each_id(&mut ty, &place);
        Some(Constant {
            rust_path,
            dart_name,
            library: at[&home],
            member,
            docs,
            annotations,
            ty,
            value: value?,
        })
    });
    let constants: Vec<Constant> = constants.flatten().collect();
    Api {
        dart_package: config.dart_package.clone().unwrap_or_else(|| crate_name.clone()),
        crate_name,
        schema_hash: String::new(),
        libraries,
        types,
        functions,
        constants,
        init: None,
    }
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

/// Calls `f` with the enum whose variant a value is.
fn literal_id(literal: &mut Option<Literal>, f: &impl Fn(&mut TypeId)) {
    if let Some(Literal::Variant(id, _)) = literal {
        f(id);
    }
}

/// Calls `f` with every data type in `ty`.
fn each_id(ty: &mut Type, f: &impl Fn(&mut TypeId)) {
    if let Type::Data(id, _) = ty {
        f(id);
    }
    if let Type::Function(function) = ty {
        each_id_of_function(function, f);
    }
    if let Type::Sink(sink) = ty {
        each_id(&mut sink.item, f);
        if let Some(ErrorType::Data(id)) = &mut sink.item_error {
            f(id);
        }
    }
    if let Type::Stream(stream) = ty
        && let Failure::Typed(id) = &mut stream.failure
    {
        f(id);
    }
    for child in ty.children_mut() {
        each_id(child, f);
    }
}

fn each_id_of_function(function: &mut FunctionType, f: &impl Fn(&mut TypeId)) {
    function.params.iter_mut().for_each(|param| each_id(param, f));
    each_id(&mut function.output, f);
    if let Failure::Typed(id) = &mut function.failure {
        f(id);
    }
}
