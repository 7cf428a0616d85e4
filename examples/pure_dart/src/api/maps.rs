//! Maps, with every sort of key.

use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

use oche::{Signal, oche};

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

/// Something that Rust compares, upper and lower case alike.
#[oche(eq)]
#[derive(Clone, Debug)]
pub struct Tag {
    /// Its text.
    pub text: String,
}

impl PartialEq for Tag {
    fn eq(&self, other: &Self) -> bool {
        self.text.eq_ignore_ascii_case(&other.text)
    }
}

impl Eq for Tag {}

impl Hash for Tag {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.to_ascii_lowercase().hash(state);
    }
}

/// Gives back a map whose keys Rust compares, and which holds such sets.
#[oche(sync)]
pub fn echo_tag_map(value: HashMap<Tag, HashSet<Tag>>) -> HashMap<Tag, HashSet<Tag>> {
    value
}

/// The same, as soon as it is called.
#[oche(eager)]
pub async fn echo_tag_map_soon(value: HashMap<Tag, HashSet<Tag>>) -> HashMap<Tag, HashSet<Tag>> {
    value
}

/// The same, from the blocking pool.
pub fn echo_tag_map_later(value: HashMap<Tag, HashSet<Tag>>) -> HashMap<Tag, HashSet<Tag>> {
    value
}

/// Fails with a map of such keys.
#[oche(sync)]
pub fn fail_with_tags(value: HashMap<Tag, u32>) -> Result<(), TagError> {
    Err(TagError { tags: value })
}

/// An error with a map whose keys Rust compares.
#[derive(Clone, Debug)]
pub struct TagError {
    /// The map.
    pub tags: HashMap<Tag, u32>,
}

impl std::fmt::Display for TagError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} tags", self.tags.len())
    }
}

impl std::error::Error for TagError {}

/// A live map of such keys.
#[oche(sync)]
pub fn live_tags(value: HashMap<Tag, u32>) -> Signal<HashMap<Tag, u32>> {
    Signal::new(value)
}
