//! What a sink and the task that sends its items share.
//!
//! The lock guards numbers, and moves items in and out. User code runs outside of it: what makes, compares and drops
//! keys, what drops items, and wakers. So a key's comparison may send to the very same sink.

use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::task::Context;

use futures_util::task::AtomicWaker;

use super::overflow::{MOST, Overflow};
use super::queue::Queue;
use super::sent::Sent;
use super::slots::{Hand, Kind, Slot};
use crate::base::permits::Permits;
use crate::base::statistics::StreamStatistics;
use crate::run::context::Shared;
use crate::run::executor::context::in_context_here;
use crate::run::flow::Flow;
use crate::run::outside::{caught_outside, drop_caught};
use crate::run::pump::Pump;

/// A stream's last word, after the items that are queued.
pub(super) enum End {
    Done,
    /// An error that crosses as text.
    Error(Box<dyn Error + Send + Sync>),
    /// There was no room, by [`Overflow::Error`].
    Overflow(usize),
}

/// What an item does that finds the queue full.
#[derive(Clone, Copy)]
pub(super) enum IfFull {
    DropOldest,
    DropNewest,
    ReplaceNewest,
    End,
}

/// Why an item was not taken. It is still in its slot.
#[derive(Clone, Copy)]
pub(super) enum Refused {
    Full,
    Closed,
}

/// What comes next.
pub(super) enum Next {
    /// There is an item.
    Item,
    NotYet,
    /// Nothing will come.
    End,
}

pub(super) struct State {
    pub(super) queue: Queue,
    /// Set once: nothing is taken any more.
    pub(super) end: Option<End>,
    /// Whether room is a permit of `Channel::room`.
    counts_room: bool,
    /// For how many items there is room again, that nobody was told of.
    freed: usize,
    /// Whether anything was sent.
    used: bool,
}

pub(super) struct Channel {
    state: Mutex<State>,
    /// Under [`Overflow::Block`] a permit for each item that there is room for. When nothing is taken any more there are
    /// permits for all: who waits learns it by getting one.
    room: Permits,
    /// Has no permits before nothing is taken any more, which is what those wait for who wait for one.
    end: Permits,
    receiver: AtomicWaker,
    /// What polls the receiver, once it is known.
    pump: OnceLock<Weak<Pump>>,
    shared: Arc<Shared>,
    /// Counted under the lock, so that nothing is counted as sent before it is as produced.
    pub(super) flow: Arc<Flow>,
}

impl Channel {
    /// One for items of type `T`.
    pub(super) fn new<T: Send>(shared: Arc<Shared>, flow: Arc<Flow>) -> Self {
        let state = State {
            queue: Queue::new::<T>(),
            end: None,
            counts_room: true,
            freed: 0,
            used: false,
        };
        Channel {
            state: Mutex::new(state),
            room: Permits::new(Overflow::default().capacity()),
            end: Permits::new(0),
            receiver: AtomicWaker::new(),
            pump: OnceLock::new(),
            shared,
            flow,
        }
    }

    /// Counts an item that comes.
    pub(super) fn enter(&self, state: &mut State) {
        state.used = true;
        self.flow.counters.enter(1);
    }

