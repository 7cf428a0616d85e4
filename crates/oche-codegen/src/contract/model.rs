//! What a contract consists of. The names of the fields are those of its text.

use serde::{Deserialize, Serialize};

/// The version of the form that is written.
pub(super) const FORMAT: u32 = 1;

/// An API as its users see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// The version of this form.
    pub format: u32,
    /// The crate's name, with underscores.
    #[serde(rename = "crate")]
    pub crate_name: String,
    /// The Dart package's name.
    pub package: String,
    /// The hash that both halves of a bridge compare when the library is loaded.
    pub schema: String,
    /// The free functions, by name.
    pub functions: Vec<Callable>,
    /// The constants whose value stands in generated Dart, by name; those of classes are `Class.name`.
    pub constants: Vec<Constant>,
    /// The types, by name.
    pub types: Vec<TypeEntry>,
}

/// A function, or a member of a class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Callable {
    /// Its name in Dart; empty for an unnamed constructor.
    pub name: String,
    /// What it is in its class: `method`, `getter`, …; `function` if it is free.
    pub kind: String,
    /// How a call travels: `direct`, `sync`, `blocking`, `async`, `eager`, `stream`, `sink`.
    pub lane: String,
    /// Its parameters, without `this`, and without the sink that is its stream in Dart.
    pub params: Vec<Param>,
    /// The type of the value, or of a stream's item.
    pub returns: String,
    /// The error of the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throws: Option<String>,
    /// The error of a stream's item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_throws: Option<String>,
    /// How many items a stream may be ahead of its listener, if that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<u32>,
    /// What its sink does with items for which there is no room, if that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overflow: Option<String>,
    /// The `cfg` that it is behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<String>,
    /// Whether it is marked as deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Param {
    /// Its name in Dart.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether it is passed by position.
    #[serde(default, skip_serializing_if = "is_false")]
    pub positional: bool,
    /// Whether it may be left out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// What it is then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// What a sink does with items for which there is no room, if that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overflow: Option<String>,
}

/// A constant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constant {
    /// Its name in Dart.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Its value.
    pub value: String,
}

/// A type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeEntry {
    /// Its name in Dart.
    pub name: String,
    /// `struct`, `enum`, `sealed`, `object` or `interface`.
    pub kind: String,
    /// Its type parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub generics: Vec<String>,
    /// The fields of a struct, in the order of the wire.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// The values of an enum, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// The variants of a sealed class, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// The methods that whoever implements an interface writes, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<Param>,
    /// Its other members, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Callable>,
    /// Whether its values are equal only to themselves.
    #[serde(default, skip_serializing_if = "is_false")]
    pub no_eq: bool,
    /// Whether its fields can be set.
    #[serde(default, skip_serializing_if = "is_false")]
    pub mutable: bool,
    /// Whether it has `toJson` and `fromJson`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub json: bool,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name in Dart.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether the constructor takes it by position.
    #[serde(default, skip_serializing_if = "is_false")]
    pub positional: bool,
    /// Whether the constructor's parameter may be left out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// What it is then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// Its name in Dart.
    pub name: String,
    /// Its number, if the enum gives numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
}

/// A variant of a sealed class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its class in Dart.
    pub name: String,
    /// What it carries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
