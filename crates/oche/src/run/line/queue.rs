//! The queue before a value: readers and writers in one line, in the order in which they came.
//!
//! A call that finds nobody has the value by one atomic operation, and gives it back by another: [`Queue::sole`] says who it
//! is. As soon as somebody else comes, that moves to [`Queue::crowd`], behind a lock, and back again when the crowd has gone.

use std::collections::VecDeque;
use std::mem::ManuallyDrop;
use std::ptr::{self, NonNull};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll};

use crate::base::sync::{AtomicPtr, AtomicUsize, AtomicWaker, Mutex, MutexGuard};
use crate::run::outside::caught_outside;

/// The path of a function that calls; empty if nobody knows it. A thin pointer, so that a queue can keep it in one word.
pub type Name = &'static &'static str;

/// In whose name something is had so shortly that nobody hears of it.
pub(crate) const NOBODY: Name = &"";

/// What is one in a [`Holder`] that wants the value for itself. A `Name` is aligned, so that the bit is free.
const EXCLUSIVE: usize = 1;

/// Somebody who has a value, or waits for it: the name, and whether nobody else may have it meanwhile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holder(NonNull<()>);

// SAFETY: it stands for a `&'static &'static str` and a flag.
unsafe impl Send for Holder {}
// SAFETY: as above.
unsafe impl Sync for Holder {}

impl Holder {
    #[inline]
    pub(crate) fn new(name: Name, exclusive: bool) -> Self {
        const { assert!(align_of::<&str>() > CROWDED_ADDRESS) };
        let name = NonNull::from(name).cast::<()>();
        Holder(name.map_addr(|address| address | if exclusive { EXCLUSIVE } else { 0 }))
    }

    #[inline]
    pub(crate) fn is_exclusive(self) -> bool {
        self.0.addr().get() & EXCLUSIVE != 0
    }

    pub(crate) fn name(self) -> Name {
        let name = self.0.as_ptr().map_addr(|address| address & !EXCLUSIVE);
        // SAFETY: it came from such a reference, and the bit that was added is gone.
        unsafe { &*name.cast_const().cast::<&'static str>() }
    }
}

/// What [`Queue::sole`] is while the crowd says who has the value: no address of a `Name`, with or without its bit.
const CROWDED_ADDRESS: usize = 2;

const fn crowded() -> *mut () {
    ptr::without_provenance_mut(CROWDED_ADDRESS)
}

/// The line before a value.
pub(crate) struct Queue {
    /// Null if nobody has the value; a [`Holder`] if one call has it and nobody waits; else [`crowded`].
    sole: AtomicPtr<()>,
    /// Made when it is first needed.
    crowd: Mutex<Option<Box<Crowd>>>,
}

/// Who has the value, and who waits for it, if that is more than one.
#[derive(Default)]
struct Crowd {
    /// All of them readers, or one writer.
    holders: Vec<Holder>,
    /// In the order of their tickets, which count up.
    waiting: VecDeque<Waiting>,
    last: u64,
}

struct Waiting {
    ticket: u64,
    holder: Holder,
    turn: Arc<Turn>,
}

/// Whether `holder` may have the value beside those.
fn admits(holders: &[Holder], holder: Holder) -> bool {
    holders
        .first()
        .is_none_or(|first| !first.is_exclusive() && !holder.is_exclusive())
}

impl Crowd {
    /// Lets in whoever's turn it is.
    fn advance(&mut self) -> Vec<Arc<Turn>> {
        let mut granted = Vec::new();
        while self
            .waiting
            .front()
            .is_some_and(|first| admits(&self.holders, first.holder))
        {
            if let Some(first) = self.waiting.pop_front() {
                self.holders.push(first.holder);
                granted.push(first.turn);
            }
        }
        granted
    }

