//! Crates that many know, behind a Dart API: what it takes to hand their types to Dart as they are.

pub mod api;
mod oche_generated;
