//! Whether anybody still wants the result of the call that runs on this thread. The Dart twin is `cancel.dart`.

use std::cell::RefCell;
use std::sync::Arc;

use super::task::Task;

thread_local! {
    /// The call whose code runs on this thread.
    static CURRENT: RefCell<Option<Arc<Task>>> = const { RefCell::new(None) };
}

/// While it exists, this thread runs code of one call.
struct Within(Option<Arc<Task>>);

impl Within {
    fn new(task: Option<Arc<Task>>) -> Self {
        // A thread that ends has no room for it any more.
        let before = CURRENT.try_with(|current| current.replace(task));
        Within(before.ok().flatten())
    }
}

impl Drop for Within {
    fn drop(&mut self) {
        let ended = CURRENT.try_with(|current| current.replace(self.0.take()));
        drop(ended);
    }
}

/// Runs `body` as a part of the call `task`.
pub(crate) fn within<T>(task: &Arc<Task>, body: impl FnOnce() -> T) -> T {
    let _within = Within::new(Some(Arc::clone(task)));
    body()
}

/// Runs `body` as a part of no call: a function of Dart, whose own calls keep the isolate waiting.
#[inline]
pub(crate) fn outside<T>(body: impl FnOnce() -> T) -> T {
    let is_within = CURRENT.try_with(|current| current.borrow().is_some());
    let _within = is_within.unwrap_or(false).then(|| Within::new(None));
    body()
}

fn current() -> Option<Arc<Task>> {
    CURRENT.try_with(|current| current.borrow().clone()).ok().flatten()
}

/// Whether this thread runs a part of a call that does not keep its isolate waiting.
pub(crate) fn is_within_task() -> bool {
    current().is_some()
}

/// Whether the call that runs on this thread was cancelled, by a `CancelToken` in Dart or because its isolate is gone.
///
/// A future or a stream is dropped when it is cancelled, and need not ask. A blocking function cannot be dropped: it goes
/// on, although nobody will ever get its result, unless it asks from time to time and returns. An async function that
/// computes for long without an `await` is in the same position.
///
/// It is false in a synchronous call, which cannot be cancelled, and on threads that the call itself has started.
///
/// ```
/// /// Sums up what may be a lot; gives up once nobody waits for it any more.
/// pub fn sum(numbers: Vec<u64>) -> u64 {
///     numbers.chunks(4096).take_while(|_| !oche::is_cancelled()).flatten().sum()
/// }
/// # assert_eq!(sum(vec![1, 2, 3]), 6);
/// ```
pub fn is_cancelled() -> bool {
    current().is_some_and(|task| task.is_cancelled())
}
