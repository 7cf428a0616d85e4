//! Values that may be missing, and tuples.

use std::time::Duration;

use oche::oche;

use super::structs::Point;

/// Gives back a number or nothing.
#[oche(sync)]
pub fn echo_optional_int(value: Option<i32>) -> Option<i32> {
    value
}

/// Gives back a truth, a lie or nothing.
#[oche(sync)]
pub fn echo_optional_bool(value: Option<bool>) -> Option<bool> {
    value
}

/// Gives back a floating point number or nothing.
#[oche(sync)]
pub fn echo_optional_float(value: Option<f64>) -> Option<f64> {
    value
}

/// Gives back text or nothing.
#[oche(sync)]
pub fn echo_optional_string(value: Option<String>) -> Option<String> {
    value
}

/// Gives back bytes or nothing.
#[oche(sync)]
pub fn echo_optional_bytes(value: Option<Vec<u8>>) -> Option<Vec<u8>> {
    value
}

/// Gives back a character or nothing.
#[oche(sync)]
pub fn echo_optional_char(value: Option<char>) -> Option<char> {
    value
}

/// Gives back a length of time or nothing.
#[oche(sync)]
pub fn echo_optional_duration(value: Option<Duration>) -> Option<Duration> {
    value
}

/// Gives back a point or nothing.
#[oche(sync)]
pub fn echo_optional_point(value: Option<Point>) -> Option<Point> {
    value
}

/// Gives back a list of texts or nothing.
#[oche(sync)]
pub fn echo_optional_list(value: Option<Vec<String>>) -> Option<Vec<String>> {
    value
}

/// Gives back a number or nothing, from the blocking pool.
pub fn echo_optional_later(value: Option<i64>) -> Option<i64> {
    value
}

/// Counts what is there; every parameter but the first may be left out.
#[oche(sync)]
pub fn count_given(first: i32, second: Option<i32>, third: Option<String>, fourth: Option<Vec<f64>>) -> i32 {
    let given = [true, second.is_some(), third.is_some(), fourth.is_some()];
    let _ = first;
    given.into_iter().filter(|given| *given).count() as i32
}

/// Gives back a length of time.
#[oche(sync)]
pub fn echo_duration(value: Duration) -> Duration {
    value
}

/// Gives back a length of time from the blocking pool.
pub fn echo_duration_later(value: Duration) -> Duration {
    value
}

/// A length of time that Rust chooses, in nanoseconds.
#[oche(sync)]
pub fn nanoseconds(count: i64) -> Duration {
    Duration::from_nanos(count.unsigned_abs())
}

/// The longest length of time that Rust knows: too long for Dart.
#[oche(sync)]
pub fn longest_duration() -> (Duration, i32) {
    (Duration::MAX, 1)
}

/// Gives back a tuple of one.
#[oche(sync)]
pub fn echo_single(value: (i32,)) -> (i32,) {
    value
}

/// Gives back a pair.
#[oche(sync)]
pub fn echo_pair(value: (i32, String)) -> (i32, String) {
    value
}

/// Gives back the pair the other way round.
#[oche(sync)]
pub fn swap(value: (i32, String)) -> (String, i32) {
    (value.1, value.0)
}

/// Gives back a tuple of scalars.
#[oche(sync)]
pub fn echo_tuple(value: (bool, i8, u16, f32, char, String)) -> (bool, i8, u16, f32, char, String) {
    value
}

/// A number and whether it is wanted.
pub type Choice = (i32, bool);

/// A number and its bytes.
pub type Reading = (f64, Vec<u8>);

/// Gives back tuples in a tuple.
#[oche(sync)]
pub fn echo_nested(value: (Choice, Reading)) -> (Choice, Reading) {
    value
}

/// Gives back a pair or nothing.
#[oche(sync)]
pub fn echo_optional_pair(value: Option<(i32, i32)>) -> Option<(i32, i32)> {
    value
}

/// Gives back a pair of things that may be missing.
#[oche(sync)]
pub fn echo_pair_of_options(value: (Option<i32>, Option<String>)) -> (Option<i32>, Option<String>) {
    value
}

/// Gives back a pair from an async function.
pub async fn echo_pair_async(value: (Point, String)) -> (Point, String) {
    tokio::task::yield_now().await;
    value
}

/// Two results at once: the quotient and the remainder.
pub fn divide(dividend: i64, divisor: i64) -> (i64, i64) {
    (dividend.div_euclid(divisor), dividend.rem_euclid(divisor))
}
