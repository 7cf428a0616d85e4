//! A sink's queue: plain data, used under a lock, in which no user code runs. Whatever is taken out is given to the
//! caller, who drops it elsewhere.

use std::collections::VecDeque;
use std::sync::Arc;

use super::key::{AnyKey, Key};
use super::slots::{Kind, Ring, Slot};
use crate::base::ids::IdMap;

/// Items in the order in which they are sent. Each has a number, one more than that of the item before it.
pub(super) struct Queue {
    items: Ring,
    /// The number of the first item.
    front: u64,
    keys: Keys,
}

/// The keys of the items, if they have any.
#[derive(Default)]
struct Keys {
    /// In the order of the items.
    entries: VecDeque<KeyEntry>,
    /// By the hash of a key: the newest item that has a key with this hash.
    newest: IdMap<u64>,
}

struct KeyEntry {
    key: Key,
    /// The item before it that has a key with the same hash. It may be gone.
    older: Option<u64>,
}

/// A queued item whose key may be the one that is looked for.
pub(super) struct Candidate {
    pub(super) number: u64,
    pub(super) key: Arc<dyn AnyKey>,
}

impl Queue {
    pub(super) fn new<T: Send>() -> Self {
        Self::of(Ring::new::<T>())
    }

    fn of(items: Ring) -> Self {
        Queue {
            items,
            front: 0,
            keys: Keys::default(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn kind(&self) -> &'static Kind {
        self.items.kind()
    }

    /// Everything in it, in a queue of its own.
    pub(super) fn take(&mut self) -> Self {
        let empty = Self::of(self.items.empty());
        std::mem::replace(self, empty)
    }

    /// Appends an item. Either all items have keys or none; only the last one need not have one.
    ///
    /// # Safety
    /// The slot is for values of the queue's type.
    pub(super) unsafe fn push(&mut self, item: &mut Slot<'_>, key: Option<Key>) {
        if let Some(key) = key {
            let number = self.front + self.items.len() as u64;
            let older = self.keys.newest.insert(key.hash, number);
            self.keys.entries.push_back(KeyEntry { key, older });
        }
        // SAFETY: by the contract.
        unsafe { self.items.push(item) }
    }

    /// Moves the first item into a slot that has none, and gives its key; `None` if there is no item.
    ///
    /// # Safety
    /// As for [`push`](Queue::push).
    pub(super) unsafe fn pop(&mut self, to: &mut Slot<'_>) -> Option<Option<Key>> {
        // SAFETY: by the contract.
        if !unsafe { self.items.pop(to) } {
            return None;
        }
        let number = self.front;
        self.front += 1;
        let key = self.keys.entries.pop_front().map(|entry| entry.key);
        if let Some(key) = &key
            && self.keys.newest.get(&key.hash) == Some(&number)
        {
            self.keys.newest.remove(&key.hash);
        }
        Some(key)
    }

    /// Exchanges the newest item, if there is one.
    ///
    /// # Safety
    /// As for [`push`](Queue::push).
    pub(super) unsafe fn replace_newest(&mut self, item: &mut Slot<'_>) -> bool {
        let newest = self.items.len().wrapping_sub(1);
        // SAFETY: by the contract.
        unsafe { self.items.exchange(newest, item) }
    }

    /// Exchanges the item with this number; its key and its place stay. False if it is gone.
    ///
    /// # Safety
    /// As for [`push`](Queue::push).
    pub(super) unsafe fn replace(&mut self, number: u64, item: &mut Slot<'_>) -> bool {
        let place = number
            .checked_sub(self.front)
            .and_then(|place| usize::try_from(place).ok());
        // SAFETY: by the contract.
        place.is_some_and(|place| unsafe { self.items.exchange(place, item) })
    }

    /// The newest item that has a key with this hash.
    pub(super) fn newest(&self, hash: u64) -> Option<u64> {
        self.keys.newest.get(&hash).copied()
    }

    /// All items that have a key with this hash, the newest first. There is rarely more than one.
    pub(super) fn candidates(&self, hash: u64) -> Vec<Candidate> {
        let entry = |number: u64| {
            let place = usize::try_from(number.checked_sub(self.front)?).ok()?;
            Some((number, self.keys.entries.get(place)?))
        };
        let newest = self.newest(hash).and_then(entry);
        let chain = std::iter::successors(newest, |(_, newer)| newer.older.and_then(entry));
        let candidate = |(number, found): (u64, &KeyEntry)| Candidate {
            number,
            key: Arc::clone(&found.key.value),
        };
        chain.map(candidate).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::slots::{Hand, lend};
    use super::*;

    /// A queue of numbers.
    struct Numbers(Queue);

    impl Numbers {
        fn new() -> Self {
            Numbers(Queue::new::<i32>())
        }

        fn push(&mut self, item: i32, key: Option<Key>) {
            // SAFETY: it is a queue of numbers.
            let ((), left) = lend(item, |item| unsafe { self.0.push(item, key) });
            assert_eq!(left, None);
        }

        fn pop(&mut self) -> Option<i32> {
            let mut hand = Hand::new(self.0.kind());
            let mut slot = hand.slot();
            // SAFETY: as above.
            unsafe { self.0.pop(&mut slot)? };
            // SAFETY: as above.
            unsafe { slot.take() }
        }

        /// Whether it was exchanged, and what there is left.
        fn replace_newest(&mut self, item: i32) -> (bool, Option<i32>) {
            // SAFETY: as above.
            lend(item, |item| unsafe { self.0.replace_newest(item) })
        }

        fn replace(&mut self, number: u64, item: i32) -> (bool, Option<i32>) {
            // SAFETY: as above.
            lend(item, |item| unsafe { self.0.replace(number, item) })
        }

        fn with_hash(&self, hash: u64) -> Vec<u64> {
            let candidates = self.0.candidates(hash);
            candidates.iter().map(|candidate| candidate.number).collect()
        }
    }

    fn key(hash: u64, name: &'static str) -> Key {
        Key {
            hash,
            value: Arc::new(name),
        }
    }

    #[test]
    fn items_leave_in_order() {
        let mut queue = Numbers::new();
        (0..3).for_each(|item| queue.push(item, None));
        assert_eq!(queue.replace_newest(7), (true, Some(2)));
        let mut items = Vec::new();
        while let Some(item) = queue.pop() {
            items.push(item);
        }
        assert_eq!(items, [0, 1, 7]);
        assert_eq!(queue.replace_newest(8), (false, Some(8)));
    }

    #[test]
    fn keys_with_the_same_hash_are_found_as_long_as_their_items_wait() {
        let mut queue = Numbers::new();
        queue.push(10, Some(key(1, "a")));
        queue.push(11, Some(key(2, "b")));
        queue.push(12, Some(key(1, "c")));
        assert_eq!(queue.with_hash(1), [2, 0]);
        assert_eq!(queue.with_hash(2), [1]);
        assert!(queue.with_hash(3).is_empty());
        assert_eq!(queue.replace(0, 20), (true, Some(10)));
        assert_eq!(queue.pop(), Some(20));
        assert_eq!(queue.with_hash(1), [2]);
        assert_eq!(queue.replace(0, 21), (false, Some(21)));
        assert_eq!(queue.pop(), Some(11));
        assert_eq!(queue.pop(), Some(12));
        assert!(queue.with_hash(1).is_empty());
        assert!(queue.0.keys.newest.is_empty() && queue.0.keys.entries.is_empty());
        queue.push(13, Some(key(1, "a")));
        assert_eq!(queue.with_hash(1), [3]);
    }

    #[test]
    fn a_queue_that_is_taken_leaves_an_empty_one() {
        let mut queue = Numbers::new();
        queue.push(1, Some(key(1, "a")));
        let mut taken = Numbers(queue.0.take());
        assert_eq!((queue.pop(), queue.0.len()), (None, 0));
        assert!(queue.with_hash(1).is_empty());
        assert_eq!((taken.pop(), taken.pop()), (Some(1), None));
    }
}
