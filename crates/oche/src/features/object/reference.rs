//! References to objects, whatever they are.

use std::ptr::NonNull;
use std::sync::Arc;

use super::class::{ObjectType, class};
use super::part::Part;
use super::slot::Slot;
use crate::base::error::WireError;
use crate::protocol::Access;
use crate::run::line::any::AnyObject;
use crate::run::line::queue::Queue;

/// A reference to an object that Dart holds.
pub struct Object<T: ObjectType>(pub(super) Origin<T>);

/// Where an object's value is.
pub(super) enum Origin<T: ObjectType> {
    /// In a slot of its own.
    Own(Arc<Slot<T>>),
    /// In another object.
    Part(Arc<Part<T>>),
}

impl<T: ObjectType> Clone for Object<T> {
    fn clone(&self) -> Self {
        Object(match &self.0 {
            Origin::Own(slot) => Origin::Own(Arc::clone(slot)),
            Origin::Part(part) => Origin::Part(Arc::clone(part)),
        })
    }
}

impl<T: ObjectType> Object<T> {
    #[inline]
    pub(super) fn downcast(object: Arc<dyn AnyObject>) -> Result<Self, WireError> {
        let origin = match object.downcast::<Slot<T>>() {
            Ok(slot) => Origin::Own(slot),
            Err(object) => Origin::Part(object.downcast::<Part<T>>().map_err(|_| WireError::no_object())?),
        };
        Ok(Object(origin))
    }

    /// The line before the value.
    pub(super) fn queue(&self) -> &Queue {
        match &self.0 {
            Origin::Own(slot) => slot.queue(),
            Origin::Part(part) => part.queue(),
        }
    }

    /// Whether nobody else may have it at the same time.
    pub(super) fn is_exclusive(&self, access: Access) -> bool {
        match &self.0 {
            Origin::Own(_) => access.is_exclusive(),
            Origin::Part(part) => part.is_exclusive(access),
        }
    }

    pub(super) fn is_moved(&self) -> bool {
        match &self.0 {
            Origin::Own(slot) => slot.is_moved(),
            Origin::Part(part) => part.is_moved(),
        }
    }

    /// As [`AnyObject::check`].
    ///
    /// # Safety
    /// As there.
    ///
    /// # Errors
    /// As there.
    pub(super) unsafe fn check(&self, access: Access) -> Result<(), WireError> {
        match &self.0 {
            // SAFETY: by the contract.
            Origin::Own(slot) => unsafe { slot.check(access) },
            // SAFETY: by the contract.
            Origin::Part(part) => unsafe { part.check(access) },
        }
    }

    /// How many objects it is within.
    pub(super) fn depth(&self) -> u32 {
        match &self.0 {
            Origin::Own(_) => 0,
            Origin::Part(part) => part.depth(),
        }
    }

    /// Where the value is.
    ///
    /// # Safety
    /// There is a hold for as long as the result is used, and an exclusive one if reading [must be](Self::is_exclusive) so.
    ///
    /// # Errors
    /// If the value was moved.
    #[inline]
    pub(super) unsafe fn value(&self) -> Result<NonNull<T>, WireError> {
        match &self.0 {
            // SAFETY: by the contract.
            Origin::Own(slot) => unsafe { slot.peek() }.map(|value| NonNull::from(&**value)),
            // SAFETY: by the contract.
            Origin::Part(part) => unsafe { part.get() },
        }
    }

    /// Where the value is, to be changed.
    ///
    /// # Safety
    /// There is an exclusive hold for as long as the result is used.
    ///
    /// # Errors
    /// If the value was moved, is shared, or can only be read.
    #[inline]
    pub(super) unsafe fn value_mut(&self) -> Result<NonNull<T>, WireError> {
        match &self.0 {
            // SAFETY: by the contract.
            Origin::Own(slot) => unsafe { slot.peek_mut() },
            // SAFETY: by the contract.
            Origin::Part(part) => unsafe { part.get_mut() },
        }
    }

    /// The slot, if it is no part of another object.
    pub(super) fn slot(&self) -> Result<&Arc<Slot<T>>, WireError> {
        match &self.0 {
            Origin::Own(slot) => Ok(slot),
            Origin::Part(_) => Err(WireError::object_part(class::<T>())),
        }
    }
}
