//! A sink's queue: plain data, used under a lock, in which no user code runs. Whatever is taken out is given to the
//! caller, who drops it elsewhere.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::key::{AnyKey, Key};

/// Items in the order in which they are sent. Each has a number, one more than that of the item before it.
pub(super) struct Queue<T> {
    items: VecDeque<T>,
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
    newest: HashMap<u64, u64>,
}

struct KeyEntry {
    key: Key,
    /// The item before it that has a key with the same hash. It may be gone.
    older: Option<u64>,
}

/// An item that was taken out, with its key.
pub(super) struct Taken<T> {
    pub(super) item: T,
    pub(super) key: Option<Key>,
}

/// A queued item whose key may be the one that is looked for.
pub(super) struct Candidate {
    pub(super) number: u64,
    pub(super) key: Arc<dyn AnyKey>,
}

impl<T> Queue<T> {
    pub(super) fn new() -> Self {
        Queue {
            items: VecDeque::new(),
            front: 0,
            keys: Keys::default(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Appends an item. Either all items have keys or none.
    pub(super) fn push(&mut self, item: T, key: Option<Key>) {
        if let Some(key) = key {
            let number = self.front + self.items.len() as u64;
            let older = self.keys.newest.insert(key.hash, number);
            self.keys.entries.push_back(KeyEntry { key, older });
        }
        self.items.push_back(item);
    }

    /// Takes the first item.
    pub(super) fn pop(&mut self) -> Option<Taken<T>> {
        let item = self.items.pop_front()?;
        let number = self.front;
        self.front += 1;
        let key = self.keys.entries.pop_front().map(|entry| entry.key);
        if let Some(key) = &key
            && self.keys.newest.get(&key.hash) == Some(&number)
        {
            self.keys.newest.remove(&key.hash);
        }
        Some(Taken { item, key })
    }

    /// Exchanges the newest item.
    pub(super) fn replace_newest(&mut self, item: T) -> Result<T, T> {
        match self.items.back_mut() {
            Some(newest) => Ok(std::mem::replace(newest, item)),
            None => Err(item),
        }
    }

    /// Exchanges the item with this number; its key and its place stay. If it is gone, the new one comes back.
    pub(super) fn replace(&mut self, number: u64, item: T) -> Result<T, T> {
        let place = number
            .checked_sub(self.front)
            .and_then(|place| usize::try_from(place).ok());
        match place.and_then(|place| self.items.get_mut(place)) {
            Some(queued) => Ok(std::mem::replace(queued, item)),
            None => Err(item),
        }
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
    use super::*;

    fn key(hash: u64, name: &'static str) -> Key {
        Key {
            hash,
            value: Arc::new(name),
        }
    }

    fn numbers(queue: &Queue<i32>, hash: u64) -> Vec<u64> {
        let candidates = queue.candidates(hash);
        candidates.iter().map(|candidate| candidate.number).collect()
    }

    #[test]
    fn items_leave_in_order() {
        let mut queue = Queue::new();
        (0..3).for_each(|item| queue.push(item, None));
        assert_eq!(queue.replace_newest(7), Ok(2));
        let mut items = Vec::new();
        while let Some(taken) = queue.pop() {
            items.push(taken.item);
        }
        assert_eq!(items, [0, 1, 7]);
        assert_eq!(queue.replace_newest(8), Err(8));
    }

    #[test]
    fn keys_with_the_same_hash_are_found_as_long_as_their_items_wait() {
        let mut queue = Queue::new();
        queue.push(10, Some(key(1, "a")));
        queue.push(11, Some(key(2, "b")));
        queue.push(12, Some(key(1, "c")));
        assert_eq!(numbers(&queue, 1), [2, 0]);
        assert_eq!(numbers(&queue, 2), [1]);
        assert!(numbers(&queue, 3).is_empty());
        assert_eq!(queue.replace(0, 20), Ok(10));
        assert_eq!(queue.pop().map(|taken| taken.item), Some(20));
        assert_eq!(numbers(&queue, 1), [2]);
        assert_eq!(queue.replace(0, 21), Err(21));
        assert_eq!(queue.pop().map(|taken| taken.item), Some(11));
        assert_eq!(queue.pop().map(|taken| taken.item), Some(12));
        assert!(numbers(&queue, 1).is_empty());
        assert!(queue.keys.newest.is_empty() && queue.keys.entries.is_empty());
        queue.push(13, Some(key(1, "a")));
        assert_eq!(numbers(&queue, 1), [3]);
    }
}
