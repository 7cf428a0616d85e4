//! How two values are compared.

use crate::generator::dart::layout::{Doc, clause, concat, list, text};
use crate::ir::{Type, Value};

use super::names::getter;

/// Whether two equal values may not be `==` in Dart: lists, sets and maps are equal there only to themselves.
pub fn needs_deep(ty: &Type) -> bool {
    match ty {
        Type::Numbers(_)
        | Type::NumberArray(..)
        | Type::BigNumbers(_)
        | Type::BigNumberArray(..)
        | Type::List(_)
        | Type::Array(..)
        | Type::Map(..)
        | Type::Set(_)
        | Type::Value(Value::Json)
        // It may stand for a list.
        | Type::Param(_) => true,
        Type::Option(inner) | Type::Some(inner) => needs_deep(inner),
        Type::Record(_, fields) => fields.iter().any(needs_deep),
        Type::Unit
        | Type::Bool
        | Type::Int(_)
        | Type::F32
        | Type::F64
        | Type::Char
        | Type::String
        | Type::Value(_)
        // They have an equality of their own.
        | Type::Function(_)
        | Type::Sink(_)
        | Type::Signal(_)
        | Type::Stream(_)
        | Type::Lent(..)
        | Type::Data(..) => false,
    }
}

/// Whether a record with a list in it is somewhere inside. `deepEquals` cannot look into records.
fn has_deep_record(ty: &Type) -> bool {
    match ty {
        Type::Record(..) => needs_deep(ty),
        Type::List(inner) | Type::Array(inner, _) | Type::Option(inner) | Type::Some(inner) => has_deep_record(inner),
        Type::Map(key, value) => has_deep_record(key) || has_deep_record(value),
        _ => false,
    }
}

/// `value` in a form that `deepEquals` and `deepHash` see through: records with lists in them become lists. `element` is
/// what an element of a list may be called.
pub fn comparable(ty: &Type, value: &str, element: &str) -> Doc {
    if !has_deep_record(ty) {
        return text(value);
    }
    let each = |inner: &Type, name: &str| comparable(inner, name, &format!("{element}2"));
    match ty {
        Type::Record(labels, fields) => {
            let fields = fields.iter().enumerate();
            let fields = fields.map(|(i, ty)| comparable(ty, &format!("{value}.{}", getter(*labels, i)), element));
            list("[", fields.collect(), "]")
        }
        Type::List(inner) | Type::Array(inner, _) => list(
            "[",
            vec![clause(
                &format!("for (final {element} in {value})"),
                each(inner, element),
            )],
            "]",
        ),
        Type::Option(inner) => list(
            "[",
            vec![clause(
                &format!("if ({value} case final {element}?)"),
                each(inner, element),
            )],
            "]",
        ),
        Type::Some(inner) => comparable(inner, &format!("{value}.value"), element),
        // The key stays as it is: Dart itself finds a key only by its `==`.
        Type::Map(_, item) => {
            let item = concat([
                text(format!("{element}.key: ")),
                each(item, &format!("{element}.value")),
            ]);
            list(
                "{",
                vec![clause(&format!("for (final {element} in {value}.entries)"), item)],
                "}",
            )
        }
        _ => text(value),
    }
}
