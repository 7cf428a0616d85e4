//! Lists: blocks of numbers, which cross without a step for each element, and lists of everything else.

use std::time::Duration;

use oche::oche;

/// Gives back bytes.
#[oche(sync)]
pub fn echo_bytes(values: Vec<u8>) -> Vec<u8> {
    values
}

/// Gives back `i8`s.
#[oche(sync)]
pub fn echo_i8s(values: Vec<i8>) -> Vec<i8> {
    values
}

/// Gives back `i16`s.
#[oche(sync)]
pub fn echo_i16s(values: Vec<i16>) -> Vec<i16> {
    values
}

/// Gives back `i32`s.
#[oche(sync)]
pub fn echo_i32s(values: Vec<i32>) -> Vec<i32> {
    values
}

/// Gives back `i64`s.
#[oche(sync)]
pub fn echo_i64s(values: Vec<i64>) -> Vec<i64> {
    values
}

/// Gives back `u16`s.
#[oche(sync)]
pub fn echo_u16s(values: Vec<u16>) -> Vec<u16> {
    values
}

/// Gives back `u32`s.
#[oche(sync)]
pub fn echo_u32s(values: Vec<u32>) -> Vec<u32> {
    values
}

/// Gives back `u64`s.
#[oche(sync)]
pub fn echo_u64s(values: Vec<u64>) -> Vec<u64> {
    values
}

/// Gives back `isize`s.
#[oche(sync)]
pub fn echo_isizes(values: Vec<isize>) -> Vec<isize> {
    values
}

/// Gives back `usize`s.
#[oche(sync)]
pub fn echo_usizes(values: Vec<usize>) -> Vec<usize> {
    values
}

/// Gives back `f32`s.
#[oche(sync)]
pub fn echo_f32s(values: Vec<f32>) -> Vec<f32> {
    values
}

/// Gives back `f64`s.
#[oche(sync)]
pub fn echo_f64s(values: Vec<f64>) -> Vec<f64> {
    values
}

/// Gives back borrowed bytes.
#[oche(sync)]
pub fn copy_bytes(values: &[u8]) -> Vec<u8> {
    values.to_vec()
}

/// Gives back borrowed `i16`s.
#[oche(sync)]
pub fn copy_i16s(values: &[i16]) -> Vec<i16> {
    values.to_vec()
}

/// Gives back borrowed `i64`s.
#[oche(sync)]
pub fn copy_i64s(values: &[i64]) -> Vec<i64> {
    values.to_vec()
}

/// Gives back borrowed `f64`s.
#[oche(sync)]
pub fn copy_f64s(values: &[f64]) -> Vec<f64> {
    values.to_vec()
}

/// Gives back bytes from the blocking pool.
pub fn echo_bytes_later(values: Vec<u8>) -> Vec<u8> {
    values
}

/// Gives back borrowed bytes from the blocking pool.
pub fn copy_bytes_later(values: &[u8]) -> Vec<u8> {
    values.to_vec()
}

/// Gives back `f64`s from an async function that waits in between.
pub async fn echo_f64s_async(values: Vec<f64>) -> Vec<f64> {
    tokio::task::yield_now().await;
    values
}

/// Gives back borrowed `f64`s from an async function that waits in between.
pub async fn copy_f64s_async(values: &[f64]) -> Vec<f64> {
    tokio::task::yield_now().await;
    values.to_vec()
}

/// The longest list that is made on demand: a wrong argument must not use up the memory.
const LONGEST: u32 = 1 << 24;

/// Bytes made in Rust: 0, 1, 2, … and from 0 again after 255; at most 16 MiB.
#[oche(sync)]
pub fn make_bytes(length: u32) -> Vec<u8> {
    (0..length.min(LONGEST)).map(|place| place as u8).collect()
}

/// Bytes made in Rust, from the blocking pool.
pub fn make_bytes_later(length: u32) -> Vec<u8> {
    make_bytes(length)
}

/// Halves made in Rust: 0, 0.5, 1, 1.5, …; at most two million.
#[oche(sync)]
pub fn make_halves(length: u32) -> Vec<f64> {
    (0..length.min(LONGEST / 8))
        .map(|place| f64::from(place) / 2.0)
        .collect()
}

/// All bytes added up.
#[oche(sync)]
pub fn sum_bytes(values: &[u8]) -> u64 {
    values.iter().copied().map(u64::from).sum()
}

/// All numbers added up.
#[oche(sync)]
pub fn sum_f64s(values: &[f64]) -> f64 {
    values.iter().sum()
}

/// Three lists of numbers in one call, of different widths: each must be aligned for itself.
#[oche(sync)]
pub fn sum_three(bytes: &[u8], halves: &[f64], shorts: &[i16]) -> f64 {
    sum_bytes(bytes) as f64 + sum_f64s(halves) + shorts.iter().copied().map(f64::from).sum::<f64>()
}

/// Gives back sixteen bytes.
#[oche(sync)]
pub fn echo_byte_array(values: [u8; 16]) -> [u8; 16] {
    values
}

/// Gives back three `f32`s.
#[oche(sync)]
pub fn echo_f32_array(values: [f32; 3]) -> [f32; 3] {
    values
}

/// Gives back two `i64`s.
#[oche(sync)]
pub fn echo_i64_array(values: [i64; 2]) -> [i64; 2] {
    values
}

/// Gives back two `usize`s.
#[oche(sync)]
pub fn echo_usize_array(values: [usize; 2]) -> [usize; 2] {
    values
}

/// Gives back an array that is large enough to travel outside of the message.
#[oche(sync)]
pub fn echo_large_array(values: [u16; 5000]) -> [u16; 5000] {
    values
}

/// Gives back an array without elements.
#[oche(sync)]
pub fn echo_empty_array(values: [i32; 0]) -> [i32; 0] {
    values
}

/// Gives back two texts.
#[oche(sync)]
pub fn echo_string_array(values: [String; 2]) -> [String; 2] {
    values
}

/// Gives back three pairs of numbers.
#[oche(sync)]
pub fn echo_grid(values: [[i32; 2]; 3]) -> [[i32; 2]; 3] {
    values
}

/// Gives back `bool`s.
#[oche(sync)]
pub fn echo_bools(values: Vec<bool>) -> Vec<bool> {
    values
}

/// Gives back characters.
#[oche(sync)]
pub fn echo_chars(values: Vec<char>) -> Vec<char> {
    values
}

/// Gives back texts.
#[oche(sync)]
pub fn echo_strings(values: Vec<String>) -> Vec<String> {
    values
}

/// Gives back lists of numbers.
#[oche(sync)]
pub fn echo_rows(values: Vec<Vec<i32>>) -> Vec<Vec<i32>> {
    values
}

/// Gives back packets of bytes.
#[oche(sync)]
pub fn echo_packets(values: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    values
}

/// Gives back numbers that may be missing.
#[oche(sync)]
pub fn echo_gaps(values: Vec<Option<i32>>) -> Vec<Option<i32>> {
    values
}

/// Gives back pairs.
#[oche(sync)]
pub fn echo_pairs(values: Vec<(i32, String)>) -> Vec<(i32, String)> {
    values
}

/// Gives back lengths of time.
#[oche(sync)]
pub fn echo_durations(values: Vec<Duration>) -> Vec<Duration> {
    values
}

/// Gives back a list of lists of texts, from the blocking pool.
pub fn echo_tables_later(values: Vec<Vec<String>>) -> Vec<Vec<String>> {
    values
}

/// How many texts there are; they are only lent.
#[oche(sync)]
pub fn count_strings(values: &[String]) -> u32 {
    values.len() as u32
}
