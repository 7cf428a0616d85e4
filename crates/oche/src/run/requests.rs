//! Calls of Dart functions that are answered later.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::args::Args;
use super::outside::{caught_outside, drop_caught};
use crate::base::ids::IdMap;
use crate::base::oneshot;

/// What Dart said, on its way to whoever waits for it.
pub(crate) struct KeptAnswer {
    pub(crate) status: u32,
    pub(crate) args: Args,
}

impl KeptAnswer {
    pub(crate) fn new(status: u32, args: Args) -> Self {
        KeptAnswer { status, args }
    }
}

/// The calls from other threads and from tasks that wait for an answer, by number; `None` once the isolate is gone.
pub(crate) struct Requests {
    last: AtomicU64,
    waiting: Mutex<Option<IdMap<oneshot::Sender<KeptAnswer>>>>,
}

impl Requests {
    pub(crate) fn new() -> Self {
        Requests {
            last: AtomicU64::new(0),
            waiting: Mutex::new(Some(IdMap::default())),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<IdMap<oneshot::Sender<KeptAnswer>>>> {
        // Nothing that could panic half-way runs under this lock.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn number(&self) -> u64 {
        self.last.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Where the answer will come; `None` if the isolate is gone.
    pub(crate) fn begin(&self, id: u64) -> Option<oneshot::Receiver<KeptAnswer>> {
        let (sender, receiver) = oneshot::channel();
        self.lock().as_mut()?.insert(id, sender);
        Some(receiver)
    }

    pub(crate) fn end(&self, id: u64) -> Option<oneshot::Sender<KeptAnswer>> {
        self.lock().as_mut()?.remove(&id)
    }

    /// Hands an answer to whoever waits for it, if anybody does.
    pub(crate) fn answer(&self, id: u64, answer: KeptAnswer) {
        if let Some(sender) = self.end(id) {
            wake(|| {
                // What nobody waits for may be the last trace of an object.
                if let Err(unheard) = sender.send(answer) {
                    drop_caught(unheard);
                }
            });
        }
    }

    /// Tells all that wait that the isolate is gone, and refuses new requests.
    pub(crate) fn close(&self) {
        let waiting = self.lock().take();
        for sender in waiting.into_iter().flatten() {
            wake(|| drop(sender));
        }
    }
}

/// A waker is the executor's code, which may panic; that concerns neither the line nor those who wait after it.
fn wake(wake: impl FnOnce()) {
    caught_outside(wake);
}
