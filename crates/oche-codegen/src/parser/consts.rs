//! What constants are: lengths of arrays, numbers of variants, default values, and constants themselves.
//!
//! Oche reads source and runs no code. It knows literals, constants of the crate, constants of primitive types
//! (`u8::MAX`), conversions, and arithmetic. Whoever needs a value says what it is needed for, so that a complaint speaks
//! of that.

use std::cell::RefCell;
use std::collections::BTreeMap;

use syn::ext::IdentExt;
use syn::{BinOp, Expr, ExprLit, Lit, UnOp};

use crate::diagnostic::{Code, Diagnostic, Reports};

use super::names::{Found, PathError, PathErrorKind};
use super::primitives::{self, IntType, Value};
use super::problems;
use super::source::Site;
use super::tree::*;

/// Why a value is not known.
#[derive(Clone)]
pub(crate) enum Unknown {
    /// A path leads nowhere, which is wrong whatever the value is for.
    Wrong(Box<Diagnostic>),
    /// Oche cannot compute this.
    Here(Site, &'static str),
    /// It is a constant's value that Oche cannot compute: where that is used, and why.
    Constant(Site, Site, &'static str),
}

/// What a value is needed for.
#[derive(Clone, Copy)]
struct Need {
    code: Code,
    title: &'static str,
    help: &'static str,
}

const LENGTH: Need = Need {
    code: Code::ArrayLength,
    title: "the length of this array is not known to Oche",
    help: "write the number, or a `const` of this crate with a value that is written out; or use `Vec<T>`",
};

const DISCRIMINANT: Need = Need {
    code: Code::Discriminant,
    title: "the number of this variant is not known to Oche",
    help: "write the number, or a `const` of this crate with a value that is written out",
};

impl Unknown {
    fn report(self, need: Need, reports: &Reports) {
        let refused = |site: Site, label: &str| {
            Diagnostic::error(need.code, need.title)
                .at(site, label)
                .note(
                    "Oche reads source and runs no code: it knows literals, constants of this crate and of primitive \
                     types, and arithmetic on them",
                )
                .help(need.help)
        };
        reports.push(match self {
            Unknown::Wrong(problem) => *problem,
            Unknown::Here(site, label) => refused(site, label),
            Unknown::Constant(site, because, label) => {
                refused(site, "this constant's value is not known").also(because, label)
            }
        });
    }
}

/// The value of an array's length; `None` after a report.
pub(crate) fn length(krate: &Crate, reports: &Reports, module: ModuleId, expr: &Expr) -> Option<usize> {
    int(krate, reports, module, expr, IntType::USIZE, LENGTH).and_then(|value| usize::try_from(value).ok())
}

/// The value of an enum's discriminant, which may be negative; `None` after a report.
pub(crate) fn signed(krate: &Crate, reports: &Reports, module: ModuleId, expr: &Expr, ty: IntType) -> Option<i64> {
    let value = int(krate, reports, module, expr, ty, DISCRIMINANT)?;
    let known = i64::try_from(value).ok();
    if known.is_none() {
        let site = Site::of(krate.module(module).file, expr);
        reports.push(
            Diagnostic::error(
                DISCRIMINANT.code,
                "the number of this variant does not fit into an `int` of Dart",
            )
            .at(site, format!("this is {value}"))
            .note(format!("an `int` ends at {}", i64::MAX))
            .help("choose a number that both languages can hold"),
        );
    }
    known
}

fn int(krate: &Crate, reports: &Reports, module: ModuleId, expr: &Expr, ty: IntType, need: Need) -> Option<i128> {
    let unknown = match evaluate(krate, module, expr, Some(ty)) {
        Ok(Value::Int(value)) => return Some(value),
        Ok(_) => Unknown::Here(Site::of(krate.module(module).file, expr), "not an integer"),
        Err(unknown) => unknown,
    };
    unknown.report(need, reports);
    None
}

/// The value of an expression that is expected to be of the type `ty`, if it is a number.
pub(crate) fn evaluate(krate: &Crate, module: ModuleId, expr: &Expr, ty: Option<IntType>) -> Result<Value, Unknown> {
    let known = Known::default();
    let here = Here {
        krate,
        module,
        known: &known,
        depth: 0,
    };
    let (value, own) = here.value(expr, ty)?;
    match (&value, own.or(ty)) {
        (Value::Int(number), Some(ty)) if !ty.holds(*number) => Err(here.unknown(expr, "does not fit into its type")),
        _ => Ok(value),
    }
}

/// A constant of the crate that a path leads to.
pub(crate) fn constant(krate: &Crate, module: ModuleId, path: &syn::ExprPath) -> Option<ItemId> {
    let here = Here {
        krate,
        module,
        known: &Known::default(),
        depth: 0,
    };
    here.item(path).ok()
}

/// How deep an expression may be nested, and how many aliases may lead to one another.
const MAX_DEPTH: usize = 2048;

/// A value, and its type if that is a number's and known.
type Typed = (Value, Option<IntType>);

/// The constants that were met, each with its value; `None` while that is being computed. Each is computed once, however
/// often others name it.
type Known = RefCell<BTreeMap<ItemId, Option<Result<Typed, Unknown>>>>;

/// Where an expression stands.
#[derive(Clone, Copy)]
struct Here<'a> {
    krate: &'a Crate,
    module: ModuleId,
    known: &'a Known,
    depth: usize,
}

/// A number that nothing gives a type has this one.
const FALLBACK: IntType = IntType::I32;

impl Here<'_> {
    fn unknown(&self, expr: &Expr, label: &'static str) -> Unknown {
        Unknown::Here(Site::of(self.krate.module(self.module).file, expr), label)
    }

