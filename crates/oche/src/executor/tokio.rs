//! The default executor.

use std::cell::Cell;
use std::sync::{Arc, OnceLock};

use tokio::runtime::{Builder, EnterGuard, Handle, Runtime};
use tokio::sync::Semaphore;

use super::starter::Starter;
use super::{BoxFuture, BoxWork, Executor};
use crate::error::caught;

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

static TOKIO: OnceLock<Tokio> = OnceLock::new();

/// The default executor, which starts when somebody first asks for it.
///
/// # Panics
/// If the operating system refuses the threads.
pub(super) fn default() -> &'static Tokio {
    TOKIO.get_or_init(Tokio::start)
}

/// The same for those who can do without; that it cannot be had is printed.
pub(super) fn default_if_possible() -> Option<&'static Tokio> {
    TOKIO.get().or_else(|| caught(default).ok())
}

/// Enters the context of the default executor, unless this thread is in one of tokio's already, or about to end.
pub(super) fn enter_if_outside() -> Option<EnterGuard<'static>> {
    match Handle::try_current() {
        Err(error) if error.is_missing_context() => default_if_possible().map(Tokio::enter_context),
        _ => None,
    }
}

thread_local! {
    /// Whether this thread polls an eager function, and has come to no other call within that.
    static IS_POLLING: Cell<bool> = const { Cell::new(false) };
}

/// Sets [`IS_POLLING`] for as long as it exists.
struct Polling {
    before: bool,
}

impl Polling {
    fn new(is_polling: bool) -> Self {
        Polling {
            before: IS_POLLING.replace(is_polling),
        }
    }
}

impl Drop for Polling {
    fn drop(&mut self) {
        IS_POLLING.set(self.before);
    }
}

impl Tokio {
    fn start() -> Self {
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

    pub(super) fn enter_context(&'static self) -> EnterGuard<'static> {
        self.runtime.enter()
    }

    /// Runs a call within another one. It may block, and have runtimes of its own, also where that is the first poll of an eager
    /// function, which must not.
    pub(super) fn run_nested<T>(&'static self, body: impl FnOnce() -> T) -> T {
        let polling = Polling::new(false);
        let run = || {
            let _entered = self.enter_context();
            body()
        };
        match polling.before {
            true => tokio::task::block_in_place(run),
            false => run(),
        }
    }
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
