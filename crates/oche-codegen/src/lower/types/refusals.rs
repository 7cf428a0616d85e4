//! What to say about types that cannot cross: the reason, and what to write instead.

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::base::{Context, Lowering, Position};
use crate::parser::ty::{Bound, BoundTarget, Primitive, Ty, TyKind};

use super::capabilities;
use super::errors::is_standard_error;
use super::never::{COPY, NEVER, SHARED};

/// The report on a type of another crate or of the standard library, and what stands under it. `path` is the one to look it
/// up by, `local` the one that this crate writes.
pub fn external(code: &str, path: &str, local: &str, keep: &str) -> (Diagnostic, String) {
    let never = |why: &str, instead: &str, label: &str| {
        let problem = Diagnostic::error(Code::UnsupportedType, format!("`{code}` cannot cross to Dart"))
            .note(why)
            .help(instead);
        (problem, label.to_owned())
    };
    if let Some(known) = NEVER.iter().find(|known| known.path == path) {
        let (problem, label) = never(known.why, known.instead, "not plain data");
        let problem = if known.lives { problem.help(keep) } else { problem };
        return (problem, label);
    }
    if path.starts_with("std::sync::atomic::") {
        let (problem, label) = never(SHARED, COPY, "not plain data");
        return (problem.help(keep), label);
    }
    if let Some(rest) = path.strip_prefix("std::") {
        let is_range = rest.starts_with("ops::Range");
        let known = is_range || rest.starts_with("num::NonZero");
        let instead = match known {
            true if is_range => "use a `Range`, or a struct of two",
            true => "use the plain number",
            false => "send the plain data that is in it",
        };
        let (problem, label) = never(
            "Oche has no counterpart in Dart for it",
            instead,
            "a type of the standard library",
        );
        return (if known { problem } else { problem.help(keep) }, label);
    }
    let package = local.split("::").next().unwrap_or(local);
    let problem = Diagnostic::error(
        Code::ExternalType,
        format!("`{code}` belongs to another crate, and cannot cross to Dart"),
    );
    let problem = problem
        .note("Oche reads only this crate's source, so it does not know what is in it")
        .help(format!(
            "say what it is made of: a struct or enum with the same fields under `#[oche(mirror = \"{local}\")]`"
        ))
        .help(format!(
            "or write a type that it is converted to, under `#[oche(convert = \"{local}\")]`"
        ))
        .help(keep);
    (problem, format!("defined in `{package}`"))
}

/// How many type arguments there are, in words.
pub fn arguments(count: usize) -> String {
    match count {
        0 => "no type arguments".to_owned(),
        1 => "one type argument".to_owned(),
        count => format!("{count} type arguments"),
    }
}

