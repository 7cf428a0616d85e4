//! A task that also others than its executor can move on: whoever has brought it something to do may do that at once,
//! instead of waking a thread for it. Who has something that must come after what was brought leaves it here, and goes on:
//! it is let go when it is its turn, by the thread that is at it then.

use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use super::outside::caught_outside;
use crate::base::sync::{AtomicU8, AtomicWaker, Mutex};
use crate::run::executor::api::BoxFuture;

/// Somebody is polling.
const BUSY: u8 = 1;
/// Somebody came while somebody else was polling: it must be polled once more.
const WANTED: u8 = 2;
/// The future has ended.
const DONE: u8 = 4;

/// What comes after a turn, by being dropped: the last who has it drops it, so that it can wait for several pumps.
pub(crate) type After = Arc<dyn Send + Sync>;

/// A future that is polled by one at a time: by the executor, which owns it, or by who calls [`turn`](Pump::turn).
pub(crate) struct Pump {
    /// Of the flags above.
    state: AtomicU8,
    /// Taken out while it is polled.
    future: Mutex<Option<BoxFuture>>,
    /// What comes after a turn that begins from now on.
    after: Mutex<Option<After>>,
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
            after: Mutex::new(None),
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
        let before = self.begin();
        if before & DONE != 0 {
            Poll::Ready(())
        } else if before & BUSY != 0 {
            Poll::Pending
        } else {
            self.poll(None)
        }
    }

    /// Begins a turn, or leaves word with whoever is at one: the state before.
    fn begin(&self) -> u8 {
        // Written in every case, so that whoever polls next also sees what was brought. And a word stays until the end of a turn:
        // cleared here, it might be another's.
        let before = self.state.fetch_or(BUSY, Ordering::AcqRel);
        match before & (BUSY | DONE) {
            // That turn may be over by now; then there is another one, which looks once more than it would have to.
            BUSY => self.state.fetch_or(BUSY | WANTED, Ordering::AcqRel),
            _ => before,
        }
    }

    /// Polls the future as [`turn`](Pump::turn) does, and lets go of `after` when a turn is over that began after this call.
    /// If somebody else is polling, that one takes the turn, and nobody waits for it. A pump has one such at most.
    pub(crate) fn turn_before(&self, after: After) {
        let before = self.exchange_after(Some(after));
        debug_assert!(before.is_none(), "a sink is the parameter of one call");
        drop(before);
        let before = self.begin();
        if before & DONE != 0 {
            drop(self.exchange_after(None));
        } else if before & BUSY == 0 {
            let after = self.exchange_after(None);
            let _ = self.poll(after);
        }
    }

    /// Polls the future, and lets go of `after`; `BUSY` is this thread's.
    fn poll(&self, mut after: Option<After>) -> Poll<()> {
        loop {
            let turn = Turn { pump: self, after };
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
            after = turn.end();
            if after.is_none() {
                return polled;
            }
        }
    }

    /// Ends a turn, unless something came that needs another one, which then is this thread's as well.
    fn end_turn(&self) -> Option<After> {
        if self.future.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
            self.state.swap(DONE, Ordering::AcqRel);
            drop(self.exchange_after(None));
            self.alarm.ring();
            return None;
        }
        let mut is_wanted = false;
        while self
            .state
            .compare_exchange(BUSY, 0, Ordering::AcqRel, Ordering::Acquire)
            .is_err()
        {
            // Whoever came has left something before saying so; that is seen from here on.
            self.state.fetch_and(!WANTED, Ordering::AcqRel);
            if let Some(after) = self.exchange_after(None) {
                return Some(after);
            }
            is_wanted = true;
        }
        if is_wanted {
            self.alarm.ring();
        }
        None
    }

    fn exchange_after(&self, after: Option<After>) -> Option<After> {
        // Held for an exchange of pointers.
        let mut slot = self.after.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *slot, after)
    }

    /// Exchanges the future.
    fn slot(&self, future: Option<BoxFuture>) -> Option<BoxFuture> {
        // Nobody waits for this lock: there is one turn at a time.
        let mut slot = self.future.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *slot, future)
    }
}

/// A turn, and what comes after it. It also ends if it panics: then the future is gone, and with it whatever it was to tell.
struct Turn<'a> {
    pump: &'a Pump,
    after: Option<After>,
}

impl Turn<'_> {
    /// Ends it, or says what the next turn of this thread is before.
    fn end(mut self) -> Option<After> {
        drop(self.after.take());
        let next = self.pump.end_turn();
        std::mem::forget(self);
        next
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        drop(self.after.take());
        // The future is gone, so that there is no other turn.
        drop(self.pump.end_turn());
    }
}

#[cfg(all(test, oche_loom))]
mod loom_tests {
    use loom::future::block_on;
    use loom::sync::Arc as LoomArc;
    use loom::thread;

    use super::*;
    use crate::base::sync::{AtomicUsize, model};

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

    /// A result, which says when it is let go how much was done by then, plus one. Not loom's: it is only looked at.
    struct Result {
        done: Arc<std::sync::atomic::AtomicUsize>,
        seen: Arc<std::sync::atomic::AtomicUsize>,
    }

    impl Drop for Result {
        fn drop(&mut self) {
            let before = self.seen.swap(1 + self.done.load(Ordering::SeqCst), Ordering::SeqCst);
            assert_eq!(before, 0, "it comes once");
        }
    }

    /// Who else is at it.
    #[derive(Clone, Copy)]
    enum Other {
        /// One who has brought something else.
        Pusher,
        /// The executor.
        Executor,
    }

    /// Who has brought something, and then leaves what must come after it, need not wait: it comes after it, whoever is at it,
    /// and it does come, also if the future has ended or the executor never polls it.
    #[test]
    fn loom_a_result_comes_after_what_was_brought_before_it() {
        for (other, all) in [(Other::Pusher, 2), (Other::Pusher, 3), (Other::Executor, 1)] {
            model(move || {
                let work = LoomArc::new(Work {
                    brought: AtomicUsize::new(0),
                    waker: AtomicWaker::new(),
                });
                let (done, seen) = (Arc::default(), Arc::default());
                let result = Result {
                    done: Arc::clone(&done),
                    seen: Arc::clone(&seen),
                };
                let pump = Pump::new(Box::pin({
                    let work = LoomArc::clone(&work);
                    std::future::poll_fn(move |cx| {
                        if let Other::Executor = other {
                            work.waker.register(cx.waker());
                        }
                        let now = work.brought.load(Ordering::Acquire);
                        done.store(now, Ordering::SeqCst);
                        match now == all {
                            true => Poll::Ready(()),
                            false => Poll::Pending,
                        }
                    })
                }));
                let thread = {
                    let (work, pump) = (LoomArc::clone(&work), Arc::clone(&pump));
                    thread::spawn(move || match other {
                        Other::Pusher => {
                            work.brought.fetch_add(1, Ordering::AcqRel);
                            let _ = pump.turn();
                        }
                        Other::Executor => block_on(pump.run()),
                    })
                };
                work.brought.fetch_add(1, Ordering::AcqRel);
                if let Other::Executor = other {
                    work.waker.wake();
                }
                pump.turn_before(Arc::new(result));
                thread.join().expect("it does not panic");
                // Not only when the pump is dropped.
                let seen = seen.load(Ordering::SeqCst);
                assert!(seen > 1, "it has come, and not before what was brought: {seen}");
                drop(pump);
            });
        }
    }
}
