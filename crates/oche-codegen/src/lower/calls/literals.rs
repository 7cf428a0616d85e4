//! Values that stand in the source, as Dart writes them.

use crate::diagnostic::Reports;
use crate::ir::Int;
use crate::lower::base::Lowering;
use crate::lower::base::draft::{Literal, Type};
use crate::parser::consts;
use crate::parser::primitives::{self, IntType, Value};
use crate::parser::tree::*;
use crate::parser::ty::TyKind;
use crate::parser::types::{Scope, Types};

/// How many constants may lead to one another.
const MAX_CONSTANTS: usize = 64;

impl Lowering<'_> {
    /// The value of an expression that both languages can write down, as a value of the type `ty`.
    pub fn literal(&self, scope: Scope<'_>, expr: &syn::Expr, ty: &Type) -> Option<Literal> {
        match self.written(scope, expr, ty) {
            Some(literal) => Some(literal),
            None => self.computed(scope, expr, ty),
        }
    }

    /// The value of a constant of this crate, or one that is computed.
    fn computed(&self, scope: Scope<'_>, expr: &syn::Expr, ty: &Type) -> Option<Literal> {
        let ty = match ty {
            Type::Option(inner) => inner,
            other => other,
        };
        let expr = some(expr).unwrap_or(expr);
        let int = match ty {
            Type::Int(int) => int_type(*int),
            _ => None,
        };
        match (consts::evaluate(self.krate, scope.module, expr, int), ty) {
            (Ok(Value::Int(value)), Type::Int(_)) => return i64::try_from(value).ok().map(Literal::Int),
            (Ok(Value::Bool(value)), Type::Bool) => return Some(Literal::Bool(value)),
            (Ok(Value::Char(value)), Type::Char) => return Some(Literal::Text(value.to_string())),
            _ => {}
        }
        let syn::Expr::Path(path) = expr else {
            return None;
        };
        let item = self.krate.item(consts::constant(self.krate, scope.module, path)?);
        let ItemKind::Const(constant) = &item.kind else {
            return None;
        };
        if scope.depth > MAX_CONSTANTS {
            return None;
        }
        let there = Scope {
            module: item.module,
            self_item: None,
            parameters: &Default::default(),
            depth: scope.depth + 1,
        };
        self.literal(there, &constant.expr, ty)
    }

    /// The value of an expression that both languages write down alike.
    fn written(&self, scope: Scope<'_>, expr: &syn::Expr, ty: &Type) -> Option<Literal> {
        let ty = match ty {
            Type::Option(_) if is_none(expr) => return Some(Literal::Null),
            Type::Option(inner) => return self.written(scope, some(expr).unwrap_or(expr), inner),
            other => other,
        };
        match expr {
            syn::Expr::Group(group) => self.written(scope, &group.expr, ty),
            syn::Expr::Paren(paren) => self.written(scope, &paren.expr, ty),
            syn::Expr::Reference(reference) => self.written(scope, &reference.expr, ty),
            syn::Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => match (number(&unary.expr)?, ty) {
                (syn::Lit::Int(value), Type::Int(_)) => {
                    let value = value.base10_parse::<i128>().ok()?;
                    i64::try_from(-value).ok().map(Literal::Int)
                }
                (literal, _) => match scalar(literal, ty)? {
                    Literal::Float(value) => Some(Literal::Float(-value)),
                    _ => None,
                },
            },
            syn::Expr::Lit(literal) => scalar(&literal.lit, ty),
            syn::Expr::Array(array) if array.elems.is_empty() => empty(ty),
            syn::Expr::Macro(call) if call.mac.path.is_ident("vec") && call.mac.tokens.is_empty() => empty(ty),
            syn::Expr::Call(call) if call.args.is_empty() => match &*call.func {
                syn::Expr::Path(path) if is_empty_collection(&path.path) => match ty {
                    Type::String => Some(Literal::Text(String::new())),
                    _ => empty(ty),
                },
                _ => None,
            },
            syn::Expr::Path(path) => self.variant(scope, path, ty),
            _ => None,
        }
    }

    /// The variant that a path names, if it carries nothing.
    fn variant(&self, scope: Scope<'_>, path: &syn::ExprPath, ty: &Type) -> Option<Literal> {
        let Type::Data(id, _) = ty else {
            return None;
        };
        let mut owner = path.path.clone();
        let name = owner.segments.pop()?.ident;
        owner.segments.pop_punct();
        if owner.segments.is_empty() || path.qself.is_some() {
            return None;
        }
        let reports = Reports::default();
        let types = Types {
            krate: self.krate,
            reports: &reports,
        };
        let owner = syn::Type::Path(syn::TypePath {
            attrs: Vec::new(),
            qself: None,
            path: owner,
        });
        let item = match types.resolve(scope, &owner).kind {
            TyKind::Item(item, _) => item,
            TyKind::External(path, _) => self.foreign.get(&path)?.item,
            _ => return None,
        };
        let is_same = self.notes.borrow().ids.get(&item).copied().flatten() == Some(*id);
        let ItemKind::Enum(syntax) = &self.krate.item(item).kind else {
            return None;
        };
        let mut present = syntax
            .variants
            .iter()
            .filter(|variant| self.present(&variant.attrs).is_some());
        let at = present.position(|variant| variant.ident == name && matches!(variant.fields, syn::Fields::Unit))?;
        is_same.then_some(Literal::Variant(*id, at))
    }
}

