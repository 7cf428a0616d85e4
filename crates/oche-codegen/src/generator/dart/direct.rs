//! The direct lane: scalars, and objects that are lent, by a plain C signature.

use super::scope::Scope;
use crate::ir::{Int, Param, Scalar, Type};

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

/// The argument `value` as the native function takes it; `context` is the variable of the isolate's context.
pub fn argument(param: &Param, value: &str, context: &str, scope: &Scope) -> String {
    if is_object(&param.ty) {
        scope.oche_extension();
        // The receiver is no fake: it is the class behind the interface that calls.
        let method = if param.receiver { "object" } else { "argument" };
        return format!("{context}.{method}({value})");
    }
    match scalar(&param.ty) {
        Some(scalar) => checked(scalar, value, &param.dart_name, scope).unwrap_or_else(|| value.to_owned()),
        None => value.to_owned(),
    }
}

/// A number within the range of its type, or a character's code, or else an exception that calls it `name`; `None` if
/// Dart's type has no other values than Rust's.
pub fn checked(scalar: Scalar, value: &str, name: &str, scope: &Scope) -> Option<String> {
    let function = match scalar {
        Scalar::Bool | Scalar::F32 | Scalar::F64 | Scalar::Int(Int::I64 | Int::Isize) => return None,
        Scalar::Char => "charToRune",
        Scalar::Int(Int::I8) => "checkI8",
        Scalar::Int(Int::I16) => "checkI16",
        Scalar::Int(Int::I32) => "checkI32",
        Scalar::Int(Int::U8) => "checkU8",
        Scalar::Int(Int::U16) => "checkU16",
        Scalar::Int(Int::U32) => "checkU32",
        Scalar::Int(Int::U64) => "checkU64",
        Scalar::Int(Int::Usize) => "checkUsize",
    };
    Some(format!("{}({value}, '{name}')", scope.oche(function)))
}

/// What the native function returned, as Dart wants it.
pub fn result(ty: &Type, value: &str, scope: &Scope) -> String {
    match scalar(ty) {
        Some(Scalar::Char) => format!("{}({value})", scope.oche("runeToChar")),
        _ => value.to_owned(),
    }
}
