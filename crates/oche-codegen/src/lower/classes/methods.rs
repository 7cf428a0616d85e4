//! Methods, and what they are in Dart: methods, constructors, getters, setters.

use syn::ReceiverKind;

use crate::diagnostic::{Code, Diagnostic, Reports};
use crate::ir::{Body, Lane, MemberKind, Pass};
use crate::lower::base::draft::{Member, Output, Param, Type};
use crate::lower::base::{Context, Declared, FunctionDraft, Lowering, Position, names, targets};
use crate::lower::calls::{NO_PARAMETERS, Role};
use crate::lower::types::{GIVE_A_STREAM, stream_item};
use crate::parser::attrs::{self, Options, Target};
use crate::parser::condition::Condition;
use crate::parser::source::Site;
use crate::parser::ty::{Ty, TyKind};
use crate::parser::types::{Scope, Types};

use super::class::Class;

impl Lowering<'_> {
    pub fn method(
        &self,
        declared: Declared<'_>,
        signature: &syn::Signature,
        class: Class<'_>,
        sync_block: Option<Site>,
        condition: Condition,
    ) -> Option<FunctionDraft> {
        let file = declared.site.file;
        let options = attrs::options(declared.attrs, Target::Method, file, self.reports);
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
            self.reports.push(
                Diagnostic::error(Code::Accessor, "this cannot be both a getter and a setter")
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
                names::dart_name(name, class.names, &options, declared.site, self.reports)
            }
            _ => names::dart_name(declared.name, class.names, &options, declared.site, self.reports),
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
            self.reports.push(
                Diagnostic::error(Code::Accessor, "this cannot be a setter in Dart")
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
                self.reports,
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
                self.reports.push(
                    Diagnostic::error(
                        Code::MutableCopy,
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
        let reports = Reports::default();
        let types = Types {
            krate: self.krate,
            reports: &reports,
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
        ty.is_some_and(|ty| stream_item(&ty).is_some())
    }

    fn refuse_external_size(&self, site: Site, condition: &Condition) {
        self.reports.push(
            Diagnostic::error(
                Code::TargetDependent,
                "the size of an object must be known on every target",
            )
            .at(site, format!("only where `cfg({condition})` holds"))
            .help("write a method that is there on every target, and put the `cfg` into it"),
        );
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
