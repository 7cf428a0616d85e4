//! The direct lane: scalars, and objects that are lent, by a plain C signature.

use super::scope::Scope;
use crate::ir::{Int, Scalar, Type};

/// The type of whatever Dart only passes on: `Pointer<NativeType>`.
pub fn pointer(scope: &Scope) -> String {
    format!("{}<{}>", scope.ffi("Pointer"), scope.ffi("NativeType"))
}

/// The type in a `NativeFunction`'s signature.
pub fn native_type(ty: &Type, scope: &Scope) -> String {
    if is_object(ty) {
        return pointer(scope);
    }
    scope.ffi(match scalar(ty) {
        None => "Void",
        Some(Scalar::Bool) => "Bool",
        Some(Scalar::Int(int)) => native_int(int),
        Some(Scalar::F32) => "Float",
        Some(Scalar::F64) => "Double",
        Some(Scalar::Char) => "Uint32",
    })
}

/// Whether it is an object: no other data takes this lane.
fn is_object(ty: &Type) -> bool {
    matches!(ty, Type::Data(..))
}

/// The scalar; `None` for `()`. Lowering gives a function the direct lane only if everything else is one of them.
fn scalar(ty: &Type) -> Option<Scalar> {
    match ty {
        Type::Unit => None,
        _ => Some(ty.scalar().unwrap_or_else(|| unreachable!("{ty:?} on the direct lane"))),
    }
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
    if is_object(ty) {
        return pointer(scope);
    }
    match scalar(ty) {
        None => "void".to_owned(),
        Some(Scalar::Bool) => scope.core("bool"),
        Some(Scalar::Int(_) | Scalar::Char) => scope.core("int"),
        Some(Scalar::F32 | Scalar::F64) => scope.core("double"),
    }
}

/// The argument `value` as the native function takes it; `name` is what an error message calls it, `context` the variable
/// of the isolate's context.
pub fn argument(ty: &Type, value: &str, name: &str, context: &str, scope: &Scope) -> String {
    if is_object(ty) {
        return format!("{context}.object({value})");
    }
    let through = |function: &str| format!("{}({value}, '{name}')", scope.oche(function));
    match scalar(ty) {
        None | Some(Scalar::Bool | Scalar::F32 | Scalar::F64 | Scalar::Int(Int::I64 | Int::Isize)) => value.to_owned(),
        Some(Scalar::Char) => through("charToRune"),
        Some(Scalar::Int(Int::I8)) => through("checkI8"),
        Some(Scalar::Int(Int::I16)) => through("checkI16"),
        Some(Scalar::Int(Int::I32)) => through("checkI32"),
        Some(Scalar::Int(Int::U8)) => through("checkU8"),
        Some(Scalar::Int(Int::U16)) => through("checkU16"),
        Some(Scalar::Int(Int::U32)) => through("checkU32"),
        Some(Scalar::Int(Int::U64)) => through("checkU64"),
        Some(Scalar::Int(Int::Usize)) => through("checkUsize"),
    }
}

/// What the native function returned, as Dart wants it.
pub fn result(ty: &Type, value: &str, scope: &Scope) -> String {
    match scalar(ty) {
        Some(Scalar::Char) => format!("{}({value})", scope.oche("runeToChar")),
        _ => value.to_owned(),
    }
}
