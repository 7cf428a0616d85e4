//! What a sink does with an item for which there is no room.

use std::hash::Hash;

use super::key::KeyOf;
use crate::base::permits;

/// The most items that a queue can have room for: as many again are added when nothing is taken any more.
pub(super) const MOST: usize = permits::MOST / 2;

/// What a `StreamSink` does with an item that comes while its queue is full. The queue is full when
/// Dart takes items more slowly than they come, or is paused.
///
/// The numbers are capacities: how many items the queue holds. What is on its way to Dart or waits there for a paused
/// listener is not counted; that is bounded by the stream's window.
///
/// | policy | for |
/// |---|---|
/// | [`Block`](Overflow::Block) | data of which nothing may be lost, from producers that can wait |
/// | [`DropOldest`](Overflow::DropOldest) | logs, histories: the recent matters |
/// | [`DropNewest`](Overflow::DropNewest) | requests: what came first is served first |
/// | [`Latest`](Overflow::Latest) | a state: only its newest value matters |
/// | `StreamSink::latest_by` | the states of many things in one stream |
/// | [`Error`](Overflow::Error) | where falling behind is a fault that the listener must hear of |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overflow {
    /// The sender waits for room: loses nothing. The default, with room for 64 items.
    Block(usize),
    /// The item that has waited the longest is dropped, and counted.
    DropOldest(usize),
    /// The item itself is dropped, and counted.
    DropNewest(usize),
    /// There is room for one item, and a newer one takes its place. Those that were replaced are counted as conflated.
    Latest,
    /// The stream ends: Dart gets what is queued, then a `StreamOverflowException`.
    Error(usize),
}

impl Default for Overflow {
    fn default() -> Self {
        Overflow::Block(64)
    }
}

impl Overflow {
    /// How many items there is room for.
    ///
    /// # Panics
    /// If that is none.
    pub(super) fn capacity(self) -> usize {
        let capacity = match self {
            Overflow::Block(capacity)
            | Overflow::DropOldest(capacity)
            | Overflow::DropNewest(capacity)
            | Overflow::Error(capacity) => capacity,
            Overflow::Latest => 1,
        };
        checked(capacity)
    }
}

fn checked(capacity: usize) -> usize {
    assert!(
        (1..=MOST).contains(&capacity),
        "the capacity of a stream's sink is 1 to {MOST}, not {capacity}"
    );
    capacity
}

/// How a sink keeps its items.
pub(super) enum Policy {
    Plain(Overflow),
    LatestBy { capacity: usize, key: KeyOf },
}

impl Policy {
    /// For items of type `T`.
    pub(super) fn latest_by<T, K>(capacity: usize, key: impl Fn(&T) -> K + Send + Sync + 'static) -> Self
    where
        K: Hash + Eq + Send + Sync + 'static,
    {
        Policy::LatestBy {
            capacity: checked(capacity),
            key: KeyOf::new(key),
        }
    }
}
