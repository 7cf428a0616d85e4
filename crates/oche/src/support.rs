//! What generated code calls and no other floor has: what a library exports and its entry points, and scalars and
//! operators of classes.

pub(crate) mod entry;
pub(crate) mod operators;
pub(crate) mod runtime;
pub(crate) mod scalar;
pub(crate) mod table;
