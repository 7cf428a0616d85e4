extern crate oche;

pub mod api;
mod model;
mod oche_generated;
