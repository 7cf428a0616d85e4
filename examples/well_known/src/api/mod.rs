//! A module for each crate.

pub mod dbc;
pub mod geo;
pub mod versions;
