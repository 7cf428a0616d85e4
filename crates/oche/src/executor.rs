//! Where async functions, streams and blocking functions run: a trait, so that a user can bring an executor; tokio by
//! default.

#[cfg(feature = "tokio")]
mod starter;
#[cfg(feature = "tokio")]
mod tokio;

use std::fmt;
use std::pin::Pin;
use std::sync::OnceLock;

/// A future that owns everything it needs.
pub type BoxFuture = Pin<Box<dyn Future<Output = ()> + Send + 'static>>;

/// A piece of blocking work.
pub type BoxWork = Box<dyn FnOnce() + Send + 'static>;

/// Runs futures and blocking work off the isolates' threads.
///
/// ```
/// use oche::{BoxFuture, BoxWork, Executor};
///
/// /// A thread for each future and for each piece of work: simple, and enough where there are few.
/// struct Threads;
///
/// impl Executor for Threads {
///     fn spawn(&self, future: BoxFuture) {
///         std::thread::spawn(|| futures_util::future::FutureExt::now_or_never(future));
///     }
///
///     fn spawn_blocking(&self, work: BoxWork) {
///         std::thread::spawn(work);
///     }
/// }
///
/// oche::set_executor(Threads).expect("nobody has set one before");
/// assert!(oche::set_executor(Threads).is_err(), "once is enough");
/// ```
///
/// (A real executor polls a future until it is done; `now_or_never` polls it once.)
pub trait Executor: Send + Sync + 'static {
    /// Runs `future` to its end. Called on an isolate's thread: it must return at once.
    fn spawn(&self, future: BoxFuture);

    /// Runs `work` on a thread that may block. Called on an isolate's thread: it must return at once.
    fn spawn_blocking(&self, work: BoxWork);

    /// Calls `poll`, which polls a future that is marked `#[oche(eager)]` for the first time, on an isolate's thread. An
    /// executor with a context of its own, which its timers or its sockets look for, provides it meanwhile.
    ///
    /// If the future is not ready then, it goes to [`Executor::spawn`].
    fn enter(&self, poll: &mut dyn FnMut()) {
        poll();
    }
}

static EXECUTOR: OnceLock<Box<dyn Executor>> = OnceLock::new();

/// Says that the executor is in use already.
#[derive(Debug, PartialEq, Eq)]
pub struct ExecutorAlreadySet;

impl fmt::Display for ExecutorAlreadySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the executor is set already: call `set_executor` before the first async call, and once")
    }
}

impl std::error::Error for ExecutorAlreadySet {}

/// Runs everything asynchronous on `executor` from now on, instead of tokio.
///
/// # Errors
/// If an executor was set before, or the default one is in use already.
pub fn set_executor(executor: impl Executor) -> Result<(), ExecutorAlreadySet> {
    EXECUTOR.set(Box::new(executor)).map_err(|_| ExecutorAlreadySet)
}

/// The executor in use; starts the default one if none was set.
pub(crate) fn executor() -> &'static dyn Executor {
    EXECUTOR.get_or_init(default_executor).as_ref()
}

#[cfg(feature = "tokio")]
fn default_executor() -> Box<dyn Executor> {
    Box::new(tokio::Tokio::start())
}

#[cfg(not(feature = "tokio"))]
fn default_executor() -> Box<dyn Executor> {
    panic!("no executor: call `oche::set_executor` first, or enable the feature `tokio` of the crate `oche`")
}
