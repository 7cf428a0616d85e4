//! The default executor.

use std::sync::{Arc, OnceLock};

use tokio::sync::Semaphore;

use super::starter::Starter;
use crate::run::executor::api::{BoxFuture, BoxWork, Executor};
use crate::run::executor::runtime::{CALLS, Polling, Runtime, start};

/// tokio's multi-threaded runtime, with a way of our own into it.
pub(super) struct Tokio {
    runtime: &'static Runtime,
    calls: Arc<Semaphore>,
    starter: Arc<Starter>,
}

static TOKIO: OnceLock<Tokio> = OnceLock::new();

/// The default executor, which starts when somebody first asks for it.
///
/// # Panics
/// If the operating system refuses the threads.
pub(super) fn default() -> &'static Tokio {
    TOKIO.get_or_init(|| {
        let runtime = start();
        Tokio {
            starter: Starter::new(runtime.handle().clone()),
            runtime,
            calls: Arc::new(Semaphore::new(CALLS)),
        }
    })
}

impl Executor for &'static Tokio {
    fn spawn(&self, future: BoxFuture) {
        self.starter.push(future);
    }

    /// Not by this: see [`choice::spawn_blocking`](super::choice::spawn_blocking).
    fn spawn_blocking(&self, work: BoxWork) {
        self.spawn(Box::pin(async move { tokio::task::block_in_place(work) }));
    }
}

/// Runs `work` on one of the threads that may block, as soon as fewer than [`CALLS`] others do.
pub(super) fn spawn_blocking(work: BoxWork) {
    let Tokio { runtime, calls, .. } = default();
    if let Ok(place) = Arc::clone(calls).try_acquire_owned() {
        drop(runtime.spawn_blocking(move || {
            work();
            drop(place);
        }));
        return;
    }
    let calls = Arc::clone(calls);
    drop(runtime.spawn(async move {
        // It is an error only if the semaphore was closed, which nothing does.
        let place = calls.acquire_owned().await;
        drop(tokio::task::spawn_blocking(move || {
            work();
            drop(place);
        }));
    }));
}

/// Polls an eager function for the first time, on an isolate's thread that is in no other call. As tokio polls a task: with a
/// budget, so that a future that always finds something to do does not go on for ever.
pub(super) fn enter(code: &mut dyn FnMut()) {
    let _polling = Polling::new(true);
    default().runtime.block_on(async { code() });
}
