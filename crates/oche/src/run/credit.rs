//! Credit: how far Dart allows a stream to be ahead of its listener, in items and in bytes, and waiting for more.
//!
//! Dart grants items, and says how many of them its listener took. What it grants at first is the stream's base: so many
//! items may be ahead, however large they are. Dart may grant more to a listener that is fast, and says how many bytes may
//! be ahead before an item beyond the base.

use std::collections::VecDeque;
use std::sync::PoisonError;
use std::task::{Context, Poll, Waker};

use super::outside::caught_outside;
use crate::base::sync::{Mutex, MutexGuard};

/// Portions of less than this part of the bytes that may be ahead are acknowledged together with the next one, so that
/// there are few to be remembered.
const PORTION_PART: u64 = 16;

/// So is what has fewer bytes than this.
const LEAST_PORTION: u64 = 64;

/// What a stream has sent since it began, or has ready to be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) items: u64,
    pub(crate) bytes: u64,
}

/// How much a stream may have sent in all since it began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Allowance {
    /// As many items were granted.
    granted: u64,
    /// As many items may be sent if they are granted, whatever their bytes.
    base: u64,
    /// More items than the base may be sent only after fewer bytes than this.
    bytes: u64,
}

impl Allowance {
    /// Whether one more item may be sent after those.
    #[inline]
    pub(crate) fn allows(self, sent: Amount) -> bool {
        sent.items < self.granted && (sent.items < self.base || sent.bytes < self.bytes)
    }
}

/// One stream's credit. Granting more than is used is harmless, also when the stream has ended.
pub(crate) struct Credit(Mutex<State>);

#[derive(Default)]
struct State {
    /// How many items the stream may have sent in all.
    granted: u64,
    /// The first grant.
    base: u64,
    /// How many bytes may be ahead before an item beyond the base.
    bytes: u64,
    /// What the listener took; the bytes are those of whole portions.
    taken: Amount,
    /// What was sent in all at the end of each portion, of those that the listener has not taken.
    portions: VecDeque<Amount>,
    /// The task that waits for more: only then does a grant wake it.
    waiting: Option<Waker>,
}

impl State {
    fn allowance(&self) -> Allowance {
        Allowance {
            granted: self.granted,
            base: self.taken.items.saturating_add(self.base),
            bytes: self.taken.bytes.saturating_add(self.bytes),
        }
    }

    fn send(&mut self, sent: Amount) {
        let before = match self.portions.len() {
            0 | 1 => self.taken.bytes,
            all => self.portions[all - 2].bytes,
        };
        let least = LEAST_PORTION.max(self.bytes / PORTION_PART);
        match self.portions.back_mut() {
            Some(last) if last.bytes.saturating_sub(before) < least => *last = sent,
            _ => self.portions.push_back(sent),
        }
    }

    fn take(&mut self, items: u64) {
        self.taken.items = self.taken.items.saturating_add(items);
        while let Some(portion) = self
            .portions
            .front()
            .filter(|portion| portion.items <= self.taken.items)
        {
            self.taken.bytes = portion.bytes;
            self.portions.pop_front();
        }
    }
}

