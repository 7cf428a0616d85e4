//! How Rust wakes an isolate.

/// Posts a wake-up to an isolate; false if there is no such isolate any more.
pub(crate) trait Wake: Send + Sync {
    fn wake(&self) -> bool;
}
