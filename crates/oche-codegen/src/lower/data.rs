//! Structs and enums that cross as data.

use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Visibility};

use crate::diagnostic::{Diagnostic, FileId};
use crate::ir::{Docs, Field, Fields, PlainVariant, Type, TypeId, TypeKind, Variant};
use crate::parser::attrs::{self, Options, Target};
use crate::parser::cfg::Presence;
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::Ty;
use crate::parser::types::Scope;

use super::names::{self, NameKind};
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
            Some(Objection::Generic(site)) => {
                Diagnostic::error("generic-type", format!("the generic type `{name}` cannot cross to Dart yet"))
                    .also(site, "generic here")
                    .help("write a type of its own for what it is used with here")
            }
            Some(Objection::Lifetime(site)) => {
                Diagnostic::error("borrowing-type", format!("`{name}` borrows, and cannot cross to Dart"))
                    .also(site, "borrows for this lifetime")
                    .note("data that crosses is built anew, and so owns what is in it")
                    .help("use owned types in its fields: `String`, `Vec<T>`")
            }
            Some(Objection::Private(site)) => {
                Diagnostic::error("private-fields", format!("`{name}` has private fields, so it is not plain data"))
                    .also(site, "not `pub`")
                    .note("objects that stay in Rust come with a later version of Oche")
                    .help("make all fields `pub`, or give Dart a struct of its own with the data that it needs")
            }
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
                let context =
                    Context { position: Position::Field, owner: "the API", used_at: None, in_error: false };
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

    fn draft(&self, id: ItemId, rust_path: String) -> Option<DataDraft> {
        let item = self.krate.item(id);
        let file = item.site.file;
        // What is wrong with the attributes was reported when the type was met.
        let options = attrs::options(&item.attrs, Target::Type, file, &Default::default());
        let dart_name = names::dart_name(self.surface.name(self.krate, id), NameKind::Type, &options, item.site, self.sink);
        let site = options.name.as_ref().map_or(item.site, |(_, site)| *site);
        let mut classes = vec![(dart_name.clone(), site)];
        let kind = match &item.kind {
            ItemKind::Struct(item) => TypeKind::Struct(self.fields(id, &item.fields)?),
            ItemKind::Enum(item) => self.variants(id, item, &dart_name, &mut classes)?,
            _ => return None,
        };
        Some(DataDraft { item: id, rust_path, dart_name, classes, docs: attrs::docs(&item.attrs), kind })
    }

    fn variants(
        &self,
        id: ItemId,
        syntax: &syn::ItemEnum,
        dart_name: &str,
        classes: &mut Vec<(String, Site)>,
    ) -> Option<TypeKind> {
        let item = self.krate.item(id);
        let file = item.site.file;
        let variants: Vec<(&syn::Variant, Vec<Attribute>)> =
            syntax.variants.iter().filter_map(|variant| Some((variant, self.present(&variant.attrs)?))).collect();
        if variants.is_empty() {
            self.sink.push(
                Diagnostic::error("unsupported-type", format!("the enum `{}` has no variants", item.name))
                    .at(item.site, "no value of it exists")
                    .help("add a variant, or leave it out with `#[oche(ignore)]`"),
            );
            return None;
        }
        if variants.iter().all(|(variant, _)| matches!(variant.fields, syn::Fields::Unit)) {
            let plain = variants.into_iter().map(|(variant, attributes)| {
                let options = self.part_options(item, &attributes, "a variant");
                let site = Site::new(file, variant.ident.span());
                let name = variant.ident.unraw().to_string();
                let dart_name = names::dart_name(&name, NameKind::EnumValue, &options, site, self.sink);
                let rust_name = variant.ident.to_string();
                (PlainVariant { rust_name, dart_name, docs: attrs::docs(&attributes) }, site)
            });
            let (plain, sites): (Vec<_>, Vec<_>) = plain.unzip();
            let names = plain.iter().map(|variant| variant.dart_name.as_str()).zip(sites);
            super::duplicates::members(names, "variant", self.sink);
            return Some(TypeKind::PlainEnum(plain));
        }
        let mut lowered = Some(Vec::new());
        for (variant, attributes) in variants {
            let options = self.part_options(item, &attributes, "a variant");
            let site = Site::new(file, variant.ident.span());
            let name = format!("{dart_name}{}", names::upper_camel(&variant.ident.unraw().to_string()));
            let name = names::dart_name(&name, NameKind::Type, &options, site, self.sink);
            classes.push((name.clone(), options.name.as_ref().map_or(site, |(_, site)| *site)));
            // Every variant is looked at, so that all problems are found.
            let fields = self.fields(id, &variant.fields);
            if let (Some(lowered), Some(fields)) = (&mut lowered, &fields) {
                lowered.push(Variant {
                    rust_name: variant.ident.to_string(),
                    dart_name: name,
                    docs: attrs::docs(&attributes),
                    fields: fields.clone(),
                });
            } else {
                lowered = None;
            }
        }
        lowered.map(TypeKind::DataEnum)
    }

    fn fields(&self, id: ItemId, fields: &syn::Fields) -> Option<Fields> {
        if matches!(fields, syn::Fields::Unit) {
            return Some(Fields::Unit);
        }
        let item = self.krate.item(id);
        let file = item.site.file;
        let present: Vec<_> =
            fields.iter().filter_map(|field| Some((field, self.present(&field.attrs)?))).collect();
        let count = present.len();
        let mut lowered = Some(Vec::new());
        let mut sites = Vec::new();
        for (index, (field, attributes)) in present.into_iter().enumerate() {
            let options = self.part_options(item, &attributes, "a field");
            let (rust_name, dart_name, site) = self.field_names(field, index, count, &options, file);
            sites.push((dart_name.clone(), site));
            let ty = self.field_type(id, field, &rust_name);
            match (&mut lowered, ty) {
                (Some(lowered), Some(ty)) => {
                    let is_nullable = matches!(ty, Type::Option(_));
                    let optional = is_nullable && field.ident.is_some();
                    lowered.push(Field { rust_name, dart_name, docs: attrs::docs(&attributes), ty, optional });
                }
                _ => lowered = None,
            }
        }
        super::duplicates::members(sites.iter().map(|(name, site)| (name.as_str(), *site)), "field", self.sink);
        let lowered = lowered?;
        Some(match fields {
            syn::Fields::Unnamed(_) => Fields::Tuple(lowered),
            _ => Fields::Named(lowered),
        })
    }

    fn field_names(
        &self,
        field: &syn::Field,
        index: usize,
        count: usize,
        options: &Options,
        file: FileId,
    ) -> (String, String, Site) {
        match &field.ident {
            Some(ident) => {
                let site = Site::new(file, ident.span());
                let name = ident.unraw().to_string();
                (ident.to_string(), names::dart_name(&name, NameKind::Field, options, site, self.sink), site)
            }
            None => {
                let site = Site::new(file, field.ty.span());
                let name = if count == 1 { "value".to_owned() } else { format!("field{index}") };
                (index.to_string(), names::dart_name(&name, NameKind::Field, options, site, self.sink), site)
            }
        }
    }

    fn field_type(&self, id: ItemId, field: &syn::Field, name: &str) -> Option<Type> {
        // A generic type never comes this far.
        let parameters = Default::default();
        let module = self.krate.item(id).module;
        let scope = Scope { module, self_item: Some(id), parameters: &parameters, depth: 0 };
        let ty = self.types.resolve(scope, &field.ty);
        let owner = if field.ident.is_some() { format!("the field `{name}`") } else { "a field".to_owned() };
        let in_error = self.data.borrow().thrown.contains(&id);
        self.value(&ty, Context { position: Position::Field, owner: &owner, used_at: None, in_error })
    }

    /// The attributes that apply to a field or variant; `None` if it is configured away.
    pub(super) fn present(&self, attributes: &[Attribute]) -> Option<Vec<Attribute>> {
        let (attributes, presence) = self.krate.cfg.attributes(attributes.to_vec());
        (presence != Presence::Off).then_some(attributes)
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
    let parameter = generics.params.iter().find(|parameter| !matches!(parameter, syn::GenericParam::Lifetime(_)));
    if let Some(parameter) = parameter {
        return Some(Objection::Generic(Site::of(file, parameter)));
    }
    if let Some(lifetime) = generics.lifetimes().next() {
        return Some(Objection::Lifetime(Site::of(file, lifetime)));
    }
    let ItemKind::Struct(item) = &item.kind else {
        return None;
    };
    let private = item.fields.iter().find(|field| !matches!(field.vis, Visibility::Public(_)))?;
    Some(Objection::Private(match &private.ident {
        Some(ident) => Site::new(file, ident.span()),
        None => Site::of(file, &private.ty),
    }))
}

/// Whether a type can cross as data, as far as its own declaration tells.
pub(super) fn is_plain_data(item: &Item) -> bool {
    objection(item).is_none()
}
