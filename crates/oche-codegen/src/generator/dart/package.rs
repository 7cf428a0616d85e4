//! What more than one file of a package must know.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::docs::Links;
use super::flat_names;
use super::plumbing::Plumbing;
use super::scope::fresh;
use crate::ir::{Api, Function, Lane, TypeDef, TypeKind};

/// What more than one file must know.
pub struct Package<'a> {
    pub api: &'a Api,
    pub links: Links,
    /// Every class and enum that it declares.
    pub classes: Rc<BTreeSet<String>>,
    /// The variable that holds the native library: `pureDartLibrary`.
    pub library: String,
    /// The files that hold the plumbing.
    pub plumbing: Plumbing,
    /// For each function of the API on the direct lane, what `direct.dart` calls it.
    pub direct_names: Vec<Option<String>>,
    /// The interface that a fake of the library implements: `PureDartApi`.
    pub interface: String,
    /// For each function that a fake can take the place of, what the interface calls it.
    pub fake_names: Vec<Option<String>>,
}

impl<'a> Package<'a> {
    /// The package of an API.
    pub fn new(api: &'a Api) -> Self {
        let name = lower_camel(&api.crate_name);
        let free = |name: &str| fresh(name, |name| is_exported(api, name));
        let classes: BTreeSet<String> = api.types.iter().flat_map(class_names).map(str::to_owned).collect();
        Self {
            api,
            links: Links::new(api),
            library: free(&format!("{name}Library")),
            plumbing: Plumbing::new(api),
            direct_names: flat_names::names(api, classes.clone(), |function| function.lane == Lane::Direct),
            interface: free(&format!("{}Api", upper_first(&name))),
            fake_names: flat_names::names(api, &classes | &of_fakes(), |function| !is_of_object(api, function)),
            classes: Rc::new(classes),
        }
    }
}

/// What every class has, and what a `Recorder` adds to a fake: a function of the API may have the name, and no method of the
/// interface that one class implements with those.
fn of_fakes() -> BTreeSet<String> {
    let names = [
        "answer",
        "calls",
        "callsOf",
        "hashCode",
        "noSuchMethod",
        "record",
        "runtimeType",
        "toString",
    ];
    names.map(str::to_owned).into()
}

/// Whether a function is called on an object, which a fake brings along itself.
fn is_of_object(api: &Api, function: &Function) -> bool {
    function.member.is_some_and(|member| {
        let kind = &api.type_def(member.of).kind;
        matches!(kind, TypeKind::Object { .. } | TypeKind::Interface(_))
            && function.params.iter().any(|param| param.receiver)
    })
}

/// Whether the package itself exports something of this name.
pub fn is_exported(api: &Api, name: &str) -> bool {
    let mut functions = api.functions.iter().filter(|function| function.member.is_none());
    let mut constants = api.constants.iter().filter(|constant| constant.member.is_none());
    api.types.iter().flat_map(class_names).any(|class| class == name)
        || functions.any(|function| function.dart_name == name)
        || constants.any(|constant| constant.dart_name == name)
}

/// Every class or enum that a type declares.
pub fn class_names(def: &TypeDef) -> impl Iterator<Item = &str> {
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
    words.for_each(|word| camel.push_str(&upper_first(word)));
    camel
}

fn upper_first(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
