//! Functions: parameters, results, and the lane of a call.

use std::collections::BTreeMap;

use syn::ext::IdentExt;
use syn::{GenericParam, Safety, Signature};

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Body, Lane, Pass};
use crate::lower::base::draft::{Member, Output, Param, Type};
use crate::lower::base::{Declared, FunctionDraft, Lowering, NameKind, names, targets};
use crate::lower::types::{GIVE_A_STREAM, callbacks, sinks};
use crate::parser::attrs::{self, Options, Target};
use crate::parser::condition::Condition;
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::{Ty, TyKind};
use crate::parser::types::{self, Scope};

use super::params::Params;
use super::results::Returned;

/// Why parameters are not passed by position.
pub const NO_PARAMETERS: &str = "there are no parameters";

/// What a function is lowered as.
pub struct Role<'a> {
    /// What `Self` is.
    pub self_item: Option<ItemId>,
    /// The item that the order in a library goes by.
    pub item: ItemId,
    pub home: ModuleId,
    /// How generated code names it.
    pub rust_path: String,
    pub dart_name: String,
    /// Its place in a class.
    pub member: Option<Member>,
    /// `self`, lowered.
    pub receiver: Option<Param>,
    /// Where it is said that it is synchronous.
    pub sync: Option<Site>,
    /// Where it is there.
    pub condition: Condition,
    pub options: &'a Options,
}

