//! Credit: how many items Dart allows a stream to send, and waiting for more.

use std::sync::PoisonError;
use std::task::{Context, Poll, Waker};

use crate::error::{caught_outside, drop_caught};
use crate::sync::{Mutex, MutexGuard};

/// One stream's credit. Granting more than is used is harmless, also when the stream has ended.
pub(crate) struct Credit(Mutex<State>);

struct State {
    /// How many items the stream may have sent in all, since it began.
    granted: u64,
    /// The task that waits for more: only then does a grant wake it.
    waiting: Option<Waker>,
}

impl Credit {
    pub(crate) fn new() -> Self {
        Credit(Mutex::new(State {
            granted: 0,
            waiting: None,
        }))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code that could panic half-way runs under this lock, nor a waker, which is the executor's code.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many items may have been sent in all, once those are more than `sent`; until then the next grant wakes the
    /// task.
    pub(crate) fn poll(&self, cx: &mut Context<'_>, sent: u64) -> Poll<u64> {
        let granted = self.lock().granted;
        if granted > sent {
            return Poll::Ready(granted);
        }
        let waker = cx.waker().clone();
        let before = {
            let mut state = self.lock();
            if state.granted > sent {
                let granted = state.granted;
                drop(state);
                return Poll::Ready(granted);
            }
            state.waiting.replace(waker)
        };
        drop(before);
        Poll::Pending
    }

    /// Allows `items` more.
    pub(crate) fn grant(&self, items: u32) {
        let waiting = {
            let mut state = self.lock();
            state.granted = state.granted.saturating_add(u64::from(items));
            state.waiting.take()
        };
        if let Some(waker) = waiting {
            // The executor may panic, for example because its queue is closed, and Dart is who calls this.
            caught_outside(|| waker.wake());
        }
    }

    /// Forgets the task, which has ended.
    pub(crate) fn close(&self) {
        let waiting = self.lock().waiting.take();
        drop_caught(waiting);
    }
}

#[cfg(all(test, oche_loom))]
mod loom_tests {
    use std::future::poll_fn;

    use loom::sync::Arc;
    use loom::{future::block_on, thread};

    use super::*;
    use crate::sync::model;

    /// Sends so many items, each of which waits for credit.
    async fn send(credit: &Credit, items: u64) {
        for sent in 0..items {
            let granted = poll_fn(|cx| credit.poll(cx, sent)).await;
            assert!(sent < granted);
        }
    }

    fn granting(credit: &Arc<Credit>, grants: &'static [u32]) -> thread::JoinHandle<()> {
        let credit = Arc::clone(credit);
        thread::spawn(move || grants.iter().for_each(|items| credit.grant(*items)))
    }

    /// A wake-up that got lost would leave the sender waiting for ever, which loom notices.
    #[test]
    fn loom_no_grant_is_overlooked() {
        const GRANTS: [&[&[u32]]; 3] = [&[&[1, 2]], &[&[1], &[1]], &[&[2], &[0, 1]]];
        for grants in GRANTS {
            model(move || {
                let credit = Arc::new(Credit::new());
                let threads: Vec<_> = grants.iter().map(|grants| granting(&credit, grants)).collect();
                let items = grants.iter().copied().flatten().sum::<u32>();
                block_on(send(&credit, items.into()));
                for thread in threads {
                    thread.join().expect("it does not panic");
                }
            });
        }
    }

    #[test]
    fn loom_a_grant_after_the_end_is_harmless() {
        model(|| {
            let credit = Arc::new(Credit::new());
            let thread = granting(&credit, &[1, 1]);
            block_on(send(&credit, 1));
            credit.close();
            thread.join().expect("it does not panic");
        });
    }
}