impl Lowering<'_> {
    /// Reports a parameter that is borrowed for longer than the call.
    pub fn refuse_for_ever(&self, ty: &Ty, owner: &str, instead: &str, context: Context<'_>) {
        let problem = Diagnostic::error(
            Code::StaticReference,
            format!("{owner} cannot be borrowed for `'static`"),
        )
        .note("Oche lends an argument for the time of the call")
        .help(instead);
        self.refuse(ty, context, problem, "borrowed for good");
    }

    /// Reports a type of another crate, or one of the standard library that no rule covers.
    pub fn refuse_external(&self, ty: &Ty, path: &str, args: &[Ty], context: Context<'_>) {
        let code = self.code(ty);
        if path == "std::result::Result" {
            let problem = Diagnostic::error(Code::MisplacedResult, format!("a `Result` cannot be {}", part(context)))
                .note("in Dart an error is thrown: it ends a call, or is an event of a stream")
                .help("let the function give back `Result<T, E>`, or use an enum for an outcome that is data");
            return self.refuse(
                ty,
                context,
                problem,
                "only a function, or an item of a stream, can fail",
            );
        }
        if stream_item(ty).is_some() {
            return self.refuse_stream(ty, context);
        }
        if let ("std::pin::Pin" | "std::boxed::Box", [inner]) = (path, args) {
            // What is pinned says more than that it is.
            return match &inner.kind {
                TyKind::External(path, args) => self.refuse_external(inner, path, args, context.inside(ty)),
                _ => self.refuse_shape(inner, context.inside(ty)),
            };
        }
        if is_standard_error(path) || path == "anyhow::Error" {
            let problem = Diagnostic::error(Code::ErrorAsValue, format!("`{code}` cannot cross to Dart as a value"))
                .note("an error type crosses by its text, and only as the `E` of a `Result<T, E>`")
                .help("keep its text: `error.to_string()` in a `String`");
            return self.refuse(ty, context, problem, "an error type");
        }
        if path == "std::future::Future" {
            let problem = Diagnostic::error(Code::FutureValue, format!("`{code}` cannot cross to Dart"))
                .note("it is a trait in Rust, and not a type")
                .help("write an `async fn`: it becomes a `Future` in Dart");
            return self.refuse(ty, context, problem, "a trait");
        }
        if let Some(spelled) = capabilities::spelled(path) {
            // What is in the table and is refused all the same has other arguments than it takes.
            let problem = Diagnostic::error(
                Code::TypeArguments,
                format!("`{code}` has not the arguments that it takes"),
            )
            .help(format!("write `{spelled}`"));
            return self.refuse(ty, context, problem, arguments(args.len()));
        }
        let keep = match context.position {
            Position::Field => "or let Rust keep the whole: `#[oche(opaque)]` above the type makes it an object",
            Position::Parameter | Position::Result => {
                "or let Rust keep it: in a struct of this crate under `#[oche(opaque)]`, which is an object in Dart"
            }
        };
        let (problem, label) = external(&code, path, &self.krate.local_path(path), keep);
        self.refuse(ty, context, problem, label);
    }

    fn refuse_stream(&self, ty: &Ty, context: Context<'_>) {
        let place = match context.position {
            Position::Parameter => format!("inside of {}", context.owner),
            Position::Result | Position::Field => part(context).to_owned(),
        };
        let problem = Diagnostic::error(Code::MisplacedStream, format!("a stream cannot be {place}"));
        let problem = match context.position {
            Position::Parameter => problem.help("take it as a parameter of its own: `impl Stream<Item = T>`"),
            Position::Field => problem
                .help("take it as a parameter: `impl Stream<Item = T>`")
                .help("or let a function of its own give it back: `fn f() -> impl Stream<Item = T>`"),
            Position::Result => {
                problem.help("let a function of its own give it back: `fn f() -> impl Stream<Item = T>`")
            }
        };
        self.refuse(
            ty,
            context,
            problem,
            "only a whole parameter or the result of a function is a stream",
        );
    }

    /// Reports a type that cannot cross by its very shape.
    pub fn refuse_shape(&self, ty: &Ty, context: Context<'_>) {
        let code = self.code(ty);
        let cannot = format!("`{code}` cannot cross to Dart");
        let error = |code, title: String| Diagnostic::error(code, title);
        match &ty.kind {
            TyKind::Slice(_) => {
                let instead = match context.position {
                    Position::Parameter => "write `&[T]` or `Vec<T>`",
                    Position::Result | Position::Field => "write `Vec<T>`",
                };
                let problem = error(
                    Code::UnsizedType,
                    format!("a slice `{code}` needs a reference around it"),
                )
                .help(instead);
                self.refuse(ty, context, problem, "its size is not known");
            }
            TyKind::Reference { mutable, inner, .. } => self.refuse_reference(ty, *mutable, inner, context),
            TyKind::Pointer => {
                let problem = error(Code::RawPointer, cannot)
                    .note("an address says nothing about how long it is valid, nor who frees it")
                    .help("send the data behind it: `T`, `Vec<T>`");
                self.refuse(ty, context, problem, "a raw pointer");
            }
            TyKind::FunctionPointer => self.refuse_function(ty, context),
            TyKind::Impl(bounds) | TyKind::Dyn(bounds) => {
                self.refuse_bounds(ty, bounds, matches!(ty.kind, TyKind::Dyn(_)), context);
            }
            TyKind::Never => {
                let problem = error(Code::NeverType, "`!` cannot cross to Dart".to_owned())
                    .note("a function that never returns would block its thread for good")
                    .help("let the function return; a panic arrives in Dart as `RustPanic`");
                self.refuse(ty, context, problem, "never has a value");
            }
            TyKind::Macro => {
                let problem = error(Code::MacroType, "the type that a macro makes cannot be read".to_owned())
                    .note("Oche reads source and expands no macros")
                    .help("write the type out");
                self.refuse(ty, context, problem, "a macro");
            }
            TyKind::Associated => {
                let problem = error(Code::AssociatedType, format!("`{code}` cannot be read from source"))
                    .note("what it stands for is decided by a trait implementation")
                    .help("write the type that it stands for");
                self.refuse(ty, context, problem, "an associated type");
            }
            _ => self.refuse(
                ty,
                context,
                error(Code::UnsupportedType, cannot),
                "not a type that Oche knows",
            ),
        }
    }

    fn refuse_reference(&self, ty: &Ty, mutable: bool, inner: &Ty, context: Context<'_>) {
        let owned = match &inner.kind {
            TyKind::Primitive(Primitive::Str) => "String".to_owned(),
            TyKind::Slice(element) => format!("Vec<{}>", self.code(element)),
            _ => self.code(inner),
        };
        let code = self.code(ty);
        if mutable && stream_item(inner).is_some() {
            let problem = Diagnostic::error(Code::MutableReference, format!("`{code}` cannot come from Dart"))
                .note("a stream of Dart belongs to the call that reads it")
                .help(format!("take the stream itself: `{owned}`"));
            return self.refuse(ty, context, problem, "a mutable reference");
        }
        if mutable && matches!(inner.kind, TyKind::Dyn(_)) {
            let problem = Diagnostic::error(Code::MutableReference, format!("`{code}` cannot cross to Dart"))
                .note("an object of Dart may be called from several threads at once, so its methods take `&self`")
                .help(format!("write `&{owned}`"));
            return self.refuse(ty, context, problem, "a mutable reference");
        }
        if mutable && context.position == Position::Result {
            let problem = Diagnostic::error(Code::MutableReference, format!("`{code}` cannot cross to Dart"))
                .note("a part of an object can be given back by a method without parameters, as `&T` or `&mut T` alone")
                .help("leave the result out: Dart calls several methods of one object with `..`")
                .help(format!("or give back what owns it: `{owned}`"));
            return self.refuse(ty, context, problem, "a mutable reference");
        }
        if mutable {
            let problem = Diagnostic::error(Code::MutableReference, format!("`{code}` cannot cross to Dart"))
                .note("Rust gets a copy of Dart's value, and Dart would never see the change")
                .help(format!("take the value and give the new one back: `{owned}`"));
            return self.refuse(ty, context, problem, "a mutable reference");
        }
        let (kind, why) = match context.position {
            Position::Parameter => (
                Code::NestedReference,
                "only a whole parameter can be borrowed: what is inside of a value is built for the call, and owned",
            ),
            Position::Result => (
                Code::ReferenceResult,
                "a part of an object can be given back by a method without parameters, as `&T` or `&mut T` alone",
            ),
            Position::Field => (
                Code::ReferenceField,
                "data that crosses is built anew, and so owns what is in it",
            ),
        };
        let problem = Diagnostic::error(kind, format!("a reference cannot be {}", context.owner)).note(why);
        self.refuse(
            ty,
            context,
            match context.position {
                Position::Result => problem.help(format!("keep it in an `Arc`, and give back `Arc<{owned}>`")),
                Position::Parameter | Position::Field => problem.help(format!("use the owned type: `{owned}`")),
            },
            "borrowed",
        );
    }

    fn refuse_function(&self, ty: &Ty, context: Context<'_>) {
        let problem = match (context.position, &ty.kind) {
            (Position::Parameter, TyKind::FunctionPointer) => {
                Diagnostic::error(Code::FunctionValue, "a function pointer cannot lead to Dart")
                    .note("it has no room for which function of which isolate is meant")
                    .help("take `impl Fn(A) -> B`")
            }
            (Position::Parameter, _) => Diagnostic::error(Code::FunctionValue, "this function cannot come from Dart")
                .note(
                    "a function is a parameter of its own: `impl Fn(A) -> B`, `Box<dyn Fn(A) -> B>`, `&dyn Fn(A) -> B`",
                )
                .help("take it as such, or take a trait under `#[oche(interface)]`"),
            (Position::Field, _) => Diagnostic::error(Code::FunctionValue, "a function cannot be part of data")
                .note("data is copied, and a function cannot be")
                .help("take it as a parameter, or let the field be a trait under `#[oche(interface)]`"),
            (Position::Result, _) => Diagnostic::error(Code::FunctionValue, "a function of Rust cannot go to Dart")
                .note("Dart has methods to call Rust by")
                .help("give back an object with a method, or a trait object under `#[oche(interface)]`"),
        };
        self.refuse(ty, context, problem, "a function");
    }

    fn refuse_bounds(&self, ty: &Ty, bounds: &[Bound], is_dyn: bool, context: Context<'_>) {
        let names = |paths: &[&str]| {
            bounds
                .iter()
                .any(|bound| paths.iter().any(|path| bound.target.is(path)))
        };
        if bounds.iter().any(|bound| bound.target == BoundTarget::Unknown) {
            return;
        }
        if names(&["std::ops::Fn", "std::ops::FnMut", "std::ops::FnOnce"]) {
            return self.refuse_function(ty, context);
        }
        if names(&["futures_core::stream::Stream"]) {
            return self.refuse_stream(ty, context);
        }
        if names(&["std::error::Error"]) {
            let problem = Diagnostic::error(Code::ErrorAsValue, format!("an error cannot be {}", context.owner))
                .note("an error type crosses by its text, and only as the `E` of a `Result<T, E>`")
                .help("keep its text: `error.to_string()` in a `String`");
            return self.refuse(ty, context, problem, "a boxed error");
        }
        let code = self.code(ty);
        let title = format!("`{code}` cannot cross to Dart");
        if names(&["std::future::Future"]) {
            let problem =
                Diagnostic::error(Code::FutureValue, title).help("write an `async fn`: it becomes a `Future` in Dart");
            return self.refuse(ty, context, problem, "a future");
        }
        if names(&["std::iter::Iterator", "std::iter::IntoIterator"]) {
            let instead = match context.position {
                Position::Parameter => "take a `Vec<T>`",
                Position::Result | Position::Field => {
                    "collect it into a `Vec<T>`, or give back `impl Stream<Item = T>`"
                }
            };
            let problem = Diagnostic::error(Code::IteratorValue, title).help(instead);
            return self.refuse(ty, context, problem, "an iterator");
        }
        if is_dyn && let Some(id) = self.interface_of(bounds) {
            let name = &self.krate.item(id).name;
            let problem = Diagnostic::error(Code::TraitObject, title)
                .note("a trait object is held by a `Box`, shared by an `Arc`, or borrowed as a whole parameter")
                .help(format!(
                    "write `Box<dyn {name}>`, `Arc<dyn {name}>`, or `&dyn {name}` in a parameter"
                ));
            return self.refuse(ty, context, problem, "not held by one of these");
        }
        if is_dyn {
            let problem = Diagnostic::error(Code::TraitObject, title)
                .note("Dart knows a trait only if it is marked")
                .help("write `#[oche(interface)]` above the trait, if it is one of this crate")
                .help("or use an enum that lists the possible types");
            return self.refuse(ty, context, problem, "a trait object");
        }
        let problem = Diagnostic::error(Code::ImplTrait, title);
        let text = [
            "std::convert::AsRef",
            "std::convert::Into",
            "std::string::ToString",
            "std::fmt::Display",
        ];
        let problem = match context.position {
            Position::Parameter => {
                let problem = problem.note("`impl Trait` makes a function generic, and Dart calls one function");
                let instead = if names(&text) {
                    "write the type that Dart sends: `String`"
                } else {
                    "write the type"
                };
                problem.help(instead)
            }
            Position::Result | Position::Field => problem
                .note("what stands behind it is not in the source of the signature")
                .help("write the type that it is"),
        };
        self.refuse(ty, context, problem, "some type with this trait");
    }
}

