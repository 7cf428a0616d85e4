//! A crate that has not begun yet.

mod oche_generated;

pub fn not_here() {}