    /// Takes out who waits with this ticket, if anybody does.
    fn take(&mut self, ticket: u64) -> Option<Waiting> {
        let place = self.waiting.binary_search_by_key(&ticket, |waiting| waiting.ticket);
        place.ok().and_then(|place| self.waiting.remove(place))
    }
}

impl Queue {
    pub(crate) fn new() -> Self {
        Queue {
            sole: AtomicPtr::new(ptr::null_mut()),
            crowd: Mutex::new(None),
        }
    }

    /// Takes the value `count` times at once, if nobody is ahead whom `holder` may not pass; otherwise who that is. More
    /// than once it is only read.
    #[inline]
    pub(crate) fn try_hold(&self, holder: Holder, count: usize) -> Result<(), Name> {
        let sole = (ptr::null_mut(), holder.0.as_ptr());
        let held = count == 1
            && self
                .sole
                .compare_exchange(sole.0, sole.1, Ordering::Acquire, Ordering::Relaxed)
                .is_ok();
        match held {
            true => Ok(()),
            false => self.crowded().try_hold(holder, count),
        }
    }

    /// Gives the value back, which `holder` had.
    #[inline]
    pub(crate) fn release(&self, holder: Holder) {
        let sole = (holder.0.as_ptr(), ptr::null_mut());
        let released = self
            .sole
            .compare_exchange(sole.0, sole.1, Ordering::Release, Ordering::Relaxed);
        if released.is_err() {
            self.release_crowded(holder);
        }
    }

    #[cold]
    fn release_crowded(&self, holder: Holder) {
        let granted = {
            let mut crowd = self.crowded();
            let crowd = crowd.get();
            // Those of the same name are the same to whoever comes later.
            if let Some(at) = crowd.holders.iter().position(|other| *other == holder) {
                crowd.holders.swap_remove(at);
            }
            crowd.advance()
        };
        Turn::grant(granted);
    }

    /// Leaves the line; false if its turn had come, so that the value must be released.
    fn leave(&self, ticket: u64) -> bool {
        let (left, granted) = {
            let mut crowd = self.crowded();
            let crowd = crowd.get();
            let left = crowd.take(ticket);
            // Readers may have waited behind a writer that is gone.
            (left, crowd.advance())
        };
        Turn::grant(granted);
        left.is_some()
    }

    /// The lock before the line. Several of them are taken in the order of the queues' addresses.
    pub(crate) fn crowded(&self) -> Crowded<'_> {
        // Nothing that could panic half-way runs under this lock.
        let mut crowd = self.crowd.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.sole.swap(crowded(), Ordering::AcqRel);
        let holders = &mut crowd.get_or_insert_default().holders;
        if before != crowded()
            && let Some(before) = NonNull::new(before)
        {
            holders.push(Holder(before));
        }
        Crowded { queue: self, crowd }
    }
}

/// A line that stands still.
pub(crate) struct Crowded<'a> {
    queue: &'a Queue,
    crowd: MutexGuard<'a, Option<Box<Crowd>>>,
}

impl Crowded<'_> {
    fn get(&mut self) -> &mut Crowd {
        self.crowd.get_or_insert_default()
    }

    /// As [`Queue::try_hold`].
    pub(crate) fn try_hold(&mut self, holder: Holder, count: usize) -> Result<(), Name> {
        let crowd = self.get();
        let ahead = match (admits(&crowd.holders, holder), crowd.waiting.front()) {
            (true, None) => {
                crowd.holders.extend(std::iter::repeat_n(holder, count));
                return Ok(());
            }
            (true, Some(first)) => first.holder,
            (false, _) => crowd.holders[0],
        };
        Err(ahead.name())
    }

    /// Joins the end of the line, for `turn`; the ticket.
    pub(crate) fn join(&mut self, holder: Holder, turn: &Arc<Turn>) -> u64 {
        let crowd = self.get();
        crowd.last += 1;
        let ticket = crowd.last;
        turn.missing.fetch_add(1, Ordering::Relaxed);
        let turn = Arc::clone(turn);
        crowd.waiting.push_back(Waiting { ticket, holder, turn });
        ticket
    }
}

