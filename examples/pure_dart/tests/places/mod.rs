//! Where the functions of this crate stand in its table.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The places of the functions in the table, by the names that the generator gave them.
static PLACES: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
    // `glue::sync!(f12_echo, "api::echo"),` and `glue::direct!(f3_add(i32, i32) -> i32, "api::add"),`
    let code = include_str!("../../src/oche_generated.rs");
    let entries = code.lines().filter_map(|line| {
        let (_, name) = line.trim().strip_prefix("glue::")?.split_once("!(f")?;
        let (place, name) = name.split(['(', ',']).next()?.split_once('_')?;
        Some((name, place.parse().ok()?))
    });
    entries.collect()
});

/// The place of a function in the table.
///
/// # Panics
/// If there is none of this name.
pub fn at(name: &str) -> usize {
    *PLACES
        .get(name)
        .unwrap_or_else(|| panic!("there is no function {name}"))
}