impl Lowering<'_> {
    /// Lowers a free function; `None` if it cannot cross, which is then reported.
    pub fn function(&self, id: ItemId, home: ModuleId) -> Option<FunctionDraft> {
        let item = self.krate.item(id);
        let ItemKind::Function(syntax) = &item.kind else {
            return None;
        };
        let options = attrs::options(&item.attrs, Target::Function, item.site.file, self.reports);
        let dart_name = names::dart_name(
            self.surface.name(self.krate, id),
            NameKind::Function,
            &options,
            item.site,
            self.reports,
        );
        let role = Role {
            self_item: None,
            item: id,
            home,
            rust_path: self.paths.item(self.krate, id).unwrap_or_default(),
            dart_name,
            member: None,
            receiver: None,
            sync: options.sync,
            condition: self.item_condition(id),
            options: &options,
        };
        self.check_versions(id);
        let draft = self.callable(Declared::of(item), &syntax.sig, role)?;
        // Every item of the API can be named; what cannot is of a module that could not be read.
        (!draft.rust_path.is_empty()).then_some(draft)
    }

    /// Lowers a free function or a member of a class.
    pub fn callable(&self, item: Declared<'_>, signature: &Signature, mut role: Role<'_>) -> Option<FunctionDraft> {
        let parameters = self.type_arguments(item, signature, role.self_item);
        let callable = self.is_callable(item, signature, &parameters);
        let scope = Scope {
            module: item.module,
            self_item: role.self_item,
            parameters: &parameters,
            depth: 0,
        };
        // Everything is looked at before anything is given up, so that all problems are found.
        let params = self.params(scope, item, signature, role.options);
        let returned = self.returned(scope, item, signature, role.options);
        if !callable {
            return None;
        }
        let (mut params, returned) = (params?, returned?);
        let window = match returned.is_stream {
            true => self.window(role.options),
            false => {
                let has_sink = params.list.iter().any(|param| matches!(param.ty, Type::Sink(_)));
                let way_out = match has_sink {
                    true => "write it on the parameter that is a sink",
                    false => GIVE_A_STREAM,
                };
                self.refuse_window(role.options, &format!("the result of `{}`", item.name), way_out);
                None
            }
        };
        if let Some(site) = role.options.bigint {
            let types = params.list.iter().map(|param| &param.ty);
            self.check_bigint(site, types.chain([&returned.output.ok]));
        }
        let own = params.list.len();
        params.list.splice(0..0, role.receiver.take());
        let lane = self.lane(item, signature, &role, &params, &returned)?;
        let given_back = sinks::given_back(&params.list, &returned.output, lane, role.member.as_ref());
        if let Some(at) = given_back {
            let receivers = params.list.len() - own;
            params.list[at].annotations.clear();
            for (word, site) in &params.words_for_dart[at - receivers] {
                self.warn_of_word(
                    word,
                    *site,
                    "the parameter is the stream that the function gives back in Dart",
                );
            }
        }
        if let Some(site) = role.options.positional
            && own == usize::from(given_back.is_some())
        {
            self.warn_of_word("positional", site, NO_PARAMETERS);
        }
        let site = role.options.name.as_ref().map_or(item.site, |(_, site)| *site);
        Some(FunctionDraft {
            item: role.item,
            home: role.home,
            rust_path: role.rust_path,
            dart_name: role.dart_name,
            member: role.member,
            body: Body::Call,
            site,
            docs: targets::docs(sinks::docs(attrs::docs(item.attrs), &params.list), &role.condition),
            extras: self.extras(item.attrs, role.options),
            params: params.list,
            output: returned.output,
            lane,
            window,
            condition: role.condition,
        })
    }

    /// The type parameters of a function. One that is bound by a function trait, by `Future`, by `Stream` or by an interface is the same
    /// as an `impl` of that.
    fn type_arguments(
        &self,
        item: Declared<'_>,
        signature: &Signature,
        self_item: Option<ItemId>,
    ) -> BTreeMap<String, Option<Ty>> {
        let mut parameters = types::parameters(&signature.generics);
        // What one is bound by may name another, as in `F: Fn() -> T, T: Future<Output = u8>`.
        for _ in 0..2 {
            for param in signature.generics.type_params() {
                let scope = Scope {
                    module: item.module,
                    self_item,
                    parameters: &parameters,
                    depth: 0,
                };
                let mut bounds = self.types.bounds(scope, item.site.file, &param.bounds);
                let predicates = signature
                    .generics
                    .where_clause
                    .iter()
                    .flat_map(|clause| &clause.predicates);
                for predicate in predicates {
                    if let syn::WherePredicate::Type(predicate) = predicate
                        && matches!(&predicate.bounded_ty, syn::Type::Path(path) if path.path.is_ident(&param.ident))
                    {
                        bounds.extend(self.types.bounds(scope, item.site.file, &predicate.bounds));
                    }
                }
                let is_future = bounds.iter().any(|bound| bound.target.is("std::future::Future"));
                let is_stream = bounds
                    .iter()
                    .any(|bound| bound.target.is("futures_core::stream::Stream"));
                if is_future
                    || is_stream
                    || callbacks::signature(&bounds).is_some()
                    || self.interface_of(&bounds).is_some()
                {
                    let ty = Ty::new(TyKind::Impl(bounds), Site::of(item.site.file, &param.ident));
                    parameters.insert(param.ident.unraw().to_string(), Some(ty));
                }
            }
        }
        parameters
    }

    /// Reports what makes a function impossible to call from Dart, whatever its types.
    pub fn is_callable(
        &self,
        item: Declared<'_>,
        signature: &Signature,
        parameters: &BTreeMap<String, Option<Ty>>,
    ) -> bool {
        let file = item.site.file;
        let name = item.name;
        let mut callable = true;
        let mut report = |problem: Diagnostic| {
            self.reports.push(problem);
            callable = false;
        };
        let generic = signature.generics.params.iter().find(|param| match param {
            GenericParam::Lifetime(_) => false,
            GenericParam::Const(_) => true,
            GenericParam::Type(param) => !matches!(parameters.get(&param.ident.unraw().to_string()), Some(Some(_))),
        });
        if let Some(parameter) = generic {
            report(
                Diagnostic::error(
                    Code::GenericFunction,
                    format!("the generic function `{name}` cannot cross to Dart"),
                )
                .at(Site::of(file, parameter), "generic here")
                .note("Rust makes one function for each type it is used with, and Dart calls exactly one")
                .help("write a function for each type that Dart needs, and call the generic one from it"),
            );
        }
        if let Safety::Unsafe(token) = &signature.safety {
            report(
                Diagnostic::error(
                    Code::UnsafeFunction,
                    format!("the unsafe function `{name}` cannot cross to Dart"),
                )
                .at(Site::of(file, token), "Dart cannot promise what its safety asks for")
                .help("write a safe function around it, or leave it out with `#[oche(ignore)]`"),
            );
        }
        if let Some(abi) = &signature.abi {
            let title = format!("`{name}` has a calling convention of its own");
            report(
                Diagnostic::error(Code::ExternFunction, title)
                    .at(Site::of(file, abi), "Oche exports plain Rust functions")
                    .help("take `extern` away, or leave the function out with `#[oche(ignore)]`"),
            );
        }
        callable
    }

    /// The lane of a function that asks to be polled at once, which only a future can be.
    fn eager(
        &self,
        item: Declared<'_>,
        eager: Site,
        lane: Lane,
        params: &[Param],
        returned: &Returned,
        member: &Option<Member>,
    ) -> Option<Lane> {
        let gives_stream = matches!(lane, Lane::Stream { .. })
            || sinks::given_back(params, &returned.output, lane, member.as_ref()).is_some();
        if gives_stream {
            return self.refuse_eager(
                item,
                eager,
                "a stream",
                "its items arrive over time, and Rust starts when Dart listens",
                "take `eager` away",
            );
        }
        if !matches!(lane, Lane::Async { .. }) {
            return self.refuse_eager(
                item,
                eager,
                "a function that is no `async fn`",
                "there is no future that could be polled; the function runs on a thread that it may block",
                "make it an `async fn`, or `sync` if it is done quickly",
            );
        }
        Some(lane)
    }

    /// Reports that what `item` is cannot be eager.
    pub fn refuse_eager(&self, item: Declared<'_>, eager: Site, what: &str, why: &str, way_out: &str) -> Option<Lane> {
        self.reports.push(
            Diagnostic::error(Code::EagerFunction, format!("{what} cannot be eager"))
                .at(eager, format!("asked for `{}` here", item.name))
                .note(why)
                .help(way_out),
        );
        None
    }

    fn lane(
        &self,
        item: Declared<'_>,
        signature: &Signature,
        role: &Role<'_>,
        params: &Params,
        returned: &Returned,
    ) -> Option<Lane> {
        let is_async = signature.asyncness.is_some();
        let eager = role.options.eager;
        let Some(sync) = role.sync else {
            let lane = match (returned.is_stream, is_async) {
                (true, async_start) => Lane::Stream { async_start },
                (false, true) => Lane::Async { eager: eager.is_some() },
                (false, false) => Lane::Blocking,
            };
            return match eager {
                Some(eager) => self.eager(item, eager, lane, &params.list, returned, &role.member),
                None => Some(lane),
            };
        };
        let refused = |title: &str, why: &str| {
            let title = format!("{title} cannot be synchronous");
            self.reports.push(
                Diagnostic::error(Code::SyncFunction, title)
                    .at(sync, format!("asked for `{}` here", item.name))
                    .note(why)
                    .help("take `sync` away"),
            );
            None
        };
        if is_async {
            return refused(
                "an `async fn`",
                "Dart would wait for it, and its isolate would stand still",
            );
        }
        if returned.is_stream {
            return refused(
                "a stream",
                "its items arrive over time, and Rust starts when Dart listens",
            );
        }
        if let Some(eager) = eager {
            return self.refuse_eager(
                item,
                eager,
                "a synchronous function",
                "its result comes back with the call in any case",
                "take `eager` away",
            );
        }
        let is_scalar = |ty: &Type| ty.scalar().is_some();
        let Output { ok, error, .. } = &returned.output;
        // A boxed number is a number on the wire, but the plain C signature wants the number itself.
        let is_boxed = params.is_any_boxed || returned.is_boxed;
        let are_plain = params.list.iter().all(|param| match param.pass {
            Pass::Value => is_scalar(&param.ty),
            // As plain as a number: a pointer, which Dart has.
            Pass::ObjectRef | Pass::ObjectMut => true,
            _ => false,
        });
        let is_direct = are_plain && (*ok == Type::Unit || is_scalar(ok)) && error.is_none() && !is_boxed;
        Some(if is_direct { Lane::Direct } else { Lane::Sync })
    }
}
