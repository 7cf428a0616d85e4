//! Traits that Dart can implement.

use syn::ext::IdentExt;
use syn::visit::Visit;
use syn::{FnArg, Pat, ReceiverKind, TraitItem, TypeParamBound};

use crate::diagnostic::Diagnostic;
use crate::ir::{
    Body, DynForm, Failure, FunctionType, Interface, Lane, Member, MemberKind, Method, MethodStyle, Output, Param,
    Pass, Type, TypeId, TypeKind,
};
use crate::parser::attrs::{self, Target};
use crate::parser::condition::Condition;
use crate::parser::problems;
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::{Bound, BoundTarget, Ty, TyKind};
use crate::parser::types::{self, Scope};

use super::callbacks::future_output;
use super::data::DataDraft;
use super::functions::FunctionDraft;
use super::names::{self, NameKind};
use super::targets::{self, MemberVersions};
use super::{Context, Declared, Lowering, Position};

/// What every type in generated code implements.
const EVERY_TYPE: [&str; 4] = [
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
        let has = |path: &str| bounds.iter().any(|bound| bound.target.is(path));
        let form = DynForm {
            is_arc,
            send: has("std::marker::Send"),
            sync: has("std::marker::Sync"),
        };
        let shared = self.supertraits(id);
        let is_shared = (form.send || shared.0) && (form.sync || shared.1);
        if context.position == Position::Result && !is_shared {
            let name = &self.krate.item(id).name;
            let problem = Diagnostic::error(
                "trait-object",
                format!("this `{name}` cannot be used by several threads"),
            )
            .note("Dart calls what it gets from any isolate, and Rust runs its methods on any thread")
            .help(format!("write `trait {name}: Send + Sync`"));
            self.refuse(ty, context, problem, "not `Send + Sync`");
            return Some(None);
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
        let Some(type_id) = self.interface_type(id, ty, context) else {
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
        Some(DataDraft {
            item: id,
            rust_path,
            classes: vec![(dart_name.clone(), site), (object_name.clone(), site)],
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

    /// The path of the macro `async_trait`, if the trait is under it.
    fn async_trait(&self, item: &Item) -> Option<String> {
        let is_it = item.attrs.iter().any(|attribute| {
            let last = attribute.path().segments.last();
            last.is_some_and(|segment| segment.ident == "async_trait")
        });
        is_it.then(|| self.external_path("async_trait::async_trait"))
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

    fn interface_method(
        &self,
        id: ItemId,
        method: &syn::TraitItemFn,
        attributes: &[syn::Attribute],
        condition: &Condition,
    ) -> Option<Method> {
        let item = self.krate.item(id);
        let file = item.site.file;
        let signature = &method.sig;
        let name = signature.ident.unraw().to_string();
        let site = Site::new(file, signature.ident.span());
        let options = attrs::options(attributes, Target::TraitMethod, file, self.sink);
        let declared = Declared {
            name: &name,
            site,
            module: item.module,
            attrs: attributes,
            outer: &item.attrs,
        };
        let dart_name = names::dart_name(&name, NameKind::Member, &options, site, self.sink);
        if let Some(ignored) = options.ignore {
            self.sink.push(
                Diagnostic::error("interface", format!("`{}::{name}` cannot be left out", item.name))
                    .at(ignored, "asked for here")
                    .note("whatever implements the trait must have it, and so must what Dart gives")
                    .help("give it a default: then only Rust has it"),
            );
            return None;
        }
        let refuse = |site: Site, title: &str, label: &str, help: &str| {
            self.sink.push(
                Diagnostic::error(
                    "interface",
                    format!("Dart cannot implement `{}::{name}`: {title}", item.name),
                )
                .at(site, label)
                .help(help),
            );
            None
        };
        let is_shared_self = signature
            .receiver()
            .is_some_and(|receiver| matches!(receiver.kind, ReceiverKind::Reference(_, _, None)));
        if !is_shared_self {
            return refuse(
                site,
                "it does not take `&self`",
                "how Rust reaches an implementation",
                "take `&self`; what changes can be in a `Mutex`; or leave it out, with a default, by `#[oche(ignore)]`",
            );
        }
        let generic = signature
            .generics
            .params
            .iter()
            .find(|param| !matches!(param, syn::GenericParam::Lifetime(_)));
        if let Some(generic) = generic {
            return refuse(
                Site::of(file, generic),
                "it is generic",
                "generic here",
                "write a method for each type",
            );
        }
        let parameters = types::parameters(&signature.generics);
        let scope = Scope {
            module: item.module,
            self_item: None,
            parameters: &parameters,
            depth: 0,
        };
        let context = Context {
            bigint: options.bigint.is_some(),
            ..Context::new(Position::Result, "an argument of a method of Dart")
        };
        let (mut params, mut param_names, mut rust_params) = (Some(Vec::new()), Vec::new(), Vec::new());
        for (index, input) in signature.inputs.iter().enumerate() {
            let FnArg::Typed(input) = input else {
                continue;
            };
            let Some(attributes) = self.present(&input.attrs) else {
                continue;
            };
            let part = self.part_options(declared, &attributes, attrs::TRAIT_PARAMETER_PART);
            self.refuse_target_part(declared, &attributes, "parameter", Site::of(file, &input.pat));
            let rust_name = match &*input.pat {
                Pat::Ident(pattern) => pattern.ident.unraw().to_string(),
                _ => format!("arg{index}"),
            };
            let param_site = Site::of(file, &input.pat);
            let dart_name = names::dart_name(&rust_name, NameKind::Parameter, &part, param_site, self.sink);
            let ty = self.types.resolve(scope, &input.ty);
            if let Some(reference) = nested_reference(&ty) {
                return refuse(
                    reference.site,
                    "only a whole parameter can be borrowed",
                    "inside of another type",
                    "use the owned type: Dart calls this method, too, on what implements the trait in Rust",
                );
            }
            let context = Context {
                bigint: context.bigint || part.bigint.is_some(),
                ..context
            };
            let lowered = self.callback_argument(&ty, context);
            if let (Some(site), Some(lowered)) = (part.bigint, &lowered) {
                self.check_bigint(site, [lowered]);
            }
            let rust = self.rust_type(&ty);
            match (&mut params, lowered, rust) {
                (Some(params), Some(lowered), Some(rust)) => {
                    params.push(lowered);
                    rust_params.push(rust);
                    param_names.push((rust_name, dart_name));
                }
                _ => params = None,
            }
        }
        let resolved = match &signature.output {
            syn::ReturnType::Default => Ty::new(TyKind::Tuple(Vec::new()), site),
            syn::ReturnType::Type(_, ty) => self.types.resolve(scope, ty),
        };
        let (output, style) = match (signature.asyncness.is_some(), future_output(&resolved)) {
            (true, _) => (&resolved, MethodStyle::Async),
            (false, Some((output, true))) => (output, MethodStyle::Boxed),
            (false, Some((_, false))) => {
                return refuse(
                    resolved.site,
                    "generated code cannot name its future",
                    "some future",
                    "write `async fn`, or give back a `BoxFuture`",
                );
            }
            (false, None) => (&resolved, MethodStyle::Plain),
        };
        if style == MethodStyle::Boxed && !has_lifetime_of_self(signature) {
            return refuse(
                resolved.site,
                "its future must live as long as `self`, and no longer",
                "another lifetime",
                "write `BoxFuture<'_, T>`, or `Pin<Box<dyn Future<Output = T> + Send + '_>>`, and take owned parameters",
            );
        }
        let (ty, failure) = self.callback_output(output, output, context)?;
        if let (Some(site), Some(params)) = (options.bigint, &params) {
            self.check_bigint(site, params.iter().chain([&ty]));
        }
        let Some(rust_output) = self.rust_type(output) else {
            return refuse(
                output.site,
                "its result cannot be repeated",
                "here",
                "write a plain type",
            );
        };
        Some(Method {
            rust_name: signature.ident.to_string(),
            dart_name,
            docs: targets::interface_docs(attrs::docs(attributes), condition),
            condition: condition.text(),
            param_names,
            rust_params,
            rust_output,
            style,
            function: FunctionType {
                params: params?,
                output: ty,
                failure,
                is_async: style != MethodStyle::Plain,
            },
        })
    }
}

/// A reference that is inside of another type.
fn nested_reference(ty: &Ty) -> Option<&Ty> {
    fn any(ty: &Ty) -> Option<&Ty> {
        match &ty.kind {
            TyKind::Reference { .. } => Some(ty),
            _ => inside(ty),
        }
    }
    fn inside(ty: &Ty) -> Option<&Ty> {
        match &ty.kind {
            TyKind::External(_, args) | TyKind::Item(_, args) | TyKind::Tuple(args) => args.iter().find_map(any),
            TyKind::Slice(inner) | TyKind::Array(inner, _) | TyKind::Reference { inner, .. } => any(inner),
            _ => None,
        }
    }
    inside(ty)
}

/// Whether the future that a method gives back borrows from `self` alone, which is how generated code writes it.
fn has_lifetime_of_self(signature: &syn::Signature) -> bool {
    let syn::ReturnType::Type(_, output) = &signature.output else {
        return true;
    };
    let mut of_output = Lifetimes::default();
    of_output.visit_type(output);
    let mut of_params = Lifetimes::default();
    for input in &signature.inputs {
        if let FnArg::Typed(input) = input {
            of_params.visit_type(&input.ty);
        }
    }
    // Without a lifetime, a trait object in a box lives for ever.
    if of_output.0.is_empty() {
        return !of_output.1;
    }
    let is_of_self = |name: &String| name == "_" || (name != "static" && !of_params.0.contains(name));
    of_output.0.iter().all(is_of_self)
}

/// The names of lifetimes, and whether there is a trait object.
#[derive(Default)]
struct Lifetimes(Vec<String>, bool);

impl<'ast> Visit<'ast> for Lifetimes {
    fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
        self.0.push(lifetime.ident.to_string());
    }

    fn visit_type_trait_object(&mut self, object: &'ast syn::TypeTraitObject) {
        self.1 = true;
        syn::visit::visit_type_trait_object(self, object);
    }
}

/// The function by which Dart calls a method of what implements the trait in Rust.
fn object_method(
    method: &Method,
    item: ItemId,
    of: TypeId,
    home: ModuleId,
    rust_path: &str,
    site: Site,
) -> FunctionDraft {
    let receiver = Param {
        rust_name: "self".to_owned(),
        dart_name: "this".to_owned(),
        annotations: Vec::new(),
        ty: Type::Data(of, Vec::new()),
        pass: Pass::DynRef,
        optional: false,
        default: None,
        receiver: true,
        positional: false,
        guards: None,
        overflow: None,
    };
    let types = method.function.params.iter().zip(&method.rust_params);
    let params = types.zip(&method.param_names);
    let params = params.map(|((ty, rust_type), (rust_name, dart_name))| Param {
        rust_name: rust_name.clone(),
        dart_name: dart_name.clone(),
        annotations: Vec::new(),
        ty: ty.clone(),
        pass: match rust_type.strip_prefix('&') {
            None => Pass::Value,
            Some("str") => Pass::BorrowStr,
            Some(rest) if rest.starts_with('[') => Pass::RefTo("Vec<_>"),
            Some(_) => Pass::Ref,
        },
        optional: ty.is_nullable(),
        default: None,
        receiver: false,
        positional: false,
        guards: None,
        overflow: None,
    });
    let error = match &method.function.failure {
        Failure::Panics => None,
        Failure::Callback => Some(crate::ir::ErrorType::Display),
        Failure::Typed(id) => Some(crate::ir::ErrorType::Data(*id)),
    };
    FunctionDraft {
        item,
        home,
        rust_path: format!("{rust_path}::{}", method.rust_name),
        dart_name: method.dart_name.clone(),
        member: Some(Member {
            of,
            kind: MemberKind::Method,
        }),
        body: Body::Call,
        site,
        docs: method.docs.clone(),
        extras: Default::default(),
        params: std::iter::once(receiver).chain(params).collect(),
        output: Output {
            ok: method.function.output.clone(),
            error,
            item_error: None,
        },
        lane: if method.function.is_async {
            Lane::Async { eager: false }
        } else {
            Lane::Sync
        },
        window: None,
        condition: Condition::ALWAYS,
    }
}
