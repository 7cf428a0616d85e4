//! The scalars of direct calls whose C type is not their Rust type.

use crate::base::error::WireError;

/// A `usize` argument, which arrives as 64 bits.
///
/// # Errors
/// If it does not fit on this target.
#[inline]
pub fn usize_arg(value: u64) -> Result<usize, WireError> {
    usize::try_from(value).map_err(|_| WireError::out_of_range(value, "usize"))
}

/// An `isize` argument, which arrives as 64 bits.
///
/// # Errors
/// If it does not fit on this target.
#[inline]
pub fn isize_arg(value: i64) -> Result<isize, WireError> {
    isize::try_from(value).map_err(|_| WireError::out_of_range(value, "isize"))
}

/// A `char` argument, which arrives as its scalar value.
///
/// # Errors
/// If it is not a Unicode scalar value.
#[inline]
pub fn char_arg(value: u32) -> Result<char, WireError> {
    char::from_u32(value).ok_or_else(|| WireError::invalid_char(value))
}

/// A `u64` result.
///
/// # Errors
/// If it is above `i64::MAX`, which Dart's `int` cannot hold.
#[inline]
pub fn u64_result(value: u64) -> Result<u64, WireError> {
    if value > i64::MAX as u64 {
        return Err(WireError::too_large_for_dart(value));
    }
    Ok(value)
}

/// A `usize` result.
///
/// # Errors
/// As [`u64_result`].
#[inline]
pub fn usize_result(value: usize) -> Result<u64, WireError> {
    u64_result(value as u64)
}

/// An `isize` result.
#[inline]
pub fn isize_result(value: isize) -> i64 {
    value as i64
}

/// A `char` result.
#[inline]
pub fn char_result(value: char) -> u32 {
    value.into()
}
