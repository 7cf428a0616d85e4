#[oche::oche(sync)]
pub mod api;
mod oche_generated;
