//! Panics of user code, which go no further than the line, and the hook that notes where they were.

pub(crate) mod catch;
pub(crate) mod hook;
