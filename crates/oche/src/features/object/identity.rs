//! Which objects are one and the same.
//!
//! What Rust hands out more than once is one object, with one queue: for the second time it gets another handle to the slot
//! that is there. What Dart has alone, which is almost everything, is not looked for.

use std::any::TypeId;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};

use crate::run::line::any::AnyObject;
use crate::run::line::queue::Name;

/// What makes an object the same as another one: where it is, for as long as it is there, and what else tells it from others
/// at that address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    address: usize,
    kind: usize,
}

impl Identity {
    /// That of an `Arc`'s value.
    pub(crate) fn of<T: ?Sized>(value: &Arc<T>) -> Self {
        Identity {
            address: Arc::as_ptr(value).addr(),
            kind: 0,
        }
    }

    /// That of what `method` finds in `owner`.
    pub(crate) fn part(owner: &Arc<dyn AnyObject>, method: Name) -> Self {
        Identity {
            // Each function of a library has a name of its own.
            kind: std::ptr::from_ref(method).addr(),
            ..Identity::of(owner)
        }
    }
}

/// An identity, and the type of its object: one value can stand in Dart as several things.
type Key = (Identity, TypeId);

type Objects = HashMap<Key, Weak<dyn AnyObject>>;

/// So many, that threads rarely meet.
const SHARDS: usize = 16;

static OBJECTS: LazyLock<[Mutex<Objects>; SHARDS]> = LazyLock::new(Default::default);
static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);

fn shard(key: Key) -> MutexGuard<'static, Objects> {
    let shard = HASHER.hash_one(key) as usize % SHARDS;
    // Nothing that could panic half-way runs under this lock.
    OBJECTS[shard].lock().unwrap_or_else(PoisonError::into_inner)
}

/// The object with this identity, which `make` makes if there is none. Whoever calls keeps the address from being used by
/// something else, and so does the object: it [forgets](forget) its identity before it lets the address go.
pub(crate) fn intern<T: AnyObject>(identity: Identity, make: impl FnOnce() -> Arc<T>) -> Arc<T> {
    let key = (identity, TypeId::of::<T>());
    let mut objects = shard(key);
    let known = objects.get(&key).and_then(Weak::upgrade);
    if let Some(Ok(known)) = known.map(<dyn AnyObject>::downcast::<T>) {
        return known;
    }
    let made = make();
    let weak: Weak<T> = Arc::downgrade(&made);
    objects.insert(key, weak);
    made
}

/// Makes an object known that is there already.
pub(crate) fn publish<T: AnyObject>(identity: Identity, object: &Arc<T>) {
    let key = (identity, TypeId::of::<T>());
    let weak: Weak<T> = Arc::downgrade(object);
    shard(key).insert(key, weak);
}

/// The object has this identity no more.
pub(crate) fn forget<T: AnyObject>(identity: Identity, object: &T) {
    let key = (identity, TypeId::of::<T>());
    let mut objects = shard(key);
    // Another one may have taken its place when it was about to end.
    let is_it = |known: &Weak<dyn AnyObject>| known.as_ptr().addr() == std::ptr::from_ref(object).addr();
    if objects.get(&key).is_some_and(is_it) {
        objects.remove(&key);
    }
}
