//! The methods of the writer and the reader.

use crate::ir::{Element, Int, Value, Wide};

/// How the methods of the reader and the writer that deal with such numbers begin.
pub fn element_method(element: Element) -> &'static str {
    match element {
        Element::I8 => "i8",
        Element::I16 => "i16",
        Element::I32 => "i32",
        Element::I64 => "i64",
        Element::U8 => "u8",
        Element::U16 => "u16",
        Element::U32 => "u32",
        Element::U64 => "u64",
        Element::F32 => "f32",
        Element::F64 => "f64",
    }
}

/// The method of the reader and the writer.
pub fn int_method(int: Int) -> &'static str {
    match int {
        Int::I8 => "i8",
        Int::I16 => "i16",
        Int::I32 => "i32",
        Int::I64 => "i64",
        Int::U8 => "u8",
        Int::U16 => "u16",
        Int::U32 => "u32",
        Int::U64 => "u64",
        Int::Isize => "isize",
        Int::Usize => "usize",
    }
}

/// The method of the reader and the writer.
pub fn value_method(value: Value) -> &'static str {
    match value {
        Value::Duration => "duration",
        Value::SignedDuration => "signedDuration",
        Value::DateTime => "dateTime",
        Value::LocalDateTime => "localDateTime",
        Value::NaiveDateTime => "naiveDateTime",
        Value::NaiveDate => "naiveDate",
        Value::Big(wide) => wide_method(wide),
        Value::BigInt => "bigInt",
        Value::BigUint => "bigUint",
        Value::Json => "json",
        Value::Uri => "uri",
        Value::Uuid => "uuid",
        Value::DartObject => "dartObject",
    }
}

/// The method of the reader and the writer; for lists, how it begins.
pub fn wide_method(wide: Wide) -> &'static str {
    match wide {
        Wide::I64 => "i64Big",
        Wide::U64 => "u64Big",
        Wide::I128 => "i128",
        Wide::U128 => "u128",
    }
}
