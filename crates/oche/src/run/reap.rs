//! Dropping what must not be dropped here.

use super::executor::context::arrive;
use crate::platform::Reaper;

static REAPER: Reaper = Reaper::new(|garbage| {
    // Each time: the default executor may have started since, or another one be set.
    arrive();
    drop(garbage);
});

/// Drops `garbage` soon, elsewhere.
pub(crate) fn reap(garbage: Box<dyn Send>) {
    REAPER.reap(garbage);
}
