//! An API of one synchronous and one async function.

use oche::oche;

/// Adds.
#[oche(sync)]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

/// Gives it back, later.
pub async fn later(text: String) -> String {
    text
}
