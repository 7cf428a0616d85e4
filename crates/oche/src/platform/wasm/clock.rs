//! The time, which the page says: on this target the standard library has no clock.

use std::ops::{Add, Sub};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
#[cfg(any(feature = "log", feature = "tracing"))]
use std::time::SystemTime;

use super::host;

/// The time of day.
#[cfg(any(feature = "log", feature = "tracing"))]
pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + host::since_1970()
}

/// A time of the page's monotonic clock, as `std::time::Instant` is one elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Duration);

impl Instant {
    /// This moment.
    pub fn now() -> Self {
        Instant(host::monotonic())
    }

    /// What has passed since then.
    pub fn elapsed(&self) -> Duration {
        Instant::now().saturating_duration_since(*self)
    }

    /// What has passed since `earlier`; nothing if it is later.
    pub fn saturating_duration_since(&self, earlier: Instant) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// The time after `duration`, if it can be said.
    pub fn checked_add(&self, duration: Duration) -> Option<Self> {
        self.0.checked_add(duration).map(Instant)
    }
}

impl Add<Duration> for Instant {
    type Output = Instant;

    fn add(self, duration: Duration) -> Instant {
        Instant(self.0 + duration)
    }
}

impl Sub for Instant {
    type Output = Duration;

    fn sub(self, earlier: Instant) -> Duration {
        self.saturating_duration_since(earlier)
    }
}

/// Calls a function when its time has come, in a turn of the page's.
pub(crate) struct Clock {
    /// Does what is due, and says when there is more to do.
    ring: fn() -> Option<Instant>,
    /// When it rings next.
    next: Mutex<Option<Instant>>,
}

impl Clock {
    pub(crate) const fn new(ring: fn() -> Option<Instant>) -> Self {
        Clock {
            ring,
            next: Mutex::new(None),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Instant>> {
        // Nothing that could panic half-way runs under this lock.
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Rings at this time at the latest; what was set before stays.
    pub(crate) fn set(&self, at: Instant) {
        let mut next = self.lock();
        if next.is_none_or(|next| at < next) {
            *next = Some(at);
            host::schedule(at - Instant::now());
        }
    }

    /// Rings, if its time has come.
    pub(crate) fn turn(&self) {
        let is_due = self.lock().take_if(|next| *next <= Instant::now()).is_some();
        if is_due && let Some(next) = (self.ring)() {
            self.set(next);
        }
    }
}
