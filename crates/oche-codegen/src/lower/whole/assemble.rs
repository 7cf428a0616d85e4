//! The API: everything that was lowered, in its final place.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::diagnostic::Reports;
use crate::ir::{Api, Constant, DynForm, Function, Generic, TypeDef, TypeKind};
use crate::lower::base::{ConstantDraft, DataDraft, DraftId, FunctionDraft};
use crate::lower::surface::Surface;
use crate::lower::types::sinks;
use crate::parser::tree::*;

use super::finish::Finished;
use super::instances::Uses;
use super::libraries::{Libraries, Part};
use super::names;
use super::places::Places;

/// Puts the API together from what was lowered.
pub fn assemble(
    krate: &Crate,
    config: &Config,
    surface: &Surface,
    mut functions: Vec<FunctionDraft>,
    finished: Finished,
    reports: &Reports,
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
    let (orders, functions) = sorted_functions(functions);
    let drafts = sorted_types(drafts);
    let crate_name = krate.manifest.crate_name.clone();
    names::check(&crate_name, &functions, &constants, &drafts, reports);

    let places = Places::new(drafts.iter().map(|(draft, _)| *draft));
    let home = |draft: &DataDraft| surface.home(krate, draft.item);
    let homes: BTreeSet<ModuleId> = functions
        .iter()
        .map(|function| function.home)
        .chain(drafts.iter().map(|(_, draft)| home(draft)))
        .chain(constants.iter().map(|constant| constant.home))
        .collect();
    let mut libraries = Libraries::new(krate, homes);
    let of_types = drafts
        .iter()
        .map(|(id, draft)| (draft.item, home(draft), Part::Type(places.id(*id))));
    let free = functions
        .iter()
        .enumerate()
        .filter(|(_, function)| function.member.is_none());
    let of_functions = free.map(|(at, function)| (function.item, function.home, Part::Function(at)));
    libraries.fill(of_types.chain(of_functions));

    let types = drafts.into_iter().map(|(id, draft)| {
        let library = libraries.at(home(&draft));
        let known = Known {
            by_ref: by_ref.contains(&id),
            forms: forms.get(&id).into_iter().flatten().copied().collect(),
            uses: &uses[id.0],
        };
        type_def(draft, library, known, &places)
    });
    let mut types: Vec<TypeDef> = types.collect();
    let functions = functions.into_iter().map(|draft| {
        let library = libraries.at(draft.home);
        function(draft, library, &places)
    });
    let functions: Vec<Function> = functions.collect();
    add_members(&mut types, &functions, orders);
    let constants = constants.into_iter().map(|draft| {
        let library = libraries.at(draft.home);
        constant(draft, library, &places)
    });
    Api {
        dart_package: config.dart_package.clone().unwrap_or_else(|| crate_name.clone()),
        crate_name,
        schema_hash: String::new(),
        constants: constants.collect(),
        libraries: libraries.into_list(),
        types,
        functions,
        init: None,
    }
}

/// The functions by their paths, and with each its place in the order of the source, which members keep in their class.
fn sorted_functions(functions: Vec<FunctionDraft>) -> (Vec<usize>, Vec<FunctionDraft>) {
    let mut functions: Vec<(usize, FunctionDraft)> = functions.into_iter().enumerate().collect();
    functions.sort_by(|(_, a), (_, b)| a.rust_path.cmp(&b.rust_path));
    functions.into_iter().unzip()
}

/// The types that could be lowered, by their paths.
fn sorted_types(drafts: Vec<Option<DataDraft>>) -> Vec<(DraftId, DataDraft)> {
    let mut drafts: Vec<(DraftId, DataDraft)> = drafts
        .into_iter()
        .enumerate()
        .filter_map(|(at, draft)| Some((DraftId(at), draft?)))
        .collect();
    drafts.sort_by(|(_, a), (_, b)| a.rust_path.cmp(&b.rust_path));
    drafts
}

/// What is known of a type when everything was met.
struct Known<'a> {
    /// Whether it is encoded by reference.
    by_ref: bool,
    /// The pointers by which trait objects of it are named.
    forms: Vec<DynForm>,
    /// What each of its type parameters is used for.
    uses: &'a [Uses],
}

fn type_def(draft: DataDraft, library: usize, known: Known<'_>, places: &Places) -> TypeDef {
    let DataDraft {
        rust_path,
        dart_name,
        docs,
        extras,
        style,
        mut generics,
        kind,
        foreign,
        condition,
        ..
    } = draft;
    let mut kind = places.kind(kind);
    if let TypeKind::Interface(interface) = &mut kind {
        interface.forms = known.forms;
    }
    let params = generics.iter_mut().filter_map(|generic| match generic {
        Generic::Type(param) => Some(param),
        Generic::Const { .. } => None,
    });
    for (param, uses) in params.zip(known.uses) {
        param.in_lists = uses.in_lists;
    }
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
        by_ref: known.by_ref,
        hands_over: false,
        recursive: false,
        is_error: false,
        to_rust: false,
        to_dart: false,
        condition: condition.text(),
    }
}

fn function(draft: FunctionDraft, library: usize, places: &Places) -> Function {
    let FunctionDraft {
        rust_path,
        dart_name,
        member,
        body,
        docs,
        extras,
        params,
        output,
        lane,
        window,
        condition,
        ..
    } = draft;
    Function {
        rust_path,
        dart_name,
        library,
        sink: sinks::given_back(&params, &output, lane, member.as_ref()),
        member: member.map(|member| places.member(member)),
        body,
        docs,
        extras,
        params: params.into_iter().map(|param| places.param(param)).collect(),
        output: places.output(&output),
        lane,
        window,
        condition: condition.text(),
    }
}

/// Tells each class its members, in the order of the source.
fn add_members(types: &mut [TypeDef], functions: &[Function], orders: Vec<usize>) {
    let mut by_order: Vec<(usize, usize)> = orders.into_iter().zip(0..functions.len()).collect();
    by_order.sort_unstable();
    for (_, index) in by_order {
        if let Some(member) = functions[index].member
            && let Some(class) = types.get_mut(member.of.0)
        {
            class.members.push(index);
        }
    }
}

fn constant(draft: ConstantDraft, library: usize, places: &Places) -> Constant {
    Constant {
        rust_path: draft.rust_path,
        dart_name: draft.dart_name,
        library,
        member: draft.member.map(|of| places.id(of)),
        docs: draft.docs,
        annotations: draft.annotations,
        ty: places.ty(&draft.ty),
        value: places.literal(draft.value),
    }
}
