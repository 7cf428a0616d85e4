//! Sinks: parameters that are streams in Dart.

use quote::ToTokens;
use syn::{Expr, ExprCall, ExprLit, Lit, Pat};

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Docs, Lane, MemberKind, Overflow, Pass};
use crate::lower::base::draft::{Member, Output, Param, SinkType, Type};
use crate::lower::base::{Context, Flow, Lowering, Position};
use crate::parser::attrs::Options;
use crate::parser::source::Site;
use crate::parser::ty::{Ty, TyKind};
use crate::suggest;

/// What a capacity can be on every target: half of what a semaphore can count.
const CAPACITY: std::ops::RangeInclusive<usize> = 1..=268_435_455;

/// How many keys there is room for if that is not said.
const KEYS: usize = 1024;

/// The policies, with an example of each.
const POLICIES: [(&str, &str); 6] = [
    ("block", "block(64)"),
    ("drop_newest", "drop_newest(16)"),
    ("drop_oldest", "drop_oldest(256)"),
    ("error", "error(16)"),
    ("latest", "latest"),
    ("latest_by", "latest_by(|item| item.id)"),
];

/// The parameter that is the stream which a function gives back: its only sink, and it returns nothing else.
pub fn given_back(params: &[Param], output: &Output, lane: Lane, member: Option<&Member>) -> Option<usize> {
    let is_setter = member.is_some_and(|member| member.kind == MemberKind::Setter);
    if output.ok != Type::Unit || matches!(lane, Lane::Stream { .. }) || is_setter {
        return None;
    }
    let is_sink = |param: &Param| matches!(param.ty, Type::Sink(_));
    let at = params.iter().position(is_sink)?;
    (params.iter().filter(|param| is_sink(param)).count() == 1).then_some(at)
}

/// The item type of a sink.
fn item(ty: &Ty) -> Option<&Ty> {
    match ty.external("oche::StreamSink")? {
        [item] => Some(item),
        _ => None,
    }
}

/// A sink, or what is borrowed.
fn sink(ty: &Ty) -> &Ty {
    match &ty.kind {
        TyKind::Reference {
            mutable: false, inner, ..
        } => inner,
        _ => ty,
    }
}

