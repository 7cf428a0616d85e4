//! Structs and enums that cross as data.

use syn::Visibility;

use crate::diagnostic::Diagnostic;
use crate::ir::{Docs, TypeId, TypeKind};
use crate::parser::attrs::{self, Target};
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::Ty;

use super::{Context, Lowering, Position};

/// A data type, before types and libraries have their final places.
#[derive(Debug)]
pub(super) struct DataDraft {
    pub(super) item: ItemId,
    pub(super) rust_path: String,
    pub(super) dart_name: String,
    /// Where its name was chosen, for each class that it makes: itself first, then its variants.
    pub(super) classes: Vec<(String, Site)>,
    pub(super) docs: Docs,
    pub(super) kind: TypeKind,
}

/// Why a type is no plain data.
enum Objection {
    Generic(Site),
    Lifetime(Site),
    Private(Site),
}

impl Lowering<'_> {
    /// The type of the IR for a struct or enum that a signature or field names.
    pub(super) fn data_type(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> Option<TypeId> {
        if let Some(known) = self.data.borrow().ids.get(&id) {
            return *known;
        }
        let path = self.data_path(id, ty, context);
        let mut data = self.data.borrow_mut();
        let type_id = path.map(|path| {
            let type_id = TypeId(data.drafts.len());
            data.drafts.push(None);
            data.waiting.push_back((type_id, id, path));
            type_id
        });
        data.ids.insert(id, type_id);
        type_id
    }

    /// The path by which generated code names the type, unless the type cannot cross.
    fn data_path(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> Option<String> {
        let item = self.krate.item(id);
        let name = &item.name;
        let file = item.site.file;
        let options = attrs::options(&item.attrs, Target::Type, file, self.sink);
        if let Some(site) = options.ignore {
            let problem = Diagnostic::error("ignored-type", format!("`{name}` is left out by `#[oche(ignore)]`"))
                .also(site, "left out here")
                .help("take the attribute away, or leave out what uses the type, too");
            self.refuse(ty, context, problem, "but the API needs it");
            return None;
        }
        if let Some(site) = options.error {
            let problem = Diagnostic::error("error-as-value", format!("`{name}` crosses only as an error"))
                .also(site, "said here")
                .note("an error type crosses by its text, and only as the `E` of a `Result<T, E>`")
                .help("take `#[oche(error)]` away if it is plain data; or keep its text in a `String`");
            self.refuse(ty, context, problem, "used as a value");
            return None;
        }
        let problem = match objection(item) {
            None => return self.type_path(id, ty, context),
            Some(Objection::Generic(site)) => Diagnostic::error(
                "generic-type",
                format!("the generic type `{name}` cannot cross to Dart yet"),
            )
            .also(site, "generic here")
            .help("write a type of its own for what it is used with here"),
            Some(Objection::Lifetime(site)) => {
                Diagnostic::error("borrowing-type", format!("`{name}` borrows, and cannot cross to Dart"))
                    .also(site, "borrows for this lifetime")
                    .note("data that crosses is built anew, and so owns what is in it")
                    .help("use owned types in its fields: `String`, `Vec<T>`")
            }
            Some(Objection::Private(site)) => Diagnostic::error(
                "private-fields",
                format!("`{name}` has private fields, so it is not plain data"),
            )
            .also(site, "not `pub`")
            .note("objects that stay in Rust come with a later version of Oche")
            .help("make all fields `pub`, or give Dart a struct of its own with the data that it needs"),
        };
        self.refuse(ty, context, problem, "cannot cross");
        None
    }

    fn type_path(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> Option<String> {
        let item = self.krate.item(id);
        let name = &item.name;
        if item.vis != Vis::Public {
            let problem = Diagnostic::error("private-type", format!("`{name}` is private, but the API shows it"))
                .also(item.site, "not `pub`")
                .help(format!("make it public: `pub {} {name}`", item.kind.describe()));
            self.refuse(ty, context, problem, "part of the API");
            return None;
        }
        let path = self.paths.item(self.krate, id);
        if path.is_none() {
            let (module, relative) = self.paths.nearest(self.krate, id);
            let problem = Diagnostic::error("unreachable-type", format!("generated code cannot name `{name}`"))
                .also(item.site, "behind a private module")
                .note("generated code is the module `crate::oche_generated`, and sees what is visible there")
                .help(format!("re-export it in `{module}`: `pub use {relative};`"));
            self.refuse(ty, context, problem, "part of the API");
        }
        path
    }

    /// A public type of the API that no signature may name. What is no plain data is left out with a warning, because
    /// nothing depends on it.
    pub(super) fn exported_type(&self, id: ItemId) {
        let item = self.krate.item(id);
        let options = attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
        let is_used = {
            let data = self.data.borrow();
            data.ids.contains_key(&id) || data.display_errors.contains(&id)
        };
        if is_used || options.error.is_some() {
            return;
        }
        let reason = match objection(item) {
            None => {
                let ty = Ty::new(crate::parser::ty::TyKind::Item(id), item.site);
                let context = Context {
                    position: Position::Field,
                    owner: "the API",
                    used_at: None,
                    in_error: false,
                };
                self.data_type(id, &ty, context);
                return;
            }
            Some(Objection::Generic(_)) => "generic types cannot cross yet",
            Some(Objection::Lifetime(_)) => "it borrows, and data that crosses owns what is in it",
            Some(Objection::Private(_)) => "its private fields say that it is more than data",
        };
        self.sink.push(
            Diagnostic::warning("left-out", format!("`{}` does not cross to Dart", item.name))
                .at(item.site, reason)
                .help("`#[oche(ignore)]` says that this is fine"),
        );
    }

    /// Lowers the fields of all data types that were met, and of those that are met on the way.
    pub(super) fn finish_data(&self) -> Vec<Option<DataDraft>> {
        loop {
            let next = self.data.borrow_mut().waiting.pop_front();
            let Some((id, item, path)) = next else {
                break;
            };
            let draft = self.draft(item, path);
            self.data.borrow_mut().drafts[id.0] = draft;
        }
        self.data.take().drafts
    }
}

fn generics(item: &Item) -> Option<&syn::Generics> {
    match &item.kind {
        ItemKind::Struct(item) => Some(&item.generics),
        ItemKind::Enum(item) => Some(&item.generics),
        _ => None,
    }
}

/// What keeps a struct or enum from being plain data.
fn objection(item: &Item) -> Option<Objection> {
    let file = item.site.file;
    let generics = generics(item)?;
    let parameter = generics
        .params
        .iter()
        .find(|parameter| !matches!(parameter, syn::GenericParam::Lifetime(_)));
    if let Some(parameter) = parameter {
        return Some(Objection::Generic(Site::of(file, parameter)));
    }
    if let Some(lifetime) = generics.lifetimes().next() {
        return Some(Objection::Lifetime(Site::of(file, lifetime)));
    }
    let ItemKind::Struct(item) = &item.kind else {
        return None;
    };
    let private = item
        .fields
        .iter()
        .find(|field| !matches!(field.vis, Visibility::Public(_)))?;
    Some(Objection::Private(match &private.ident {
        Some(ident) => Site::new(file, ident.span()),
        None => Site::of(file, &private.ty),
    }))
}

/// Whether a type can cross as data, as far as its own declaration tells.
pub(super) fn is_plain_data(item: &Item) -> bool {
    objection(item).is_none()
}
