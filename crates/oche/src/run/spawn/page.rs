//! The default executor of a web page: everything is a task of the page's, also what would block elsewhere.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Wake, Waker};

use crate::platform::push;
use crate::run::executor::api::{BoxFuture, BoxWork, Executor};

/// The page.
pub(super) struct Page;

/// A future that is polled whenever it was woken.
struct Task {
    /// `None` while it is polled, and once it has ended.
    future: Mutex<Option<BoxFuture>>,
    is_queued: AtomicBool,
}

impl Task {
    fn exchange(&self, future: Option<BoxFuture>) -> Option<BoxFuture> {
        let mut slot = self.future.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *slot, future)
    }

    fn poll(self: Arc<Self>) {
        self.is_queued.store(false, Ordering::Relaxed);
        let Some(mut future) = self.exchange(None) else {
            return;
        };
        let waker = Waker::from(Arc::clone(&self));
        if future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
            self.exchange(Some(future));
        }
    }
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        if !self.is_queued.swap(true, Ordering::Relaxed) {
            push(Box::new(move || self.poll()));
        }
    }
}

impl Executor for Page {
    fn spawn(&self, future: BoxFuture) {
        let task = Arc::new(Task {
            future: Mutex::new(Some(future)),
            is_queued: AtomicBool::new(false),
        });
        task.wake();
    }

    fn spawn_blocking(&self, work: BoxWork) {
        push(work);
    }
}