impl Drop for Crowded<'_> {
    /// Goes back to one word if that is enough.
    fn drop(&mut self) {
        let crowd = self.get();
        if crowd.holders.len() > 1 || !crowd.waiting.is_empty() {
            return;
        }
        let sole = crowd.holders.pop().map_or(ptr::null_mut(), |holder| holder.0.as_ptr());
        self.queue.sole.store(sole, Ordering::Release);
    }
}

/// What a call waits for: its places in all the lines in which it stands.
pub(crate) struct Turn {
    /// How many of them are still ahead of it.
    missing: AtomicUsize,
    waker: AtomicWaker,
}

impl Turn {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Turn {
            missing: AtomicUsize::new(0),
            waker: AtomicWaker::new(),
        })
    }

    /// Whether the call has all that it waited for.
    pub(crate) fn has_come(&self) -> bool {
        self.missing.load(Ordering::Acquire) == 0
    }

    /// Ready once it [has come](Self::has_come).
    pub(crate) fn poll(&self, cx: &Context<'_>) -> Poll<()> {
        if self.has_come() {
            return Poll::Ready(());
        }
        self.waker.register(cx.waker());
        // It may have come before there was a waker.
        match self.has_come() {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }

    /// Tells calls that they have got one more place. Under no lock: a waker is the executor's code, which may panic; that
    /// concerns neither the line nor those who are told after it.
    fn grant(granted: Vec<Arc<Turn>>) {
        for turn in granted {
            if turn.missing.fetch_sub(1, Ordering::AcqRel) == 1 {
                caught_outside(|| turn.waker.wake());
            }
        }
    }
}

/// A value that a call has: given back when this is dropped.
pub(crate) struct Hold {
    queue: NonNull<Queue>,
    holder: Holder,
}

// SAFETY: a queue may be used on any thread.
unsafe impl Send for Hold {}
// SAFETY: as above.
unsafe impl Sync for Hold {}

impl Hold {
    /// # Safety
    /// The queue is there for as long as this, and `holder` was let in once for this.
    #[inline]
    pub(crate) unsafe fn new(queue: &Queue, holder: Holder) -> Self {
        Hold {
            queue: NonNull::from(queue),
            holder,
        }
    }

    #[inline]
    pub(crate) fn is_exclusive(&self) -> bool {
        self.holder.is_exclusive()
    }

    /// The function that has it.
    pub(crate) fn name(&self) -> Name {
        self.holder.name()
    }
}

impl Drop for Hold {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: by the contract of `new`.
        unsafe { self.queue.as_ref() }.release(self.holder);
    }
}

/// A place in a line. Dropping it leaves the line, or gives back what has come.
pub(crate) struct Place {
    /// What comes, or has come.
    hold: ManuallyDrop<Hold>,
    ticket: u64,
    turn: Arc<Turn>,
}

impl Place {
    /// # Safety
    /// The queue is there for as long as this, and the place is that of `ticket`, which `holder` got for `turn`.
    pub(crate) unsafe fn new(queue: &Queue, holder: Holder, ticket: u64, turn: &Arc<Turn>) -> Self {
        Place {
            // SAFETY: by the contract; it is used once the holder was let in.
            hold: ManuallyDrop::new(unsafe { Hold::new(queue, holder) }),
            ticket,
            turn: Arc::clone(turn),
        }
    }

    /// What the call has waited for; `None` if its turn has not come.
    pub(crate) fn claim(self) -> Option<Hold> {
        if !self.turn.has_come() {
            return None;
        }
        let mut this = ManuallyDrop::new(self);
        // SAFETY: `this` is not dropped, so that each field is taken out once. All places have come.
        unsafe {
            ptr::drop_in_place(&raw mut this.turn);
            Some(ManuallyDrop::take(&mut this.hold))
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // SAFETY: by the contract of `new`.
        if !unsafe { self.hold.queue.as_ref() }.leave(self.ticket) {
            // SAFETY: the holder was let in; `hold` is not used again.
            unsafe { ManuallyDrop::drop(&mut self.hold) };
        }
    }
}

#[cfg(test)]
mod tests;
