//! The methods of the writer and the reader.

use crate::ir::{Element, Int};

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
