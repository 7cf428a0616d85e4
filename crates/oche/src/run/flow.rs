//! What an isolate and Rust know together of a stream: its credit, and what became of its items.

use std::collections::hash_map::Entry as Slot;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::credit::{Amount, Credit, wake};
use crate::base::ids::IdMap;
use crate::base::statistics::{Counters, StreamStatistics};
use crate::wire::writer::Writer;

/// One stream, as everybody sees who has to do with it: its task, Dart, and whoever pushes into it.
pub(crate) struct Flow {
    /// Not known before the call begins that a sink goes with.
    function: OnceLock<&'static str>,
    /// Whether items are counted when they enter the stream's own queue; otherwise they are when they are sent.
    is_queued: bool,
    pub(crate) credit: Credit,
    pub(crate) counters: Counters,
    /// How many items there were in the queue when the call returned that it was a parameter of, until its task is polled:
    /// those are sent in one go, if there is credit for them.
    due: AtomicU64,
}

impl Flow {
    /// That of a stream that is polled; `function` is the path of the function that gave it.
    pub(crate) fn polled(function: &'static str) -> Arc<Self> {
        let flow = Self::new(false);
        flow.set_function(function);
        flow
    }

    /// That of a queue, which counts each item that enters it.
    pub(crate) fn queued() -> Arc<Self> {
        Self::new(true)
    }

    fn new(is_queued: bool) -> Arc<Self> {
        Arc::new(Flow {
            function: OnceLock::new(),
            is_queued,
            credit: Credit::new(),
            counters: Counters::default(),
            due: AtomicU64::new(0),
        })
    }

    /// What is in the queue is to be sent at the next poll, however much that is.
    pub(crate) fn hurry(&self) {
        self.due.store(self.counters.queued(), Ordering::Relaxed);
    }

    /// How many items are to be sent at this poll in any case. Whoever has called [`Flow::hurry`] sees to it that this poll
    /// comes after that.
    pub(crate) fn take_due(&self) -> u32 {
        match self.due.load(Ordering::Relaxed) {
            0 => 0,
            _ => u32::try_from(self.due.swap(0, Ordering::Relaxed)).unwrap_or(u32::MAX),
        }
    }

    /// Says which function the stream is of; the first word counts.
    pub(crate) fn set_function(&self, function: &'static str) {
        self.function.get_or_init(|| function);
    }

    /// Counts items that are sent to Dart, and items that cannot be; `all` is what was sent since the stream began.
    pub(crate) fn send(&self, sent: u32, refused: u32, all: Amount) {
        self.credit.send(all);
        let (sent, refused) = (u64::from(sent), u64::from(refused));
        let produced = if self.is_queued { 0 } else { sent + refused };
        self.counters.pass(produced, sent, refused);
    }
}

/// The streams of one isolate, by id.
pub(crate) struct Flows(Mutex<State>);

#[derive(Default)]
struct State {
    flows: IdMap<Entry>,
    closed: bool,
}

struct Entry {
    flow: Arc<Flow>,
    /// Whether Rust has said its last word. Then it only stays until Dart has taken everything.
    has_ended: bool,
}

impl Flows {
    pub(crate) fn new() -> Self {
        Flows(Mutex::default())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A stream begins; nothing happens if the isolate is gone.
    pub(crate) fn begin(&self, id: u64, flow: Arc<Flow>) {
        let has_ended = false;
        let mut state = self.lock();
        if !state.closed {
            state.flows.insert(id, Entry { flow, has_ended });
        }
    }

    pub(crate) fn find(&self, id: u64) -> Option<Arc<Flow>> {
        self.lock().flows.get(&id).map(|entry| Arc::clone(&entry.flow))
    }

    /// Rust says no more. Unless it was cancelled, Dart is going to say that it has taken everything, and can look at the
    /// figures until then.
    pub(crate) fn end(&self, id: u64, is_cancelled: bool) {
        let mut state = self.lock();
        let entry = match is_cancelled {
            true => state.flows.remove(&id),
            false => {
                if let Some(entry) = state.flows.get_mut(&id) {
                    entry.has_ended = true;
                }
                None
            }
        };
        drop(state);
        drop(entry);
    }

    /// Dart's listener took `taken` items, and `granted` more may be sent; see [`Credit::grant`].
    pub(crate) fn credit(&self, id: u64, taken: u32, granted: u32, bytes: u32) {
        let mut state = self.lock();
        let Slot::Occupied(slot) = state.flows.entry(id) else {
            return;
        };
        let Entry { flow, has_ended } = slot.get();
        let is_all = flow.counters.acknowledge(taken.into());
        if *has_ended {
            let forgotten = is_all.then(|| slot.remove());
            drop(state);
            drop(forgotten);
            return;
        }
        let waiting = flow.credit.grant(taken, granted, bytes);
        drop(state);
        wake(waiting);
    }

    /// Dart takes no more. If Rust has ended, too, nobody else says what became of the items.
    pub(crate) fn cancel(&self, id: u64) {
        let mut state = self.lock();
        if let Some(entry) = state.flows.get(&id).filter(|entry| entry.has_ended) {
            entry.flow.counters.abandon();
        }
        let forgotten = state.forget(id);
        drop(state);
        drop(forgotten);
    }

    /// The isolate is gone, with all that was sent to it.
    pub(crate) fn close(&self) {
        let flows = {
            let mut state = self.lock();
            state.closed = true;
            std::mem::take(&mut state.flows)
        };
        for entry in flows.into_values() {
            entry.flow.counters.abandon();
        }
    }

    pub(crate) fn statistics(&self) -> Vec<OpenStream> {
        let all = |state: &State| -> Vec<Arc<Flow>> {
            let flows = state.flows.values();
            flows.map(|entry| Arc::clone(&entry.flow)).collect()
        };
        let flows = all(&self.lock());
        flows.iter().map(OpenStream::of).collect()
    }
}

impl State {
    /// Takes out a stream that has ended and been taken by Dart. The result is dropped without the lock.
    fn forget(&mut self, id: u64) -> Option<Entry> {
        let entry = self.flows.get(&id)?;
        let is_over = entry.has_ended && entry.flow.counters.is_acknowledged();
        is_over.then(|| self.flows.remove(&id)).flatten()
    }
}

/// A stream that Dart listens to, or has not yet taken all items of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenStream {
    /// The path of the function that gave it, as in `api::vehicle::positions`.
    pub function: &'static str,
    /// What became of its items until now.
    pub statistics: StreamStatistics,
}

impl OpenStream {
    fn of(flow: &Arc<Flow>) -> Self {
        OpenStream {
            function: flow.function.get().copied().unwrap_or_default(),
            statistics: flow.counters.read(),
        }
    }
}

impl StreamStatistics {
    /// Appends the figures: the fields in their order, each a u64.
    pub(crate) fn write(&self, w: &mut Writer) {
        for figure in [
            self.produced,
            self.delivered,
            self.conflated,
            self.dropped,
            self.pending,
            self.high_water,
        ] {
            w.raw(&figure.to_le_bytes());
        }
    }
}