    pub(super) fn statistics(&self) -> StreamStatistics {
        self.flow.counters.read()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that could panic half-way runs under this lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes room for `capacity` items where senders wait for room; nobody does yet. Says no if something was sent.
    #[must_use]
    pub(super) fn set_room(&self, capacity: Option<usize>) -> bool {
        let mut state = self.lock();
        if state.used {
            return false;
        }
        state.counts_room = capacity.is_some();
        // At the end there is room for all, who are then told.
        if state.end.is_none() {
            let (wanted, there) = (capacity.unwrap_or(0), self.room.free());
            self.room.forget(there.saturating_sub(wanted));
            let woken = self.room.add(wanted.saturating_sub(there));
            debug_assert!(woken.is_empty(), "nobody waits yet");
        }
        true
    }

    /// Whether the isolate waits for this very thread, so that it cannot take items while the thread waits.
    pub(super) fn is_isolates_thread(&self) -> bool {
        self.shared.context_of_this_thread().is_some()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.end.free() > 0
    }

    /// Completes when nothing is taken any more.
    pub(super) async fn closed(&self) {
        self.end.take().await;
        // The others who wait are to be told as well.
        self.add(&self.end, 1);
    }

    /// Says what polls the receiver.
    pub(super) fn set_pump(&self, pump: Weak<Pump>) {
        let set = self.pump.set(pump);
        debug_assert!(set.is_ok(), "a stream has one task");
    }

    /// An item was queued. If there is little traffic, it is sent from here: to wake a thread for it would take longer than all
    /// the rest of its way, and that thread would be in Dart's way. Otherwise Dart has something to do meanwhile, and what comes
    /// until then goes as one batch.
    pub(super) fn send_on(&self) {
        // Otherwise the stream waits for credit, or is being polled.
        let Some(waker) = self.receiver.take() else { return };
        let pump = match self.shared.mailbox.is_quiet() && !self.is_isolates_thread() {
            true => self.pump.get().and_then(Weak::upgrade),
            false => None,
        };
        caught_outside(|| match pump {
            Some(pump) => in_context_here(|| {
                let _ = pump.turn();
            }),
            None => waker.wake(),
        });
    }

    fn wake_receiver(&self) {
        if let Some(waker) = self.receiver.take() {
            caught_outside(|| waker.wake());
        }
    }

    /// Queues an item if there is a permit for it.
    ///
    /// # Safety
    /// The slot has a value of the channel's type.
    pub(super) unsafe fn try_reserved(&self, item: &mut Slot<'_>) -> Result<Sent, Refused> {
        if self.room.try_take() {
            // SAFETY: by the contract.
            return unsafe { self.reserved(item) };
        }
        let has_ended = self.lock().end.is_some();
        Err(match has_ended {
            true => Refused::Closed,
            false => Refused::Full,
        })
    }

    /// Completes when there is a permit for an item, which is the caller's then.
    pub(super) async fn reserve(&self) {
        self.room.take().await;
    }

    /// Queues an item for which there is a permit.
    ///
    /// # Safety
    /// As for [`try_reserved`](Channel::try_reserved).
    pub(super) unsafe fn reserved(&self, item: &mut Slot<'_>) -> Result<Sent, Refused> {
        {
            let mut state = self.lock();
            if state.end.is_some() {
                drop(state);
                // The permit goes to the next one, who is to be told as well.
                self.add(&self.room, 1);
                return Err(Refused::Closed);
            }
            // SAFETY: by the contract.
            unsafe { state.queue.push(item, None) }
            self.enter(&mut state);
        }
        self.send_on();
        Ok(Sent::Accepted)
    }

    /// Queues an item that has no key. What is in the slot afterwards has no place in the queue.
    ///
    /// # Safety
    /// As for [`try_reserved`](Channel::try_reserved).
    pub(super) unsafe fn push(&self, item: &mut Slot<'_>, capacity: usize, full: IfFull) -> Result<Sent, Refused> {
        let mut state = self.lock();
        if state.end.is_some() {
            return Err(Refused::Closed);
        }
        let has_room = state.queue.len() < capacity;
        match full {
            _ if has_room => {}
            IfFull::DropOldest => {}
            IfFull::DropNewest => {
                self.flow.counters.refuse(1);
                return Ok(Sent::Dropped);
            }
            IfFull::ReplaceNewest => {
                // SAFETY: by the contract.
                unsafe { state.queue.replace_newest(item) };
                self.flow.counters.replace(1);
                return Ok(Sent::Conflated);
            }
            IfFull::End => {
                drop(state);
                self.close(End::Overflow(capacity));
                return Err(Refused::Full);
            }
        }
        // SAFETY: by the contract.
        unsafe { state.queue.push(item, None) }
        if !has_room {
            // SAFETY: by the contract; the item has just left the slot.
            unsafe { state.queue.pop(item) };
            self.flow.counters.discard(1);
        }
        self.enter(&mut state);
        drop(state);
        self.send_on();
        Ok(match has_room {
            true => Sent::Accepted,
            false => Sent::Dropped,
        })
    }

    /// Takes no more items; those that are queued are sent, and then `end`. Nothing happens if it has ended.
    pub(super) fn close(&self, end: End) {
        // SAFETY: there is no slot.
        unsafe { self.close_after(end, None) }
    }

    /// The same, with one more item before the end, for which there need not be room. It stays in its slot if nothing happens.
    ///
    /// # Safety
    /// As for [`try_reserved`](Channel::try_reserved).
    pub(super) unsafe fn close_after(&self, end: End, last: Option<&mut Slot<'_>>) {
        let unused = {
            let mut state = self.lock();
            match state.end {
                Some(_) => Some(end),
                None => {
                    if let Some(last) = last {
                        // SAFETY: by the contract.
                        unsafe { state.queue.push(last, None) }
                        self.enter(&mut state);
                    }
                    state.end = Some(end);
                    None
                }
            }
        };
        if unused.is_none() {
            self.tell_closed();
        }
        drop(unused);
    }

    /// Called once, by who has set `State::end`.
    fn tell_closed(&self) {
        self.wake_receiver();
        self.add(&self.end, MOST);
        self.add(&self.room, MOST);
    }

    /// Adds permits. A waker is the executor's code, which may panic; that concerns nobody who is woken after it.
    fn add(&self, to: &Permits, permits: usize) {
        for waker in to.add(permits) {
            caught_outside(|| waker.wake());
        }
    }

    /// What the items are.
    pub(super) fn kind(&self) -> &'static Kind {
        self.lock().queue.kind()
    }

