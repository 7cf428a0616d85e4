//! Counters by name, so that a test can ask what Rust has seen of its own calls and nobody else's.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

static PROBES: LazyLock<Mutex<HashMap<String, Arc<Counters>>>> = LazyLock::new(Mutex::default);

/// What one name has counted.
#[derive(Default)]
pub struct Counters {
    /// Guards made.
    pub started: AtomicU32,
    /// Guards dropped.
    pub dropped: AtomicU32,
    /// Guards whose work came to its end before they were dropped.
    pub finished: AtomicU32,
    /// Items handed over.
    pub produced: AtomicU64,
}

/// The counters of `name`, made at first use.
pub fn counters(name: &str) -> Arc<Counters> {
    let mut probes = PROBES.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(probes.entry(name.to_owned()).or_default())
}

/// Counts its own life: held by a future or a stream, it shows when that one was dropped.
pub struct Guard(Arc<Counters>);

impl Guard {
    /// A guard that counts as `name`.
    pub fn new(name: &str) -> Self {
        let counters = counters(name);
        counters.started.fetch_add(1, Ordering::SeqCst);
        Self(counters)
    }

    /// One more item, counted before it is handed over.
    pub fn produce(&self) {
        self.0.produced.fetch_add(1, Ordering::SeqCst);
    }

    /// The work came to its end by itself.
    pub fn finish(&self) {
        self.0.finished.fetch_add(1, Ordering::SeqCst);
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.dropped.fetch_add(1, Ordering::SeqCst);
    }
}
