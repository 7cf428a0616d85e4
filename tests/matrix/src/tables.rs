//! Every type, bare and wrapped, in every place.
//!
//! The types and the wrappers are those of the generator's own table ([`oche_codegen::types`]), with the user's [`kinds`]
//! beside them; the places are [`positions`]. What is in a table is in the matrix; nothing here lists pairs.

pub mod kinds;
pub mod pairs;
pub mod positions;
pub mod types;
pub mod values;
