//! Traits that Dart can implement.

use quote::quote;
use syn::ext::IdentExt;
use syn::visit::Visit;
use syn::{FnArg, Pat, ReceiverKind, TraitItem, TypeParamBound, WherePredicate};

use crate::diagnostic::{Diagnostic, Sink};
use crate::ir::{
    Api, Body, DynForm, Failure, FunctionType, Interface, Lane, Member, MemberKind, Method, MethodStyle, Output, Param,
    Pass, Type, TypeId, TypeKind,
};
use crate::parser::attrs::{self, Target};
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::{Bound, BoundTarget, Primitive, Ty, TyKind};
use crate::parser::types::{self, Scope};

use super::callbacks::future_output;
use super::data::DataDraft;
use super::functions::FunctionDraft;
use super::names::{self, NameKind};
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
        let path = self.type_path(id, ty, context);
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
        let mut methods = Vec::new();
        let mut is_dyn = true;
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
                    match self.interface_method(id, method, &attributes) {
                        Some(method) => {
                            is_dyn &= method.style != MethodStyle::Async || async_trait.is_some();
                            methods.push(method);
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
                _ => {}
            }
        }
        if !is_sound {
            return None;
        }
        let sites = methods.iter().map(|method| (method.dart_name.as_str(), item.site));
        super::duplicates::members(sites, "method", self.sink);
        let home = self.surface.home(self.krate, id);
        for method in methods.iter().filter(|_| is_dyn) {
            let draft = object_method(method, id, type_id, home, &rust_path, site);
            self.data.borrow_mut().members.push(draft);
        }
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
        })
    }

    /// A method with a default that cannot be called on a trait object.
    fn leave_out_interface_method(&self, item: &Item, method: &syn::TraitItemFn, predicate: &syn::PredicateType) {
        let name = &method.sig.ident;
        self.sink.push(
            Diagnostic::warning("left-out", format!("`{}::{name}` does not cross to Dart", item.name))
                .at(
                    Site::of(item.site.file, predicate),
                    "not for trait objects, as which Dart has what Rust implements",
                )
                .help("`#[oche(ignore)]` says that this is fine; what Dart implements has the default"),
        );
    }

    /// The path of the macro `async_trait`, if the trait is under it.
    fn async_trait(&self, item: &Item) -> Option<String> {
        let is_it = item.attrs.iter().any(|attribute| {
            let last = attribute.path().segments.last();
            last.is_some_and(|segment| segment.ident == "async_trait")
        });
        is_it.then(|| self.external_path("async_trait::async_trait"))
    }

    fn interface_method(&self, id: ItemId, method: &syn::TraitItemFn, attributes: &[syn::Attribute]) -> Option<Method> {
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
        if let Some(predicate) = bound_on_self(signature) {
            return refuse(
                Site::of(file, predicate),
                "it cannot be called on a trait object",
                "asks for more than `&self`",
                "take the bound away; or give the method a default, which is then that of all implementations in Dart",
            );
        }
        if let Some(object) = borrowing_object(signature) {
            return refuse(
                Site::of(file, object),
                "a trait object that borrows cannot cross",
                "not for good",
                "take the lifetime away",
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
        let (mut params, mut param_names) = (Some(Vec::new()), Vec::new());
        let (mut rust_params, mut passes) = (Vec::new(), Vec::new());
        for (index, input) in signature.inputs.iter().enumerate() {
            let FnArg::Typed(input) = input else {
                continue;
            };
            let part = self.part_options(declared, &input.attrs, "a parameter");
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
            if let TyKind::Reference { is_static: true, .. } = ty.kind {
                return refuse(
                    ty.site,
                    "a parameter cannot be borrowed for `'static`",
                    "borrowed for good",
                    "take the lifetime away, or take the value itself: Dart calls this method, too, on what implements the \
                     trait in Rust",
                );
            }
            let lowered = self.callback_argument(&ty, context);
            let rust = self.rust_type(&ty);
            match (&mut params, lowered, rust) {
                (Some(params), Some(lowered), Some(rust)) => {
                    params.push(lowered);
                    rust_params.push(rust);
                    passes.push(argument_pass(&ty));
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
            docs: attrs::docs(attributes),
            param_names,
            rust_lifetimes: lifetimes_of(&signature.generics),
            rust_self: self_of(signature),
            rust_where: bounds_of(&signature.generics),
            rust_params,
            passes,
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

/// What a method asks of `Self` besides what any implementation gives.
fn bound_on_self(signature: &syn::Signature) -> Option<&syn::PredicateType> {
    let clause = signature.generics.where_clause.as_ref()?;
    clause.predicates.iter().find_map(|predicate| {
        let WherePredicate::Type(predicate) = predicate else {
            return None;
        };
        let is_self = matches!(&predicate.bounded_ty, syn::Type::Path(ty) if ty.path.is_ident("Self"));
        let is_known = |bound: &TypeParamBound| match bound {
            TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|segment| {
                EVERY_TYPE.iter().any(|known| known.rsplit("::").next().is_some_and(|name| segment.ident == name))
            }),
            _ => true,
        };
        (is_self && !predicate.bounds.iter().all(is_known)).then_some(predicate)
    })
}

/// A trait object in a signature that need not live for ever. Of a future there is another report.
fn borrowing_object(signature: &syn::Signature) -> Option<&syn::Lifetime> {
    #[derive(Default)]
    struct Objects<'ast>(Option<&'ast syn::Lifetime>);

    impl<'ast> Visit<'ast> for Objects<'ast> {
        fn visit_type_trait_object(&mut self, object: &'ast syn::TypeTraitObject) {
            let is_future = |bound: &TypeParamBound| match bound {
                TypeParamBound::Trait(bound) => {
                    let last = bound.path.segments.last();
                    last.is_some_and(|segment| segment.ident == "Future")
                }
                _ => false,
            };
            let lifetimes = object.bounds.iter().filter_map(|bound| match bound {
                TypeParamBound::Lifetime(lifetime) if lifetime.ident != "static" => Some(lifetime),
                _ => None,
            });
            if !object.bounds.iter().any(is_future) {
                self.0 = self.0.or(lifetimes.last());
            }
            syn::visit::visit_type_trait_object(self, object);
        }
    }

    let mut objects = Objects::default();
    objects.visit_signature(signature);
    objects.0
}

/// How what Dart passes becomes the argument of a method.
fn argument_pass(ty: &Ty) -> Pass {
    let TyKind::Reference { inner, .. } = &ty.kind else {
        return Pass::Value;
    };
    match &inner.kind {
        TyKind::Primitive(Primitive::Str) => Pass::BorrowStr,
        TyKind::Slice(_) => Pass::RefTo("Vec<_>"),
        TyKind::External(path, _) => match path.as_str() {
            "std::path::Path" => Pass::RefTo("::std::path::PathBuf"),
            "std::ffi::OsStr" => Pass::RefTo("::std::ffi::OsString"),
            "std::string::String" => Pass::RefTo("String"),
            "std::vec::Vec" => Pass::RefTo("Vec<_>"),
            _ => Pass::Ref,
        },
        _ => Pass::Ref,
    }
}

/// `<'a, 'b: 'a>`; a method that Dart implements has no other parameters.
fn lifetimes_of(generics: &syn::Generics) -> String {
    match generics.params.is_empty() {
        true => String::new(),
        false => {
            let params = &generics.params;
            format!("<{}>", quote!(#params))
        }
    }
}

fn bounds_of(generics: &syn::Generics) -> String {
    let clause = &generics.where_clause;
    quote!(#clause).to_string()
}

/// `&self`, with its lifetime if it has one.
fn self_of(signature: &syn::Signature) -> String {
    let lifetime = signature.receiver().and_then(|receiver| match &receiver.kind {
        ReceiverKind::Reference(_, lifetime, _) => lifetime.as_ref(),
        _ => None,
    });
    match lifetime {
        Some(lifetime) => format!("&{lifetime} self"),
        None => "&self".to_owned(),
    }
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
        overflow: None,
    };
    let types = method.function.params.iter().zip(&method.passes);
    let params = types.zip(&method.param_names);
    let params = params.map(|((ty, pass), (rust_name, dart_name))| Param {
        rust_name: rust_name.clone(),
        dart_name: dart_name.clone(),
        annotations: Vec::new(),
        ty: ty.clone(),
        pass: *pass,
        optional: ty.is_nullable(),
        default: None,
        receiver: false,
        positional: false,
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
    }
}
