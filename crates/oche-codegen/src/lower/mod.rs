//! Lowering: from resolved source to the IR, with every decision made and everything that cannot cross reported.
//!
//! The order of the passes: what belongs to the API ([`surface`]), its functions ([`functions`]) with the data that
//! their signatures lead to ([`data`]), then libraries and identifiers ([`assemble`]), Dart names that clash
//! ([`duplicates`]), and what follows from the whole ([`reach`]).

mod assemble;
mod callbacks;
pub(crate) mod capabilities;
mod constants;
mod dart_source;
mod data;
mod defaults;
mod duplicates;
mod errors;
mod extras;
mod foreign;
mod functions;
mod generics;
mod impls;
mod init;
mod instances;
mod interface_methods;
mod interfaces;
mod json;
mod left_out;
mod lent_objects;
mod loans;
mod members;
mod names;
mod params;
mod positional;
mod reach;
mod refusals;
mod results;
mod rust_types;
mod setup;
mod shapes;
mod sinks;
mod streams;
mod surface;
mod targets;
mod threads;
mod unread;
mod values;
mod window;
mod words;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use syn::Attribute;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, FileId, Place, Severity, Sink};
use crate::ir::{Api, DynForm, TypeId};
use crate::parser::attrs::{self, Options, Target};
use crate::parser::paths::VisiblePaths;
use crate::parser::source::Site;
use crate::parser::tree::{Crate, Item, ItemId, ModuleId};
use crate::parser::ty::Ty;
use crate::parser::types::Types;

use constants::ConstantDraft;
use data::DataDraft;
use functions::FunctionDraft;
use loans::Flow;

/// Lowers a crate's API; what is wrong with it goes to the sink.
pub(crate) fn lower(krate: &Crate, config: &Config, sink: &Sink) -> Option<Api> {
    setup::check(krate, sink);
    let surface = surface::collect(krate, sink)?;
    let lowering = Lowering {
        krate,
        sink,
        surface: &surface,
        types: Types { krate, sink },
        paths: VisiblePaths::new(krate),
        foreign: BTreeMap::new(),
        impls: members::index(krate),
        data: RefCell::default(),
        positional: config.positional,
    };
    let lowering = lowering.with_foreign_types();
    let stand_ins: BTreeSet<&str> = lowering.foreign.keys().map(String::as_str).collect();
    surface::reexports_of_other_crates(krate, &surface, &stand_ins, sink);
    let functions: Vec<_> = surface
        .functions
        .iter()
        .filter(|&&function| !init::is_init(krate.item(function)))
        .filter_map(|&function| lowering.function(function, surface.home(krate, function)))
        .collect();
    for &item in &surface.types {
        lowering.exported_type(item);
    }
    for &item in &surface.constants {
        lowering.constant(item, surface.home(krate, item));
    }
    let init = lowering.init();
    let (finished, unshared) = lowering.finish_data();
    if !sink.has_errors() {
        lowering.report_unread();
    }
    let mut api = assemble::assemble(krate, config, &surface, functions, finished, sink);
    api.init = init;
    setup::check_lints(krate, &api, sink);
    if sink.has_errors() {
        return None;
    }
    reach::complete(&mut api);
    interfaces::check_shared(&api, unshared, sink);
    if sink.has_errors() {
        return None;
    }
    api.schema_hash = crate::schema::hash(&api);
    Some(api)
}

/// What all parts of lowering share.
struct Lowering<'a> {
    krate: &'a Crate,
    sink: &'a Sink,
    surface: &'a surface::Surface,
    types: Types<'a>,
    paths: VisiblePaths,
    /// The types of this crate that stand for one of another, by its path.
    foreign: BTreeMap<String, foreign::StandIn>,
    /// The `impl` blocks of each struct and enum.
    impls: BTreeMap<ItemId, Vec<members::Block>>,
    data: RefCell<Data>,
    /// Whether functions and methods take all parameters by position.
    positional: bool,
}

/// The data types met so far.
#[derive(Default)]
struct Data {
    /// `None` for a type that cannot cross, which was reported when it was met first.
    ids: BTreeMap<ItemId, Option<TypeId>>,
    /// Types whose fields are still to be lowered.
    waiting: VecDeque<(TypeId, ItemId, String)>,
    drafts: Vec<Option<DataDraft>>,
    /// Types that cross as an error by their text, and so are no data.
    display_errors: BTreeSet<ItemId>,
    /// Types that are data and thrown as an error.
    thrown: BTreeSet<ItemId>,
    /// What is lent on its way to Dart, and the data types in that.
    loans: Vec<loans::Loan>,
    /// Parameters that are borrowed as a whole.
    borrowed: Vec<loans::Borrowed>,
    lent: Vec<(Flow, Vec<TypeId>)>,
    /// Types of which a value goes to Dart by itself, not only as a part of another.
    given: BTreeSet<TypeId>,
    /// What may move to another thread while it is used.
    moved: Vec<Ty>,
    /// The types of the fields of each type.
    fields: BTreeMap<ItemId, Vec<Ty>>,
    /// The pointers by which trait objects of an interface are named.
    forms: BTreeMap<TypeId, BTreeSet<DynForm>>,
    /// The path of the type that is lowered.
    current: Option<String>,
    /// Trait objects that only one thread can use, in the type with that path: Dart cannot have them.
    unshared: Vec<(String, Diagnostic)>,
    /// Every use of a generic type.
    instances: Vec<instances::Instance>,
    /// Types that cross instead of others, and are needed.
    stand_ins: BTreeSet<ItemId>,
    /// Features of the crate `oche` that were asked for already.
    features: BTreeSet<&'static str>,
    /// Methods and other members, in the order in which they were met.
    members: Vec<FunctionDraft>,
    constants: Vec<ConstantDraft>,
}

