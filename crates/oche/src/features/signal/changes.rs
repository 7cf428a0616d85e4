//! The changes of a signal, for a task.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::task::AtomicWaker;

use super::core::{Observer, Sample, Signal};
use crate::run::outside::caught_outside;

/// The stream of a signal's samples: see [`Signal::changes`].
pub struct Changes<T> {
    signal: Signal<T>,
    task: Arc<Task>,
    /// The version that was given out last.
    seen: Option<u64>,
}

/// The task that polls.
struct Task(AtomicWaker);

impl Observer for Task {
    fn changed(self: Arc<Self>) {
        // The executor's own code.
        caught_outside(move || self.0.wake());
    }
}

impl<T: Send + Sync + 'static> Signal<T> {
    /// The samples as a stream that begins with the current one. It conflates: whoever polls it too slowly for every sample
    /// gets the latest. Changes of the status are samples of their own. It has no end, and keeps the signal alive.
    pub fn changes(&self) -> Changes<T> {
        Changes::new(self.clone())
    }
}

impl<T> Changes<T> {
    fn new(signal: Signal<T>) -> Self {
        let task = Arc::new(Task(AtomicWaker::new()));
        let weak = Arc::downgrade(&task);
        signal.0.observe(weak);
        Changes {
            signal,
            task,
            seen: None,
        }
    }
}

impl<T> Stream for Changes<T> {
    type Item = Sample<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Sample<T>>> {
        self.task.0.register(cx.waker());
        let (version, sample) = self.signal.0.look();
        if self.seen == Some(version) {
            return Poll::Pending;
        }
        self.seen = Some(version);
        Poll::Ready(Some(sample))
    }
}