/// The type of a number as Rust knows it.
pub fn int_type(int: Int) -> Option<IntType> {
    IntType::named(int.rust_name())
}

/// Whether an expression is `usize::MAX`.
pub fn is_largest(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Path(path) => {
            primitives::of_type(&path.path).is_some_and(|(ty, name)| ty == IntType::USIZE && name == "MAX")
        }
        syn::Expr::Group(group) => is_largest(&group.expr),
        syn::Expr::Paren(paren) => is_largest(&paren.expr),
        _ => false,
    }
}

/// The number behind a minus.
fn number(expr: &syn::Expr) -> Option<&syn::Lit> {
    match expr {
        syn::Expr::Lit(literal) => Some(&literal.lit),
        syn::Expr::Group(group) => number(&group.expr),
        syn::Expr::Paren(paren) => number(&paren.expr),
        _ => None,
    }
}

fn scalar(literal: &syn::Lit, ty: &Type) -> Option<Literal> {
    let finite = |value: f64| value.is_finite().then_some(Literal::Float(value));
    match (literal, ty) {
        (syn::Lit::Bool(value), Type::Bool) => Some(Literal::Bool(value.value)),
        (syn::Lit::Int(value), Type::Int(_)) => value.base10_parse().ok().map(Literal::Int),
        (syn::Lit::Int(value), Type::F32 | Type::F64) => finite(value.base10_parse().ok()?),
        (syn::Lit::Float(value), Type::F32) => finite(value.base10_parse::<f32>().ok()?.into()),
        (syn::Lit::Float(value), Type::F64) => finite(value.base10_parse().ok()?),
        (syn::Lit::Str(value), Type::String) => Some(Literal::Text(value.value())),
        (syn::Lit::Char(value), Type::Char) => Some(Literal::Text(value.value().to_string())),
        _ => None,
    }
}

/// An empty collection, if Dart has a constant of its type.
fn empty(ty: &Type) -> Option<Literal> {
    match ty {
        Type::List(_) | Type::Array(_, 0) | Type::BigNumbers(_) => Some(Literal::EmptyList),
        Type::Map(..) | Type::Set(_) => Some(Literal::EmptyMap),
        _ => None,
    }
}

/// `Vec::new`, `String::new` and the like.
fn is_empty_collection(path: &syn::Path) -> bool {
    let names = [
        "BTreeMap", "BTreeSet", "HashMap", "HashSet", "String", "Vec", "VecDeque",
    ];
    let mut segments = path.segments.iter().rev();
    let (last, owner) = (segments.next(), segments.next());
    last.is_some_and(|last| last.ident == "new")
        && owner.is_some_and(|owner| names.iter().any(|name| owner.ident == name))
}

fn is_none(expr: &syn::Expr) -> bool {
    matches!(expr, syn::Expr::Path(path) if path.path.is_ident("None"))
}

fn some(expr: &syn::Expr) -> Option<&syn::Expr> {
    match expr {
        syn::Expr::Call(call) => match (&*call.func, call.args.len()) {
            (syn::Expr::Path(path), 1) if path.path.is_ident("Some") => call.args.first(),
            _ => None,
        },
        _ => None,
    }
}