impl Lowering<'_> {
    /// A parameter that is a sink; `None` if it is something else.
    pub fn sink_parameter(&self, ty: &Ty, options: &Options, context: Context<'_>) -> Option<Option<(Type, Pass)>> {
        if let TyKind::Reference {
            mutable: true, inner, ..
        } = &ty.kind
            && item(inner).is_some()
        {
            let code = self.code(inner);
            let problem = Diagnostic::error(Code::MutableReference, "a sink cannot be lent to be changed")
                .note("whoever has a sink can push into it, and it is cheap to clone")
                .help(format!("take `{code}` or `&{code}`"));
            self.refuse(ty, context, problem, "a mutable reference");
            return Some(None);
        }
        let sink = sink(ty);
        let item = item(sink)?;
        let pass = match ty.kind {
            TyKind::Reference { .. } => Pass::Ref,
            _ => Pass::Value,
        };
        let inside = Context {
            position: Position::Field,
            flow: Flow::ToDart,
            owner: "the item of a stream",
            ..context.inside(sink)
        };
        self.moves(item);
        let lowered = match item.external("std::result::Result") {
            Some([ok, error]) => {
                let inside = inside.inside(item);
                let (ok, error) = (self.value(ok, inside), self.error_type(error, inside));
                ok.zip(error).map(|(ok, error)| (ok, Some(error)))
            }
            _ => self.value(item, inside).map(|item| (item, None)),
        };
        let window = self.window(options);
        let error_type = match item.external("std::result::Result") {
            Some([_, error]) => self.rust_type(error),
            _ => None,
        };
        let sink_type = |item, item_error| {
            Type::Sink(Box::new(SinkType {
                item,
                item_error,
                error_type: error_type.clone(),
                window,
            }))
        };
        Some(lowered.map(|(item, item_error)| (sink_type(item, item_error), pass)))
    }

    /// Reports a sink that is not a parameter itself.
    pub fn refuse_sink(&self, ty: &Ty, context: Context<'_>) {
        let problem = match context.position {
            _ if matches!(&ty.kind, TyKind::External(_, args) if args.is_empty()) => {
                Diagnostic::error(Code::TypeArguments, "a sink needs to say what its items are")
                    .help("write it with the type of an item: `StreamSink<T>`")
            }
            Position::Result => Diagnostic::error(Code::MisplacedSink, "a sink cannot go to Dart")
                .note("Rust pushes into it, and Dart listens to the stream that it belongs to")
                .help("give back `impl Stream<Item = T>`, or take the sink as a parameter"),
            Position::Parameter | Position::Field => {
                Diagnostic::error(Code::MisplacedSink, "a sink cannot be a part of something else")
                    .note("Dart passes the stream of each sink as an argument of its own")
                    .help("make it a parameter of the function: `sink: StreamSink<T>`")
            }
        };
        self.refuse(ty, context, problem, "not a parameter itself");
    }

    /// What the parameter's attribute says about items for which there is no room.
    pub fn overflow(&self, options: &Options, ty: &Ty, owner: &str) -> Option<Overflow> {
        let (expr, site) = options.overflow.as_ref()?;
        let Some(item) = item(sink(ty)) else {
            if !matches!(ty.kind, TyKind::Unknown) {
                self.reports.push(
                    Diagnostic::error(Code::MisplacedWord, format!("`overflow` means nothing for {owner}"))
                        .at(*site, "this word is for a `StreamSink`")
                        .help("take the word out"),
                );
            }
            return None;
        };
        let overflow = self.policy(expr, *site)?;
        Some(match overflow {
            Overflow::LatestBy { key, capacity, .. } => Overflow::LatestBy {
                key,
                capacity,
                item: self.rust_type(item),
            },
            other => other,
        })
    }

    fn policy(&self, expr: &Expr, site: Site) -> Option<Overflow> {
        let (name, arguments) = match expr {
            Expr::Path(path) => (path.path.get_ident(), Vec::new()),
            Expr::Call(ExprCall { func, args, .. }) => match &**func {
                Expr::Path(path) => (path.path.get_ident(), args.iter().collect()),
                _ => (None, Vec::new()),
            },
            _ => (None, Vec::new()),
        };
        let name = name.map(ToString::to_string).unwrap_or_default();
        let Some((_, example)) = POLICIES.iter().find(|(known, _)| *known == name) else {
            let problem =
                Diagnostic::error(Code::Overflow, "this is no way to deal with overflow").at(site, "not known");
            let problem = match suggest::help(&name, POLICIES.iter().map(|(known, _)| *known)) {
                Some(help) => problem.help(help),
                None => {
                    let all: Vec<String> = POLICIES.iter().map(|(_, example)| format!("`{example}`")).collect();
                    problem.help(format!("write one of {}", all.join(", ")))
                }
            };
            self.reports.push(problem);
            return None;
        };
        let wrong = |at: Site, what: &str| {
            self.reports.push(
                Diagnostic::error(Code::Overflow, format!("`{name}` {what}"))
                    .at(at, "not so")
                    .help(format!("write `#[oche(overflow = {example})]`")),
            );
            None
        };
        let plain: Option<fn(usize) -> Overflow> = match name.as_str() {
            "block" => Some(Overflow::Block),
            "drop_newest" => Some(Overflow::DropNewest),
            "drop_oldest" => Some(Overflow::DropOldest),
            "error" => Some(Overflow::Error),
            _ => None,
        };
        match (plain, &arguments[..]) {
            (Some(policy), [capacity]) => match capacity_of(capacity) {
                Some(capacity) => Some(policy(capacity)),
                None => wrong(Site::of(site.file, capacity), NOT_A_CAPACITY),
            },
            (Some(_), _) => wrong(site, "needs to say how many items there is room for"),
            (None, _) if name == "latest" => match &arguments[..] {
                [] => Some(Overflow::Latest),
                _ => wrong(site, "has room for one item, and takes no number"),
            },
            (None, [key, rest @ ..]) if rest.len() < 2 => {
                let Expr::Closure(closure) = key else {
                    return wrong(
                        Site::of(site.file, key),
                        "needs a closure that makes the key of an item",
                    );
                };
                let mut closure = closure.clone();
                // What type it has is known, and its name may mean nothing where the closure goes.
                for input in &mut closure.inputs {
                    if let Pat::Type(typed) = input {
                        *input = (*typed.pat).clone();
                    }
                }
                if closure.inputs.len() != 1 {
                    return wrong(Site::of(site.file, key), "needs a closure of one item");
                }
                let capacity = match rest {
                    [capacity] => match capacity_of(capacity) {
                        Some(capacity) => capacity,
                        None => return wrong(Site::of(site.file, *capacity), NOT_A_CAPACITY),
                    },
                    _ => KEYS,
                };
                let key = closure.to_token_stream().to_string();
                Some(Overflow::LatestBy {
                    key,
                    capacity,
                    item: None,
                })
            }
            (None, _) => wrong(
                site,
                "needs a closure that makes the key of an item, and perhaps a capacity",
            ),
        }
    }
}

const NOT_A_CAPACITY: &str = "needs a number of items, 1 to 268,435,455";

fn capacity_of(expr: &Expr) -> Option<usize> {
    let Expr::Lit(ExprLit {
        lit: Lit::Int(number), ..
    }) = expr
    else {
        return None;
    };
    let capacity = number.base10_parse().ok()?;
    CAPACITY.contains(&capacity).then_some(capacity)
}

/// A function's doc comment, with what its sinks do with items for which there is no room.
pub fn docs(mut docs: Docs, params: &[Param]) -> Docs {
    let is_only = params.iter().filter(|param| matches!(param.ty, Type::Sink(_))).count() == 1;
    for param in params {
        let Some(overflow) = &param.overflow else {
            continue;
        };
        if !docs.0.is_empty() {
            docs.0.push(String::new());
        }
        if !is_only {
            docs.0.push(format!("Of `{}`:", param.dart_name));
        }
        docs.0.extend(describe(overflow).lines().map(str::to_owned));
    }
    docs
}

fn describe(overflow: &Overflow) -> String {
    let items = |capacity: &usize| match capacity {
        1 => "an item waits".to_owned(),
        _ => format!("{capacity} items wait"),
    };
    match overflow {
        Overflow::Block(capacity) => format!("Rust waits while {} for the listener.", items(capacity)),
        Overflow::DropOldest(capacity) => {
            format!(
                "While {} for the listener, a newer one drops the\noldest.",
                items(capacity)
            )
        }
        Overflow::DropNewest(capacity) => {
            format!("While {} for the listener, newer ones are dropped.", items(capacity))
        }
        Overflow::Latest => "Of the items that wait for the listener, only the latest is kept.".to_owned(),
        Overflow::LatestBy { .. } => {
            "Of the items that wait for the listener, only the latest of each key is\nkept.".to_owned()
        }
        Overflow::Error(capacity) => format!(
            "It fails with a `StreamOverflowException` if one more comes while\n{} for the listener.",
            items(capacity)
        ),
    }
}
