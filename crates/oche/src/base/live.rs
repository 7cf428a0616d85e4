//! The live-object counter: how much of the run time is alive. Tests read it to see that nothing leaked.

use std::sync::atomic::{AtomicI64, Ordering};

static COUNT: AtomicI64 = AtomicI64::new(0);

/// Counts as one live object for as long as it exists: contexts, running calls, open streams, and whatever one side holds
/// of the other: blocks of memory and objects.
pub(crate) struct Live(());

impl Live {
    pub(crate) fn new() -> Self {
        COUNT.fetch_add(1, Ordering::Relaxed);
        Live(())
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        COUNT.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How many objects of the run time are alive in this library, over all isolates.
///
/// ```
/// // Nobody has attached, so there is nothing.
/// assert_eq!(oche::live_objects(), 0);
/// ```
pub fn live_objects() -> i64 {
    COUNT.load(Ordering::Relaxed)
}
