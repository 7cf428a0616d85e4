//! Results: values, streams, and how they fail.

use syn::{ReturnType, Signature};

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::base::draft::{ErrorType, Output, Type};
use crate::lower::base::{Context, Declared, Lowering, Position};
use crate::lower::types::stream_item;
use crate::parser::attrs::Options;
use crate::parser::ty::{Ty, TyKind};
use crate::parser::types::Scope;

/// What a signature says about its result.
pub struct Returned {
    pub output: Output,
    pub is_stream: bool,
    /// Whether the value is a `Box` in Rust.
    pub is_boxed: bool,
}

impl Lowering<'_> {
    /// The result of a function; `None` if it cannot cross, which is then reported.
    pub fn returned(
        &self,
        scope: Scope<'_>,
        item: Declared<'_>,
        signature: &Signature,
        options: &Options,
    ) -> Option<Returned> {
        let ty = match &signature.output {
            ReturnType::Default => Ty::new(TyKind::Tuple(Vec::new()), item.site),
            ReturnType::Type(_, ty) => self.types.resolve(scope, ty),
        };
        let context = Context {
            bigint: options.bigint.is_some(),
            ..Context::new(Position::Result, "a result")
        };
        let Some(args) = ty.external("std::result::Result") else {
            return self.success(&ty, context);
        };
        let [ok, error] = args else {
            self.refuse_result(&ty, context);
            return None;
        };
        let inside = context.inside(&ty);
        let (success, error) = (self.success(ok, inside), self.error_type(error, inside));
        let mut returned = success?;
        returned.output.error = Some(error?);
        Some(returned)
    }

    fn refuse_result(&self, ty: &Ty, context: Context<'_>) {
        let problem = Diagnostic::error(
            Code::TypeArguments,
            "`Result` takes two types, the value's and the error's",
        )
        .help("write `Result<T, E>`");
        self.refuse(ty, context, problem, "one of them is missing");
    }

    /// What a function gives back if it does not fail: a value, or a stream.
    fn success(&self, ty: &Ty, context: Context<'_>) -> Option<Returned> {
        let returned = |ok: Type, item_error: Option<ErrorType>, is_stream: bool| Returned {
            output: Output {
                ok,
                error: None,
                item_error,
            },
            is_stream,
            is_boxed: ty.is_wrapped(),
        };
        if ty.is_unit() {
            return Some(returned(Type::Unit, None, false));
        }
        let Some((item, is_send)) = stream_item(ty) else {
            return self.value(ty, context).map(|ok| returned(ok, None, false));
        };
        if !is_send {
            let problem = Diagnostic::error(Code::StreamNotSend, "this stream cannot move to another thread")
                .note("Oche polls streams on a pool of threads")
                .help("write `Pin<Box<dyn Stream<Item = T> + Send>>`, or give back `impl Stream<Item = T>`");
            self.refuse(ty, context, problem, "not `Send`");
            return None;
        }
        let context = Context {
            owner: "the item of a stream",
            ..context.inside(ty)
        };
        self.moves(item);
        match item.external("std::result::Result") {
            Some([ok, error]) => {
                let inside = context.inside(item);
                let (ok, error) = (self.value(ok, inside), self.error_type(error, inside));
                Some(returned(ok?, Some(error?), true))
            }
            Some(_) => {
                self.refuse_result(item, context);
                None
            }
            None => self.value(item, context).map(|ok| returned(ok, None, true)),
        }
    }
}
