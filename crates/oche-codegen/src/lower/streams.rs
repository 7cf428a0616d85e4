//! Streams of Dart that Rust reads: parameters that are streams.

use syn::{Expr, ExprLit, Lit};

use crate::diagnostic::Diagnostic;
use crate::ir::{Pass, StreamForm, StreamType, Type};
use crate::parser::attrs::Options;
use crate::parser::ty::{BoundTarget, Ty, TyKind};

use super::refusals::stream_item;
use super::{Context, Lowering, Position};

/// How many items may be under way, if nothing is said.
const WINDOW: u32 = 64;

/// The largest window. More than this is no bound worth the name.
const MAX_WINDOW: u32 = 65_536;

/// What a stream of Dart is besides.
const KNOWN_BOUNDS: [&str; 3] = [
    "futures_core::stream::Stream",
    "std::marker::Send",
    "std::marker::Unpin",
];

impl Lowering<'_> {
    /// A parameter that is a stream; `None` if it is something else.
    pub(super) fn stream(&self, ty: &Ty, options: &Options, context: Context<'_>) -> Option<Option<(Type, Pass)>> {
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
            let problem = Diagnostic::error("stream-not-send", "this stream cannot move to another thread")
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
                "stream-bound",
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
        let window = self.window(options);
        let (item_type, failure) = self.from_dart(item, ty, context)?;
        if item_type == Type::Unit {
            let problem = Diagnostic::error("unsupported-type", "`()` cannot be the item of a stream")
                .note("it carries nothing")
                .help("use `bool` where it says something");
            self.refuse(item, context, problem, "carries nothing");
            return None;
        }
        Some(StreamType {
            item: item_type,
            failure,
            window: window?,
        })
    }

    /// How many items may be under way; `None` if what is said about it makes no sense, which is then reported.
    pub(super) fn window(&self, options: &Options) -> Option<u32> {
        let Some((value, site)) = &options.window else {
            return Some(WINDOW);
        };
        let number = match value {
            Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => int.base10_parse::<u32>().ok(),
            _ => None,
        };
        let window = number.filter(|window| (1..=MAX_WINDOW).contains(window));
        if window.is_none() {
            self.sink.push(
                Diagnostic::error("window", "this is no window")
                    .at(*site, format!("not a number from 1 to {MAX_WINDOW}"))
                    .note("it is how many items may be on their way at the same time")
                    .help("write `#[oche(window = 256)]`"),
            );
        }
        window
    }

    /// Reports a window on something that is no stream.
    pub(super) fn refuse_window(&self, options: &Options, owner: &str) {
        if let Some((_, site)) = &options.window {
            self.sink.push(
                Diagnostic::error(
                    "misplaced-option",
                    format!("`window` means nothing on {owner}, which is no stream"),
                )
                .at(*site, "how many items of a stream may be on their way")
                .help("take the word out"),
            );
        }
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
