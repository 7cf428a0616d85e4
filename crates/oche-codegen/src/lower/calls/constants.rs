//! Constants and literals.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Body, Extras, Lane, MemberKind};
use crate::lower::base::draft::{DraftId, Member, Output, Type};
use crate::lower::base::{
    ConstantDraft, Context, Declared, FunctionDraft, Lowering, NameKind, Position, names, targets,
};
use crate::lower::types::list;
use crate::parser::attrs::{self, Options, Target};
use crate::parser::condition::Condition;
use crate::parser::consts;
use crate::parser::primitives::Value;
use crate::parser::source::Site;
use crate::parser::tree::*;
use crate::parser::ty::TyKind;
use crate::parser::types::Scope;

use super::literals::{int_type, is_largest};

/// Where a constant stands.
pub struct ConstantRole {
    pub item: ItemId,
    pub home: ModuleId,
    pub rust_path: String,
    pub self_item: Option<ItemId>,
    /// The class that it belongs to, and what its members may not be called.
    pub member: Option<(DraftId, NameKind)>,
    /// Where it is there.
    pub condition: Condition,
    /// Whether its value is another one on other targets.
    pub has_versions: bool,
}

impl Lowering<'_> {
    /// Lowers a constant of a module.
    pub fn constant(&self, id: ItemId, home: ModuleId) {
        let item = self.krate.item(id);
        let ItemKind::Const(syntax) = &item.kind else {
            return;
        };
        let options = attrs::options(&item.attrs, Target::Constant, item.site.file, self.reports);
        let Some(rust_path) = self.paths.item(self.krate, id) else {
            return;
        };
        let place = ConstantRole {
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
    pub fn constant_at(
        &self,
        item: Declared<'_>,
        options: &Options,
        ty: &syn::Type,
        value: &syn::Expr,
        place: ConstantRole,
    ) {
        let kind = place.member.map_or(NameKind::Constant, |(_, kind)| kind);
        let dart_name = names::dart_name(item.name, kind, options, item.site, self.reports);
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
            TyKind::Slice(element) => self.value(element, context).map(|lowered| list(element, lowered)),
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
        let ConstantRole {
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
            self.notes.borrow_mut().constants.push(ConstantDraft {
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
            self.reports.push(
                Diagnostic::error(
                    Code::ConstantRange,
                    format!("the constant `{name}` does not fit into an `int` of Dart"),
                )
                .at(Site::of(item.site.file, value), format!("more than {}", i64::MAX))
                .note("an `int` in Dart is an `i64`")
                .help("write `#[oche(bigint)]` above it: Dart then has a `BigInt`"),
            );
            return;
        }
        self.notes.borrow_mut().members.push(FunctionDraft {
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
    pub fn is_beyond_int(&self, scope: Scope<'_>, value: &syn::Expr, ty: &Type) -> bool {
        let Type::Int(int) = ty else {
            return false;
        };
        match consts::evaluate(self.krate, scope.module, value, int_type(*int)) {
            Ok(Value::Int(value)) => i64::try_from(value).is_err(),
            // It is on 64-bit targets, and a constant is one for all of them.
            _ => is_largest(value),
        }
    }
}