/// Something with attributes and parts of its own: an item, or a member of an `impl` block.
#[derive(Clone, Copy)]
struct Declared<'a> {
    name: &'a str,
    /// Where its name stands.
    site: Site,
    module: ModuleId,
    attrs: &'a [Attribute],
    /// The attributes of the block around it.
    outer: &'a [Attribute],
}

impl<'a> Declared<'a> {
    fn of(item: &'a Item) -> Self {
        Self {
            name: &item.name,
            site: item.site,
            module: item.module,
            attrs: &item.attrs,
            outer: &[],
        }
    }
}

/// The data of an API, and what is known of it once all of it was met.
struct Finished {
    /// A [`TypeId`] is an index into this list until the API is put together.
    drafts: Vec<Option<DataDraft>>,
    uses: Vec<Vec<instances::Uses>>,
    /// The types that are encoded by reference.
    by_ref: BTreeSet<TypeId>,
    forms: BTreeMap<TypeId, BTreeSet<DynForm>>,
    members: Vec<FunctionDraft>,
    constants: Vec<ConstantDraft>,
}

/// Where a type stands.
#[derive(Clone, Copy)]
struct Context<'a> {
    position: Position,
    /// Which way a value of it travels.
    flow: Flow,
    /// What it belongs to, for messages: "the parameter `x`".
    owner: &'a str,
    /// If it was reached through a type alias: where that is used.
    used_at: Option<Site>,
    /// Whether the way out `#[oche(error)]` exists: the type is part of an error type.
    in_error: bool,
    /// The type around it, if that is to have JSON.
    json: Option<&'a str>,
    /// Whether 64-bit integers are to be a `BigInt`.
    bigint: bool,
    /// The type parameters of the type around it.
    generics: &'a [String],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    Parameter,
    Result,
    Field,
}

impl<'a> Context<'a> {
    /// The context of something that is not part of a generic type.
    fn new(position: Position, owner: &'a str) -> Self {
        Self {
            position,
            flow: match position {
                Position::Result => Flow::ToDart,
                Position::Parameter | Position::Field => Flow::ToRust,
            },
            owner,
            used_at: None,
            in_error: false,
            json: None,
            bigint: false,
            generics: &[],
        }
    }

    /// The context of a part of `ty`.
    fn inside(self, ty: &Ty) -> Context<'a> {
        Context {
            used_at: self.used_at.or(ty.used_at),
            ..self
        }
    }
}

impl Lowering<'_> {
    /// Reports a type that cannot cross.
    fn refuse(&self, ty: &Ty, context: Context<'_>, diagnostic: Diagnostic, label: impl Into<String>) {
        self.sink.push(self.placed(ty, context, diagnostic, label));
    }

    /// A report of a type that cannot cross.
    fn placed(
        &self,
        ty: &Ty,
        context: Context<'_>,
        mut diagnostic: Diagnostic,
        label: impl Into<String>,
    ) -> Diagnostic {
        diagnostic = diagnostic.at(ty.site, label);
        if let Some(site) = context.used_at.or(ty.used_at) {
            diagnostic = diagnostic.also(site, "used here");
        }
        if context.in_error && diagnostic.severity == Severity::Error {
            diagnostic =
                diagnostic.help("or mark the error type with `#[oche(error)]`: then Dart gets its `Display` text");
        }
        diagnostic
    }

    /// The options of a field, variant or parameter of `item`.
    fn part_options(&self, item: Declared<'_>, attributes: &[Attribute], part: &'static str) -> Options {
        let file = item.site.file;
        let above = attrs::first_oche(item.attrs).or_else(|| attrs::first_oche(item.outer));
        if let (Some(attribute), None) = (attrs::first_oche(attributes), above) {
            let title = format!("the compiler does not take this attribute on {part} alone");
            self.sink.push(
                Diagnostic::error("misplaced-option", title)
                    .at(
                        Site::of(file, attribute),
                        "taken away by the attribute above, which is missing",
                    )
                    .also(item.site, "no `#[oche]` above this")
                    .help(format!("write `#[oche]` above `{}`, too", item.name)),
            );
        }
        attrs::options(attributes, Target::Part(part), file, self.sink)
    }

    /// The code of a type as it is written.
    fn code(&self, ty: &Ty) -> String {
        self.code_at(ty.site)
    }

    /// The same, of one that is not resolved.
    fn code_of(&self, file: FileId, ty: &syn::Type) -> String {
        self.code_at(Site::of(file, ty))
    }

    fn code_at(&self, site: Site) -> String {
        let place = Place::from(site);
        let text = self
            .krate
            .sources
            .text(place.file)
            .get(place.range)
            .unwrap_or("this type");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
