//! Traits that Dart can implement.

use syn::ext::IdentExt;
use syn::{TraitItem, TypeParamBound};

use crate::diagnostic::{Diagnostic, Sink};
use crate::ir::{Api, DynForm, Interface, Method, MethodStyle, Pass, Type, TypeId, TypeKind};
use crate::parser::attrs::{self, Target};
use crate::parser::condition::Condition;
use crate::parser::problems;
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::{Bound, BoundTarget, Ty, TyKind};
use crate::parser::types::Scope;

use super::data::DataDraft;
use super::functions::FunctionDraft;
use super::interface_methods::{bound_on_self, object_method};
use super::names::{self, NameKind};
use super::targets::{self, MemberVersions};
use super::{Context, Lowering, Position};

/// What every type in generated code implements.
pub(super) const EVERY_TYPE: [&str; 4] = [
    "std::marker::Send",
    "std::marker::Sync",
    "std::marker::Unpin",
    "std::any::Any",
];

impl Lowering<'_> {
    /// The interface among some bounds.
    pub(super) fn interface_of(&self, bounds: &[Bound]) -> Option<ItemId> {
        bounds.iter().find_map(|bound| match bound.target {
            BoundTarget::Item(id) => {
                let item = self.krate.item(id);
                let is_trait = matches!(item.kind, ItemKind::Trait(_));
                let options = attrs::options(&item.attrs, Target::Trait, item.site.file, &Default::default());
                (is_trait && options.interface.is_some()).then_some(id)
            }
            _ => None,
        })
    }

    /// The type of an interface that a signature or field names.
    fn interface_type(&self, id: ItemId, ty: &Ty, context: Context<'_>) -> Option<TypeId> {
        if let Some(known) = self.data.borrow().ids.get(&id) {
            return *known;
        }
        let item = self.krate.item(id);
        let options = attrs::options(&item.attrs, Target::Trait, item.site.file, &Default::default());
        let path = match options.ignore {
            Some(site) => {
                self.refuse_ignored(&item.name, site, ty, context);
                None
            }
            None => self.type_path(id, ty, context),
        };
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

    /// A parameter that is `impl Trait`, or a reference to an implementation; `None` if it is something else.
    pub(super) fn implementor(&self, ty: &Ty, context: Context<'_>) -> Option<Option<(Type, Pass)>> {
        let (bounds, pass) = match &ty.kind {
            TyKind::Impl(bounds) => (bounds, Pass::Implementor),
            TyKind::Reference {
                mutable: false, inner, ..
            } => match &inner.kind {
                TyKind::Impl(bounds) | TyKind::Dyn(bounds) => (bounds, Pass::ImplementorRef),
                _ => return None,
            },
            _ => return None,
        };
        let id = self.interface_of(bounds)?;
        let lowered = self.interface_type(id, ty, context);
        Some(lowered.map(|id| (Type::Data(id, Vec::new()), pass)))
    }

    /// A box or `Arc` of a trait object; `None` if its trait is no interface.
    pub(super) fn trait_object(
        &self,
        bounds: &[Bound],
        is_arc: bool,
        ty: &Ty,
        context: Context<'_>,
    ) -> Option<Option<Type>> {
        let id = self.interface_of(bounds)?;
        // Before it is refused, if it is: the trait has its name then.
        let type_id = self.interface_type(id, ty, context);
        let has = |path: &str| bounds.iter().any(|bound| bound.target.is(path));
        let (send, sync) = (has("std::marker::Send"), has("std::marker::Sync"));
        let of_trait = self.supertraits(id);
        let form = DynForm {
            is_arc,
            send,
            sync,
            shared: (send || of_trait.0) && (sync || of_trait.1),
        };
        if !form.shared {
            let name = &self.krate.item(id).name;
            let problem = Diagnostic::error(
                "trait-object",
                format!("this `{name}` cannot be used by several threads"),
            )
            .note("Dart calls what it gets from any isolate, and Rust runs its methods on any thread")
            .help(format!("write `trait {name}: Send + Sync`"));
            let current = self.data.borrow().current.clone();
            match (context.position, current) {
                (Position::Result, _) => {
                    self.refuse(ty, context, problem, "not `Send + Sync`");
                    return Some(None);
                }
                // Which way the type around it travels is known in the end.
                (Position::Field, Some(current)) => {
                    let problem = self.placed(ty, context, problem, "not `Send + Sync`");
                    self.data.borrow_mut().unshared.push((current, problem));
                }
                _ => {}
            }
        }
        if let Some(outer) = context.json {
            let problem = Diagnostic::error(
                "json",
                format!("`{outer}` is to have JSON, and a trait object has none"),
            )
            .note("an object stays where it is: there is no data to write")
            .help("leave it out, or take `json` away");
            self.refuse(ty, context, problem, "no JSON");
            return Some(None);
        }
        let Some(type_id) = type_id else {
            return Some(None);
        };
        self.data.borrow_mut().forms.entry(type_id).or_default().insert(form);
        Some(Some(Type::Data(type_id, Vec::new())))
    }

    /// What a trait asks of whatever implements it.
    fn supertrait_bounds<'b>(&self, item: &Item, bounds: impl IntoIterator<Item = &'b TypeParamBound>) -> Vec<Bound> {
        let parameters = Default::default();
        let scope = Scope {
            module: item.module,
            self_item: None,
            parameters: &parameters,
            depth: 0,
        };
        self.types.bounds(scope, item.site.file, bounds)
    }

    /// Whether a trait asks for `Send` and for `Sync`.
    fn supertraits(&self, id: ItemId) -> (bool, bool) {
        let item = self.krate.item(id);
        let ItemKind::Trait(syntax) = &item.kind else {
            return (false, false);
        };
        let bounds = self.supertrait_bounds(item, &syntax.supertraits);
        let has = |path: &str| bounds.iter().any(|bound| bound.target.is(path));
        (has("std::marker::Send"), has("std::marker::Sync"))
    }

    /// Lowers a trait.
    pub(super) fn interface(&self, id: ItemId, type_id: TypeId, rust_path: String) -> Option<DataDraft> {
        let item = self.krate.item(id);
        let ItemKind::Trait(syntax) = &item.kind else {
            return None;
        };
        let file = item.site.file;
        let options = attrs::options(&item.attrs, Target::Trait, file, self.sink);
        let name = self.surface.name(self.krate, id);
        let dart_name = names::dart_name(name, NameKind::Type, &options, item.site, self.sink);
        let object_name = format!("Rust{dart_name}");
        let site = options.name.as_ref().map_or(item.site, |(_, site)| *site);
        let refuse = |site: Site, title: &str, label: &str, help: &str| {
            self.sink.push(
                Diagnostic::error("interface", format!("the trait `{}` {title}", item.name))
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
                        self.sink.push(problems::unexpanded_macro(file, &call.mac));
                    }
                }
                _ => {}
            }
        }
        if !is_sound {
            return None;
        }
        let sites = methods.iter().map(|(method, _)| (method.dart_name.as_str(), item.site));
        super::duplicates::members(sites, "method", self.sink);
        let home = self.surface.home(self.krate, id);
        let trait_condition = self.item_condition(id);
        self.check_versions(id);
        for (method, condition) in methods.iter().filter(|_| is_dyn) {
            let condition = Condition::all([trait_condition.clone(), condition.clone()]);
            let draft = FunctionDraft {
                condition,
                ..object_method(method, id, type_id, home, &rust_path, site)
            };
            self.data.borrow_mut().members.push(draft);
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

    /// Reports traits that nothing leads to.
    pub(super) fn check_unnamed(&self) {
        for (index, item) in self.krate.items.iter().enumerate() {
            let is_interface = matches!(item.kind, ItemKind::Trait(_)) && attrs::is_interface(&item.attrs);
            let module = self.krate.module(item.module);
            let is_ignored = attrs::is_ignored(&item.attrs) || attrs::is_ignored(&module.attrs);
            if !is_interface || is_ignored || self.data.borrow().ids.contains_key(&ItemId(index)) {
                continue;
            }
            let name = &item.name;
            self.sink.push(
                Diagnostic::warning("left-out", format!("the trait `{name}` does not cross to Dart"))
                    .at(item.site, "no signature of the API names it")
                    .help(format!(
                        "take or give it somewhere, as an `Arc<dyn {name}>`, a `Box<dyn {name}>` or an `impl {name}`; \
                         `#[oche(ignore)]` says that this is fine"
                    )),
            );
        }
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

/// Reports trait objects that only one thread can use, in types of which Dart gets values.
pub(super) fn check_shared(api: &Api, unshared: Vec<(String, Diagnostic)>, sink: &Sink) {
    for (path, problem) in unshared {
        let goes_to_dart = api.types.iter().any(|def| {
            def.rust_path == path
                && match &def.kind {
                    // Dart calls the methods of what Rust implements.
                    TypeKind::Interface(interface) => interface.is_dyn,
                    _ => def.to_dart,
                }
        });
        if goes_to_dart {
            sink.push(problem);
        }
    }
}