impl Credit {
    pub(crate) fn new() -> Self {
        Credit(Mutex::new(State::default()))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code that could panic half-way runs under this lock, nor a waker, which is the executor's code.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What may be sent in all, once that is more than `sent`; until then the next grant wakes the task.
    pub(crate) fn poll(&self, cx: &mut Context<'_>, sent: Amount) -> Poll<Allowance> {
        let allowance = self.lock().allowance();
        if allowance.allows(sent) {
            return Poll::Ready(allowance);
        }
        let waker = cx.waker().clone();
        let before = {
            let mut state = self.lock();
            let allowance = state.allowance();
            if allowance.allows(sent) {
                drop(state);
                return Poll::Ready(allowance);
            }
            state.waiting.replace(waker)
        };
        drop(before);
        Poll::Pending
    }

    /// Notes what was sent in all. It is called before the listener can take any of it.
    pub(crate) fn send(&self, sent: Amount) {
        self.lock().send(sent);
    }

    /// The listener took `taken` items, and `items` more may be sent; those beyond the base only while fewer than `bytes`
    /// bytes are ahead. The task that waits for that is to be woken.
    #[must_use]
    pub(crate) fn grant(&self, taken: u32, items: u32, bytes: u32) -> Option<Waker> {
        let mut state = self.lock();
        state.take(taken.into());
        state.granted = state.granted.saturating_add(items.into());
        state.bytes = bytes.into();
        if state.base == 0 {
            state.base = items.into();
        }
        state.waiting.take()
    }

    /// Forgets the task, which has ended.
    pub(crate) fn close(&self) {
        let waiting = self.lock().waiting.take();
        caught_outside(|| drop(waiting));
    }
}

/// Wakes a task that waits for credit, if there is one. No lock is held then: it is the executor's code.
pub(crate) fn wake(waiting: Option<Waker>) {
    if let Some(waker) = waiting {
        // The executor may panic, for example because its queue is closed, and Dart is who calls this.
        caught_outside(|| waker.wake());
    }
}

#[cfg(all(test, not(oche_loom)))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn amount(items: u64, bytes: u64) -> Amount {
        Amount { items, bytes }
    }

    /// Sends an item of so many bytes, if that is allowed.
    fn send(credit: &Credit, sent: &mut Amount, bytes: u64) -> bool {
        let allowed = credit.lock().allowance().allows(*sent);
        if allowed {
            *sent = amount(sent.items + 1, sent.bytes + bytes);
            credit.send(*sent);
        }
        allowed
    }

    const BYTES: u32 = 192 * 1024;

    #[test]
    fn the_base_may_be_of_any_size_and_no_more() {
        let (credit, mut sent) = (Credit::new(), Amount::default());
        assert!(!send(&credit, &mut sent, 1), "nothing is granted");
        wake(credit.grant(0, 64, 0));
        while send(&credit, &mut sent, 1 << 20) {}
        assert_eq!(sent.items, 64);
        wake(credit.grant(0, 1000, BYTES));
        assert!(!send(&credit, &mut sent, 1), "it has too many bytes ahead");
        wake(credit.grant(3, 0, BYTES));
        while send(&credit, &mut sent, 1 << 20) {}
        assert_eq!(sent.items, 67);
        wake(credit.grant(67, 0, BYTES));
        while send(&credit, &mut sent, 1) {}
        assert_eq!(sent.items, 1064, "small ones need no more than the grant");
    }

    #[test]
    fn beyond_the_base_bytes_count() {
        let (credit, mut sent) = (Credit::new(), Amount::default());
        wake(credit.grant(0, 1, 0));
        assert!(send(&credit, &mut sent, 100));
        wake(credit.grant(0, 100_000, 0));
        assert!(!send(&credit, &mut sent, 100), "only the base without bytes");
        wake(credit.grant(0, 0, BYTES));
        while send(&credit, &mut sent, 100) {}
        assert_eq!(sent.bytes.div_ceil(100), u64::from(BYTES).div_ceil(100));
        assert!(credit.lock().portions.len() <= 17, "{}", credit.lock().portions.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Whatever is sent and taken, there is never more ahead than is allowed, and it goes on when all was taken.
        #[test]
        fn no_more_is_ahead_than_is_allowed(
            base in 1_u32..100,
            steps in proptest::collection::vec((0_u64..20_000, 0_u32..300, 0_u32..300, 0_u32..BYTES), 0..200),
        ) {
            let (credit, mut sent, mut granted) = (Credit::new(), Amount::default(), u64::from(base));
            let mut bytes = 0;
            wake(credit.grant(0, base, bytes));
            let (mut sizes, mut taken) = (VecDeque::new(), 0);
            for (size, take, grant, next) in steps {
                while send(&credit, &mut sent, size) {
                    let ahead: u64 = sizes.iter().sum();
                    let is_base = (sizes.len() as u64) < base.into();
                    prop_assert!(is_base || ahead < bytes.into(), "{ahead} bytes");
                    sizes.push_back(size);
                    prop_assert!(sent.items <= granted);
                    if size == 0 && sent.items >= granted { break; }
                }
                let take = u64::from(take).min(sizes.len() as u64);
                sizes.drain(..take as usize);
                taken += take;
                granted += u64::from(grant);
                wake(credit.grant(take as u32, grant, next));
                bytes = next;
                prop_assert!(credit.lock().portions.len() <= sizes.len());
            }
            wake(credit.grant(sizes.len() as u32, 1, bytes));
            taken += sizes.len() as u64;
            prop_assert_eq!(credit.lock().taken, amount(taken, sent.bytes));
            prop_assert!(send(&credit, &mut sent, 1));
        }
    }
}

#[cfg(all(test, oche_loom))]
mod loom_tests {
    use std::future::poll_fn;

    use loom::sync::Arc;
    use loom::{future::block_on, thread};

    use super::*;
    use crate::base::sync::model;

    /// Sends so many items, each of which waits for credit.
    async fn send(credit: &Credit, items: u64) {
        for items in 0..items {
            let sent = Amount { items, bytes: 0 };
            let allowance = poll_fn(|cx| credit.poll(cx, sent)).await;
            assert!(allowance.allows(sent));
            credit.send(Amount {
                items: items + 1,
                bytes: 1,
            });
        }
    }

    fn granting(credit: &Arc<Credit>, grants: &'static [u32]) -> thread::JoinHandle<()> {
        let credit = Arc::clone(credit);
        thread::spawn(move || grants.iter().for_each(|items| wake(credit.grant(0, *items, 100))))
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
