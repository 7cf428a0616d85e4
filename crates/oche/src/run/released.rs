//! What Dart may forget.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The slots whose content Dart may forget. They wait here, not in the mailbox, because a program that makes calls in one turn
/// of its event loop never looks there; it takes these when it registers something.
#[derive(Default)]
pub(crate) struct Released(Mutex<ReleasedState>);

#[derive(Default)]
struct ReleasedState {
    slots: Vec<u32>,
    /// Whether the mailbox has an entry that says so.
    announced: bool,
}

impl Released {
    fn lock(&self) -> MutexGuard<'_, ReleasedState> {
        // Nothing that could panic half-way runs under this lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a slot; whether the mailbox needs an entry.
    pub(crate) fn add(&self, slot: u32) -> bool {
        let mut state = self.lock();
        state.slots.push(slot);
        !std::mem::replace(&mut state.announced, true)
    }

    pub(crate) fn next(&self, answering: bool) -> Option<u32> {
        let mut state = self.lock();
        if answering {
            state.announced = false;
        }
        state.slots.pop()
    }
}