    /// The value of an expression; a number without a type of its own is taken for a `ty`.
    fn value(self, expr: &Expr, ty: Option<IntType>) -> Result<Typed, Unknown> {
        if self.depth > MAX_DEPTH {
            return Err(self.unknown(expr, "this is nested too deeply"));
        }
        let here = Self {
            depth: self.depth + 1,
            ..self
        };
        match expr {
            Expr::Lit(ExprLit { lit, .. }) => self.literal(expr, lit),
            Expr::Paren(inner) => here.value(&inner.expr, ty),
            Expr::Group(inner) => here.value(&inner.expr, ty),
            Expr::Block(block) => match block.block.stmts.as_slice() {
                [syn::Stmt::Expr(inner, None)] => here.value(inner, ty),
                _ => Err(self.unknown(expr, "not a plain value")),
            },
            Expr::If(choice) => match (here.value(&choice.cond, None)?.0, &choice.else_branch) {
                (Value::Bool(true), _) => match choice.then_branch.stmts.as_slice() {
                    [syn::Stmt::Expr(inner, None)] => here.value(inner, ty),
                    _ => Err(self.unknown(expr, "not a plain value")),
                },
                (Value::Bool(false), Some((_, other))) => here.value(other, ty),
                _ => Err(self.unknown(expr, "not a plain value")),
            },
            Expr::Cast(cast) => {
                let to = here.int_type(&cast.ty);
                // What a number is converted to is its type; that of a computation is not.
                let hint = to.filter(|_| is_number(&cast.expr));
                let (value, from) = here.value(&cast.expr, hint)?;
                here.cast(expr, value, from, to, &cast.ty)
            }
            Expr::Unary(unary) => {
                // What stands behind a reference is the value itself.
                let (value, own) = here.value(&unary.expr, ty)?;
                let own_or_expected = own.or(ty).unwrap_or(FALLBACK);
                let result = match (&unary.op, value) {
                    (UnOp::Neg(_), Value::Int(number)) => number.checked_neg().map(Value::Int),
                    (UnOp::Not(_), Value::Bool(value)) => Some(Value::Bool(!value)),
                    (UnOp::Not(_), Value::Int(number)) => own_or_expected.complement(number).map(Value::Int),
                    (UnOp::Deref(_), value) => Some(value),
                    _ => None,
                };
                let result = result.ok_or_else(|| self.unknown(expr, "this cannot be computed"))?;
                Ok((result, own))
            }
            Expr::Reference(reference) => here.value(&reference.expr, ty),
            Expr::Binary(binary) => here.binary(expr, binary, ty),
            Expr::Array(array) => {
                let items = array
                    .elems
                    .iter()
                    .map(|item| match here.value(item, Some(IntType::U8))? {
                        (Value::Int(byte), _) => u8::try_from(byte).map_err(|_| self.unknown(item, "not a byte")),
                        _ => Err(self.unknown(item, "not a byte")),
                    });
                Ok((Value::Bytes(items.collect::<Result<Vec<u8>, Unknown>>()?), None))
            }
            Expr::Path(path) if path.qself.is_none() => self.path(expr, path),
            Expr::Call(call) => here.call(expr, call),
            Expr::MethodCall(call) => match (call.method.to_string().as_str(), call.args.first()) {
                ("pow", Some(exponent)) => {
                    let (base, own) = here.value(&call.receiver, ty)?;
                    let exponent = here.value(exponent, Some(IntType::U32))?.0;
                    let power = match (base, exponent) {
                        (Value::Int(base), Value::Int(exponent)) => u32::try_from(exponent)
                            .ok()
                            .and_then(|exponent| base.checked_pow(exponent)),
                        _ => None,
                    };
                    let power = power.ok_or_else(|| self.unknown(expr, "this cannot be computed"))?;
                    Ok((Value::Int(power), own))
                }
                _ => Err(self.unknown(expr, "a function call")),
            },
            Expr::Macro(_) => Err(self.unknown(expr, "a macro")),
            _ => Err(self.unknown(expr, "not a plain value")),
        }
    }

