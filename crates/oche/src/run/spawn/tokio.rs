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

    fn enter(&self, code: &mut dyn FnMut()) {
        // Only the first poll of an eager function comes here, from an isolate's thread that is in no other call. As tokio polls
        // a task: with a budget, so that a future that always finds something to do does not go on for ever.
        let _polling = Polling::new(true);
        self.runtime.block_on(async { code() });
    }

    fn spawn_blocking(&self, work: BoxWork) {
        let calls = Arc::clone(&self.calls);
        if let Ok(place) = Arc::clone(&calls).try_acquire_owned() {
            drop(self.runtime.spawn_blocking(move || {
                work();
                drop(place);
            }));
            return;
        }
        drop(self.runtime.spawn(async move {
            // It is an error only if the semaphore was closed, which nothing does.
            let place = calls.acquire_owned().await;
            drop(tokio::task::spawn_blocking(move || {
                work();
                drop(place);
            }));
        }));
    }
}
