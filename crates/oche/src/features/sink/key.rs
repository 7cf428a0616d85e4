//! Keys of items, for the policy that keeps the latest of each.
//!
//! A key's type is the user's, and so is the code that hashes it, compares it and drops it. None of that runs under the
//! queue's lock: there, a key is its hash, a number.

use std::any::Any;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::Arc;

use super::slots::Slot;
use crate::run::executor::context::in_context_here;

/// A key that equals another one if their types do, and the user's code says so.
pub(super) trait AnyKey: Any + Send + Sync {
    fn equals(&self, other: &dyn AnyKey) -> bool;
}

impl<K: Eq + Any + Send + Sync> AnyKey for K {
    fn equals(&self, other: &dyn AnyKey) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref::<K>() == Some(self)
    }
}

/// A key and its hash.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) hash: u64,
    pub(super) value: Arc<dyn AnyKey>,
}

/// What makes the key of an item.
pub(super) struct KeyOf(Box<dyn Fn(&Slot<'_>) -> Key + Send + Sync>);

impl KeyOf {
    pub(super) fn new<T, K>(key: impl Fn(&T) -> K + Send + Sync + 'static) -> Self
    where
        K: Hash + Eq + Send + Sync + 'static,
    {
        let hasher = RandomState::new();
        KeyOf(Box::new(move |item| {
            // SAFETY: by the contract of `of`, which is the only one to call this.
            let item = unsafe { item.get() }.expect("an item that is sent is there");
            in_context_here(|| {
                let value = key(item);
                Key {
                    hash: hasher.hash_one(&value),
                    value: Arc::new(value),
                }
            })
        }))
    }

    /// The key of the item in a slot.
    ///
    /// # Safety
    /// The slot is for items of the type that this was made for.
    pub(super) unsafe fn of(&self, item: &Slot<'_>) -> Key {
        (self.0)(item)
    }
}

impl Key {
    pub(super) fn equals(&self, other: &dyn AnyKey) -> bool {
        in_context_here(|| self.value.equals(other))
    }
}
