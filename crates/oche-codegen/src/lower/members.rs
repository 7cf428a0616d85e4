//! The members of classes: methods, constructors, getters, setters, constants and operators.

use std::collections::BTreeMap;

use syn::ext::IdentExt;
use syn::{ImplItem, ReceiverKind, Visibility};

use crate::diagnostic::{Diagnostic, Sink};
use crate::ir::{Body, Int, Lane, Member, MemberKind, Output, Param, Pass, Type, TypeId, TypeKind};
use crate::parser::attrs::{self, Options, Target};
use crate::parser::condition::Condition;
use crate::parser::problems;
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::{Ty, TyKind};
use crate::parser::types::{Scope, Types, generics_of};

use super::constants::Place;
use super::functions::{FunctionDraft, NO_PARAMETERS, Role};
use super::names::{self, NameKind};
use super::targets;
use super::window::GIVE_A_STREAM;
use super::{Context, Declared, Lowering, Position};

/// An `impl` block: its module, and its place there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    module: ModuleId,
    index: usize,
}

/// The `impl` blocks of each struct and enum of the crate.
pub(super) fn index(krate: &Crate) -> BTreeMap<ItemId, Vec<Block>> {
    let mut blocks: BTreeMap<ItemId, Vec<Block>> = BTreeMap::new();
    // Most of them have nothing to do with the API, so what cannot be resolved in them is no problem.
    let sink = Sink::default();
    let types = Types { krate, sink: &sink };
    for (module, content) in krate.modules.iter().enumerate() {
        let module = ModuleId(module);
        for (index, block) in content.impls.iter().enumerate() {
            let parameters = crate::parser::types::parameters(&block.generics);
            let scope = Scope {
                module,
                self_item: None,
                parameters: &parameters,
                depth: 0,
            };
            if let TyKind::Item(item, _) = types.resolve(scope, &block.self_ty).kind {
                blocks.entry(item).or_default().push(Block { module, index });
            }
        }
    }
    blocks
}

impl<'a> Lowering<'a> {
    /// An `impl` block.
    pub(super) fn impl_block(&self, block: Block) -> &'a syn::ItemImpl {
        &self.krate.module(block.module).impls[block.index]
    }
}

/// The class that members belong to.
#[derive(Clone, Copy)]
struct Class<'a> {
    item: ItemId,
    id: TypeId,
    home: ModuleId,
    rust_path: &'a str,
    is_object: bool,
    /// What its members may not be called.
    names: NameKind,
}

