//! Dropping what a user may have a hand in: in a task of its own, because whoever gives it here may be between two steps of
//! a call.

use super::page::push;

type Garbage = Box<dyn Send>;

/// Drops things soon.
pub(crate) struct Reaper {
    bury: fn(Garbage),
}

impl Reaper {
    /// What is dropped is given to `bury`, which must not panic.
    pub(crate) const fn new(bury: fn(Garbage)) -> Self {
        Reaper { bury }
    }

    /// Drops `garbage` soon.
    pub(crate) fn reap(&self, garbage: Garbage) {
        let bury = self.bury;
        push(Box::new(move || bury(garbage)));
    }
}
