//! Who wants what is logged.

use std::cell::Cell;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[cfg(any(feature = "log", feature = "tracing"))]
use super::record::Record;
use super::record::Shared;
use crate::features::sink::stream_sink::StreamSink;
use crate::protocol::LogLevel;

/// A stream that wants records down to a level.
pub(super) struct Listener {
    pub(super) level: LogLevel,
    pub(super) sink: StreamSink<Shared>,
}

/// The listeners of all isolates. Whoever changes them makes another list.
static LISTENERS: Mutex<Option<Arc<Vec<Listener>>>> = Mutex::new(None);

/// The level down to which some listener wants records; 0 if there is no listener.
static WANTED: AtomicU8 = AtomicU8::new(0);

thread_local! {
    /// Whether this thread is sending a record: what is logged by that is not sent, or it would never come to an end.
    static SENDING: Cell<bool> = const { Cell::new(false) };
}

fn listeners() -> MutexGuard<'static, Option<Arc<Vec<Listener>>>> {
    // Only lists are exchanged under this lock.
    LISTENERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether somebody listens to records of this level.
#[cfg(any(feature = "log", feature = "tracing"))]
pub(super) fn is_wanted(level: LogLevel) -> bool {
    level as u8 <= WANTED.load(Ordering::Relaxed)
}

/// Sends a record to all who want it.
#[cfg(any(feature = "log", feature = "tracing"))]
pub(super) fn send(record: Record) {
    if SENDING.replace(true) {
        return;
    }
    let all = listeners().clone().unwrap_or_default();
    let (level, record) = (record.level, Arc::new(record));
    let mut is_one_gone = false;
    for listener in all.iter().filter(|listener| level <= listener.level) {
        let sent = listener.sink.try_send(Shared(Arc::clone(&record)));
        is_one_gone |= sent.is_err();
    }
    drop(all);
    if is_one_gone {
        change(None);
    }
    SENDING.set(false);
}

/// Adds a listener, and forgets those who do not listen any more.
pub(super) fn change(new: Option<Listener>) {
    let forgotten = {
        let mut listeners = listeners();
        let before = listeners.take().unwrap_or_default();
        let open = before.iter().filter(|listener| !listener.sink.is_closed());
        let open = open.map(|listener| Listener {
            level: listener.level,
            sink: listener.sink.clone(),
        });
        let now: Vec<Listener> = open.chain(new).collect();
        let wanted = now.iter().map(|listener| listener.level as u8).max();
        WANTED.store(wanted.unwrap_or(0), Ordering::Relaxed);
        *listeners = Some(Arc::new(now));
        before
    };
    // With a sink, what waits in it may go.
    drop(forgotten);
}