    fn literal(self, expr: &Expr, literal: &Lit) -> Result<Typed, Unknown> {
        Ok(match literal {
            Lit::Int(number) => {
                let value = number.base10_parse::<i128>();
                let value = value.map_err(|_| self.unknown(expr, "this number is too large"))?;
                (Value::Int(value), IntType::named(number.suffix()))
            }
            Lit::Byte(byte) => (Value::Int(byte.value().into()), Some(IntType::U8)),
            Lit::Bool(value) => (Value::Bool(value.value), None),
            Lit::Char(value) => (Value::Char(value.value()), None),
            Lit::ByteStr(bytes) => (Value::Bytes(bytes.value()), None),
            _ => return Err(self.unknown(expr, "not an integer")),
        })
    }

    fn cast(
        self,
        expr: &Expr,
        value: Value,
        from: Option<IntType>,
        to: Option<IntType>,
        ty: &syn::Type,
    ) -> Result<Typed, Unknown> {
        let is_char = matches!(ty, syn::Type::Path(path) if path.path.is_ident("char"));
        let (number, to) = match (value, to) {
            (Value::Int(byte), None) if is_char => {
                let byte = u8::try_from(byte).map_err(|_| self.unknown(expr, "this cannot be computed"))?;
                return Ok((Value::Char(byte.into()), None));
            }
            (Value::Char(value), None) if is_char => return Ok((Value::Char(value), None)),
            (Value::Int(number), Some(to)) => (number, to),
            (Value::Bool(value), Some(to)) => (value.into(), to),
            (Value::Char(value), Some(to)) => (u32::from(value).into(), to),
            _ => return Err(self.unknown(expr, "not a plain value")),
        };
        // What its own type cannot hold is nothing that could be converted.
        if from.is_some_and(|from| !from.holds(number)) {
            return Err(self.unknown(expr, "this cannot be computed"));
        }
        match to.wrap(number) {
            Some(number) => Ok((Value::Int(number), Some(to))),
            None => Err(self.unknown(expr, "this depends on the target")),
        }
    }

