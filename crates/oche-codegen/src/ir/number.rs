//! Numbers.

use serde::Serialize;

/// The integers. `Isize` and `Usize` travel as 64 bits, so that 32-bit and 64-bit libraries speak one wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[allow(missing_docs)] // the variants are the Rust types of the same names
pub enum Int {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    Isize,
    Usize,
}

impl Int {
    /// What Rust calls it.
    pub fn rust_name(self) -> &'static str {
        match self {
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

    /// The element of a block of such integers.
    pub fn element(self) -> Element {
        match self {
            Int::I8 => Element::I8,
            Int::I16 => Element::I16,
            Int::I32 => Element::I32,
            Int::I64 | Int::Isize => Element::I64,
            Int::U8 => Element::U8,
            Int::U16 => Element::U16,
            Int::U32 => Element::U32,
            Int::U64 | Int::Usize => Element::U64,
        }
    }
}

/// The elements of a list that crosses as one block. `Vec<usize>` is a block of `U64`, `Vec<isize>` one of `I64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[allow(missing_docs)] // the variants are the Rust types of the same names
pub enum Element {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    F32,
    F64,
}

/// Integers that can be a `BigInt` in Dart. `isize` and `usize` travel as the first two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[allow(missing_docs)] // the variants are the Rust types of the same names
pub enum Wide {
    I64,
    U64,
    I128,
    U128,
}

/// A type that fits into a register: with nothing else in its signature, a call needs no encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the variants are those of `Type`
pub enum Scalar {
    Bool,
    Int(Int),
    F32,
    F64,
    Char,
}
