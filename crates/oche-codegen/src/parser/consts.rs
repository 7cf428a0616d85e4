//! Array lengths: integer literals, constants of the crate, and arithmetic on them.

use syn::ext::IdentExt;
use syn::{BinOp, Expr, ExprLit, Lit};

use crate::diagnostic::{Diagnostic, Sink};

use super::names::{Found, PathError, PathErrorKind};
use super::problems;
use super::source::Site;
use super::tree::*;

/// The value of an array's length; `None` after a report.
pub(crate) fn length(krate: &Crate, sink: &Sink, module: ModuleId, expr: &Expr) -> Option<usize> {
    match value(krate, module, expr, 0) {
        Ok(value) => usize::try_from(value).ok(),
        Err(problem) => {
            sink.push(*problem);
            None
        }
    }
}

/// The value of an enum's discriminant, which may be negative; `None` after a report.
pub(crate) fn signed(krate: &Crate, sink: &Sink, module: ModuleId, expr: &Expr) -> Option<i64> {
    let (negative, positive) = match expr {
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => (true, &*unary.expr),
        other => (false, other),
    };
    match value(krate, module, positive, 0) {
        Ok(value) => {
            let value = i128::try_from(value).ok()?;
            i64::try_from(if negative { -value } else { value }).ok()
        }
        Err(problem) => {
            sink.push(*problem);
            None
        }
    }
}

type Value = Result<u128, Box<Diagnostic>>;

fn value(krate: &Crate, module: ModuleId, expr: &Expr, depth: usize) -> Value {
    let file = krate.module(module).file;
    let site = Site::of(file, expr);
    let refused = |label: &str| {
        Box::new(
            Diagnostic::error("array-length", "this number is not known to Oche")
                .at(site, label)
                .note("Oche reads source and runs no code: it knows integers, constants of this crate, and arithmetic on them")
                .help("write the number, or a `const` of this crate with a value that is written out; or use `Vec<T>`"),
        )
    };
    if depth > 64 {
        return Err(refused("this constant leads back to itself"));
    }
    let inner = |expr: &Expr| value(krate, module, expr, depth + 1);
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Int(number), ..
        }) => number.base10_parse().map_err(|_| refused("this number is too large")),
        Expr::Paren(expr) => inner(&expr.expr),
        Expr::Group(expr) => inner(&expr.expr),
        Expr::Cast(cast) => inner(&cast.expr),
        Expr::Block(block) => match block.block.stmts.as_slice() {
            [syn::Stmt::Expr(expr, None)] => inner(expr),
            _ => Err(refused("not a plain value")),
        },
        Expr::Binary(binary) => {
            let (left, right) = (inner(&binary.left)?, inner(&binary.right)?);
            let shift = u32::try_from(right).ok();
            let result = match binary.op {
                BinOp::Add(_) => left.checked_add(right),
                BinOp::Sub(_) => left.checked_sub(right),
                BinOp::Mul(_) => left.checked_mul(right),
                BinOp::Div(_) => left.checked_div(right),
                BinOp::Rem(_) => left.checked_rem(right),
                BinOp::Shl(_) => shift.and_then(|shift| left.checked_shl(shift)),
                BinOp::Shr(_) => shift.and_then(|shift| left.checked_shr(shift)),
                BinOp::BitAnd(_) => Some(left & right),
                BinOp::BitOr(_) => Some(left | right),
                BinOp::BitXor(_) => Some(left ^ right),
                _ => None,
            };
            result.ok_or_else(|| refused("this cannot be computed"))
        }
        Expr::Path(path) if path.qself.is_none() => {
            let segment = |segment: &syn::PathSegment| Segment {
                name: segment.ident.unraw().to_string(),
                site: Site::new(file, segment.ident.span()),
            };
            let segments: Vec<Segment> = path.path.segments.iter().map(segment).collect();
            let names: Vec<&str> = segments.iter().map(|segment| segment.name.as_str()).collect();
            if names.first() == Some(&"Self") {
                return Err(refused("an associated constant"));
            }
            match krate.find(module, &names, path.path.leading_colon.is_some(), Space::Values) {
                Ok(Found::Def(Def::Item(item))) => match &krate.item(item).kind {
                    ItemKind::Const(constant) => {
                        // What is wrong with the constant's value is a matter of the length that uses it.
                        value(krate, krate.item(item).module, &constant.expr, depth + 1).map_err(|problem| {
                            let place = problem.place.clone();
                            let problem = refused("this constant's value is not known");
                            Box::new(match place {
                                Some(place) => problem.also(place, "because of this"),
                                None => *problem,
                            })
                        })
                    }
                    _ => Err(refused("not a constant")),
                },
                Ok(Found::External(_)) => Err(refused("a constant of another crate")),
                Ok(Found::Def(_)) => Err(refused("not a constant")),
                Err(PathError {
                    kind: PathErrorKind::Associated,
                    ..
                }) => Err(refused("an associated constant")),
                Err(error) => Err(Box::new(problems::unresolved(
                    krate,
                    module,
                    &segments,
                    &error,
                    Space::Values,
                ))),
            }
        }
        Expr::Call(_) | Expr::MethodCall(_) => Err(refused("a function call")),
        Expr::Macro(_) => Err(refused("a macro")),
        _ => Err(refused("not a plain value")),
    }
}