    /// Has the receiver's task woken when there is something again.
    pub(super) fn register(&self, cx: &Context<'_>) {
        self.receiver.register(cx.waker());
    }

    /// Moves the next item into a slot that has none.
    ///
    /// # Safety
    /// The slot is for values of the channel's type.
    pub(super) unsafe fn take(&self, to: &mut Slot<'_>) -> Next {
        let mut state = self.lock();
        // SAFETY: by the contract.
        let Some(key) = (unsafe { state.queue.pop(to) }) else {
            return match state.end {
                None => Next::NotYet,
                Some(_) => Next::End,
            };
        };
        state.freed += 1;
        drop(state);
        if let Some(key) = key {
            drop_caught(key);
        }
        Next::Item
    }

    /// Lets in who waits for the room of what was taken. Called when the task has sent all it can: woken for each single
    /// item, a sender would not fill the queue, but hand over one item at a time.
    pub(super) fn release_room(&self) {
        let freed = {
            let mut state = self.lock();
            let freed = std::mem::take(&mut state.freed);
            if state.counts_room { freed } else { 0 }
        };
        if freed > 0 {
            self.add(&self.room, freed);
        }
    }

    /// What the stream ends with when all items are sent.
    pub(super) fn take_end(&self) -> End {
        let end = self.lock().end.replace(End::Done);
        end.unwrap_or(End::Done)
    }

    /// Nobody takes items any more: drops what waits.
    pub(super) fn abandon(&self) {
        let (mut queue, was_open) = {
            let mut state = self.lock();
            let was_open = state.end.is_none();
            let queue = state.queue.take();
            state.end.get_or_insert(End::Done);
            self.flow.counters.discard(queue.len() as u64);
            (queue, was_open)
        };
        if was_open {
            self.tell_closed();
        }
        let mut hand = Hand::new(queue.kind());
        loop {
            let mut item = hand.slot();
            // SAFETY: the slot is of the queue's kind.
            let Some(key) = (unsafe { queue.pop(&mut item) }) else {
                return;
            };
            // One at a time, so that one that panics does not take others with it.
            drop_caught((item, key));
        }
    }
}
