//! The default executor.

use std::sync::Arc;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::Semaphore;

use super::starter::Starter;
use super::{BoxFuture, BoxWork, Executor};

/// How many calls may be on threads that block, at the same time. Each may wait for an object there.
const CALLS: usize = 512;

/// How many such threads are left for what those calls wait for: an object is perhaps held by a task that itself asks
/// tokio for a thread that may block, to read a file or to find the address of a host.
const OTHERS: usize = 512;

/// The default: tokio's multi-threaded runtime, which lives as long as the process.
pub(super) struct Tokio {
    runtime: Runtime,
    calls: Arc<Semaphore>,
    starter: Arc<Starter>,
}

impl Tokio {
    pub(super) fn start() -> Self {
        let runtime = Builder::new_multi_thread()
            .enable_all()
            .thread_name("oche")
            .max_blocking_threads(CALLS + OTHERS)
            .build();
        let runtime = runtime.expect("the operating system refuses threads");
        Tokio {
            starter: Starter::new(runtime.handle().clone()),
            runtime,
            calls: Arc::new(Semaphore::new(CALLS)),
        }
    }
}

impl Executor for Tokio {
    fn spawn(&self, future: BoxFuture) {
        self.starter.push(future);
    }

    fn enter(&self, poll: &mut dyn FnMut()) {
        if Handle::try_current().is_ok() {
            // Within another such poll, which has called Dart: in its budget.
            let _entered = self.runtime.enter();
            return poll();
        }
        // As tokio polls a task: with a budget, so that one that always finds something to do does not go on for ever.
        self.runtime.block_on(async { poll() });
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
