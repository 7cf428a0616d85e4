//! What is visible: the items that belong to the API, and whether the crate is set up for it.

mod collect;
mod setup;

pub use collect::{Surface, collect, reexports_of_other_crates};
pub use setup::{check as check_setup, check_lints};
