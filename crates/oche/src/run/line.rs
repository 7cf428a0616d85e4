//! The lines in which calls wait for what they borrow, and the places that they take in them.

pub(crate) mod access;
pub(crate) mod any;
pub(crate) mod place;
pub(crate) mod queue;
