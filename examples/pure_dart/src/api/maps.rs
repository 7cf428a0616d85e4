//! Maps, with every sort of key.

use std::collections::HashMap;

use oche::oche;

use super::enums::Color;
use super::structs::{Cell, Point};

/// Gives back a map with texts as keys.
#[oche(sync)]
pub fn echo_string_map(value: HashMap<String, i64>) -> HashMap<String, i64> {
    value
}

/// Gives back a map with numbers as keys.
#[oche(sync)]
pub fn echo_int_map(value: HashMap<i32, String>) -> HashMap<i32, String> {
    value
}

/// Gives back a map with large numbers as keys.
#[oche(sync)]
pub fn echo_u64_map(value: HashMap<u64, bool>) -> HashMap<u64, bool> {
    value
}

/// Gives back a map with characters as keys.
#[oche(sync)]
pub fn echo_char_map(value: HashMap<char, u32>) -> HashMap<char, u32> {
    value
}

/// Gives back a map with an enum as key.
#[oche(sync)]
pub fn echo_enum_map(value: HashMap<Color, String>) -> HashMap<Color, String> {
    value
}

/// Gives back a map with a struct as key.
#[oche(sync)]
pub fn echo_struct_map(value: HashMap<Cell, f64>) -> HashMap<Cell, f64> {
    value
}

/// Gives back a map with a tuple as key.
#[oche(sync)]
pub fn echo_tuple_map(value: HashMap<(i32, i32), String>) -> HashMap<(i32, i32), String> {
    value
}

/// Gives back a map of lists of structs.
#[oche(sync)]
pub fn echo_route_map(value: HashMap<String, Vec<Point>>) -> HashMap<String, Vec<Point>> {
    value
}

/// Gives back a map of maps, from the blocking pool.
pub fn echo_map_of_maps_later(value: HashMap<String, HashMap<i32, bool>>) -> HashMap<String, HashMap<i32, bool>> {
    value
}

/// Gives back a map or nothing.
#[oche(sync)]
pub fn echo_optional_map(value: Option<HashMap<String, String>>) -> Option<HashMap<String, String>> {
    value
}

/// All values added up; the map is only lent.
#[oche(sync)]
pub fn sum_map(value: &HashMap<String, i64>) -> i64 {
    value.values().sum()
}

/// How often each word comes in a text.
pub fn count_words(text: &str) -> HashMap<String, u32> {
    let mut counts = HashMap::new();
    for word in text.split_whitespace() {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    counts
}
