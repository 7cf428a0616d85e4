//! Traits that Dart can implement.

use syn::TraitItem;
use syn::ext::IdentExt;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::MethodStyle;
use crate::lower::base::draft::{DraftId, Interface, Method, TypeKind};
use crate::lower::base::{DataDraft, FunctionDraft, Lowering, MemberVersions, NameKind, duplicates, names, targets};
use crate::lower::types::EVERY_TYPE;
use crate::parser::attrs::{self, Target};
use crate::parser::condition::Condition;
use crate::parser::problems;
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::Bound;

use super::interface_methods::object_method;
use super::interface_signatures::bound_on_self;

impl Lowering<'_> {
    /// Lowers a trait.
    pub fn interface(&self, id: ItemId, type_id: DraftId, rust_path: String) -> Option<DataDraft> {
        let item = self.krate.item(id);
        let ItemKind::Trait(syntax) = &item.kind else {
            return None;
        };
        let file = item.site.file;
        let options = attrs::options(&item.attrs, Target::Trait, file, self.reports);
        let name = self.surface.name(self.krate, id);
        let dart_name = names::dart_name(name, NameKind::Type, &options, item.site, self.reports);
        let object_name = format!("Rust{dart_name}");
        let site = options.name.as_ref().map_or(item.site, |(_, site)| *site);
        let refuse = |site: Site, title: &str, label: &str, help: &str| {
            self.reports.push(
                Diagnostic::error(Code::InterfaceTrait, format!("the trait `{}` {title}", item.name))
                    .at(site, label)
                    .help(help),
            );
        };
        let mut is_sound = true;
        if let Some(token) = &syntax.unsafety {
            is_sound = false;
            refuse(
                Site::of(file, token),
                "is unsafe, and Dart cannot promise what its safety asks for",
                "asks for a promise",
                "write a safe trait, and implement the unsafe one by it in Rust",
            );
        }
        if let Some(generic) = syntax.generics.params.first() {
            is_sound = false;
            refuse(
                Site::of(file, generic),
                "is generic, and Dart implements exactly one",
                "generic here",
                "write a trait of its own for what it is used with",
            );
        }
        for supertrait in &syntax.supertraits {
            let bounds = self.supertrait_bounds(item, [supertrait]);
            let is_known = |bound: &Bound| EVERY_TYPE.iter().any(|path| bound.target.is(path));
            if !bounds.iter().all(is_known) {
                is_sound = false;
                refuse(
                    Site::of(file, supertrait),
                    "asks for another trait, which what comes from Dart does not implement",
                    "a supertrait",
                    "leave it out here, or write its methods in this trait",
                );
            }
        }
        let async_trait = self.async_trait(item);
        let mut methods: Vec<(Method, Condition)> = Vec::new();
        let mut is_dyn = true;
        let versions = self.method_versions(item, syntax);
        for member in &syntax.items {
            match member {
                TraitItem::Fn(method) => {
                    let Some(attributes) = self.present(&method.attrs) else {
                        continue;
                    };
                    if attrs::is_ignored(&attributes) && method.default.is_some() {
                        continue;
                    }
                    if let Some(predicate) = bound_on_self(&method.sig)
                        && method.default.is_some()
                    {
                        self.leave_out_interface_method(item, method, predicate);
                        continue;
                    }
                    let site = Site::new(file, method.sig.ident.span());
                    let name = method.sig.ident.unraw().to_string();
                    let Some(condition) = versions.condition(self, &name, site) else {
                        continue;
                    };
                    match self.interface_method(id, method, &attributes, &condition) {
                        Some(method) => {
                            is_dyn &= method.style != MethodStyle::Async || async_trait.is_some();
                            methods.push((method, condition));
                        }
                        None => is_sound = false,
                    }
                }
                TraitItem::Type(member) => {
                    is_sound = false;
                    refuse(
                        Site::of(file, &member.ident),
                        "has a type that its implementations choose",
                        "an associated type",
                        "write the type itself",
                    );
                }
                TraitItem::Const(member) => {
                    is_sound = false;
                    refuse(
                        Site::of(file, &member.ident),
                        "has a constant that its implementations choose",
                        "an associated constant",
                        "write a method",
                    );
                }
                TraitItem::Macro(call) => {
                    let attributes = self.present(&call.attrs);
                    if attributes.is_some_and(|attributes| !attrs::is_ignored(&attributes)) {
                        self.reports.push(problems::unexpanded_macro(file, &call.mac));
                    }
                }
                _ => {}
            }
        }
        if !is_sound {
            return None;
        }
        let sites = methods.iter().map(|(method, _)| (method.dart_name.as_str(), item.site));
        duplicates::members(sites, "method", self.reports);
        let home = self.surface.home(self.krate, id);
        let trait_condition = self.item_condition(id);
        self.check_versions(id);
        for (method, condition) in methods.iter().filter(|_| is_dyn) {
            let condition = Condition::all([trait_condition.clone(), condition.clone()]);
            let draft = FunctionDraft {
                condition,
                ..object_method(method, id, type_id, home, &rust_path, site)
            };
            self.notes.borrow_mut().members.push(draft);
        }
        let methods = methods.into_iter().map(|(method, _)| method).collect();
        let mut classes = vec![(dart_name.clone(), site)];
        if is_dyn {
            classes.push((object_name.clone(), site));
        }
        Some(DataDraft {
            item: id,
            rust_path,
            classes,
            dart_name,
            docs: attrs::docs(&item.attrs),
            extras: self.extras(&item.attrs, &options),
            style: Default::default(),
            generics: Vec::new(),
            kind: TypeKind::Interface(Interface {
                methods,
                forms: Vec::new(),
                is_dyn,
                async_trait,
                object_name,
            }),
            foreign: None,
            condition: trait_condition,
        })
    }

    /// The methods of a trait by their names.
    fn method_versions(&self, item: &Item, syntax: &syn::ItemTrait) -> MemberVersions {
        let mut versions = MemberVersions::default();
        for member in &syntax.items {
            let TraitItem::Fn(method) = member else {
                continue;
            };
            let condition = self.condition(&method.attrs);
            if !condition.is_never() {
                let site = Site::new(item.site.file, method.sig.ident.span());
                let (name, form) = (method.sig.ident.unraw().to_string(), targets::signature(&method.sig));
                versions.add(name, condition, site, form);
            }
        }
        versions
    }

    /// The path of the macro `async_trait`, if the trait is under it.
    fn async_trait(&self, item: &Item) -> Option<String> {
        let is_it = item.attrs.iter().any(|attribute| {
            let last = attribute.path().segments.last();
            last.is_some_and(|segment| segment.ident == "async_trait")
        });
        is_it.then(|| self.external_path("async_trait::async_trait"))
    }
}