    fn binary(self, expr: &Expr, binary: &syn::ExprBinary, ty: Option<IntType>) -> Result<Typed, Unknown> {
        let is_comparison = matches!(
            binary.op,
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_)
        );
        let ty = ty.filter(|_| !is_comparison);
        let (mut left, left_type) = self.value(&binary.left, ty)?;
        let is_shift = matches!(binary.op, BinOp::Shl(_) | BinOp::Shr(_));
        let (right, right_type) = self.value(&binary.right, if is_shift { None } else { left_type.or(ty) })?;
        let own = if is_shift { left_type } else { left_type.or(right_type) };
        if left_type.is_none() && ty.is_none() && own.is_some() {
            // The other side tells the type of this one.
            left = self.value(&binary.left, own)?.0;
        }
        let unknown = || self.unknown(expr, "this cannot be computed");
        let value = match (left, right) {
            (left, right) if is_comparison => {
                let order = match (&left, &right) {
                    (Value::Int(left), Value::Int(right)) => left.cmp(right),
                    (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
                    (Value::Char(left), Value::Char(right)) => left.cmp(right),
                    _ => return Err(unknown()),
                };
                Value::Bool(match binary.op {
                    BinOp::Eq(_) => order.is_eq(),
                    BinOp::Ne(_) => order.is_ne(),
                    BinOp::Lt(_) => order.is_lt(),
                    BinOp::Le(_) => order.is_le(),
                    BinOp::Gt(_) => order.is_gt(),
                    _ => order.is_ge(),
                })
            }
            (Value::Bool(left), Value::Bool(right)) => Value::Bool(match binary.op {
                BinOp::And(_) | BinOp::BitAnd(_) => left && right,
                BinOp::Or(_) | BinOp::BitOr(_) => left || right,
                BinOp::BitXor(_) => left != right,
                _ => return Err(unknown()),
            }),
            (Value::Int(left), Value::Int(right)) => {
                let ty = own.or(ty).unwrap_or(FALLBACK);
                let shift = u32::try_from(right).ok().filter(|shift| ty.is_shift(*shift));
                let result = match binary.op {
                    BinOp::Add(_) => left.checked_add(right),
                    BinOp::Sub(_) => left.checked_sub(right),
                    BinOp::Mul(_) => left.checked_mul(right),
                    BinOp::Div(_) => left.checked_div(right),
                    BinOp::Rem(_) => left.checked_rem(right),
                    // Bits that leave the type are lost.
                    BinOp::Shl(_) => shift
                        .and_then(|shift| left.checked_mul(1_i128.checked_shl(shift)?))
                        .and_then(|value| ty.wrap(value)),
                    BinOp::Shr(_) => shift.map(|shift| left >> shift),
                    BinOp::BitAnd(_) => Some(left & right),
                    BinOp::BitOr(_) => Some(left | right),
                    BinOp::BitXor(_) => Some(left ^ right),
                    _ => None,
                };
                let why = match binary.op {
                    BinOp::Div(_) | BinOp::Rem(_) if right == 0 => "this divides by zero",
                    BinOp::Shl(_) if shift.is_some() && !ty.is_fixed() => "this depends on the target",
                    BinOp::Shl(_) | BinOp::Shr(_) if shift.is_none() => "this shifts by more bits than there are",
                    BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) => "this overflows",
                    _ => "this cannot be computed",
                };
                let result = result.filter(|result| ty.holds(*result));
                Value::Int(result.ok_or_else(|| self.unknown(expr, why))?)
            }
            _ => return Err(unknown()),
        };
        Ok((value, own))
    }

    /// `u32::from_be_bytes(*b"RIFF")`, `u8::max_value()`, `u32::pow(2, 5)`.
    fn call(self, expr: &Expr, call: &syn::ExprCall) -> Result<Typed, Unknown> {
        let refused = || self.unknown(expr, "a function call");
        let Expr::Path(path) = &*call.func else {
            return Err(refused());
        };
        let (ty, function) = primitives::of_type(&path.path).ok_or_else(refused)?;
        let mut args = call.args.iter();
        let value = match (function.as_str(), args.next(), args.next()) {
            ("max_value", None, None) => ty.most(),
            ("min_value", None, None) => ty.least(),
            ("pow", Some(base), Some(exponent)) => {
                let values = (
                    self.value(base, Some(ty))?.0,
                    self.value(exponent, Some(IntType::U32))?.0,
                );
                match values {
                    (Value::Int(base), Value::Int(exponent)) => u32::try_from(exponent)
                        .ok()
                        .and_then(|exponent| base.checked_pow(exponent)),
                    _ => None,
                }
            }
            ("from_be_bytes" | "from_le_bytes", Some(bytes), None) => match self.value(bytes, None)?.0 {
                Value::Bytes(mut bytes) => {
                    if function == "from_le_bytes" {
                        bytes.reverse();
                    }
                    ty.of_bytes(&bytes)
                }
                _ => None,
            },
            _ => return Err(refused()),
        };
        let value = value.ok_or_else(|| self.unknown(expr, "this cannot be computed"))?;
        Ok((Value::Int(value), Some(ty)))
    }

    fn path(self, expr: &Expr, path: &syn::ExprPath) -> Result<Typed, Unknown> {
        match self.item(path) {
            Ok(item) => {
                let ItemKind::Const(constant) = &self.krate.item(item).kind else {
                    return Err(self.unknown(expr, "not a constant"));
                };
                let known = self.known.borrow().get(&item).cloned();
                let value = match known {
                    Some(Some(value)) => value,
                    Some(None) => return Err(self.unknown(expr, "this leads back to the constant itself")),
                    None => {
                        self.known.borrow_mut().insert(item, None);
                        let value = self.constant(item, constant);
                        self.known.borrow_mut().insert(item, Some(value.clone()));
                        value
                    }
                };
                // What is wrong with the constant's value is a matter of what uses it.
                let here = Site::of(self.krate.module(self.module).file, expr);
                value.map_err(|unknown| match unknown {
                    Unknown::Here(site, label) | Unknown::Constant(_, site, label) => {
                        Unknown::Constant(here, site, label)
                    }
                    wrong @ Unknown::Wrong(_) => wrong,
                })
            }
            Err(unknown) => match primitives::of_type(&path.path) {
                Some((ty, name)) => match ty.constant(&name) {
                    Some(Some(typed)) => Ok(typed),
                    Some(None) => Err(self.unknown(expr, "this depends on the target, or is too large")),
                    None => Err(unknown),
                },
                None => match primitives::is_char_max(&path.path) {
                    true => Ok((Value::Char(char::MAX), None)),
                    false => Err(unknown),
                },
            },
        }
    }

    fn constant(self, item: ItemId, constant: &syn::ItemConst) -> Result<Typed, Unknown> {
        let there = Here {
            module: self.krate.item(item).module,
            depth: self.depth + 1,
            ..self
        };
        let ty = there.int_type(&constant.ty);
        match there.value(&constant.expr, ty)? {
            (Value::Int(_), _) if ty.is_none() => Err(there.unknown(&constant.expr, "of a type that is not known")),
            (Value::Int(number), _) if ty.is_some_and(|ty| !ty.holds(number)) => {
                Err(there.unknown(&constant.expr, "does not fit into its type"))
            }
            (value, own) => Ok((value, ty.or(own))),
        }
    }

    /// The integer type that is written, or that an alias stands for.
    fn int_type(self, ty: &syn::Type) -> Option<IntType> {
        let path = match ty {
            syn::Type::Path(path) if path.qself.is_none() => &path.path,
            syn::Type::Group(group) => return self.int_type(&group.elem),
            syn::Type::Paren(paren) => return self.int_type(&paren.elem),
            _ => return None,
        };
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.unraw().to_string())
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let global = path.leading_colon.is_some();
        if let Ok(Found::Def(Def::Item(item))) = self.krate.find(self.module, &names, global, Space::Types) {
            let ItemKind::Alias(alias) = &self.krate.item(item).kind else {
                return None;
            };
            let there = Here {
                module: self.krate.item(item).module,
                depth: self.depth + 1,
                ..self
            };
            return (self.depth < MAX_DEPTH).then(|| there.int_type(&alias.ty))?;
        }
        primitives::named(ty)
    }

    /// The item of this crate that a path leads to.
    fn item(&self, path: &syn::ExprPath) -> Result<ItemId, Unknown> {
        let file = self.krate.module(self.module).file;
        let refused = |label| Unknown::Here(Site::of(file, path), label);
        let segment = |segment: &syn::PathSegment| Segment {
            name: segment.ident.unraw().to_string(),
            site: Site::new(file, segment.ident.span()),
        };
        let segments: Vec<Segment> = path.path.segments.iter().map(segment).collect();
        let names: Vec<&str> = segments.iter().map(|segment| segment.name.as_str()).collect();
        if names.first() == Some(&"Self") {
            return Err(refused("an associated constant"));
        }
        let global = path.path.leading_colon.is_some();
        match self.krate.find(self.module, &names, global, Space::Values) {
            Ok(Found::Def(Def::Item(item))) => Ok(item),
            Ok(Found::External(_)) => Err(refused("a constant of another crate")),
            Ok(Found::Def(_)) => Err(refused("not a constant")),
            Err(PathError {
                kind: PathErrorKind::Associated,
                ..
            }) => Err(refused("an associated constant")),
            Err(error) => Err(Unknown::Wrong(Box::new(problems::unresolved(
                self.krate,
                self.module,
                &segments,
                &error,
                Space::Values,
            )))),
        }
    }
}

/// Whether an expression is a number as it is written, perhaps with an operator in front.
fn is_number(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Paren(inner) => is_number(&inner.expr),
        Expr::Group(inner) => is_number(&inner.expr),
        Expr::Unary(unary) => is_number(&unary.expr),
        _ => false,
    }
}
