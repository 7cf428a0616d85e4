//! What tells a thread from others, and a byte of its own beside that. The same on all platforms: where there is one thread,
//! there is one of each.

use std::cell::Cell;

thread_local! {
    /// Its address tells threads apart, at less cost than a `ThreadId`.
    static THREAD: Cell<u8> = const { Cell::new(0) };
}

/// Tells this thread from all others that run.
#[inline]
pub(crate) fn thread_mark() -> usize {
    THREAD.with(|thread| std::ptr::from_ref(thread).addr())
}

/// A byte of this thread's own, 0 at first: it lies where the mark is, whose address is needed in each call anyway.
#[inline]
pub(crate) fn thread_byte() -> u8 {
    THREAD.get()
}

/// Changes that byte.
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
pub(crate) fn set_thread_byte(byte: u8) {
    THREAD.set(byte);
}
