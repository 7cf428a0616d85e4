//! Functions of Dart that Rust calls: parameters that are closures.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Closure, Pass};
use crate::lower::base::draft::{Failure, FunctionType, Type};
use crate::lower::base::{Context, Flow, Lowering, Position};
use crate::parser::ty::{Bound, FnSignature, Ty, TyKind};

/// The traits of functions.
const FUNCTIONS: [&str; 3] = ["std::ops::Fn", "std::ops::FnMut", "std::ops::FnOnce"];
const ASYNC_FUNCTIONS: [&str; 3] = ["std::ops::AsyncFn", "std::ops::AsyncFnMut", "std::ops::AsyncFnOnce"];

/// The signature of a function trait among some bounds.
pub fn signature(bounds: &[Bound]) -> Option<&FnSignature> {
    let bound = bounds
        .iter()
        .find(|bound| FUNCTIONS.iter().any(|path| bound.target.is(path)))?;
    bound.signature.as_deref()
}

/// What a future gives: `BoxFuture<T>`, `Pin<Box<dyn Future<Output = T>>>`, `impl Future<Output = T>`.
pub fn future_output(ty: &Ty) -> Option<(&Ty, bool)> {
    let of_bounds = |bounds: &'_ [Bound]| -> Option<usize> {
        bounds.iter().position(|bound| bound.target.is("std::future::Future"))
    };
    let output = |bounds: &'_ [Bound]| -> Option<usize> {
        let at = of_bounds(bounds)?;
        bounds[at].bindings.iter().position(|(name, _)| name == "Output")
    };
    match &ty.kind {
        TyKind::Impl(bounds) => {
            let at = of_bounds(bounds)?;
            Some((&bounds[at].bindings[output(bounds)?].1, false))
        }
        TyKind::External(path, args) => match (path.as_str(), args.as_slice()) {
            ("std::pin::Pin", [pinned]) => match pinned.external("std::boxed::Box")? {
                [
                    Ty {
                        kind: TyKind::Dyn(bounds),
                        ..
                    },
                ] => {
                    let at = of_bounds(bounds)?;
                    Some((&bounds[at].bindings[output(bounds)?].1, true))
                }
                _ => None,
            },
            (path, [output]) if path.ends_with("future::BoxFuture") => Some((output, true)),
            _ => None,
        },
        _ => None,
    }
}

impl Lowering<'_> {
    /// A parameter that is a function; `None` if it is something else.
    pub fn closure(&self, ty: &Ty, context: Context<'_>) -> Option<Option<(Type, Pass)>> {
        let inside = context.inside(ty);
        let (bounds, form, site) = match &ty.kind {
            TyKind::Impl(bounds) => (bounds, Closure::Value, ty),
            TyKind::Reference { mutable, inner, .. } => match &inner.kind {
                TyKind::Impl(bounds) | TyKind::Dyn(bounds) if *mutable => (bounds, Closure::RefMut, &**inner),
                TyKind::Impl(bounds) | TyKind::Dyn(bounds) => (bounds, Closure::Ref, &**inner),
                _ => return None,
            },
            TyKind::External(path, args) => match (path.as_str(), args.as_slice()) {
                ("std::boxed::Box", [inner]) => match &inner.kind {
                    TyKind::Dyn(bounds) => (bounds, Closure::Boxed, inner),
                    _ => return None,
                },
                ("std::sync::Arc", [inner]) => match &inner.kind {
                    TyKind::Dyn(bounds) => (bounds, Closure::Arc, inner),
                    _ => return None,
                },
                _ => return None,
            },
            _ => return None,
        };
        if bounds
            .iter()
            .any(|bound| ASYNC_FUNCTIONS.iter().any(|path| bound.target.is(path)))
        {
            let problem = Diagnostic::error(Code::AsyncClosure, "an `AsyncFn` cannot come from Dart")
                .note("nothing can say that its future may move to another thread")
                .help("take `impl Fn(A) -> BoxFuture<'static, B>`");
            self.refuse(site, inside, problem, "its future may not be `Send`");
            return Some(None);
        }
        let signature = signature(bounds)?;
        Some(
            self.function_type(signature, site, inside)
                .map(|function| (Type::Function(Box::new(function)), Pass::Closure(form))),
        )
    }

    fn function_type(&self, signature: &FnSignature, site: &Ty, context: Context<'_>) -> Option<FunctionType> {
        // Its arguments go from Rust to Dart, as a result does; what it gives back comes as a parameter does.
        let params: Vec<Option<Type>> = signature
            .inputs
            .iter()
            .map(|input| self.callback_argument(input, context))
            .collect();
        let (output, is_async) = match future_output(&signature.output) {
            Some((output, _)) => (output, true),
            None => (&signature.output, false),
        };
        let returned = self.callback_output(output, site, context);
        let params = params.into_iter().collect::<Option<Vec<Type>>>()?;
        let (output, failure) = returned?;
        Some(FunctionType {
            params,
            output,
            failure,
            is_async,
        })
    }

    /// What Rust passes to a function of Dart.
    pub fn callback_argument(&self, input: &Ty, context: Context<'_>) -> Option<Type> {
        self.value(
            input,
            Context {
                position: Position::Result,
                flow: Flow::ToDart,
                owner: "an argument of a callback",
                ..context
            },
        )
    }

    /// What a function of Dart gives back, and what becomes of what it throws.
    pub fn callback_output(&self, output: &Ty, site: &Ty, context: Context<'_>) -> Option<(Type, Failure)> {
        let context = Context {
            position: Position::Field,
            owner: "what a callback gives back",
            ..context
        };
        self.fallible(output, site, context)
    }

    /// What comes from Dart, where anything may be thrown instead of it.
    pub fn fallible(&self, output: &Ty, site: &Ty, context: Context<'_>) -> Option<(Type, Failure)> {
        let value = |ty: &Ty| match ty.is_unit() {
            true => Some(Type::Unit),
            false => self.value(ty, context),
        };
        let Some(args) = output.external("std::result::Result") else {
            return value(output).map(|ty| (ty, Failure::Panics));
        };
        let [ok, error] = args else {
            return None;
        };
        let ok = value(ok);
        if error.external("oche::CallbackError").is_some() {
            return Some((ok?, Failure::Callback));
        }
        let problem = |title: &str| {
            Diagnostic::error(Code::CallbackError, title)
                .note("what comes from Dart may be any error, and its isolate may be gone")
                .help("use `Result<T, oche::CallbackError>`")
                .help("or an error type of the API with `impl From<oche::CallbackError>`")
        };
        let TyKind::Item(..) = error.kind else {
            self.refuse(
                error,
                context.inside(output),
                problem("this error cannot come from Dart"),
                "not an error of the API",
            );
            return None;
        };
        match self.value(error, context.inside(site))? {
            Type::Data(id, args) if args.is_empty() => {
                if let TyKind::Item(item, _) = error.kind {
                    self.check_callback_error(item, error.site);
                    self.notes.borrow_mut().thrown.insert(item);
                }
                Some((ok?, Failure::Typed(id)))
            }
            _ => {
                self.refuse(
                    error,
                    context,
                    problem("this error cannot come from Dart"),
                    "not plain data",
                );
                None
            }
        }
    }
}
