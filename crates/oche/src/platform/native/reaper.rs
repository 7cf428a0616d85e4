//! A thread that drops what a user may have a hand in. Dart's finalizers run in the middle of a garbage collection, where a
//! user's own code must not run: it may take its time, or call Dart.

use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use super::threads::spawn;

type Garbage = Box<dyn Send>;

/// Drops things soon, on a thread of its own.
pub(crate) struct Reaper {
    bury: fn(Garbage),
    /// What waits for the thread.
    garbage: Mutex<Vec<Garbage>>,
    arrived: Condvar,
    /// Whether there is the thread, which never ends.
    thread: OnceLock<bool>,
}

impl Reaper {
    /// What is dropped is given to `bury`, which must not panic.
    pub(crate) const fn new(bury: fn(Garbage)) -> Self {
        Reaper {
            bury,
            garbage: Mutex::new(Vec::new()),
            arrived: Condvar::new(),
            thread: OnceLock::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Garbage>> {
        self.garbage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops `garbage` soon; here, if the system refuses the thread.
    pub(crate) fn reap(&'static self, garbage: Garbage) {
        if !*self.thread.get_or_init(|| spawn("oche-reaper", || self.work()).is_ok()) {
            return drop(garbage);
        }
        self.lock().push(garbage);
        self.arrived.notify_one();
    }

    fn work(&self) -> ! {
        loop {
            let mut waiting = self.lock();
            while waiting.is_empty() {
                waiting = self.arrived.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            }
            let garbage = std::mem::take(&mut *waiting);
            drop(waiting);
            garbage.into_iter().for_each(self.bury);
        }
    }
}
