//! The shapes of data: fields and variants, with their names and types.

use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, ImplItem};

use crate::diagnostic::{Code, Diagnostic, FileId};
use crate::ir::{Generic, PlainVariant};
use crate::lower::base::draft::{Field, Fields, Literal, Type, TypeKind, Variant};
use crate::lower::base::{
    Block, ByPosition, Context, DataDraft, Declared, Flow, Lowering, NameKind, Position, duplicates, is_object, names,
    settle,
};
use crate::lower::types::note_needs;
use crate::parser::attrs::{self, Options, Target};
use crate::parser::cfg::Presence;
use crate::parser::consts;
use crate::parser::primitives::IntType;
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::types::{self, Scope, generics_of};

/// A type whose shape is being lowered.
struct Shape {
    id: ItemId,
    /// The names of its type parameters.
    params: Vec<String>,
    generics: Vec<Generic>,
    /// Whether Dart's constructor takes named fields by position.
    positional: bool,
    /// Whether it is to have JSON.
    json: bool,
}

fn type_param(generic: &Generic) -> Option<String> {
    match generic {
        Generic::Type(param) => Some(param.name.clone()),
        Generic::Const { .. } => None,
    }
}

impl Lowering<'_> {
    /// Lowers a struct or enum with everything in it; `None` if something in it cannot cross.
    pub fn draft(&self, id: ItemId, rust_path: String) -> Option<DataDraft> {
        self.check_versions(id);
        let item = self.krate.item(id);
        let file = item.site.file;
        // What is wrong with the attributes was reported when the type was met.
        let options = attrs::options(&item.attrs, Target::Type, file, &Default::default());
        let dart_name = names::dart_name(
            self.surface.name(self.krate, id),
            NameKind::Type,
            &options,
            item.site,
            self.reports,
        );
        let site = options.name.as_ref().map_or(item.site, |(_, site)| *site);
        let mut classes = vec![(dart_name.clone(), site)];
        let generics = self.generics(id);
        let mut shape = Shape {
            id,
            params: generics.iter().flatten().filter_map(type_param).collect(),
            generics: generics.clone().unwrap_or_default(),
            positional: options.positional.is_some(),
            json: options.json.is_some(),
        };
        let kind = match &item.kind {
            _ if is_object(item, &options) => {
                if options.opaque.is_none() {
                    self.leave_out_fields(item);
                }
                TypeKind::Object {
                    external_size: self.external_size(id, &rust_path),
                }
            }
            ItemKind::Struct(item) => TypeKind::Struct(self.fields(&mut shape, &item.fields)?),
            ItemKind::Enum(item) => self.variants(&mut shape, item, &dart_name, &mut classes)?,
            _ => return None,
        };
        generics?;
        Some(DataDraft {
            item: id,
            rust_path,
            dart_name,
            classes,
            docs: attrs::docs(&item.attrs),
            extras: self.extras(&item.attrs, &options),
            style: self.style(item, &options),
            generics: shape.generics,
            kind,
            foreign: self.stands_for(id).map(|stand_in| stand_in.foreign.clone()),
            condition: self.item_condition(id),
        })
    }

    fn variants(
        &self,
        shape: &mut Shape,
        syntax: &syn::ItemEnum,
        dart_name: &str,
        classes: &mut Vec<(String, Site)>,
    ) -> Option<TypeKind> {
        let item = self.krate.item(shape.id);
        let file = item.site.file;
        let variants: Vec<(&syn::Variant, Vec<Attribute>)> = syntax
            .variants
            .iter()
            .filter_map(|variant| Some((variant, self.present(&variant.attrs)?)))
            .collect();
        if variants.is_empty() {
            self.reports.push(
                Diagnostic::error(Code::EmptyEnum, format!("the enum `{}` has no variants", item.name))
                    .at(item.site, "no value of it exists")
                    .help("add a variant, or leave it out with `#[oche(ignore)]`"),
            );
            return None;
        }
        if variants
            .iter()
            .all(|(variant, _)| matches!(variant.fields, syn::Fields::Unit))
        {
            let kind = match syntax.variants.iter().any(|variant| variant.discriminant.is_some()) {
                true => NameKind::NumberedValue,
                false => NameKind::EnumValue,
            };
            let plain = variants.into_iter().map(|(variant, attributes)| {
                let options = self.part_options(Declared::of(item), &attributes, "a variant");
                let site = Site::new(file, variant.ident.span());
                self.refuse_target_part(Declared::of(item), &attributes, "variant", site);
                let name = variant.ident.unraw().to_string();
                let dart_name = names::dart_name(&name, kind, &options, site, self.reports);
                let rust_name = variant.ident.to_string();
                (
                    PlainVariant {
                        rust_name,
                        dart_name,
                        docs: attrs::docs(&attributes),
                        annotations: self.annotations(&attributes, &options),
                        discriminant: None,
                    },
                    site,
                )
            });
            let (mut plain, sites): (Vec<_>, Vec<_>) = plain.unzip();
            self.discriminants(item, syntax, &mut plain);
            let names = plain.iter().map(|variant| variant.dart_name.as_str()).zip(sites);
            duplicates::members(names, "variant", self.reports);
            return Some(TypeKind::PlainEnum(plain));
        }
        let mut lowered = Some(Vec::new());
        for (variant, attributes) in variants {
            let options = self.part_options(Declared::of(item), &attributes, "a variant");
            let site = Site::new(file, variant.ident.span());
            self.refuse_target_part(Declared::of(item), &attributes, "variant", site);
            let name = format!("{dart_name}{}", names::upper_camel(&variant.ident.unraw().to_string()));
            let name = names::dart_name(&name, NameKind::Type, &options, site, self.reports);
            classes.push((name.clone(), options.name.as_ref().map_or(site, |(_, site)| *site)));
            // Every variant is looked at, so that all problems are found.
            let fields = self.fields(shape, &variant.fields);
            if let (Some(lowered), Some(fields)) = (&mut lowered, &fields) {
                lowered.push((
                    Variant {
                        rust_name: variant.ident.to_string(),
                        dart_name: name,
                        json_name: names::lower_camel(&variant.ident.unraw().to_string()),
                        docs: attrs::docs(&attributes),
                        annotations: self.annotations(&attributes, &options),
                        fields: fields.clone(),
                    },
                    site,
                ));
            } else {
                lowered = None;
            }
        }
        let lowered = lowered?;
        if shape.json {
            self.check_json_variants(&lowered);
        }
        Some(TypeKind::DataEnum(
            lowered.into_iter().map(|(variant, _)| variant).collect(),
        ))
    }

    /// The numbers of an enum that gives at least one of its variants a number.
    fn discriminants(&self, item: &Item, syntax: &syn::ItemEnum, plain: &mut [PlainVariant]) {
        if syntax.variants.iter().all(|variant| variant.discriminant.is_none()) {
            return;
        }
        let ty = repr(&item.attrs);
        let mut next = Some(0);
        let mut numbers = std::collections::BTreeMap::new();
        for variant in &syntax.variants {
            if let Some((_, value)) = &variant.discriminant {
                next = consts::signed(self.krate, self.reports, item.module, value, ty);
            }
            let Some(number) = next else {
                return;
            };
            numbers.insert(variant.ident.to_string(), number);
            next = number.checked_add(1);
        }
        for variant in plain {
            variant.discriminant = numbers.get(&variant.rust_name).copied();
        }
    }

    fn fields(&self, shape: &mut Shape, fields: &syn::Fields) -> Option<Fields> {
        if matches!(fields, syn::Fields::Unit) {
            return Some(Fields::Unit);
        }
        let item = self.krate.item(shape.id);
        let file = item.site.file;
        let present: Vec<_> = fields
            .iter()
            .filter_map(|field| Some((field, self.present(&field.attrs)?)))
            .collect();
        let count = present.len();
        let mut lowered = Some(Vec::new());
        let mut sites = Vec::new();
        for (index, (field, attributes)) in present.into_iter().enumerate() {
            let options = self.part_options(Declared::of(item), &attributes, "a field");
            let (rust_name, dart_name, site) = self.field_names(field, index, count, &options, file);
            self.refuse_target_part(Declared::of(item), &attributes, "field", site);
            if field.ident.as_ref().is_some_and(|ident| ident == "_") {
                self.reports.push(
                    Diagnostic::error(Code::Syntax, "this field has no name")
                        .at(site, "`_` is none")
                        .help("give it a name, or leave it out"),
                );
                lowered = None;
                continue;
            }
            sites.push((dart_name.clone(), site));
            let ty = self.field_type(shape, field, &rust_name, &options);
            let annotations = self.annotations(&attributes, &options);
            match (&mut lowered, ty) {
                (Some(lowered), Some(ty)) => {
                    if let Some(site) = options.bigint {
                        self.check_bigint(site, [&ty]);
                    }
                    let default = self.field_default(shape, field, &rust_name, &options, &ty);
                    let is_nullable = matches!(ty, Type::Option(_));
                    let optional = (is_nullable || default.is_some()) && field.ident.is_some();
                    lowered.push(Field {
                        rust_name,
                        dart_name,
                        docs: attrs::docs(&attributes),
                        annotations,
                        ty,
                        optional,
                        default,
                    });
                }
                _ => lowered = None,
            }
        }
        duplicates::members(
            sites.iter().map(|(name, site)| (name.as_str(), *site)),
            "field",
            self.reports,
        );
        let mut lowered = lowered?;
        Some(match fields {
            syn::Fields::Unnamed(_) => Fields::Tuple(lowered),
            _ if shape.positional => {
                let params = lowered.iter_mut().zip(&sites).map(|(field, (_, site))| ByPosition {
                    optional: &mut field.optional,
                    has_default: field.default.is_some(),
                    site: *site,
                });
                settle(params.collect(), self.reports);
                Fields::Positional(lowered)
            }
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
                    names::dart_name(&name, NameKind::Field, options, site, self.reports),
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
                    names::dart_name(&name, NameKind::Field, options, site, self.reports),
                    site,
                )
            }
        }
    }

    fn field_type(&self, shape: &mut Shape, field: &syn::Field, name: &str, options: &Options) -> Option<Type> {
        let id = shape.id;
        let item = self.krate.item(id);
        let parameters = generics_of(&item.kind).map(types::parameters).unwrap_or_default();
        let scope = Scope {
            module: item.module,
            self_item: Some(id),
            parameters: &parameters,
            depth: 0,
        };
        let ty = self.types.resolve(scope, &field.ty);
        note_needs(&ty, &mut shape.generics);
        self.notes.borrow_mut().fields.entry(id).or_default().push(ty.clone());
        let owner = if field.ident.is_some() {
            format!("the field `{name}`")
        } else {
            "a field".to_owned()
        };
        let in_error = self.notes.borrow().thrown.contains(&id);
        self.value(
            &ty,
            Context {
                in_error,
                flow: Flow::Within(id),
                bigint: options.bigint.is_some(),
                generics: &shape.params,
                json: shape.json.then_some(item.name.as_str()),
                ..Context::new(Position::Field, &owner)
            },
        )
    }

    fn field_default(
        &self,
        shape: &Shape,
        field: &syn::Field,
        name: &str,
        options: &Options,
        ty: &Type,
    ) -> Option<Literal> {
        let (_, site) = options.default.as_ref()?;
        let item = self.krate.item(shape.id);
        if field.ident.is_none() {
            self.reports.push(
                Diagnostic::error(
                    Code::UselessDefault,
                    "a field without a name cannot have a default value",
                )
                .at(*site, "its parameter in Dart is positional and required")
                .help("give the fields names: `struct S { a: i32 }`"),
            );
            return None;
        }
        let parameters = Default::default();
        let scope = Scope {
            module: item.module,
            self_item: Some(shape.id),
            parameters: &parameters,
            depth: 0,
        };
        let owner = format!("the field `{name}`");
        self.default_value(scope, options, ty, &owner, &self.code_of(item.site.file, &field.ty))
    }

    /// The attributes that apply to a field or variant; `None` if it is configured away.
    pub fn present(&self, attributes: &[Attribute]) -> Option<Vec<Attribute>> {
        let (attributes, presence) = self.krate.cfg.attributes(attributes.to_vec());
        (presence != Presence::Off).then_some(attributes)
    }

    /// The method that tells how many bytes belong to an object.
    pub fn external_size(&self, item: ItemId, rust_path: &str) -> Option<String> {
        for &Block { module, index } in self.impls.get(&item).into_iter().flatten() {
            let module = self.krate.module(module);
            let block = &module.impls[index];
            for member in &block.items {
                if let ImplItem::Fn(method) = member
                    && self.present(&method.attrs).is_some()
                    && !attrs::is_ignored(&method.attrs)
                    && attrs::options(&method.attrs, Target::Method, module.file, &Default::default())
                        .external_size
                        .is_some()
                {
                    return Some(format!("{rust_path}::{}", method.sig.ident));
                }
            }
        }
        None
    }
}

/// The type of an enum's discriminants: what `#[repr(…)]` says, or `isize`.
fn repr(attributes: &[Attribute]) -> IntType {
    let mut ty = IntType::ISIZE;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("repr")) {
        // `align(…)` and the like are no types.
        let words = attribute.parse_args_with(Punctuated::<syn::Meta, syn::Token![,]>::parse_terminated);
        let words = words.into_iter().flatten();
        let named = words.filter_map(|word| IntType::named(&word.path().get_ident()?.to_string()));
        ty = named.last().unwrap_or(ty);
    }
    ty
}
