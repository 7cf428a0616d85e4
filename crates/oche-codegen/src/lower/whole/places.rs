//! The places of data types among those of the API: what was lowered names them as drafts until here.

use std::collections::BTreeMap;

use crate::ir::{
    ErrorType, Field, Fields, Interface, Literal, Member, Method, Output, Param, Type, TypeId, TypeKind, Variant,
};
use crate::lower::base::{DraftId, draft};

/// The place of each draft.
pub struct Places(BTreeMap<DraftId, TypeId>);

impl Places {
    /// The drafts in the order in which the API has them.
    pub fn new(drafts: impl Iterator<Item = DraftId>) -> Self {
        Self(drafts.enumerate().map(|(at, draft)| (draft, TypeId(at))).collect())
    }

    /// The place of a draft.
    pub fn id(&self, draft: DraftId) -> TypeId {
        // A type that could not be lowered has no place; then there was an error, and this API is never used.
        self.0.get(&draft).copied().unwrap_or(TypeId(0))
    }

    pub fn ty(&self, ty: &draft::Type) -> Type {
        ty.rebuild(&mut |id| self.id(*id), &mut |ty| ty)
    }

    fn error(&self, error: &draft::ErrorType) -> ErrorType {
        error.rebuild(&mut |id| self.id(*id))
    }

    pub fn literal(&self, literal: draft::Literal) -> Literal {
        match literal {
            Literal::Null => Literal::Null,
            Literal::Bool(value) => Literal::Bool(value),
            Literal::Int(value) => Literal::Int(value),
            Literal::Float(value) => Literal::Float(value),
            Literal::Text(text) => Literal::Text(text),
            Literal::Variant(id, at) => Literal::Variant(self.id(id), at),
            Literal::EmptyList => Literal::EmptyList,
            Literal::EmptyMap => Literal::EmptyMap,
        }
    }

    pub fn member(&self, member: draft::Member) -> Member {
        Member {
            of: self.id(member.of),
            kind: member.kind,
        }
    }

    pub fn param(&self, param: draft::Param) -> Param {
        Param {
            ty: self.ty(&param.ty),
            default: param.default.map(|value| self.literal(value)),
            rust_name: param.rust_name,
            dart_name: param.dart_name,
            annotations: param.annotations,
            pass: param.pass,
            guards: param.guards,
            optional: param.optional,
            receiver: param.receiver,
            positional: param.positional,
            overflow: param.overflow,
        }
    }

    pub fn output(&self, output: &draft::Output) -> Output {
        Output {
            ok: self.ty(&output.ok),
            error: output.error.as_ref().map(|error| self.error(error)),
            item_error: output.item_error.as_ref().map(|error| self.error(error)),
        }
    }

    pub fn kind(&self, kind: draft::TypeKind) -> TypeKind {
        match kind {
            TypeKind::Struct(fields) => TypeKind::Struct(self.fields(fields)),
            TypeKind::PlainEnum(variants) => TypeKind::PlainEnum(variants),
            TypeKind::DataEnum(variants) => {
                TypeKind::DataEnum(variants.into_iter().map(|variant| self.variant(variant)).collect())
            }
            TypeKind::Object { external_size } => TypeKind::Object { external_size },
            TypeKind::Interface(interface) => TypeKind::Interface(self.interface(interface)),
        }
    }

    fn variant(&self, variant: draft::Variant) -> Variant {
        Variant {
            rust_name: variant.rust_name,
            dart_name: variant.dart_name,
            json_name: variant.json_name,
            docs: variant.docs,
            annotations: variant.annotations,
            fields: self.fields(variant.fields),
        }
    }

    fn fields(&self, fields: draft::Fields) -> Fields {
        let each = |fields: Vec<draft::Field>| fields.into_iter().map(|field| self.field(field)).collect();
        match fields {
            Fields::Unit => Fields::Unit,
            Fields::Named(fields) => Fields::Named(each(fields)),
            Fields::Positional(fields) => Fields::Positional(each(fields)),
            Fields::Tuple(fields) => Fields::Tuple(each(fields)),
        }
    }

    fn field(&self, field: draft::Field) -> Field {
        Field {
            ty: self.ty(&field.ty),
            default: field.default.map(|value| self.literal(value)),
            rust_name: field.rust_name,
            dart_name: field.dart_name,
            docs: field.docs,
            annotations: field.annotations,
            optional: field.optional,
        }
    }

    fn interface(&self, interface: draft::Interface) -> Interface {
        Interface {
            methods: interface
                .methods
                .into_iter()
                .map(|method| self.method(method))
                .collect(),
            forms: interface.forms,
            is_dyn: interface.is_dyn,
            async_trait: interface.async_trait,
            object_name: interface.object_name,
        }
    }

    fn method(&self, method: draft::Method) -> Method {
        Method {
            function: method.function.rebuild(&mut |id| self.id(*id), &mut |ty| ty),
            rust_name: method.rust_name,
            dart_name: method.dart_name,
            docs: method.docs,
            param_names: method.param_names,
            rust_lifetimes: method.rust_lifetimes,
            rust_self: method.rust_self,
            rust_where: method.rust_where,
            rust_params: method.rust_params,
            passes: method.passes,
            rust_output: method.rust_output,
            style: method.style,
            condition: method.condition,
        }
    }
}
