//! Values that both languages can write down.

use serde::Serialize;

use super::ids::TypeId;

/// A value that both languages can write down.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Literal<Id = TypeId> {
    /// `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// Text.
    Text(String),
    /// A variant that carries nothing, by its place.
    Variant(Id, usize),
    /// An empty list.
    EmptyList,
    /// An empty map or set.
    EmptyMap,
}
