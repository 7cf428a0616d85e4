//! Objects that a call has borrowed.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

use super::class::ObjectType;
use super::reference::Object;
use crate::base::error::WireError;
use crate::run::line::queue::{Hold, Name};

/// A `&T`. Those of one call are had all at once, however many they are: reading one out of the arguments, alone or in a
/// list, an option or a map, never waits.
pub struct ReadGuard<T: ObjectType> {
    value: NonNull<T>,
    /// Before the object, which has the queue: fields are dropped in order.
    hold: Hold,
    object: Object<T>,
    /// It can be sent and shared as a `&T` can.
    _value: PhantomData<std::sync::Arc<T>>,
}

// SAFETY: it stands for a `&T` and an `Object<T>`.
unsafe impl<T: ObjectType> Send for ReadGuard<T> {}
// SAFETY: as above.
unsafe impl<T: ObjectType> Sync for ReadGuard<T> {}

impl<T: ObjectType> ReadGuard<T> {
    /// Finds the value.
    ///
    /// # Safety
    /// The hold is one of this object, and as exclusive as its [reading](Object::is_exclusive) must be.
    ///
    /// # Errors
    /// If the value was moved.
    #[inline]
    pub(super) unsafe fn new(object: Object<T>, hold: Hold) -> Result<Self, WireError> {
        Ok(ReadGuard {
            // SAFETY: by the contract; the hold is kept as long as the address.
            value: unsafe { object.value() }?,
            hold,
            object,
            _value: PhantomData,
        })
    }

    /// The object itself.
    pub(super) fn object(&self) -> &Object<T> {
        &self.object
    }

    /// The function that has it.
    pub(super) fn name(&self) -> Name {
        self.hold.name()
    }
}

impl<T: ObjectType> Deref for ReadGuard<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the value stays where it is and as it is while there is a hold.
        unsafe { self.value.as_ref() }
    }
}

/// A `&mut T`.
pub struct WriteGuard<T: ObjectType> {
    value: NonNull<T>,
    /// As in [`ReadGuard`].
    hold: Hold,
    object: Object<T>,
    _value: PhantomData<T>,
}

// SAFETY: it stands for a `&mut T` and an `Object<T>`.
unsafe impl<T: ObjectType> Send for WriteGuard<T> {}
// SAFETY: as above.
unsafe impl<T: ObjectType> Sync for WriteGuard<T> {}

impl<T: ObjectType> WriteGuard<T> {
    /// As [`ReadGuard::new`].
    ///
    /// # Safety
    /// The hold is an exclusive one of this object.
    ///
    /// # Errors
    /// If the value was moved, is shared, or can only be read.
    #[inline]
    pub(super) unsafe fn new(object: Object<T>, hold: Hold) -> Result<Self, WireError> {
        Ok(WriteGuard {
            // SAFETY: by the contract; the hold is kept as long as the address.
            value: unsafe { object.value_mut() }?,
            hold,
            object,
            _value: PhantomData,
        })
    }

    /// The object itself.
    pub(super) fn object(&self) -> &Object<T> {
        &self.object
    }

    /// The function that has it.
    pub(super) fn name(&self) -> Name {
        self.hold.name()
    }
}

impl<T: ObjectType> Deref for WriteGuard<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the value stays where it is while there is a hold, and there is no other one.
        unsafe { self.value.as_ref() }
    }
}

impl<T: ObjectType> DerefMut for WriteGuard<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as in `deref`, and nobody else has a share of the value.
        unsafe { self.value.as_mut() }
    }
}
