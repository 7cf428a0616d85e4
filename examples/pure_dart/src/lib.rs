//! The crate that Oche's end-to-end tests call: every type, every lane and every fault, in both directions.

pub mod api;
mod model;
mod oche_generated;
mod old_abi;
mod probe;
