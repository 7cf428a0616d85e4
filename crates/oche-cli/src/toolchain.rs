//! The tools of the user's machine: Dart, and Rust for the platform that this Dart is of.

pub(crate) mod dart;
pub(crate) mod library;
pub(crate) mod place;
