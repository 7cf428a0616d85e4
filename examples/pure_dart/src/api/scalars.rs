//! Booleans, numbers and characters: the direct lane, where nothing is encoded, and the lanes where it is.

use std::sync::atomic::{AtomicI64, Ordering};

use oche::oche;

static STORED: AtomicI64 = AtomicI64::new(0);

/// Gives back a `bool`.
#[oche(sync)]
pub fn echo_bool(value: bool) -> bool {
    value
}

/// The opposite of `value`.
#[oche(sync)]
pub fn negate(value: bool) -> bool {
    !value
}

/// Gives back an `i8`.
#[oche(sync)]
pub fn echo_i8(value: i8) -> i8 {
    value
}

/// Gives back an `i16`.
#[oche(sync)]
pub fn echo_i16(value: i16) -> i16 {
    value
}

/// Gives back an `i32`.
#[oche(sync)]
pub fn echo_i32(value: i32) -> i32 {
    value
}

/// Gives back an `i64`.
#[oche(sync)]
pub fn echo_i64(value: i64) -> i64 {
    value
}

/// Gives back an `isize`.
#[oche(sync)]
pub fn echo_isize(value: isize) -> isize {
    value
}

/// Gives back a `u8`.
#[oche(sync)]
pub fn echo_u8(value: u8) -> u8 {
    value
}

/// Gives back a `u16`.
#[oche(sync)]
pub fn echo_u16(value: u16) -> u16 {
    value
}

/// Gives back a `u32`.
#[oche(sync)]
pub fn echo_u32(value: u32) -> u32 {
    value
}

/// Gives back a `u64`.
#[oche(sync)]
pub fn echo_u64(value: u64) -> u64 {
    value
}

/// Gives back a `usize`.
#[oche(sync)]
pub fn echo_usize(value: usize) -> usize {
    value
}

/// Gives back an `f32`.
#[oche(sync)]
pub fn echo_f32(value: f32) -> f32 {
    value
}

/// Gives back an `f64`.
#[oche(sync)]
pub fn echo_f64(value: f64) -> f64 {
    value
}

/// Gives back a `char`.
#[oche(sync)]
pub fn echo_char(value: char) -> char {
    value
}

/// How many bits a pointer has where this library runs.
#[oche(sync)]
pub fn pointer_bits() -> u32 {
    usize::BITS
}

/// The greatest `u64` that Dart's `int` can hold, plus `more`: refused where `more` is not 0.
#[oche(sync)]
pub fn u64_past_dart(more: u64) -> u64 {
    i64::MAX as u64 + more
}

/// The greatest `usize`.
#[oche(sync)]
pub fn usize_max() -> usize {
    usize::MAX
}

/// The bits of an `f64`, as Rust sees them: the payload of a NaN and the sign of a zero included.
#[oche(sync)]
pub fn f64_bits(value: f64) -> i64 {
    value.to_bits() as i64
}

/// The bits of an `f32`, as Rust sees them.
#[oche(sync)]
pub fn f32_bits(value: f32) -> u32 {
    value.to_bits()
}

/// The code point of a `char`.
#[oche(sync)]
pub fn code_point(value: char) -> u32 {
    u32::from(value)
}

/// Remembers a value until [`stored`] asks for it.
#[oche(sync)]
pub fn store(value: i64) {
    STORED.store(value, Ordering::SeqCst);
}

/// What [`store`] was given last.
#[oche(sync)]
pub fn stored() -> i64 {
    STORED.load(Ordering::SeqCst)
}

/// Adds to what [`store`] remembers and gives back the value before.
#[oche(sync)]
pub fn fetch_add(by: i64) -> i64 {
    STORED.fetch_add(by, Ordering::SeqCst)
}

/// Adds twelve numbers, each multiplied by its place, so that a swapped pair shows.
#[oche(sync)]
#[allow(clippy::too_many_arguments)] // the number of arguments is what it tests
pub fn weighted_sum(
    a: i64,
    b: i64,
    c: i64,
    d: i64,
    e: i64,
    f: i64,
    g: i64,
    h: i64,
    i: i64,
    j: i64,
    k: i64,
    l: i64,
) -> i64 {
    [a, b, c, d, e, f, g, h, i, j, k, l]
        .into_iter()
        .zip(1..)
        .map(|(value, place)| value * place)
        .sum()
}

/// Takes every scalar at once, in an order that leaves gaps between the widths, and adds them up.
#[oche(sync)]
#[allow(clippy::too_many_arguments)] // the number of arguments is what it tests
pub fn mixed_widths(
    a: i8,
    b: i64,
    c: f32,
    d: bool,
    e: u16,
    f: f64,
    g: char,
    h: u64,
    i: usize,
    j: isize,
    k: i32,
    l: u8,
) -> f64 {
    f64::from(a)
        + b as f64
        + f64::from(c)
        + f64::from(u8::from(d))
        + f64::from(e)
        + f
        + f64::from(u32::from(g))
        + h as f64
        + i as f64
        + j as f64
        + f64::from(k)
        + f64::from(l)
}

/// All the scalars in one value, for the lanes that encode.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalars {
    /// A `bool`.
    pub boolean: bool,
    /// An `i8`.
    pub int8: i8,
    /// An `i16`.
    pub int16: i16,
    /// An `i32`.
    pub int32: i32,
    /// An `i64`.
    pub int64: i64,
    /// An `isize`.
    pub int_size: isize,
    /// A `u8`.
    pub uint8: u8,
    /// A `u16`.
    pub uint16: u16,
    /// A `u32`.
    pub uint32: u32,
    /// A `u64`.
    pub uint64: u64,
    /// A `usize`.
    pub uint_size: usize,
    /// An `f32`.
    pub float32: f32,
    /// An `f64`.
    pub float64: f64,
    /// A `char`.
    pub character: char,
}

/// Gives back all the scalars, encoded, in a synchronous call.
#[oche(sync)]
pub fn echo_scalars(value: Scalars) -> Scalars {
    value
}

/// Gives back all the scalars, encoded, from the blocking pool.
pub fn echo_scalars_later(value: Scalars) -> Scalars {
    value
}

/// Gives back an `i64` from the blocking pool.
pub fn echo_i64_later(value: i64) -> i64 {
    value
}

/// Gives back a `usize` from the blocking pool.
pub fn echo_usize_later(value: usize) -> usize {
    value
}

/// Gives back a `char` from the blocking pool.
pub fn echo_char_later(value: char) -> char {
    value
}

/// Like [`u64_past_dart`], from the blocking pool.
pub fn u64_past_dart_later(more: u64) -> u64 {
    u64_past_dart(more)
}

/// Remembers a value, like [`store`], from the blocking pool.
pub fn store_later(value: i64) {
    store(value);
}
