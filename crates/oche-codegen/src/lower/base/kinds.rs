//! What kind of type a struct or an enum is, as far as its own declaration tells.

use syn::Visibility;

use crate::parser::attrs::Options;
use crate::parser::source::Site;
use crate::parser::tree::{Item, ItemKind};
use crate::parser::types::generics_of;

/// Why a type cannot cross.
pub enum Objection {
    Lifetime(Site),
    /// An object with type parameters.
    GenericObject(Site),
}

/// What keeps a struct or enum from crossing.
pub fn objection(item: &Item, options: &Options) -> Option<Objection> {
    let file = item.site.file;
    let generics = generics_of(&item.kind)?;
    if let Some(lifetime) = generics.lifetimes().next() {
        return Some(Objection::Lifetime(Site::of(file, lifetime)));
    }
    let parameter = generics.params.first().filter(|_| is_object(item, options))?;
    Some(Objection::GenericObject(Site::of(file, parameter)))
}

/// Whether a struct or enum stays in Rust, and Dart gets a handle to it: it says so, or it has private fields.
pub fn is_object(item: &Item, options: &Options) -> bool {
    if options.opaque.is_some() {
        return true;
    }
    let is_stand_in = options.mirror.is_some();
    match &item.kind {
        ItemKind::Struct(item) if !is_stand_in => item
            .fields
            .iter()
            .any(|field| !matches!(field.vis, Visibility::Public(_))),
        _ => false,
    }
}

/// Whether a type can cross as data, as far as its own declaration tells.
pub fn is_plain_data(item: &Item, options: &Options) -> bool {
    !is_object(item, options) && objection(item, options).is_none()
}

/// Whether a type has type or constant parameters.
pub fn is_generic(item: &Item) -> bool {
    let mut params = generics_of(&item.kind)
        .into_iter()
        .flat_map(|generics| &generics.params);
    params.any(|param| !matches!(param, syn::GenericParam::Lifetime(_)))
}
