//! What the page provides.

use std::time::Duration;

mod imports {
    #[link(wasm_import_module = "oche")]
    unsafe extern "C" {
        /// `performance.now()`.
        pub(super) safe fn monotonic_millis() -> f64;
        /// `Date.now()`.
        #[cfg(any(feature = "log", feature = "tracing"))]
        pub(super) safe fn unix_millis() -> f64;
        /// Has the page call `page_turn` after so many milliseconds.
        pub(super) safe fn schedule(millis: f64);
    }
}

fn duration(millis: f64) -> Duration {
    // A clock that says nothing sensible says that no time has passed.
    Duration::try_from_secs_f64(millis / 1000.0).unwrap_or_default()
}

/// What has passed since the page began.
pub(super) fn monotonic() -> Duration {
    duration(imports::monotonic_millis())
}

/// What has passed since 1970.
#[cfg(any(feature = "log", feature = "tracing"))]
pub(super) fn since_1970() -> Duration {
    duration(imports::unix_millis())
}

/// Has the page take a turn later.
pub(super) fn schedule(after: Duration) {
    imports::schedule(after.as_secs_f64() * 1000.0);
}
