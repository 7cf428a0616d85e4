//! Where async functions, streams and blocking functions run, and in whose context everything else does: a trait, so that a user
//! can bring an executor; tokio by default.

mod context;
#[cfg(feature = "tokio")]
mod starter;
#[cfg(feature = "tokio")]
mod tokio;

use std::fmt;
use std::pin::Pin;

pub(crate) use context::{arrive, catch_in_context, in_context, in_context_here, is_in_context, thread_mark};

use crate::setting::{Mark, Setting};

/// A future that owns everything it needs.
pub type BoxFuture = Pin<Box<dyn Future<Output = ()> + Send + 'static>>;

/// A piece of blocking work.
pub type BoxWork = Box<dyn FnOnce() + Send + 'static>;

/// Runs futures and blocking work off the isolates' threads, and provides its context to all other code.
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

    /// Calls `code`, once, on this thread. An executor with a context of its own, which its timers or its sockets look for,
    /// provides it meanwhile.
    ///
    /// `code` is code of the crate's that runs elsewhere than in [`spawn`](Executor::spawn): a synchronous function, the first poll
    /// of a future that is marked `#[oche(eager)]`, the end of an object. It may block, and call Dart, which may call Rust: then
    /// this is called again within itself. So with tokio it is `Handle::enter`, and not `block_on`:
    ///
    /// ```
    /// # struct Tokio { handle: tokio::runtime::Handle }
    /// # impl Tokio {
    /// fn enter(&self, code: &mut dyn FnMut()) {
    ///     let _entered = self.handle.enter();
    ///     code();
    /// }
    /// # }
    /// ```
    fn enter(&self, code: &mut dyn FnMut()) {
        code();
    }
}

/// The executor that is used: what the user has set, or the default, once it was given something to run.
static CHOSEN: Setting<dyn Executor> = Setting::new();

/// Says that the executor is in use already.
#[derive(Debug, PartialEq, Eq)]
pub struct ExecutorAlreadySet;

impl fmt::Display for ExecutorAlreadySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the executor is set already: call `set_executor` before the first async call, and once")
    }
}

impl std::error::Error for ExecutorAlreadySet {}

/// Runs everything asynchronous on `executor` from now on, instead of tokio, and all other code in its context.
///
/// If `#[oche(init)]` fails, what it has set is forgotten, so that the next try can set it again.
///
/// # Errors
/// If an executor was set before, or the default one was given something to run.
pub fn set_executor(executor: impl Executor) -> Result<(), ExecutorAlreadySet> {
    if !CHOSEN.set(Box::new(executor)) {
        return Err(ExecutorAlreadySet);
    }
    context::set_users(true);
    Ok(())
}

/// What was chosen at some moment.
pub(crate) struct Choice(Mark<dyn Executor>);

/// What is chosen now.
pub(crate) fn choice() -> Choice {
    Choice(CHOSEN.mark())
}

impl Choice {
    /// Forgets the executor that the user has set since.
    pub(crate) fn forget_later(&self) {
        if context::is_users() && !CHOSEN.is_at(&self.0) {
            context::set_users(false);
            CHOSEN.reset(&self.0);
        }
    }
}

/// The executor in use; starts the default one if none was set.
pub(crate) fn executor() -> &'static dyn Executor {
    loop {
        if let Some(executor) = CHOSEN.get() {
            return executor;
        }
        // If this is refused, somebody else has just set one.
        let _ = CHOSEN.set(default_executor());
    }
}

#[cfg(feature = "tokio")]
fn default_executor() -> Box<dyn Executor> {
    Box::new(tokio::default())
}

#[cfg(not(feature = "tokio"))]
fn default_executor() -> Box<dyn Executor> {
    panic!("no executor: call `oche::set_executor` first, or enable the feature `tokio` of the crate `oche`")
}
