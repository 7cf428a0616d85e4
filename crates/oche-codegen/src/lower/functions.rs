//! Functions: parameters, results, and the lane of a call.

use syn::ext::IdentExt;
use syn::{FnArg, GenericParam, Pat, ReturnType, Safety, Signature};

use crate::diagnostic::{Diagnostic, FileId};
use crate::ir::{Docs, Int, Lane, Output, Param, Pass, Type};
use crate::parser::attrs::{self, Options, Target};
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::{Primitive, Ty, TyKind};
use crate::parser::types::{self, Scope};

use super::names::{self, NameKind};
use super::refusals::stream_item;
use super::values::block_element;
use super::{Context, Lowering, Position};

/// A function, before types and libraries have their final places.
#[derive(Debug)]
pub(super) struct FunctionDraft {
    pub(super) item: ItemId,
    pub(super) home: ModuleId,
    pub(super) rust_path: String,
    pub(super) dart_name: String,
    /// Where its name was chosen.
    pub(super) site: Site,
    pub(super) docs: Docs,
    pub(super) params: Vec<Param>,
    pub(super) output: Output,
    pub(super) lane: Lane,
}

/// What a signature says about its result.
struct Returned {
    output: Output,
    is_stream: bool,
}

impl Lowering<'_> {
    /// Lowers a function; `None` if it cannot cross, which is then reported.
    pub(super) fn function(&self, id: ItemId, home: ModuleId) -> Option<FunctionDraft> {
        let item = self.krate.item(id);
        let ItemKind::Function(syntax) = &item.kind else {
            return None;
        };
        let signature = &syntax.sig;
        let file = item.site.file;
        let options = attrs::options(&item.attrs, Target::Function, file, self.sink);
        let dart_name = names::dart_name(self.surface.name(self.krate, id), NameKind::Function, &options, item.site, self.sink);
        let callable = self.is_callable(item, signature);
        let parameters = types::parameters(&signature.generics);
        let scope = Scope { module: item.module, self_item: None, parameters: &parameters, depth: 0 };
        // Everything is looked at before anything is given up, so that all problems are found.
        let params = self.params(scope, item, signature);
        let returned = self.returned(scope, item, signature);
        if !callable {
            return None;
        }
        let (params, returned) = (params?, returned?);
        let lane = self.lane(item, signature, &options, &params, &returned)?;
        let site = options.name.as_ref().map_or(item.site, |(_, site)| *site);
        let rust_path = self.paths.item(self.krate, id)?;
        let docs = attrs::docs(&item.attrs);
        Some(FunctionDraft { item: id, home, rust_path, dart_name, site, docs, params, output: returned.output, lane })
    }

    /// Reports what makes a function impossible to call from Dart, whatever its types.
    fn is_callable(&self, item: &Item, signature: &Signature) -> bool {
        let file = item.site.file;
        let name = &item.name;
        let mut callable = true;
        let mut report = |problem: Diagnostic| {
            self.sink.push(problem);
            callable = false;
        };
        let generic = signature.generics.params.iter().find(|p| !matches!(p, GenericParam::Lifetime(_)));
        if let Some(parameter) = generic {
            report(
                Diagnostic::error("generic-function", format!("the generic function `{name}` cannot cross to Dart"))
                    .at(Site::of(file, parameter), "generic here")
                    .note("Rust makes one function for each type it is used with, and Dart calls exactly one")
                    .help("write a function for each type that Dart needs, and call the generic one from it"),
            );
        }
        if let Safety::Unsafe(token) = &signature.safety {
            report(
                Diagnostic::error("unsafe-function", format!("the unsafe function `{name}` cannot cross to Dart"))
                    .at(Site::of(file, token), "Dart cannot promise what its safety asks for")
                    .help("write a safe function around it, or leave it out with `#[oche(ignore)]`"),
            );
        }
        if let Some(abi) = &signature.abi {
            let title = format!("`{name}` has a calling convention of its own");
            report(
                Diagnostic::error("extern-function", title)
                    .at(Site::of(file, abi), "Oche exports plain Rust functions")
                    .help("take `extern` away, or leave the function out with `#[oche(ignore)]`"),
            );
        }
        callable
    }

    fn params(&self, scope: Scope<'_>, item: &Item, signature: &Signature) -> Option<Vec<Param>> {
        let file = item.site.file;
        let mut params = Some(Vec::new());
        let mut sites = Vec::new();
        for (index, input) in signature.inputs.iter().enumerate() {
            let FnArg::Typed(input) = input else {
                params = None;
                continue;
            };
            let Some(attributes) = self.present(&input.attrs) else {
                continue;
            };
            let options = self.part_options(item, &attributes, "a parameter");
            let names = self.param_names(&input.pat, index, &options, file);
            let owner = names.as_ref().map_or_else(|| "a parameter".to_owned(), |(name, ..)| format!("the parameter `{name}`"));
            let ty = self.types.resolve(scope, &input.ty);
            let lowered = self.param_type(&ty, &owner);
            let (Some((rust_name, dart_name, site)), Some((ty, pass))) = (names, lowered) else {
                params = None;
                continue;
            };
            sites.push((dart_name.clone(), site));
            if let Some(params) = &mut params {
                let optional = matches!(ty, Type::Option(_));
                params.push(Param { rust_name, dart_name, ty, pass, optional });
            }
        }
        super::duplicates::members(sites.iter().map(|(name, site)| (name.as_str(), *site)), "parameter", self.sink);
        params
    }

    fn param_names(&self, pattern: &Pat, index: usize, options: &Options, file: FileId) -> Option<(String, String, Site)> {
        let site = Site::of(file, pattern);
        match pattern {
            Pat::Ident(pattern) if pattern.subpat.is_none() => {
                let site = Site::new(file, pattern.ident.span());
                let name = pattern.ident.unraw().to_string();
                let dart_name = names::dart_name(&name, NameKind::Parameter, options, site, self.sink);
                Some((pattern.ident.to_string(), dart_name, site))
            }
            Pat::Wild(_) => {
                let name = format!("arg{index}");
                if options.name.is_none() {
                    self.sink.push(
                        Diagnostic::warning("dart-name", format!("this parameter is called `{name}` in Dart"))
                            .at(site, "it has no name in Rust")
                            .help("give it a name, which may begin with an underscore"),
                    );
                }
                let dart_name = names::dart_name(&name, NameKind::Parameter, options, site, self.sink);
                Some((name, dart_name, site))
            }
            _ => {
                self.sink.push(
                    Diagnostic::error("pattern-parameter", "a pattern cannot be a parameter in Dart")
                        .at(site, "Dart calls parameters by name, and this has none")
                        .help("give the parameter a name, and take it apart in the function"),
                );
                None
            }
        }
    }

    /// The type of a parameter without the reference around it, and how Rust wants it.
    fn param_type(&self, ty: &Ty, owner: &str) -> Option<(Type, Pass)> {
        let context = Context { position: Position::Parameter, owner, used_at: None, in_error: false };
        let TyKind::Reference { mutable, is_static, inner } = &ty.kind else {
            return self.value(ty, context).map(|ty| (ty, Pass::Value));
        };
        if *mutable {
            self.refuse_shape(ty, context);
            return None;
        }
        if *is_static {
            let problem = Diagnostic::error("static-reference", format!("{owner} cannot be borrowed for `'static`"))
                .note("Oche lends an argument for the time of the call")
                .help("take the lifetime away, or take the value itself");
            self.refuse(ty, context, problem, "borrowed for good");
            return None;
        }
        let inside = context.inside(ty);
        match &inner.kind {
            TyKind::Primitive(Primitive::Str) => Some((Type::String, Pass::BorrowStr)),
            TyKind::Slice(element) => {
                let element = self.value(element, inside)?;
                Some(match (block_element(&element), &element) {
                    // These are as wide as a pointer in Rust, and always 64 bits in the argument bytes.
                    (Some(number), Type::Int(Int::Usize | Int::Isize)) => (Type::Numbers(number), Pass::Ref),
                    (Some(number), _) => (Type::Numbers(number), Pass::BorrowNumbers),
                    (None, _) => (Type::List(Box::new(element)), Pass::Ref),
                })
            }
            TyKind::External(path, _) if path == "std::boxed::Box" => {
                let problem = Diagnostic::error("nested-reference", "a reference to a box cannot cross to Dart")
                    .note("the wire and Dart know no boxes")
                    .help("borrow what is in the box: `&T`");
                self.refuse(ty, context, problem, "a reference to a box");
                None
            }
            TyKind::Reference { .. } => {
                self.refuse_shape(inner, inside);
                None
            }
            _ => self.value(inner, inside).map(|ty| (ty, Pass::Ref)),
        }
    }

    fn returned(&self, scope: Scope<'_>, item: &Item, signature: &Signature) -> Option<Returned> {
        let ty = match &signature.output {
            ReturnType::Default => Ty::new(TyKind::Tuple(Vec::new()), item.site),
            ReturnType::Type(_, ty) => self.types.resolve(scope, ty),
        };
        let context = Context { position: Position::Result, owner: "a result", used_at: None, in_error: false };
        let Some(args) = ty.external("std::result::Result") else {
            let (ok, item_error, is_stream) = self.success(&ty, context)?;
            return Some(Returned { output: Output { ok, error: None, item_error }, is_stream });
        };
        let [ok, error] = args else {
            self.refuse_result(&ty, context);
            return None;
        };
        let inside = context.inside(&ty);
        let success = self.success(ok, inside);
        let error = self.error_type(error, inside);
        let (ok, item_error, is_stream) = success?;
        Some(Returned { output: Output { ok, error: Some(error?), item_error }, is_stream })
    }

    fn refuse_result(&self, ty: &Ty, context: Context<'_>) {
        let problem = Diagnostic::error("unsupported-type", "`Result` takes two types, the value's and the error's")
            .help("write `Result<T, E>`");
        self.refuse(ty, context, problem, "one of them is missing");
    }

    /// What a function gives back if it does not fail: the value or the stream's item, and how an item fails.
    fn success(&self, ty: &Ty, context: Context<'_>) -> Option<(Type, Option<crate::ir::ErrorType>, bool)> {
        if ty.is_unit() {
            return Some((Type::Unit, None, false));
        }
        let Some((stream_of, is_send)) = stream_item(ty) else {
            return self.value(ty, context).map(|ty| (ty, None, false));
        };
        if !is_send {
            let problem = Diagnostic::error("stream-not-send", "this stream cannot move to another thread")
                .note("Oche polls streams on a pool of threads")
                .help("write `Pin<Box<dyn Stream<Item = T> + Send>>`, or give back `impl Stream<Item = T>`");
            self.refuse(ty, context, problem, "not `Send`");
            return None;
        }
        let context = Context { owner: "the item of a stream", ..context.inside(ty) };
        match stream_of.external("std::result::Result") {
            Some([ok, error]) => {
                let inside = context.inside(stream_of);
                let (ok, error) = (self.value(ok, inside), self.error_type(error, inside));
                Some((ok?, Some(error?), true))
            }
            Some(_) => {
                self.refuse_result(stream_of, context);
                None
            }
            None => self.value(stream_of, context).map(|ty| (ty, None, true)),
        }
    }

    fn lane(
        &self,
        item: &Item,
        signature: &Signature,
        options: &Options,
        params: &[Param],
        returned: &Returned,
    ) -> Option<Lane> {
        let is_async = signature.asyncness.is_some();
        let Some(sync) = options.sync else {
            return Some(match (returned.is_stream, is_async) {
                (true, async_start) => Lane::Stream { async_start },
                (false, true) => Lane::Async,
                (false, false) => Lane::Blocking,
            });
        };
        let refused = |title: &str, why: &str| {
            let title = format!("{title} cannot be synchronous");
            self.sink.push(
                Diagnostic::error("sync-function", title)
                    .at(sync, format!("asked for `{}` here", item.name))
                    .note(why)
                    .help("take `sync` away"),
            );
            None
        };
        if is_async {
            return refused("an `async fn`", "Dart would wait for it, and its isolate would stand still");
        }
        if returned.is_stream {
            return refused("a stream", "its items arrive over time, and Rust starts when Dart listens");
        }
        let is_scalar = |ty: &Type| match ty {
            Type::Bool | Type::Int(_) | Type::F32 | Type::F64 | Type::Char => true,
            Type::Unit
            | Type::String
            | Type::Duration
            | Type::Numbers(_)
            | Type::NumberArray(..)
            | Type::List(_)
            | Type::Array(..)
            | Type::Option(_)
            | Type::Tuple(_)
            | Type::Map(..)
            | Type::Data(_) => false,
        };
        let Output { ok, error, .. } = &returned.output;
        let is_direct = params.iter().all(|param| param.pass == Pass::Value && is_scalar(&param.ty))
            && (*ok == Type::Unit || is_scalar(ok))
            && error.is_none();
        Some(if is_direct { Lane::Direct } else { Lane::Sync })
    }
}
