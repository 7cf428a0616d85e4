//! The tracks of a logbook, for the Dart app in whose folder this crate lies.

pub mod api;
mod oche_generated;
