//! The time, and a thread that waits for it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
pub use std::time::Instant;
#[cfg(any(feature = "log", feature = "tracing"))]
use std::time::SystemTime;

use super::threads::spawn;

/// The time of day.
#[cfg(any(feature = "log", feature = "tracing"))]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// Calls a function when its time has come, on a thread of its own.
pub(crate) struct Clock {
    /// Does what is due, and says when there is more to do.
    ring: fn() -> Option<Instant>,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    has_thread: bool,
    /// When it rings next; while it does, only what was set meanwhile.
    next: Option<Instant>,
}

impl Clock {
    /// Its thread begins when it is set.
    pub(crate) const fn new(ring: fn() -> Option<Instant>) -> Self {
        let state = State {
            has_thread: false,
            next: None,
        };
        Clock {
            ring,
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that could panic half-way runs under this lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Rings at this time at the latest; what was set before stays.
    pub(crate) fn set(&'static self, at: Instant) {
        let mut state = self.lock();
        if !state.has_thread {
            // If the system refuses the thread, the next one who sets it tries again.
            state.has_thread = spawn("oche-timer", || self.run()).is_ok();
        }
        if state.next.is_none_or(|next| at < next) {
            state.next = Some(at);
            self.changed.notify_one();
        }
    }

    fn run(&self) {
        loop {
            let next = (self.ring)();
            let mut state = self.lock();
            state.next = earlier(state.next, next);
            loop {
                let left = state.next.map(|at| at.saturating_duration_since(Instant::now()));
                state = match left {
                    Some(Duration::ZERO) => break,
                    Some(left) => {
                        let waited = self.changed.wait_timeout(state, left);
                        waited.unwrap_or_else(PoisonError::into_inner).0
                    }
                    None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                };
            }
            state.next = None;
        }
    }
}

fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
