//! What a sink and the task that sends its items share.
//!
//! The lock guards numbers, and moves items in and out. User code runs outside of it: what makes, compares and drops
//! keys, what drops items, and wakers. So a key's comparison may send to the very same sink.

use std::error::Error;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::task::AtomicWaker;

use super::key::Key;
use super::overflow::{MOST, Overflow};
use super::queue::Queue;
use super::sent::{SendError, Sent};
use crate::base::permits::Permits;
use crate::base::statistics::StreamStatistics;
use crate::run::context::Shared;
use crate::run::executor::context::in_context_here;
use crate::run::flow::Flow;
use crate::run::outside::{caught_outside, drop_caught};
use crate::run::pump::Pump;

/// A stream's last word, after the items that are queued.
pub(super) enum End<T> {
    Done,
    /// One more item, for which there need not be room.
    Item(T),
    /// An error that crosses as text.
    Error(Box<dyn Error + Send + Sync>),
    /// There was no room, by [`Overflow::Error`].
    Overflow(usize),
}

/// What an item does that finds the queue full.
#[derive(Clone, Copy)]
pub(super) enum Full {
    DropOldest,
    DropNewest,
    ReplaceNewest,
    End,
}

struct State<T> {
    queue: Queue<T>,
    /// Set once: nothing is taken any more.
    end: Option<End<T>>,
    /// Whether room is a permit of `Channel::room`.
    counts_room: bool,
    /// For how many items there is room again, that nobody was told of.
    freed: usize,
    /// Whether anything was sent.
    used: bool,
}

pub(super) struct Channel<T> {
    state: Mutex<State<T>>,
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
    flow: Arc<Flow>,
}

