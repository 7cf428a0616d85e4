//! Where a value of Rust's lives that Dart holds.

use std::cell::UnsafeCell;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::class::{ObjectType, class};
use super::identity::{Identity, forget, intern, publish};
use crate::base::error::WireError;
use crate::protocol::Access;
use crate::run::line::any::{AnyObject, next_id};
use crate::run::line::queue::Queue;
use crate::run::outside::drop_caught;

/// Where a value lives, and the line before it.
pub(crate) struct Slot<T: ObjectType> {
    queue: Queue,
    /// `None` once the value was moved out. Read with a hold of `queue`, changed with an exclusive one.
    value: UnsafeCell<Option<Arc<T>>>,
    moved: AtomicBool,
    id: u64,
    /// By what it is found again, if Rust may hand out its value once more.
    identity: OnceLock<Identity>,
}

// SAFETY: `queue` orders all access to `value`; readers share a `&T`, and any thread may take the value out or drop it.
unsafe impl<T: ObjectType> Sync for Slot<T> {}

impl<T: ObjectType> Slot<T> {
    fn of(value: Arc<T>, identity: OnceLock<Identity>) -> Arc<Self> {
        Arc::new(Slot {
            queue: Queue::new(),
            value: UnsafeCell::new(Some(value)),
            moved: AtomicBool::new(false),
            id: next_id(),
            identity,
        })
    }

    /// The slot of a value that nobody else has.
    pub(super) fn new(value: T) -> Arc<Self> {
        Slot::of(Arc::new(value), OnceLock::new())
    }

    /// The slot of a value that others may have, too, which is always the same one.
    pub(super) fn shared(mut value: Arc<T>) -> Arc<Self> {
        if Arc::get_mut(&mut value).is_some() {
            return Slot::of(value, OnceLock::new());
        }
        let identity = Identity::of(&value);
        intern(identity, || Slot::of(value, OnceLock::from(identity)))
    }

    /// The slot of a value that stands for another one, which `wrap` makes of it and which keeps that. It is known at once:
    /// nobody says when the other one is shared.
    pub(super) fn standing_for<O: ?Sized>(of: Arc<O>, wrap: impl FnOnce(Arc<O>) -> T) -> Arc<Self> {
        let identity = Identity::of(&of);
        intern(identity, || Slot::of(Arc::new(wrap(of)), OnceLock::from(identity)))
    }

    pub(super) fn queue(&self) -> &Queue {
        &self.queue
    }

    /// The value, if it is still there.
    ///
    /// # Safety
    /// A hold is there for as long as the result is used.
    pub(super) unsafe fn peek(&self) -> Result<&Arc<T>, WireError> {
        // SAFETY: by the contract nobody changes it.
        let value = unsafe { &*self.value.get() };
        value.as_ref().ok_or_else(|| WireError::object_moved(class::<T>()))
    }

    /// The value, if it is still there and nobody else has a share of it. Nobody can get one meanwhile: there is not even a
    /// `Weak` to make it from.
    ///
    /// # Safety
    /// An exclusive hold is there for as long as the result is used.
    pub(super) unsafe fn peek_mut(&self) -> Result<NonNull<T>, WireError> {
        // SAFETY: by the contract nobody else looks at it.
        let value = unsafe { &mut *self.value.get() };
        let value = value.as_mut().ok_or_else(|| WireError::object_moved(class::<T>()))?;
        Arc::get_mut(value)
            .map(NonNull::from)
            .ok_or_else(|| WireError::object_shared(class::<T>()))
    }

    /// Moves the value out.
    ///
    /// # Safety
    /// As [`peek_mut`](Self::peek_mut).
    pub(super) unsafe fn take(&self) -> Result<T, WireError> {
        // SAFETY: by the contract.
        unsafe { self.peek_mut() }?;
        // While the value is still at its address.
        self.forget();
        self.moved.store(true, Ordering::Release);
        // SAFETY: by the contract.
        let value = unsafe { (*self.value.get()).take() };
        let value = value.and_then(Arc::into_inner);
        value.ok_or_else(|| WireError::object_moved(class::<T>()))
    }

    /// A share of the value, which may come back.
    ///
    /// # Safety
    /// As [`peek`](Self::peek).
    pub(super) unsafe fn share(self: &Arc<Self>) -> Result<Arc<T>, WireError> {
        // SAFETY: by the contract.
        let value = Arc::clone(unsafe { self.peek() }?);
        self.identity.get_or_init(|| {
            let identity = Identity::of(&value);
            publish(identity, self);
            identity
        });
        Ok(value)
    }

    fn forget(&self) {
        if let Some(identity) = self.identity.get() {
            forget(*identity, self);
        }
    }
}

