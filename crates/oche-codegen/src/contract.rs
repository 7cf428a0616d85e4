//! The contract: an API as a document that two teams can hold each other to, and what a change of it means.
//!
//! [`Contract::of`] makes it from the IR, [`Contract::to_json`] and [`Contract::from_json`] are its text, [`diff`] compares two, and
//! [`RULES`] says of every kind of change what it breaks. Docs, files and modules are not in it: editing a comment or moving a
//! function leaves it as it is.

mod calls;
mod change;
mod data;
mod diff;
mod face;
mod model;
mod read;
mod rules;
mod write;

pub use change::Change;
pub use diff::diff;
pub use model::{Callable, Constant, Contract, Field, Param, TypeEntry, Value, Variant};
pub use read::ReadError;
pub use rules::{RULES, Rule, table};
