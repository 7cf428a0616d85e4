//! Charging an electric car: the Rust half of the Flutter app in whose folder this crate lies.

pub mod api;
mod battery;
mod oche_generated;
mod search;