/// What something is that is not the whole result: that would be fine.
pub fn part<'a>(context: Context<'a>) -> &'a str {
    match context.position {
        Position::Result if context.owner == "a result" => "part of a result",
        Position::Result | Position::Parameter | Position::Field => context.owner,
    }
}

/// The item of a stream, if the type is one: `impl Stream`, `Pin<Box<dyn Stream>>`, `BoxStream`. With it, whether the
/// type says that the stream is `Send`.
pub fn stream_item(ty: &Ty) -> Option<(&Ty, bool)> {
    let of_bounds = |bounds: &'_ [Bound]| -> Option<usize> {
        bounds
            .iter()
            .position(|bound| bound.target.is("futures_core::stream::Stream"))
    };
    let item = |bound: &'_ Bound| bound.bindings.iter().position(|(name, _)| name == "Item");
    match &ty.kind {
        TyKind::Impl(bounds) => {
            let bound = &bounds[of_bounds(bounds)?];
            Some((&bound.bindings[item(bound)?].1, true))
        }
        TyKind::Dyn(bounds) => {
            let bound = &bounds[of_bounds(bounds)?];
            let is_send = bounds.iter().any(|bound| bound.target.is("std::marker::Send"));
            Some((&bound.bindings[item(bound)?].1, is_send))
        }
        TyKind::External(path, args) => match (path.as_str(), args.as_slice()) {
            ("std::pin::Pin" | "std::boxed::Box", [inner]) => match inner.kind {
                TyKind::Impl(_) => None,
                _ => stream_item(inner),
            },
            ("futures_core::stream::BoxStream", [item]) => Some((item, true)),
            _ => None,
        },
        _ => None,
    }
}
