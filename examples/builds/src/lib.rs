//! Panics of every sort. Whether a message gets lost depends on how the library is built, so that these are apart from the
//! other tests: `tests/e2e.rs` builds it so that panics unwind, and so that they end the process.

pub mod api;
mod oche_generated;
