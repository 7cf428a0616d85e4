//! What an executor is.

use std::pin::Pin;

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