impl<T: ObjectType> Drop for Slot<T> {
    /// The last reference may go away anywhere: between two calls, in a task, on the reaper's thread.
    fn drop(&mut self) {
        self.forget();
        drop_caught(self.value.get_mut().take());
    }
}

// SAFETY: `queue` is a field.
unsafe impl<T: ObjectType> AnyObject for Slot<T> {
    fn id(&self) -> u64 {
        self.id
    }

    fn queue(&self) -> Option<&Queue> {
        Some(&self.queue)
    }

    fn is_exclusive(&self, access: Access) -> bool {
        access.is_exclusive()
    }

    unsafe fn check(&self, access: Access) -> Result<(), WireError> {
        match access {
            // SAFETY: by the contract.
            Access::Read | Access::Share => unsafe { self.peek() }.map(drop),
            // SAFETY: by the contract.
            Access::Write | Access::Take => unsafe { self.peek_mut() }.map(drop),
        }
    }

    fn is_moved(&self) -> bool {
        self.moved.load(Ordering::Acquire)
    }

    fn class(&self) -> &'static str {
        class::<T>()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    /// Takes the value out, as a call does that has the slot to itself.
    fn take<T: ObjectType>(slot: &Slot<T>) -> Result<T, WireError> {
        // SAFETY: the tests have the slot to themselves.
        unsafe { slot.take() }
    }

    #[test]
    fn what_is_handed_out_twice_has_one_slot() {
        let value = Arc::new(1);
        let (first, second) = (Slot::shared(Arc::clone(&value)), Slot::shared(Arc::clone(&value)));
        assert!(Arc::ptr_eq(&first, &second));
        assert!(!Arc::ptr_eq(&first, &Slot::shared(Arc::new(1))));
        // It ends with its last handle, and begins anew.
        let id = first.id();
        drop((first, second));
        assert_ne!(Slot::shared(value).id(), id);
    }

    #[test]
    fn what_was_alone_is_found_again_once_it_was_shared() {
        let slot = Slot::new(1);
        // SAFETY: nobody changes it.
        let value = unsafe { slot.share() }.expect("it is there");
        assert!(Arc::ptr_eq(&slot, &Slot::shared(Arc::clone(&value))));
        assert!(take(&slot).is_err(), "shared");
        drop(value);
        assert_eq!(take(&slot), Ok(1));
        assert!(slot.is_moved());
    }

    #[test]
    fn a_slot_that_was_emptied_is_not_found_at_its_old_address() {
        for _ in 0..100 {
            let value = Arc::new([1_u64; 8]);
            let emptied = Slot::shared(Arc::clone(&value));
            drop(value);
            assert_eq!(take(&emptied), Ok([1; 8]));
            // Probably at the same address.
            let value = Arc::new([2_u64; 8]);
            let new = Slot::shared(Arc::clone(&value));
            assert!(!new.is_moved() && new.id() != emptied.id());
        }
    }

    #[test]
    fn what_stands_for_something_is_one_as_long_as_that_is() {
        struct Stand(Arc<dyn Fn() -> u32 + Send + Sync>);

        let of: Arc<dyn Fn() -> u32 + Send + Sync> = Arc::new(|| 7);
        let first = Slot::standing_for(Arc::clone(&of), Stand);
        let second = Slot::standing_for(Arc::clone(&of), |_| unreachable!("there is one"));
        assert!(Arc::ptr_eq(&first, &second));
        // SAFETY: nobody changes it.
        assert_eq!((unsafe { first.peek() }.expect("it is there").0)(), 7);
        // The same `Arc` may be the value of an object of another type, too.
        assert_ne!(
            Slot::standing_for(Arc::clone(&of), |of| Some(Stand(of))).id(),
            first.id()
        );
    }

    #[test]
    fn threads_that_hand_out_the_same_value_agree() {
        let threads = 4;
        let rounds = if cfg!(miri) { 5 } else { 2000 };
        let (values, barrier): (Vec<_>, _) = ((0..rounds).map(Arc::new).collect(), Barrier::new(threads));
        let all: Vec<Vec<Arc<Slot<i32>>>> = thread::scope(|scope| {
            let work = || {
                let hand_out = |value: &Arc<i32>| {
                    barrier.wait();
                    // One that ends at once, and one that stays.
                    drop(Slot::shared(Arc::clone(value)));
                    Slot::shared(Arc::clone(value))
                };
                values.iter().map(hand_out).collect()
            };
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let joined = threads
                .into_iter()
                .map(|thread| thread.join().expect("it does not panic"));
            joined.collect()
        });
        for of_thread in &all[1..] {
            assert!(
                of_thread
                    .iter()
                    .zip(&all[0])
                    .all(|(one, other)| Arc::ptr_eq(one, other))
            );
        }
    }
}
