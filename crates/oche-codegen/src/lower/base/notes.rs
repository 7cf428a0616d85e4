//! What lowering notes on its way, because it can be decided only when everything was met.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::diagnostic::Diagnostic;
use crate::ir::{DynForm, Foreign};
use crate::parser::source::Site;
use crate::parser::tree::{Crate, ItemId};
use crate::parser::ty::Ty;

use super::context::Flow;
use super::draft::{ConstantDraft, DataDraft, DraftId, FunctionDraft, Type};

/// What was met so far.
#[derive(Default)]
pub struct Notes {
    /// `None` for a type that cannot cross, which was reported when it was met first.
    pub ids: BTreeMap<ItemId, Option<DraftId>>,
    /// Types whose fields are still to be lowered.
    pub waiting: VecDeque<(DraftId, ItemId, String)>,
    pub drafts: Vec<Option<DataDraft>>,
    /// Types that cross as an error by their text, and so are no data.
    pub display_errors: BTreeSet<ItemId>,
    /// Types that are data and thrown as an error.
    pub thrown: BTreeSet<ItemId>,
    /// What is lent on its way to Dart, and the data types in that.
    pub loans: Vec<Loan>,
    /// Parameters that are borrowed as a whole.
    pub borrowed: Vec<Borrowed>,
    pub lent: Vec<(Flow, Vec<DraftId>)>,
    /// Types of which a value goes to Dart by itself, not only as a part of another.
    pub given: BTreeSet<DraftId>,
    /// What may move to another thread while it is used.
    pub moved: Vec<Ty>,
    /// The types of the fields of each type.
    pub fields: BTreeMap<ItemId, Vec<Ty>>,
    /// The pointers by which trait objects of an interface are named.
    pub forms: BTreeMap<DraftId, BTreeSet<DynForm>>,
    /// The path of the type that is lowered.
    pub current: Option<String>,
    /// Trait objects that only one thread can use, in the type with that path: Dart cannot have them.
    pub unshared: Vec<(String, Diagnostic)>,
    /// Every use of a generic type.
    pub instances: Vec<Instance>,
    /// Types that cross instead of others, and are needed.
    pub stand_ins: BTreeSet<ItemId>,
    /// Features of the crate `oche` that were asked for already.
    pub features: BTreeSet<&'static str>,
    /// Methods and other members, in the order in which they were met.
    pub members: Vec<FunctionDraft>,
    pub constants: Vec<ConstantDraft>,
}

/// Something that is lent.
#[derive(Debug)]
pub struct Loan {
    pub flow: Flow,
    /// The whole of it, with the reference or the pointer.
    pub whole: Ty,
    /// What that leads to.
    pub value: Ty,
    pub used_at: Option<Site>,
    pub in_error: bool,
}

/// A parameter that is borrowed as a whole.
#[derive(Debug)]
pub struct Borrowed {
    /// With the reference.
    pub whole: Ty,
    pub value: Ty,
    /// What it is, for messages.
    pub owner: String,
    pub used_at: Option<Site>,
}

/// A use of a generic type.
#[derive(Debug)]
pub struct Instance {
    pub of: DraftId,
    pub item: ItemId,
    pub args: Vec<Type>,
    /// The same as Rust has them.
    pub rust_args: Vec<Ty>,
    pub flow: Flow,
    /// For each of them whether it is in a box or another pointer in Rust.
    pub boxed: Vec<bool>,
    pub site: Site,
}

/// A type of this crate that crosses instead of another one.
#[derive(Clone, Debug)]
pub struct StandIn {
    pub item: ItemId,
    pub foreign: Foreign,
    /// Where it says so.
    pub site: Site,
}

/// What a type can stand in for, as the key of a map.
pub fn item_key(krate: &Crate, id: ItemId) -> String {
    let item = krate.item(id);
    format!("crate::{}::{}#{}", krate.module_path(item.module), item.name, id.0)
}
