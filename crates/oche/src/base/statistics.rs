//! What became of a stream's items. The Dart twin is `statistics.dart`.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What became of the items of a stream. At every moment
/// `produced = delivered + conflated + dropped + pending`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamStatistics {
    /// How many items the Rust stream has given.
    pub produced: u64,
    /// How many of them Dart's listener took. Dart tells in portions; when it has nothing to do, it has told of all.
    pub delivered: u64,
    /// How many were replaced by a newer one, because the stream keeps only the latest.
    pub conflated: u64,
    /// How many were thrown away: by the stream's policy, because they could not be sent, or because the listener
    /// cancelled.
    pub dropped: u64,
    /// How many wait in Rust, are on their way, or wait in Dart for a listener that has paused.
    pub pending: u64,
    /// The most that `pending` ever was.
    pub high_water: u64,
}

/// Counts for one stream: an item enters a queue, leaves it for Dart, and is delivered there. Whoever has the item counts
/// its next step.
#[derive(Default)]
pub(crate) struct Counters(Mutex<Figures>);

#[derive(Default)]
struct Figures {
    produced: u64,
    queued: u64,
    /// Sent, and not yet acknowledged.
    sent: u64,
    delivered: u64,
    conflated: u64,
    dropped: u64,
    high_water: u64,
}

impl Figures {
    fn enter(&mut self, items: u64) {
        self.produced += items;
        self.queued += items;
        self.high_water = self.high_water.max(self.queued + self.sent);
    }

    fn leave_queue(&mut self, items: u64) {
        debug_assert!(items <= self.queued, "{items} of {} items", self.queued);
        self.queued = self.queued.saturating_sub(items);
    }
}

impl Counters {
    fn lock(&self) -> MutexGuard<'_, Figures> {
        // Nothing but additions runs under this lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `items` were produced, and are queued.
    pub(crate) fn enter(&self, items: u64) {
        self.lock().enter(items);
    }

    /// `items` were produced, and took the places of as many in the queue.
    pub(crate) fn replace(&self, items: u64) {
        let mut figures = self.lock();
        figures.produced += items;
        figures.conflated += items;
    }

    /// `items` were produced, and thrown away at once.
    pub(crate) fn refuse(&self, items: u64) {
        let mut figures = self.lock();
        figures.produced += items;
        figures.dropped += items;
    }

    /// `items` of the queue were thrown away.
    pub(crate) fn discard(&self, items: u64) {
        let mut figures = self.lock();
        figures.leave_queue(items);
        figures.dropped += items;
    }

    /// After `produced` more were queued, `sent` of the queue are sent to Dart, and `refused` cannot be. Counted before they
    /// are in the mailbox, so that Dart cannot acknowledge them earlier.
    pub(crate) fn pass(&self, produced: u64, sent: u64, refused: u64) {
        let mut figures = self.lock();
        figures.enter(produced);
        figures.leave_queue(sent + refused);
        figures.sent += sent;
        figures.dropped += refused;
    }

    /// Dart's listener took `items` of those that were sent; whether those are all.
    pub(crate) fn acknowledge(&self, items: u64) -> bool {
        let mut figures = self.lock();
        let items = items.min(figures.sent);
        figures.sent -= items;
        figures.delivered += items;
        figures.sent == 0
    }

    /// Nobody will take what was sent and is not acknowledged.
    pub(crate) fn abandon(&self) {
        let mut figures = self.lock();
        figures.dropped += std::mem::take(&mut figures.sent);
    }

    /// Whether Dart's listener took everything that was sent.
    pub(crate) fn is_acknowledged(&self) -> bool {
        self.lock().sent == 0
    }

    /// How many items are in the queue.
    pub(crate) fn queued(&self) -> u64 {
        self.lock().queued
    }

    /// The figures of this moment.
    pub(crate) fn read(&self) -> StreamStatistics {
        let figures = self.lock();
        StreamStatistics {
            produced: figures.produced,
            delivered: figures.delivered,
            conflated: figures.conflated,
            dropped: figures.dropped,
            pending: figures.queued + figures.sent,
            high_water: figures.high_water,
        }
    }
}
