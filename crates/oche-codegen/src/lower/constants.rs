//! Constants and literals.

use crate::diagnostic::{Diagnostic, Sink};
use crate::ir::{Annotation, Body, Docs, Extras, Int, Lane, Literal, Member, MemberKind, Output, Type, TypeId};
use crate::parser::attrs::{self, Options, Target};
use crate::parser::condition::Condition;
use crate::parser::consts::{self, Value};
use crate::parser::primitives::{self, IntType};
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::TyKind;
use crate::parser::types::{Scope, Types};

use super::functions::FunctionDraft;
use super::names::{self, NameKind};
use super::{Context, Declared, Lowering, Position, targets};

/// How many constants may lead to one another.
const MAX_CONSTANTS: usize = 64;

/// A constant whose value stands in the source, before types and libraries have their final places.
#[derive(Debug)]
pub(super) struct ConstantDraft {
    pub(super) home: ModuleId,
    pub(super) rust_path: String,
    pub(super) dart_name: String,
    pub(super) member: Option<TypeId>,
    /// Where its name was chosen.
    pub(super) site: Site,
    pub(super) docs: Docs,
    pub(super) annotations: Vec<Annotation>,
    pub(super) ty: Type,
    pub(super) value: Literal,
}

/// Where a constant stands.
pub(super) struct Place {
    pub(super) item: ItemId,
    pub(super) home: ModuleId,
    pub(super) rust_path: String,
    pub(super) self_item: Option<ItemId>,
    /// The class that it belongs to, and what its members may not be called.
    pub(super) member: Option<(TypeId, NameKind)>,
    /// Where it is there.
    pub(super) condition: Condition,
    /// Whether its value is another one on other targets.
    pub(super) has_versions: bool,
}

impl Lowering<'_> {
    /// Lowers a constant of a module.
    pub(super) fn constant(&self, id: ItemId, home: ModuleId) {
        let item = self.krate.item(id);
        let ItemKind::Const(syntax) = &item.kind else {
            return;
        };
        let options = attrs::options(&item.attrs, Target::Constant, item.site.file, self.sink);
        let Some(rust_path) = self.paths.item(self.krate, id) else {
            return;
        };
        let place = Place {
            item: id,
            home,
            rust_path,
            self_item: None,
            member: None,
            condition: self.item_condition(id),
            has_versions: self.has_versions(id),
        };
        self.check_versions(id);
        let name = self.surface.name(self.krate, id).to_owned();
        let declared = Declared {
            name: &name,
            ..Declared::of(item)
        };
        self.constant_at(declared, &options, &syntax.ty, &syntax.expr, place);
    }

    /// Lowers a constant: as one of Dart's if its value stands in the source, else as a value that Rust is asked for once.
    pub(super) fn constant_at(
        &self,
        item: Declared<'_>,
        options: &Options,
        ty: &syn::Type,
        value: &syn::Expr,
        place: Place,
    ) {
        let kind = place.member.map_or(NameKind::Constant, |(_, kind)| kind);
        let dart_name = names::dart_name(item.name, kind, options, item.site, self.sink);
        let site = options.name.as_ref().map_or(item.site, |(_, site)| *site);
        let parameters = Default::default();
        let scope = Scope {
            module: item.module,
            self_item: place.self_item,
            parameters: &parameters,
            depth: 0,
        };
        let mut resolved = self.types.resolve(scope, ty);
        // `&str` and `&[T]` live for ever in a constant.
        if let TyKind::Reference { inner, .. } = resolved.kind {
            resolved = *inner;
        }
        let context = Context {
            bigint: options.bigint.is_some(),
            ..Context::new(Position::Result, "a constant")
        };
        let lowered = match &resolved.kind {
            TyKind::Primitive(crate::parser::ty::Primitive::Str) => Some(Type::String),
            TyKind::Slice(element) => self
                .value(element, context)
                .map(|lowered| super::values::list(element, lowered)),
            _ => self.value(&resolved, context),
        };
        let Some(ty) = lowered else {
            return;
        };
        if let Some(site) = options.bigint {
            self.check_bigint(site, [&ty]);
        }
        let docs = targets::docs(attrs::docs(item.attrs), &place.condition);
        let annotations = self.annotations(item.attrs, options);
        let Place {
            item: id,
            home,
            rust_path,
            member,
            condition,
            has_versions,
            ..
        } = place;
        let member = member.map(|(of, _)| of);
        // Its value in the source is that of one target.
        let is_fixed = condition.is_always() && !has_versions;
        if let Some(value) = self.literal(scope, value, &ty).filter(|_| is_fixed) {
            self.data.borrow_mut().constants.push(ConstantDraft {
                home,
                rust_path,
                dart_name,
                member,
                site,
                docs,
                annotations,
                ty,
                value,
            });
            return;
        }
        if self.is_beyond_int(scope, value, &ty) {
            let name = item.name;
            self.sink.push(
                Diagnostic::error(
                    "constant-range",
                    format!("the constant `{name}` does not fit into an `int` of Dart"),
                )
                .at(Site::of(item.site.file, value), format!("more than {}", i64::MAX))
                .note("an `int` in Dart is an `i64`")
                .help("write `#[oche(bigint)]` above it: Dart then has a `BigInt`"),
            );
            return;
        }
        self.data.borrow_mut().members.push(FunctionDraft {
            item: id,
            home,
            rust_path,
            dart_name,
            member: member.map(|of| Member {
                of,
                kind: MemberKind::Constant,
            }),
            body: Body::Value,
            site,
            docs,
            extras: Extras {
                annotations,
                imports: Vec::new(),
            },
            params: Vec::new(),
            output: Output {
                ok: ty,
                error: None,
                item_error: None,
            },
            lane: Lane::Sync,
            window: None,
            condition,
        });
    }

    /// Whether a number is known to be above what an `int` can hold.
    pub(super) fn is_beyond_int(&self, scope: Scope<'_>, value: &syn::Expr, ty: &Type) -> bool {
        let Type::Int(int) = ty else {
            return false;
        };
        match consts::evaluate(self.krate, scope.module, value, int_type(*int)) {
            Ok(Value::Int(value)) => i64::try_from(value).is_err(),
            // It is on 64-bit targets, and a constant is one for all of them.
            _ => is_largest(value),
        }
    }

    /// The value of an expression that both languages can write down, as a value of the type `ty`.
    pub(super) fn literal(&self, scope: Scope<'_>, expr: &syn::Expr, ty: &Type) -> Option<Literal> {
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
        let sink = Sink::default();
        let types = Types {
            krate: self.krate,
            sink: &sink,
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
        let is_same = self.data.borrow().ids.get(&item).copied().flatten() == Some(*id);
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
fn int_type(int: Int) -> Option<IntType> {
    IntType::named(int.rust_name())
}

/// Whether an expression is `usize::MAX`.
fn is_largest(expr: &syn::Expr) -> bool {
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