impl Lowering<'_> {
    /// Lowers what the `impl` blocks of a type make of it.
    pub(super) fn members(&self, item: ItemId, id: TypeId, rust_path: &str, kind: &TypeKind) {
        let names = match kind {
            TypeKind::PlainEnum(variants) if variants.iter().all(|variant| variant.discriminant.is_some()) => {
                NameKind::NumberedMember
            }
            TypeKind::PlainEnum(_) => NameKind::EnumMember,
            _ => NameKind::Member,
        };
        let class = Class {
            item,
            id,
            home: self.surface.home(self.krate, item),
            rust_path,
            is_object: matches!(kind, TypeKind::Object { .. }),
            names,
        };
        let declared = self.krate.item(item);
        let is_generic = generics_of(&declared.kind).is_some_and(|generics| {
            generics.type_params().next().is_some() || generics.const_params().next().is_some()
        });
        // No value of a mirror exists that a method could be called on.
        let is_mirror = self
            .stands_for(item)
            .is_some_and(|stand_in| !stand_in.foreign.how.is_conversion());
        let versions = self.member_versions(item);
        let class_condition = self.item_condition(item);
        for &Block { module, index } in self.impls.get(&item).into_iter().flatten() {
            let block = &self.krate.module(module).impls[index];
            let file = self.krate.module(module).file;
            // What implements a trait does not cross by itself.
            if block.trait_.is_some() {
                continue;
            }
            let options = attrs::options(&block.attrs, Target::Impl, file, self.sink);
            if options.ignore.is_some() {
                continue;
            }
            for member in &block.items {
                match member {
                    ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => {
                        let Some(attributes) = self.present(&method.attrs) else {
                            continue;
                        };
                        if attrs::is_ignored(&attributes) {
                            continue;
                        }
                        let site = Site::new(file, method.sig.ident.span());
                        let name = method.sig.ident.unraw().to_string();
                        if is_generic || is_mirror {
                            attrs::options(&attributes, Target::Method, file, self.sink);
                            self.leave_out_member("method", &name, site, is_mirror);
                            continue;
                        }
                        let declared = Declared {
                            name: &name,
                            site,
                            module,
                            attrs: &attributes,
                            outer: &block.attrs,
                        };
                        let Some(condition) = versions.condition(self, &name, site) else {
                            continue;
                        };
                        let condition = Condition::all([class_condition.clone(), condition]);
                        if let Some(draft) = self.method(declared, &method.sig, class, options.sync, condition) {
                            self.data.borrow_mut().members.push(draft);
                        }
                    }
                    ImplItem::Const(constant) if matches!(constant.vis, Visibility::Public(_)) => {
                        let Some(attributes) = self.present(&constant.attrs) else {
                            continue;
                        };
                        if attrs::is_ignored(&attributes) {
                            continue;
                        }
                        let name = constant.ident.unraw().to_string();
                        let site = Site::new(file, constant.ident.span());
                        if is_generic || is_mirror {
                            attrs::options(&attributes, Target::Constant, file, self.sink);
                            self.leave_out_member("constant", &name, site, is_mirror);
                            continue;
                        }
                        let Some(condition) = versions.condition(self, &name, site) else {
                            continue;
                        };
                        let declared = Declared {
                            name: &name,
                            site,
                            module,
                            attrs: &attributes,
                            outer: &block.attrs,
                        };
                        let options = attrs::options(&attributes, Target::Constant, file, self.sink);
                        let place = Place {
                            item,
                            home: class.home,
                            rust_path: format!("{rust_path}::{}", constant.ident),
                            self_item: Some(item),
                            member: Some((id, names)),
                            condition: Condition::all([class_condition.clone(), condition]),
                            has_versions: versions.is_of_targets(&name),
                        };
                        self.constant_at(declared, &options, &constant.ty, &constant.expr, place);
                    }
                    ImplItem::Macro(call) => {
                        let attributes = self.present(&call.attrs);
                        if attributes.is_some_and(|attributes| !attrs::is_ignored(&attributes)) {
                            self.sink.push(problems::unexpanded_macro(file, &call.mac));
                        }
                    }
                    _ => {}
                }
            }
        }
        self.operators(class);
    }

    fn method(
        &self,
        declared: Declared<'_>,
        signature: &syn::Signature,
        class: Class<'_>,
        sync_block: Option<Site>,
        condition: Condition,
    ) -> Option<FunctionDraft> {
        let file = declared.site.file;
        let options = attrs::options(declared.attrs, Target::Method, file, self.sink);
        if let Some(site) = options.external_size {
            self.refuse_words_beside(&options, "external_size");
            if !condition.is_always() {
                self.refuse_external_size(site, &condition);
            }
            return None;
        }
        let receiver = match signature.receiver() {
            Some(receiver) => Some(self.receiver(receiver, declared, class)?),
            None => None,
        };
        if let Some(part) = self.part(declared, signature, class, receiver.as_ref(), &options, &condition) {
            return part;
        }
        let is_async = signature.asyncness.is_some();
        let makes_self = receiver.is_none() && !is_async && self.makes(signature, declared, class);
        let is_new = makes_self && declared.name == "new";
        // A constructor, a getter or a setter in Dart cannot be asynchronous.
        let own_sync = options.sync.or(options.getter).or(options.setter);
        let sync = own_sync
            .or(is_new.then_some(declared.site))
            .or(sync_block.filter(|_| !is_async && !self.is_stream(signature, declared, class)));
        if let (Some(getter), Some(setter)) = (options.getter, options.setter) {
            self.sink.push(
                Diagnostic::error("accessor", "this cannot be both a getter and a setter")
                    .at(setter, "asked for here")
                    .also(getter, "and here")
                    .help("write two methods"),
            );
        }
        let kind = match (options.getter, options.setter) {
            (Some(_), _) => MemberKind::Getter,
            (None, Some(_)) => MemberKind::Setter,
            (None, None) if makes_self && sync.is_some() => MemberKind::Constructor,
            (None, None) if receiver.is_some() => MemberKind::Method,
            (None, None) => MemberKind::Static,
        };
        let dart_name = match (kind, is_new && options.name.is_none()) {
            (MemberKind::Constructor, true) if class.is_object => String::new(),
            // The unnamed constructor of data takes the fields.
            (MemberKind::Constructor, true) => "create".to_owned(),
            (MemberKind::Getter | MemberKind::Setter, _) => {
                let name = property(declared.name, kind);
                names::dart_name(name, class.names, &options, declared.site, self.sink)
            }
            _ => names::dart_name(declared.name, class.names, &options, declared.site, self.sink),
        };
        let role = Role {
            self_item: Some(class.item),
            item: class.item,
            home: class.home,
            rust_path: format!("{}::{}", class.rust_path, signature.ident),
            dart_name,
            member: Some(Member { of: class.id, kind }),
            receiver,
            sync,
            condition,
            options: &options,
        };
        if let (MemberKind::Setter, Some(site)) = (kind, options.positional) {
            self.warn_of_word("positional", site, "the value of a setter has its place anyway");
        }
        let draft = self.callable(declared, signature, role)?;
        self.check_accessor(&draft, kind, &options, class)?;
        Some(draft)
    }

    /// A method that gives back a part of its object by reference; `None` if it does something else.
    fn part(
        &self,
        declared: Declared<'_>,
        signature: &syn::Signature,
        class: Class<'_>,
        receiver: Option<&Param>,
        options: &Options,
        condition: &Condition,
    ) -> Option<Option<FunctionDraft>> {
        let receiver = receiver.filter(|receiver| matches!(receiver.pass, Pass::ObjectRef | Pass::ObjectMut))?;
        let ty = self.success_type(signature, declared, class)?;
        let TyKind::Reference { mutable, inner, .. } = &ty.kind else {
            return None;
        };
        let is_plain = signature.inputs.len() == 1 && signature.asyncness.is_none();
        if !is_plain || !self.is_object_type(inner) {
            return None;
        }
        let context = Context::new(Position::Result, "a result");
        let Some(part) = self.value(inner, context) else {
            return Some(None);
        };
        let kind = match options.getter {
            Some(_) => MemberKind::Getter,
            None => MemberKind::Method,
        };
        self.refuse_window(options, &format!("the result of `{}`", declared.name), GIVE_A_STREAM);
        if let Some(site) = options.setter {
            self.sink.push(
                Diagnostic::error("accessor", "this cannot be a setter in Dart")
                    .at(site, "asked for here")
                    .note("it gives back a part of its object, and a setter gives nothing back")
                    .help("take `setter` away"),
            );
        }
        if let Some(site) = options.bigint {
            self.check_bigint(site, [&part]);
        }
        if let Some(site) = options.positional {
            self.warn_of_word("positional", site, NO_PARAMETERS);
        }
        if let Some(eager) = options.eager {
            self.refuse_eager(
                declared,
                eager,
                "a synchronous function",
                "its result comes back with the call in any case",
                "take `eager` away",
            );
        }
        let site = options.name.as_ref().map_or(declared.site, |(_, site)| *site);
        Some(Some(FunctionDraft {
            item: class.item,
            home: class.home,
            rust_path: format!("{}::{}", class.rust_path, signature.ident),
            dart_name: names::dart_name(
                property(declared.name, kind),
                class.names,
                options,
                declared.site,
                self.sink,
            ),
            member: Some(Member { of: class.id, kind }),
            body: Body::Part { mutable: *mutable },
            site,
            docs: targets::docs(attrs::docs(declared.attrs), condition),
            extras: self.extras(declared.attrs, options),
            params: vec![receiver.clone()],
            output: Output {
                ok: part,
                error: None,
                item_error: None,
            },
            lane: Lane::Sync,
            window: None,
            condition: condition.clone(),
        }))
    }

    /// `self` as a parameter.
    fn receiver(&self, receiver: &syn::Receiver, declared: Declared<'_>, class: Class<'_>) -> Option<Param> {
        let parameters = Default::default();
        let scope = Scope {
            module: declared.module,
            self_item: Some(class.item),
            parameters: &parameters,
            depth: 0,
        };
        let site = Site::of(declared.site.file, receiver);
        let of_class = || Ty::new(TyKind::Item(class.item, Vec::new()), site);
        let ty = match &receiver.kind {
            ReceiverKind::Value => of_class(),
            ReceiverKind::Reference(_, lifetime, mutability) => {
                let kind = TyKind::Reference {
                    mutable: mutability.is_some(),
                    is_static: lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static"),
                    inner: Box::new(of_class()),
                };
                Ty::new(kind, site)
            }
            ReceiverKind::Typed(_, ty) => self.types.resolve(scope, ty),
            _ => Ty::new(TyKind::Infer, site),
        };
        if let TyKind::Reference { is_static: true, .. } = ty.kind {
            let instead = match class.is_object {
                true => "take the lifetime away, or share the object: `self: Arc<Self>`",
                false => "take the lifetime away, or take `self`",
            };
            self.refuse_for_ever(&ty, "`self`", instead, Context::new(Position::Parameter, "`self`"));
            return None;
        }
        let mut own = Type::Data(class.id, Vec::new());
        let is_own = |ty: &Ty| matches!(ty.kind, TyKind::Item(item, _) if item == class.item);
        let pass = match &ty.kind {
            TyKind::Reference {
                mutable: false, inner, ..
            } if is_own(inner) && class.is_object => Pass::ObjectRef,
            TyKind::Reference {
                mutable: true, inner, ..
            } if is_own(inner) && class.is_object => Pass::ObjectMut,
            TyKind::Reference {
                mutable: false, inner, ..
            } if is_own(inner) => {
                self.borrow(&ty, inner, Context::new(Position::Parameter, "`self`"));
                Pass::Ref
            }
            TyKind::Reference {
                mutable: true, inner, ..
            } if is_own(inner) => {
                let name = &self.krate.item(class.item).name;
                self.sink.push(
                    Diagnostic::error(
                        "mutable-reference",
                        format!("`{}` changes a `{name}`, which Dart has a copy of", declared.name),
                    )
                    .at(ty.site, "data crosses by value, so Dart would never see the change")
                    .help("take `self` and give the new value back")
                    .help(format!("or let Rust keep the value: `#[oche(opaque)]` above `{name}`")),
                );
                return None;
            }
            TyKind::Item(..) if is_own(&ty) => Pass::Value,
            TyKind::External(path, args)
                if matches!(path.as_str(), "std::sync::Arc" | "std::boxed::Box" | "std::rc::Rc")
                    && args.first().is_some_and(is_own) =>
            {
                let context = Context::new(Position::Parameter, "`self`");
                own = self.value(&ty, context)?;
                Pass::Value
            }
            _ => {
                self.refuse_shape(&ty, Context::new(Position::Parameter, "`self`"));
                return None;
            }
        };
        Some(Param {
            rust_name: "self".to_owned(),
            dart_name: "this".to_owned(),
            annotations: Vec::new(),
            ty: own,
            pass,
            optional: false,
            default: None,
            receiver: true,
            positional: false,
            guards: None,
            overflow: None,
        })
    }

    /// The resolved type of a method's result, its `Result` taken away.
    fn success_type(&self, signature: &syn::Signature, declared: Declared<'_>, class: Class<'_>) -> Option<Ty> {
        let syn::ReturnType::Type(_, ty) = &signature.output else {
            return None;
        };
        let sink = Sink::default();
        let types = Types {
            krate: self.krate,
            sink: &sink,
        };
        let parameters = crate::parser::types::parameters(&signature.generics);
        let scope = Scope {
            module: declared.module,
            self_item: Some(class.item),
            parameters: &parameters,
            depth: 0,
        };
        let ty = types.resolve(scope, ty);
        Some(match ty.external("std::result::Result") {
            Some([ok, _]) => ok.clone(),
            _ => ty,
        })
    }

    /// Whether a method gives back a value of its class.
    fn makes(&self, signature: &syn::Signature, declared: Declared<'_>, class: Class<'_>) -> bool {
        let ty = self.success_type(signature, declared, class);
        let is_own = |ty: &Ty| matches!(ty.kind, TyKind::Item(item, _) if item == class.item);
        ty.is_some_and(|ty| {
            let is_pointer = |path: &str, args: &[Ty]| {
                matches!(path, "std::sync::Arc" | "std::boxed::Box") && args.iter().all(is_own)
            };
            is_own(&ty) || matches!(&ty.kind, TyKind::External(path, args) if is_pointer(path, args))
        })
    }

    fn is_stream(&self, signature: &syn::Signature, declared: Declared<'_>, class: Class<'_>) -> bool {
        let ty = self.success_type(signature, declared, class);
        ty.is_some_and(|ty| super::refusals::stream_item(&ty).is_some())
    }

    /// Checks that a getter and a setter are what Dart means by them.
    fn check_accessor(
        &self,
        draft: &FunctionDraft,
        kind: MemberKind,
        options: &Options,
        class: Class<'_>,
    ) -> Option<()> {
        let others = draft.params.iter().filter(|param| !param.receiver).count();
        let has_receiver = others < draft.params.len();
        let problem = match kind {
            MemberKind::Getter if !has_receiver || others > 0 => Some((
                options.getter,
                "a getter takes `self` and nothing else",
                "take `getter` away: Dart then has a method",
            )),
            MemberKind::Getter if draft.output.ok == Type::Unit => {
                Some((options.getter, "a getter gives something back", "take `getter` away"))
            }
            MemberKind::Setter if !class.is_object => Some((
                options.setter,
                "data cannot be changed: Rust gets a copy of it",
                "give the new value back from a method",
            )),
            MemberKind::Setter if !has_receiver || others != 1 || draft.output.ok != Type::Unit => Some((
                options.setter,
                "a setter takes `self` and one value, and gives nothing back",
                "take `setter` away: Dart then has a method",
            )),
            _ => None,
        };
        let Some((site, why, instead)) = problem else {
            return Some(());
        };
        let word = if kind == MemberKind::Getter { "getter" } else { "setter" };
        let mut problem = Diagnostic::error("accessor", format!("this cannot be a {word} in Dart")).note(why);
        if let Some(site) = site {
            problem = problem.at(site, "asked for here");
        }
        self.sink.push(problem.help(instead));
        None
    }

    /// The members that the attributes of a type ask for: they call what Rust's traits do.
    fn operators(&self, class: Class<'_>) {
        let item = self.krate.item(class.item);
        let options = attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
        // What a mirror stands for has the operators of another crate.
        if self.stands_for(class.item).is_none() {
            self.check_operators(class.item, &options);
        }
        if let (Some(eq), Some(no_eq)) = (options.eq, options.no_eq) {
            self.refuse_two_equalities(eq, no_eq);
        }
        if let (Some(ord), Some(partial_ord)) = (options.ord, options.partial_ord) {
            self.refuse_two_orders(ord, partial_ord);
        }
        let order = Type::Int(Int::I8);
        let asked = [
            (
                options.display,
                MemberKind::ToString,
                "::std::string::ToString::to_string",
                "toString",
                Type::String,
            ),
            (
                options.eq,
                MemberKind::Equals,
                "::std::cmp::PartialEq::eq",
                "==",
                Type::Bool,
            ),
            (
                options.eq,
                MemberKind::HashCode,
                "glue::hash_code",
                "hashCode",
                Type::Int(Int::U32),
            ),
            (
                options.partial_ord,
                MemberKind::Order,
                "glue::partial_compare",
                "partialCompareTo",
                Type::Option(Box::new(order.clone())),
            ),
            (options.ord, MemberKind::Compare, "glue::compare", "compareTo", order),
        ];
        for (site, kind, path, name, ok) in asked {
            let Some(site) = site else {
                continue;
            };
            if generics_of(&item.kind).is_some_and(|generics| !generics.params.is_empty()) {
                self.refuse_generic_operator(site);
                continue;
            }
            let is_enum = class.names != NameKind::Member;
            if is_enum && matches!(kind, MemberKind::Equals | MemberKind::HashCode) {
                if kind == MemberKind::Equals {
                    self.refuse_enum_equality(site);
                }
                continue;
            }
            let pass = if class.is_object { Pass::ObjectRef } else { Pass::Ref };
            if pass == Pass::Ref {
                let ty = Ty::new(TyKind::Item(class.item, Vec::new()), site);
                self.borrow(&ty, &ty, Context::new(Position::Parameter, "`self`"));
            }
            let own = |rust_name: &str, dart_name: &str, receiver: bool| Param {
                rust_name: rust_name.to_owned(),
                dart_name: dart_name.to_owned(),
                annotations: Vec::new(),
                ty: Type::Data(class.id, Vec::new()),
                pass,
                optional: false,
                default: None,
                receiver,
                positional: !receiver,
                guards: None,
                overflow: None,
            };
            let mut params = vec![own("self", "this", true)];
            if !matches!(kind, MemberKind::ToString | MemberKind::HashCode) {
                params.push(own("other", "other", false));
            }
            self.data.borrow_mut().members.push(FunctionDraft {
                item: class.item,
                home: class.home,
                rust_path: path.to_owned(),
                dart_name: name.to_owned(),
                member: Some(Member { of: class.id, kind }),
                body: Body::Call,
                site,
                docs: Default::default(),
                extras: Default::default(),
                params,
                output: Output {
                    ok,
                    error: None,
                    item_error: None,
                },
                lane: Lane::Sync,
                window: None,
                condition: self.item_condition(class.item),
            });
        }
    }

    /// Rust's equality and none at all cannot both be had.
    fn refuse_two_equalities(&self, eq: Site, no_eq: Site) {
        self.sink.push(
            Diagnostic::error("two-equalities", "`eq` and `no_eq` say opposite things")
                .at(no_eq, "values are equal only to themselves")
                .also(eq, "Rust's `PartialEq` says what is equal")
                .help("take one of them away"),
        );
    }

    /// Both have the same operators.
    fn refuse_two_orders(&self, ord: Site, partial_ord: Site) {
        self.sink.push(
            Diagnostic::error("two-orders", "`ord` and `partial_ord` both ask for `<`")
                .at(
                    partial_ord,
                    "the order of `PartialOrd`, in which values may have no order",
                )
                .also(ord, "the order of `Ord`, which is that of all values")
                .note("in Rust, a type that has both orders its values alike by both")
                .help("take `partial_ord` away"),
        );
    }

    fn refuse_generic_operator(&self, site: Site) {
        self.sink.push(
            Diagnostic::error(
                "generic-operator",
                "a generic type cannot have Rust's operators in Dart",
            )
            .at(site, "asked for here")
            .note("Rust makes one for each type it is used with, and Dart calls exactly one")
            .help("take the attribute away, or write a type of its own"),
        );
    }

    fn refuse_enum_equality(&self, site: Site) {
        let title = "an enum without data has an equality of its own in Dart, and no other";
        self.sink.push(
            Diagnostic::error("enum-equality", title)
                .at(site, "asked for here")
                .note("each value of a Dart enum is there once, and equals only itself")
                .help("take `eq` away"),
        );
    }

    fn refuse_external_size(&self, site: Site, condition: &Condition) {
        self.sink.push(
            Diagnostic::error(
                "target-dependent",
                "the size of an object must be known on every target",
            )
            .at(site, format!("only where `cfg({condition})` holds"))
            .help("write a method that is there on every target, and put the `cfg` into it"),
        );
    }

    /// The traits that `impl` blocks implement for a type.
    pub(super) fn trait_impls(&self, item: ItemId) -> impl Iterator<Item = &syn::Path> {
        self.impl_blocks(item).filter_map(|(_, block)| {
            let (path, _) = block.trait_.as_ref()?;
            Some(path)
        })
    }

    /// The `impl` blocks of a type, each with its module.
    pub(super) fn impl_blocks(&self, item: ItemId) -> impl Iterator<Item = (ModuleId, &syn::ItemImpl)> {
        let blocks = self.impls.get(&item).into_iter().flatten();
        blocks.map(|&Block { module, index }| (module, &self.krate.module(module).impls[index]))
    }

    /// The method that tells how many bytes belong to an object.
    pub(super) fn external_size(&self, item: ItemId, rust_path: &str) -> Option<String> {
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

/// What a getter and a setter are called that make one property: `volume` for `get_volume` and `set_volume`.
fn property(name: &str, kind: MemberKind) -> &str {
    let prefix = match kind {
        MemberKind::Getter => "get_",
        MemberKind::Setter => "set_",
        _ => return name,
    };
    name.strip_prefix(prefix)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(name)
}
