//! What crosses besides plain values, each with its own codec.

pub(crate) mod callback;
pub(crate) mod dart_stream;
pub mod logs;
pub(crate) mod object;
pub(crate) mod rate;
pub(crate) mod signal;
pub(crate) mod sink;
pub(crate) mod stream;
