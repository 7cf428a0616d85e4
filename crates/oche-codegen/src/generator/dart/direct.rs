//! The direct lane: scalars by a plain C signature.

use super::scope::Scope;
use crate::ir::{Int, Type};

/// The type in a `NativeFunction`'s signature.
pub fn native_type(ty: &Type, scope: &Scope) -> String {
    scope.ffi(match ty {
        Type::Unit => "Void",
        Type::Bool => "Bool",
        Type::Int(int) => native_int(*int),
        Type::F32 => "Float",
        Type::F64 => "Double",
        Type::Char => "Uint32",
        Type::String
        | Type::Duration
        | Type::Numbers(_)
        | Type::NumberArray(..)
        | Type::List(_)
        | Type::Array(..)
        | Type::Option(_)
        | Type::Tuple(_)
        | Type::Map(..)
        | Type::Data(_) => not_a_scalar(ty),
    })
}

fn native_int(int: Int) -> &'static str {
    match int {
        Int::I8 => "Int8",
        Int::I16 => "Int16",
        Int::I32 => "Int32",
        Int::I64 | Int::Isize => "Int64",
        Int::U8 => "Uint8",
        Int::U16 => "Uint16",
        Int::U32 => "Uint32",
        Int::U64 | Int::Usize => "Uint64",
    }
}

/// The type that `dart:ffi` gives the native one in Dart.
pub fn dart_type(ty: &Type, scope: &Scope) -> String {
    match ty {
        Type::Unit => "void".to_owned(),
        Type::Bool => scope.core("bool"),
        Type::Int(_) | Type::Char => scope.core("int"),
        Type::F32 | Type::F64 => scope.core("double"),
        Type::String
        | Type::Duration
        | Type::Numbers(_)
        | Type::NumberArray(..)
        | Type::List(_)
        | Type::Array(..)
        | Type::Option(_)
        | Type::Tuple(_)
        | Type::Map(..)
        | Type::Data(_) => not_a_scalar(ty),
    }
}

/// The argument `value` as the native function takes it; `name` is what an error message calls it.
pub fn argument(ty: &Type, value: &str, name: &str, scope: &Scope) -> String {
    let through = |function: &str| format!("{}({value}, '{name}')", scope.oche(function));
    match ty {
        Type::Bool | Type::F32 | Type::F64 | Type::Int(Int::I64 | Int::Isize) => value.to_owned(),
        Type::Char => through("charToRune"),
        Type::Int(Int::I8) => through("checkI8"),
        Type::Int(Int::I16) => through("checkI16"),
        Type::Int(Int::I32) => through("checkI32"),
        Type::Int(Int::U8) => through("checkU8"),
        Type::Int(Int::U16) => through("checkU16"),
        Type::Int(Int::U32) => through("checkU32"),
        Type::Int(Int::U64) => through("checkU64"),
        Type::Int(Int::Usize) => through("checkUsize"),
        Type::Unit
        | Type::String
        | Type::Duration
        | Type::Numbers(_)
        | Type::NumberArray(..)
        | Type::List(_)
        | Type::Array(..)
        | Type::Option(_)
        | Type::Tuple(_)
        | Type::Map(..)
        | Type::Data(_) => not_a_scalar(ty),
    }
}

/// What the native function returned, as Dart wants it.
pub fn result(ty: &Type, value: &str, scope: &Scope) -> String {
    match ty {
        Type::Char => format!("{}({value})", scope.oche("runeToChar")),
        Type::Unit | Type::Bool | Type::Int(_) | Type::F32 | Type::F64 => value.to_owned(),
        Type::String
        | Type::Duration
        | Type::Numbers(_)
        | Type::NumberArray(..)
        | Type::List(_)
        | Type::Array(..)
        | Type::Option(_)
        | Type::Tuple(_)
        | Type::Map(..)
        | Type::Data(_) => not_a_scalar(ty),
    }
}

/// Lowering gives a function the direct lane only if everything is a scalar.
fn not_a_scalar(ty: &Type) -> ! {
    unreachable!("{ty:?} on the direct lane")
}
