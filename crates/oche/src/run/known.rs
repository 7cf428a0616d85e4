//! What Dart may send again.

use std::any::Any;
use std::sync::{Arc, Weak};

/// What Rust was given of an isolate, by its slots, each with its number. Whoever drops the last reference to one releases its
/// slot, on whatever thread; whoever finds one here that still has a reference makes another, and so it cannot be released
/// meanwhile.
#[derive(Default)]
pub(crate) struct Known(Vec<Option<(u64, Weak<dyn Any + Send + Sync>)>>);

impl Known {
    /// What is in a slot from now on.
    pub(crate) fn set(&mut self, slot: u32, id: u64, remote: Weak<dyn Any + Send + Sync>) {
        let slot = slot as usize;
        if self.0.len() <= slot {
            self.0.resize_with(slot + 1, || None);
        }
        self.0[slot] = Some((id, remote));
    }

    /// What is in a slot under this number, if somebody holds it.
    pub(crate) fn get(&self, slot: u32, id: u64) -> Option<Arc<dyn Any + Send + Sync>> {
        let (known, remote) = self.0.get(slot as usize)?.as_ref()?;
        (*known == id).then(|| remote.upgrade()).flatten()
    }
}
