//! What more than one file of a package must know.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::docs::Links;
use super::plumbing::Plumbing;
use super::scope::fresh;
use crate::ir::{Api, TypeDef, TypeKind};

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
}

impl<'a> Package<'a> {
    /// Its direct functions have no names yet.
    pub fn new(api: &'a Api) -> Self {
        let library = fresh(&format!("{}Library", lower_camel(&api.crate_name)), |name| {
            is_exported(api, name)
        });
        Self {
            api,
            links: Links::new(api),
            classes: Rc::new(api.types.iter().flat_map(class_names).map(str::to_owned).collect()),
            library,
            plumbing: Plumbing::new(api),
            direct_names: Vec::new(),
        }
    }
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
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        camel.push_str(letters.as_str());
    }
    camel
}
