//! Parts of objects: what a method gives back by reference, as an object that keeps its owner alive.
//!
//! Nothing is borrowed between two calls. A part knows its owner and the method that leads to it, and asks that method each
//! time it is used, under the owner's lock: so the owner can be changed meanwhile, and a part of a part works alike.

use std::ptr::NonNull;

use super::class::{ObjectType, class};
use super::identity::{Identity, forget};
use crate::base::error::WireError;
use crate::protocol::Access;
use crate::run::line::any::AnyObject;
use crate::run::line::queue::Queue;

/// The way to a part of an owner.
pub(super) trait Way<T>: Send + Sync {
    /// The line before the owner, which is the part's as well.
    fn queue(&self) -> &Queue;

    /// Whether it is read as it is changed, with nobody beside.
    fn is_exclusive(&self) -> bool;

    /// Whether the owner was moved.
    fn is_moved(&self) -> bool;

    /// Whether the part can be had so, as [`AnyObject::check`] asks: by the owner, and by what the method gives.
    ///
    /// # Safety
    /// There is a hold of the queue, and an exclusive one if `access` or `is_exclusive` says so.
    ///
    /// # Errors
    /// As of [`get`](Way::get) and [`get_mut`](Way::get_mut).
    unsafe fn check(&self, access: Access) -> Result<(), WireError>;

    /// Finds the part.
    ///
    /// # Safety
    /// There is a hold of the queue for as long as the result is used, and an exclusive one if `is_exclusive`.
    ///
    /// # Errors
    /// If the owner was moved.
    unsafe fn get(&self) -> Result<NonNull<T>, WireError>;

    /// Finds the part to change it.
    ///
    /// # Safety
    /// There is an exclusive hold of the queue for as long as the result is used.
    ///
    /// # Errors
    /// If the owner was moved or is shared, or the part can only be read.
    unsafe fn get_mut(&self) -> Result<NonNull<T>, WireError>;
}

/// A part of another object.
pub(crate) struct Part<T: ObjectType> {
    pub(super) way: Box<dyn Way<T>>,
    /// How many objects it is within.
    pub(super) depth: u32,
    pub(super) id: u64,
    /// The owner and the method, if that has a name: whoever asks for it again gets this one.
    pub(super) identity: Option<Identity>,
}

impl<T: ObjectType> Part<T> {
    pub(super) fn queue(&self) -> &Queue {
        self.way.queue()
    }

    pub(super) fn depth(&self) -> u32 {
        self.depth
    }

    /// # Safety
    /// As [`Way::get`].
    pub(super) unsafe fn get(&self) -> Result<NonNull<T>, WireError> {
        // SAFETY: by the contract.
        unsafe { self.way.get() }
    }

    /// # Safety
    /// As [`Way::get_mut`].
    pub(super) unsafe fn get_mut(&self) -> Result<NonNull<T>, WireError> {
        // SAFETY: by the contract.
        unsafe { self.way.get_mut() }
    }
}

impl<T: ObjectType> Drop for Part<T> {
    fn drop(&mut self) {
        // While the owner, whose address it is, is still there.
        if let Some(identity) = self.identity {
            forget(identity, self);
        }
    }
}

// SAFETY: the queue is the owner's, which the part keeps.
unsafe impl<T: ObjectType> AnyObject for Part<T> {
    fn id(&self) -> u64 {
        self.id
    }

    fn queue(&self) -> Option<&Queue> {
        Some(self.way.queue())
    }

    fn is_exclusive(&self, access: Access) -> bool {
        access.is_exclusive() || self.way.is_exclusive()
    }

    unsafe fn check(&self, access: Access) -> Result<(), WireError> {
        match access {
            // Where it is, the user's own code finds when it is used.
            // SAFETY: by the contract.
            Access::Read | Access::Write => unsafe { self.way.check(access) },
            Access::Take | Access::Share => Err(WireError::object_part(class::<T>())),
        }
    }

    fn is_moved(&self) -> bool {
        self.way.is_moved()
    }

    fn class(&self) -> &'static str {
        class::<T>()
    }
}
