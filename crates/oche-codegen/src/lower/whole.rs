//! The whole: what can be said when everything was met, and the API itself.

mod assemble;
mod finish;
mod instances;
mod libraries;
mod names;
mod places;
mod reach;
mod setters;
mod shared;
mod unread;

pub use assemble::assemble;
pub use reach::complete;
pub use shared::check_shared;
