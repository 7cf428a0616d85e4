//! The shapes of data: fields and variants, with their names and types.

use syn::Attribute;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::diagnostic::{Diagnostic, FileId};
use crate::ir::{Field, Fields, PlainVariant, Type, TypeKind, Variant};
use crate::parser::attrs::{self, Options, Target};
use crate::parser::cfg::Presence;
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::types::Scope;

use super::data::DataDraft;
use super::names::{self, NameKind};
use super::{Context, Lowering, Position};

impl Lowering<'_> {
    /// Lowers a struct or enum with everything in it; `None` if something in it cannot cross.
    pub(super) fn draft(&self, id: ItemId, rust_path: String) -> Option<DataDraft> {
        let item = self.krate.item(id);
        let file = item.site.file;
        // What is wrong with the attributes was reported when the type was met.
        let options = attrs::options(&item.attrs, Target::Type, file, &Default::default());
        let dart_name = names::dart_name(
            self.surface.name(self.krate, id),
            NameKind::Type,
            &options,
            item.site,
            self.sink,
        );
        let site = options.name.as_ref().map_or(item.site, |(_, site)| *site);
        let mut classes = vec![(dart_name.clone(), site)];
        let kind = match &item.kind {
            ItemKind::Struct(item) => TypeKind::Struct(self.fields(id, &item.fields)?),
            ItemKind::Enum(item) => self.variants(id, item, &dart_name, &mut classes)?,
            _ => return None,
        };
        Some(DataDraft {
            item: id,
            rust_path,
            dart_name,
            classes,
            docs: attrs::docs(&item.attrs),
            kind,
        })
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
        let variants: Vec<(&syn::Variant, Vec<Attribute>)> = syntax
            .variants
            .iter()
            .filter_map(|variant| Some((variant, self.present(&variant.attrs)?)))
            .collect();
        if variants.is_empty() {
            self.sink.push(
                Diagnostic::error("unsupported-type", format!("the enum `{}` has no variants", item.name))
                    .at(item.site, "no value of it exists")
                    .help("add a variant, or leave it out with `#[oche(ignore)]`"),
            );
            return None;
        }
        if variants
            .iter()
            .all(|(variant, _)| matches!(variant.fields, syn::Fields::Unit))
        {
            let plain = variants.into_iter().map(|(variant, attributes)| {
                let options = self.part_options(item, &attributes, "a variant");
                let site = Site::new(file, variant.ident.span());
                let name = variant.ident.unraw().to_string();
                let dart_name = names::dart_name(&name, NameKind::EnumValue, &options, site, self.sink);
                let rust_name = variant.ident.to_string();
                (
                    PlainVariant {
                        rust_name,
                        dart_name,
                        docs: attrs::docs(&attributes),
                    },
                    site,
                )
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
        let present: Vec<_> = fields
            .iter()
            .filter_map(|field| Some((field, self.present(&field.attrs)?)))
            .collect();
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
                    lowered.push(Field {
                        rust_name,
                        dart_name,
                        docs: attrs::docs(&attributes),
                        ty,
                        optional,
                    });
                }
                _ => lowered = None,
            }
        }
        super::duplicates::members(
            sites.iter().map(|(name, site)| (name.as_str(), *site)),
            "field",
            self.sink,
        );
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
                (
                    ident.to_string(),
                    names::dart_name(&name, NameKind::Field, options, site, self.sink),
                    site,
                )
            }
            None => {
                let site = Site::new(file, field.ty.span());
                let name = if count == 1 {
                    "value".to_owned()
                } else {
                    format!("field{index}")
                };
                (
                    index.to_string(),
                    names::dart_name(&name, NameKind::Field, options, site, self.sink),
                    site,
                )
            }
        }
    }

    fn field_type(&self, id: ItemId, field: &syn::Field, name: &str) -> Option<Type> {
        // A generic type never comes this far.
        let parameters = Default::default();
        let module = self.krate.item(id).module;
        let scope = Scope {
            module,
            self_item: Some(id),
            parameters: &parameters,
            depth: 0,
        };
        let ty = self.types.resolve(scope, &field.ty);
        let owner = if field.ident.is_some() {
            format!("the field `{name}`")
        } else {
            "a field".to_owned()
        };
        let in_error = self.data.borrow().thrown.contains(&id);
        self.value(
            &ty,
            Context {
                position: Position::Field,
                owner: &owner,
                used_at: None,
                in_error,
            },
        )
    }

    /// The attributes that apply to a field or variant; `None` if it is configured away.
    pub(super) fn present(&self, attributes: &[Attribute]) -> Option<Vec<Attribute>> {
        let (attributes, presence) = self.krate.cfg.attributes(attributes.to_vec());
        (presence != Presence::Off).then_some(attributes)
    }
}