impl<T> Channel<T> {
    pub(super) fn new(shared: Arc<Shared>, flow: Arc<Flow>) -> Self {
        let state = State {
            queue: Queue::new(),
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
    fn enter(&self, state: &mut State<T>) {
        state.used = true;
        self.flow.counters.enter(1);
    }

    pub(super) fn statistics(&self) -> StreamStatistics {
        self.flow.counters.read()
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
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
    fn send_on(&self) {
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
    pub(super) fn try_reserved(&self, item: T) -> Result<Sent, SendError<T>> {
        if self.room.try_take() {
            return self.reserved(item);
        }
        let has_ended = self.lock().end.is_some();
        Err(match has_ended {
            true => SendError::Closed(item),
            false => SendError::Full(item),
        })
    }

    /// Waits for a permit and queues an item.
    pub(super) async fn wait_reserved(&self, item: T) -> Result<Sent, SendError<T>> {
        match self.try_reserved(item) {
            Err(SendError::Full(item)) => {
                self.room.take().await;
                self.reserved(item)
            }
            sent => sent,
        }
    }

    /// Queues an item for which there is a permit.
    fn reserved(&self, item: T) -> Result<Sent, SendError<T>> {
        {
            let mut state = self.lock();
            if state.end.is_some() {
                drop(state);
                // The permit goes to the next one, who is to be told as well.
                self.add(&self.room, 1);
                return Err(SendError::Closed(item));
            }
            state.queue.push(item, None);
            self.enter(&mut state);
        }
        self.send_on();
        Ok(Sent::Accepted)
    }

    /// Queues an item that has no key.
    pub(super) fn push(&self, item: T, capacity: usize, full: Full) -> Result<Sent, SendError<T>> {
        let mut state = self.lock();
        if state.end.is_some() {
            drop(state);
            return Err(SendError::Closed(item));
        }
        if state.queue.len() < capacity {
            state.queue.push(item, None);
            self.enter(&mut state);
            drop(state);
            self.send_on();
            return Ok(Sent::Accepted);
        }
        match full {
            Full::DropOldest => {
                let oldest = state.queue.pop();
                self.flow.counters.discard(1);
                state.queue.push(item, None);
                self.enter(&mut state);
                drop(state);
                self.send_on();
                drop(oldest);
                Ok(Sent::Dropped)
            }
            Full::DropNewest => {
                self.flow.counters.refuse(1);
                drop(state);
                drop(item);
                Ok(Sent::Dropped)
            }
            Full::ReplaceNewest => {
                let replaced = state.queue.replace_newest(item);
                self.flow.counters.replace(1);
                drop(state);
                drop(replaced);
                Ok(Sent::Conflated)
            }
            Full::End => {
                drop(state);
                self.close(End::Overflow(capacity));
                Err(SendError::Full(item))
            }
        }
    }

    /// Queues an item in the place of the one that has the same key, if there is one.
    pub(super) fn push_keyed(&self, mut item: T, key: Key, capacity: usize) -> Result<Sent, SendError<T>> {
        // The keys that were compared, and found to be others.
        let mut compared = Vec::new();
        loop {
            let mut state = self.lock();
            if state.end.is_some() {
                drop(state);
                return Err(SendError::Closed(item));
            }
            let newest = state.queue.newest(key.hash);
            let is_new = newest.is_none_or(|newest| compared.contains(&newest));
            if is_new {
                let oldest = match state.queue.len() < capacity {
                    true => None,
                    false => state.queue.pop(),
                };
                self.flow.counters.discard(u64::from(oldest.is_some()));
                state.queue.push(item, Some(key));
                self.enter(&mut state);
                drop(state);
                self.send_on();
                return Ok(match oldest {
                    Some(_) => Sent::Dropped,
                    None => Sent::Accepted,
                });
            }
            let candidates = state.queue.candidates(key.hash);
            drop(state);
            // Without the lock, because this is the user's code. Meanwhile the queue may change, and is looked at again.
            let same = candidates.iter().find(|candidate| key.equals(&*candidate.key));
            let Some(same) = same.map(|same| same.number) else {
                compared.extend(candidates.iter().map(|candidate| candidate.number));
                continue;
            };
            let mut state = self.lock();
            match state.queue.replace(same, item) {
                Ok(replaced) => {
                    self.flow.counters.replace(1);
                    drop(state);
                    drop(replaced);
                    return Ok(Sent::Conflated);
                }
                // It has just been sent.
                Err(returned) => item = returned,
            }
        }
    }

    /// Takes no more items; those that are queued are sent, and then `end`. Nothing happens if it has ended.
    pub(super) fn close(&self, end: End<T>) {
        let unused = {
            let mut state = self.lock();
            match state.end {
                Some(_) => Some(end),
                None => {
                    if let End::Item(_) = end {
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

    /// The next item; `None` if there is none yet, `Some(None)` if none will come.
    fn take(&self) -> Option<Option<T>> {
        let mut state = self.lock();
        if let Some(taken) = state.queue.pop() {
            state.freed += 1;
            drop(state);
            if let Some(key) = taken.key {
                drop_caught(key);
            }
            return Some(Some(taken.item));
        }
        match state.end.take() {
            None => None,
            Some(End::Item(item)) => {
                state.end = Some(End::Done);
                Some(Some(item))
            }
            end => {
                state.end = end;
                Some(None)
            }
        }
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
    pub(super) fn take_end(&self) -> End<T> {
        let end = self.lock().end.replace(End::Done);
        end.unwrap_or(End::Done)
    }

    /// Nobody takes items any more: drops what waits.
    fn abandon(&self) {
        let (mut queue, last, was_open) = {
            let mut state = self.lock();
            let was_open = state.end.is_none();
            let queue = std::mem::replace(&mut state.queue, Queue::new());
            let last = match state.end.take() {
                Some(End::Item(item)) => Some(item),
                // What the stream ends with is asked for later.
                end => {
                    state.end = end;
                    None
                }
            };
            state.end.get_or_insert(End::Done);
            let left = queue.len() as u64 + u64::from(last.is_some());
            self.flow.counters.discard(left);
            (queue, last, was_open)
        };
        if was_open {
            self.tell_closed();
        }
        // One at a time, so that one that panics does not take others with it.
        while let Some(taken) = queue.pop() {
            drop_caught(taken);
        }
        drop_caught(last);
    }
}

/// The end of a channel that the stream's task holds: the items, as a stream. With it, all that waits is dropped.
pub(crate) struct Receiver<T>(pub(super) Arc<Channel<T>>);

impl<T> Stream for Receiver<T> {
    type Item = T;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let channel = &self.0;
        if let Some(next) = channel.take() {
            return Poll::Ready(next);
        }
        channel.receiver.register(cx.waker());
        // What came before the waker was registered.
        channel.take().map_or(Poll::Pending, Poll::Ready)
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.0.abandon();
    }
}
