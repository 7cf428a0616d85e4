//! Streams of Dart that Rust reads: parameters that are streams.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Pass, StreamForm};
use crate::lower::base::draft::{StreamType, Type};
use crate::lower::base::{Context, Lowering, Position};
use crate::parser::attrs::Options;
use crate::parser::ty::{BoundTarget, Ty, TyKind};

use super::refusals::stream_item;
use super::window::DEFAULT_WINDOW;

/// What a stream of Dart is besides.
const KNOWN_BOUNDS: [&str; 3] = [
    "futures_core::stream::Stream",
    "std::marker::Send",
    "std::marker::Unpin",
];

impl Lowering<'_> {
    /// A parameter that is a stream; `None` if it is something else.
    pub fn stream(&self, ty: &Ty, options: &Options, context: Context<'_>) -> Option<Option<(Type, Pass)>> {
        let form = match &ty.kind {
            TyKind::Impl(_) => StreamForm::Value,
            TyKind::External(path, _) if path == "std::boxed::Box" => StreamForm::Boxed,
            TyKind::External(..) => StreamForm::Pinned,
            _ => return None,
        };
        let (item, is_send) = stream_item(ty)?;
        Some(self.stream_type(ty, item, is_send, options, context).map(|stream| {
            let ty = Type::Stream(Box::new(stream));
            (ty, Pass::Stream(form))
        }))
    }

    fn stream_type(
        &self,
        ty: &Ty,
        item: &Ty,
        is_send: bool,
        options: &Options,
        context: Context<'_>,
    ) -> Option<StreamType> {
        if !is_send {
            let problem = Diagnostic::error(Code::StreamNotSend, "this stream cannot move to another thread")
                .note("what has it may be polled on any thread of a pool")
                .help("write `Pin<Box<dyn Stream<Item = T> + Send>>`, or take `impl Stream<Item = T>`");
            self.refuse(ty, context, problem, "not `Send`");
            return None;
        }
        let other_bound = bounds(ty).find(|target| {
            !matches!(target, BoundTarget::Unknown) && !KNOWN_BOUNDS.iter().any(|known| target.is(known))
        });
        if other_bound.is_some() {
            let problem = Diagnostic::error(
                Code::StreamBound,
                "a stream of Dart does not implement all of these traits",
            )
            .note("it is a `Stream`, `Send` and `Unpin`")
            .help("leave the others out: `impl Stream<Item = T> + Send + Unpin`");
            self.refuse(ty, context, problem, "asks for more");
            return None;
        }
        let context = Context {
            position: Position::Field,
            owner: "the item of a stream",
            ..context.inside(ty)
        };
        self.moves(item);
        let window = self.window(options);
        let (item_type, failure) = self.fallible(item, ty, context)?;
        if item_type == Type::Unit {
            let problem = Diagnostic::error(Code::UnitValue, "`()` cannot be the item of a stream")
                .note("it carries nothing")
                .help("use `bool` where it says something");
            self.refuse(item, context, problem, "carries nothing");
            return None;
        }
        Some(StreamType {
            item: item_type,
            failure,
            window: window.unwrap_or(DEFAULT_WINDOW),
        })
    }
}

/// What a type says that a stream implements.
fn bounds(ty: &Ty) -> impl Iterator<Item = &BoundTarget> {
    let bounds = match &ty.kind {
        TyKind::Impl(bounds) => &bounds[..],
        TyKind::External(_, args) => match args.as_slice() {
            [
                Ty {
                    kind: TyKind::Dyn(bounds),
                    ..
                },
            ] => &bounds[..],
            [
                Ty {
                    kind: TyKind::External(_, args),
                    ..
                },
            ] => match args.as_slice() {
                [
                    Ty {
                        kind: TyKind::Dyn(bounds),
                        ..
                    },
                ] => &bounds[..],
                _ => &[],
            },
            _ => &[],
        },
        _ => &[],
    };
    bounds.iter().map(|bound| &bound.target)
}
