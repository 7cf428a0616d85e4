//! A task that also others than its executor can move on: whoever has brought it something to do may do that at once,
//! instead of waking a thread for it.

use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use crate::error::caught_outside;
use crate::executor::BoxFuture;
use crate::sync::{AtomicU8, AtomicWaker, Mutex};

/// Somebody is polling.
const BUSY: u8 = 1;
/// Somebody came while somebody else was polling: it must be polled once more.
const WANTED: u8 = 2;
/// The future has ended.
const DONE: u8 = 4;

/// A future that is polled by one at a time: by the executor, which owns it, or by who calls [`turn`](Pump::turn).
pub(crate) struct Pump {
    /// Of the flags above.
    state: AtomicU8,
    /// Taken out while it is polled.
    future: Mutex<Option<BoxFuture>>,
    alarm: Arc<Alarm>,
    /// Of the alarm.
    waker: Waker,
}

/// Wakes the executor's task. Apart from the pump, because the future itself lets this be kept in places that outlive it.
struct Alarm(AtomicWaker);

impl Alarm {
    fn ring(&self) {
        // The executor's code, which may panic: that must not reach whoever has something to be sent.
        caught_outside(|| self.0.wake());
    }
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.ring();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.ring();
    }
}

impl Pump {
    pub(crate) fn new(future: BoxFuture) -> Arc<Self> {
        let alarm = Arc::new(Alarm(AtomicWaker::new()));
        Arc::new(Pump {
            state: AtomicU8::new(0),
            future: Mutex::new(Some(future)),
            waker: Waker::from(Arc::clone(&alarm)),
            alarm,
        })
    }

    /// What the executor runs. Dropped before its end, it drops the future, as soon as nobody is polling it.
    pub(crate) async fn run(self: Arc<Self>) {
        std::future::poll_fn(|cx| {
            // Before the turn, so that no later word is missed.
            self.alarm.0.register(cx.waker());
            self.turn()
        })
        .await;
    }

    /// Polls the future on this thread, unless somebody else does; then that one sees to it that it is polled once more.
    pub(crate) fn turn(&self) -> Poll<()> {
        // It is written in every case, so that whoever polls next also sees what was brought.
        let before = self.state.fetch_or(BUSY | WANTED, Ordering::AcqRel);
        if before & DONE != 0 {
            Poll::Ready(())
        } else if before & BUSY != 0 {
            Poll::Pending
        } else {
            self.state.fetch_and(!WANTED, Ordering::AcqRel);
            self.poll()
        }
    }

    /// Polls the future; `BUSY` is this thread's.
    fn poll(&self) -> Poll<()> {
        let end = Turn(self);
        let taken = self.slot(None);
        let polled = match taken {
            None => Poll::Ready(()),
            Some(mut future) => {
                let polled = Pin::as_mut(&mut future).poll(&mut Context::from_waker(&self.waker));
                if polled.is_pending() {
                    self.slot(Some(future));
                }
                polled
            }
        };
        drop(end);
        polled
    }

    /// Exchanges the future.
    fn slot(&self, future: Option<BoxFuture>) -> Option<BoxFuture> {
        // Nobody waits for this lock: there is one turn at a time.
        let mut slot = self.future.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *slot, future)
    }
}

/// Ends a turn, also one that panics: then the future is gone, and with it whatever it was to tell.
struct Turn<'a>(&'a Pump);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let pump = self.0;
        let has_ended = pump.future.lock().unwrap_or_else(PoisonError::into_inner).is_none();
        let next = if has_ended { DONE } else { 0 };
        let before = pump.state.swap(next, Ordering::AcqRel);
        if has_ended || before & WANTED != 0 {
            pump.alarm.ring();
        }
    }
}

#[cfg(all(test, oche_loom))]
mod loom_tests {
    use loom::future::block_on;
    use loom::sync::Arc as LoomArc;
    use loom::thread;

    use super::*;
    use crate::sync::{AtomicUsize, model};

    /// What a pump's future works off.
    struct Work {
        brought: AtomicUsize,
        waker: AtomicWaker,
    }

    /// Everything that was brought is done, whether who brings it does it, or the executor, or both meet. If somebody's
    /// word got lost, the executor would wait for ever, which loom notices.
    #[test]
    fn loom_nothing_that_is_brought_is_left() {
        for bringing in [[2, 0], [1, 1]] {
            model(move || {
                let work = LoomArc::new(Work {
                    brought: AtomicUsize::new(0),
                    waker: AtomicWaker::new(),
                });
                let all = bringing.iter().sum::<usize>();
                let pump = Pump::new(Box::pin({
                    let work = LoomArc::clone(&work);
                    std::future::poll_fn(move |cx| {
                        if work.brought.load(Ordering::Acquire) < all {
                            work.waker.register(cx.waker());
                        }
                        match work.brought.load(Ordering::Acquire) == all {
                            true => Poll::Ready(()),
                            false => Poll::Pending,
                        }
                    })
                }));
                let threads = bringing.map(|times| {
                    let (work, pump) = (LoomArc::clone(&work), Arc::clone(&pump));
                    thread::spawn(move || {
                        for _ in 0..times {
                            work.brought.fetch_add(1, Ordering::AcqRel);
                            // One of them does it, the other one has it done.
                            match bringing[1] {
                                0 => drop(pump.turn()),
                                _ => work.waker.wake(),
                            }
                        }
                    })
                });
                block_on(pump.run());
                for thread in threads {
                    thread.join().expect("it does not panic");
                }
            });
        }
    }
}
