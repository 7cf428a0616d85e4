//! An API of many files: a folder of modules, three levels deep, whose types use each other.
//!
//! The crate in `second` has a bridge of its own; the tests of this one load both into one process.

pub mod api;
mod money;
mod oche_generated;
