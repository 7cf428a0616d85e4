//! The locks and flags of what loom checks. Under the cfg `oche_loom` they are loom's, which tries every order in which
//! threads can reach them; see the tests named `loom`.

#[cfg(not(oche_loom))]
pub(crate) use std::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicPtr, AtomicU8, AtomicUsize},
};

#[cfg(not(oche_loom))]
pub(crate) use futures_util::task::AtomicWaker;

#[cfg(oche_loom)]
pub(crate) use loom::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicPtr, AtomicU8, AtomicUsize},
};

#[cfg(oche_loom)]
pub(crate) use waker::AtomicWaker;

#[cfg(oche_loom)]
mod waker {
    use std::task::Waker;

    /// loom's, with the signature of the one that is used otherwise.
    pub(crate) struct AtomicWaker(loom::future::AtomicWaker);

    impl AtomicWaker {
        pub(crate) fn new() -> Self {
            AtomicWaker(loom::future::AtomicWaker::new())
        }

        pub(crate) fn register(&self, waker: &Waker) {
            self.0.register_by_ref(waker);
        }

        pub(crate) fn wake(&self) {
            self.0.wake();
        }
    }
}

/// Runs `body` in every order in which its threads can meet, if each order has few enough switches that no thread asked
/// for: mistakes that take more than three are rare, and the time for all orders is not.
#[cfg(all(test, oche_loom))]
pub(crate) fn model(body: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(body);
}
