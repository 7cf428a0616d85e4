//! tokio's runtime, which lives as long as the process.

use std::cell::Cell;
use std::sync::OnceLock;

use tokio::runtime::{Builder, EnterGuard, Handle};

pub(crate) use tokio::runtime::Runtime;

use crate::run::panic::catch::caught;

/// How many calls may be on threads that block, at the same time. Each may wait for an object there.
pub(crate) const CALLS: usize = 512;

/// How many such threads are left for what those calls wait for: an object is perhaps held by a task that itself asks
/// tokio for a thread that may block, to read a file or to find the address of a host.
const OTHERS: usize = 512;

static RUNTIME: OnceLock<Runtime> = OnceLock::new();

/// The runtime, which starts when somebody first asks for it.
///
/// # Panics
/// If the operating system refuses the threads.
pub(crate) fn start() -> &'static Runtime {
    RUNTIME.get_or_init(|| {
        let runtime = Builder::new_multi_thread()
            .enable_all()
            .thread_name("oche")
            .max_blocking_threads(CALLS + OTHERS)
            .build();
        runtime.expect("the operating system refuses threads")
    })
}

/// The same for those who can do without; that it cannot be had is printed.
pub(crate) fn start_if_possible() -> Option<&'static Runtime> {
    RUNTIME.get().or_else(|| caught(start).ok())
}

thread_local! {
    /// Whether this thread polls an eager function, and has come to no other call within that.
    static IS_POLLING: Cell<bool> = const { Cell::new(false) };
}

/// Sets [`IS_POLLING`] for as long as it exists.
pub(crate) struct Polling {
    before: bool,
}

impl Polling {
    pub(crate) fn new(is_polling: bool) -> Self {
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

/// Runs a call within another one. It may block, and have runtimes of its own, also where that is the first poll of an eager
/// function, which must not.
pub(crate) fn run_nested(runtime: &Runtime, body: &mut dyn FnMut()) {
    let polling = Polling::new(false);
    let mut run = || {
        let _entered = runtime.enter();
        body();
    };
    match polling.before {
        true => tokio::task::block_in_place(run),
        false => run(),
    }
}

/// Enters its context, unless this thread is in one of tokio's already, or about to end.
pub(crate) fn enter_if_outside() -> Option<EnterGuard<'static>> {
    match Handle::try_current() {
        Err(error) if error.is_missing_context() => start_if_possible().map(Runtime::enter),
        _ => None,
    }
}
