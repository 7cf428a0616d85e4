//! A thread that drops what a user may have a hand in. Dart's finalizers run in the middle of a garbage collection, where a
//! user's own code must not run: it may take its time, or call Dart.

use std::sync::OnceLock;
use std::sync::mpsc::{Sender, channel};

use super::threads::spawn;

type Garbage = Box<dyn Send>;

/// Drops things soon, on a thread of its own.
pub(crate) struct Reaper {
    bury: fn(Garbage),
    sender: OnceLock<Option<Sender<Garbage>>>,
}

impl Reaper {
    /// What is dropped is given to `bury`, which must not panic.
    pub(crate) const fn new(bury: fn(Garbage)) -> Self {
        Reaper {
            bury,
            sender: OnceLock::new(),
        }
    }

    /// Drops `garbage` soon; here, if the system refuses the thread.
    pub(crate) fn reap(&self, garbage: Garbage) {
        match self.sender.get_or_init(|| start(self.bury)) {
            // The thread never ends, so that the channel is open.
            Some(sender) => drop(sender.send(garbage)),
            None => drop(garbage),
        }
    }
}

fn start(bury: fn(Garbage)) -> Option<Sender<Garbage>> {
    let (sender, garbage) = channel::<Garbage>();
    // A user's own panic goes no further than the slot of an object.
    let thread = spawn("oche-reaper", move || garbage.into_iter().for_each(bury));
    thread.is_ok().then_some(sender)
}
