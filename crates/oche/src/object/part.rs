//! Parts of objects: what a method gives back by reference, as an object that keeps its owner alive.
//!
//! Nothing is borrowed between two calls. A part knows its owner and the method that leads to it, and asks that method each
//! time it is used, under the owner's lock: so the owner can be changed meanwhile, and a part of a part works alike.

use std::any::TypeId;
use std::ptr::NonNull;
use std::sync::Arc;

use super::access::Access;
use super::any::{AnyObject, next_id};
use super::guard::{ReadGuard, WriteGuard};
use super::handle::Handle;
use super::identity::{Identity, forget, intern};
use super::queue::{Name, Queue};
use super::{Object, ObjectType, Origin, class};
use crate::error::WireError;
use crate::wire::attachment::Attachment;
use crate::wire::{MAX_DEPTH, Writer};

/// The way to a part of an owner.
trait Way<T>: Send + Sync {
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
    way: Box<dyn Way<T>>,
    /// How many objects it is within.
    depth: u32,
    id: u64,
    /// The owner and the method, if that has a name: whoever asks for it again gets this one.
    identity: Option<Identity>,
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

/// A method that gives back `&T`.
struct Shared<O: ObjectType, T> {
    owner: Object<O>,
    get: for<'a> fn(&'a O) -> &'a T,
}

impl<O: ObjectType, T: ObjectType> Way<T> for Shared<O, T> {
    fn queue(&self) -> &Queue {
        self.owner.queue()
    }

    fn is_exclusive(&self) -> bool {
        self.owner.is_exclusive(Access::Read)
    }

    fn is_moved(&self) -> bool {
        self.owner.is_moved()
    }

    unsafe fn check(&self, access: Access) -> Result<(), WireError> {
        match access.is_exclusive() {
            true => Err(WireError::object_read_only(class::<T>())),
            // SAFETY: by the contract; the queue is the owner's.
            false => unsafe { self.owner.check(Access::Read) },
        }
    }

    unsafe fn get(&self) -> Result<NonNull<T>, WireError> {
        // SAFETY: by the contract; the part is borrowed from the owner, which stays as it is while there is a hold.
        let owner = unsafe { self.owner.value()?.as_ref() };
        Ok(NonNull::from((self.get)(owner)))
    }

    unsafe fn get_mut(&self) -> Result<NonNull<T>, WireError> {
        Err(WireError::object_read_only(class::<T>()))
    }
}

/// A method that gives back `&mut T`.
struct Exclusive<O: ObjectType, T> {
    owner: Object<O>,
    get: for<'a> fn(&'a mut O) -> &'a mut T,
}

impl<O: ObjectType, T: ObjectType> Way<T> for Exclusive<O, T> {
    fn queue(&self) -> &Queue {
        self.owner.queue()
    }

    /// The method wants its owner to itself, so reading does, too.
    fn is_exclusive(&self) -> bool {
        true
    }

    fn is_moved(&self) -> bool {
        self.owner.is_moved()
    }

    unsafe fn check(&self, _access: Access) -> Result<(), WireError> {
        // SAFETY: by the contract; the queue is the owner's, and the hold is exclusive in every case.
        unsafe { self.owner.check(Access::Write) }
    }

    unsafe fn get(&self) -> Result<NonNull<T>, WireError> {
        // SAFETY: by the contract the hold is exclusive.
        unsafe { self.get_mut() }
    }

    unsafe fn get_mut(&self) -> Result<NonNull<T>, WireError> {
        // SAFETY: by the contract; the part is borrowed from the owner, which nobody else looks at meanwhile.
        let owner = unsafe { self.owner.value_mut()?.as_mut() };
        Ok(NonNull::from((self.get)(owner)))
    }
}

/// Appends the part of `owner` that a method gives back by reference. The method runs at once, for what it does besides,
/// and so that an owner that cannot be had is told of now.
pub fn encode_part<O: ObjectType, T: ObjectType>(owner: ReadGuard<O>, get: for<'a> fn(&'a O) -> &'a T, w: &mut Writer) {
    let is_owner = is_same::<O, T>(&raw const *owner, get(&owner));
    let (object, name) = (owner.object().clone(), owner.name());
    drop(owner);
    attach(object, name, is_owner, |owner| Box::new(Shared { owner, get }), w);
}

/// The same for a method that gives it back to be changed.
pub fn encode_part_mut<O: ObjectType, T: ObjectType>(
    mut owner: WriteGuard<O>,
    get: for<'a> fn(&'a mut O) -> &'a mut T,
    w: &mut Writer,
) {
    let whole = &raw const *owner;
    let is_owner = is_same::<O, T>(whole, get(&mut owner));
    let (object, name) = (owner.object().clone(), owner.name());
    drop(owner);
    attach(object, name, is_owner, |owner| Box::new(Exclusive { owner, get }), w);
}

/// Whether what a method gives back is its own object. Only the addresses are looked at.
fn is_same<O: 'static, T: 'static>(owner: *const O, part: *const T) -> bool {
    TypeId::of::<O>() == TypeId::of::<T>() && owner.addr() == part.addr()
}

/// Appends what the method `name` has given back.
fn attach<O: ObjectType, T: ObjectType>(
    owner: Object<O>,
    name: Name,
    is_owner: bool,
    way: impl FnOnce(Object<O>) -> Box<dyn Way<T>>,
    w: &mut Writer,
) {
    let whole: Arc<dyn AnyObject> = match &owner.0 {
        Origin::Own(slot) => Arc::clone(slot) as _,
        Origin::Part(part) => Arc::clone(part) as _,
    };
    let object = match is_owner {
        // A method that gives itself back, to be called in a chain, is not to be called again for each use.
        true => whole,
        // Each level costs stack where the part is used and where it is dropped.
        false if owner.depth() == MAX_DEPTH => return w.fail(WireError::too_deep()),
        false => {
            let identity = (!name.is_empty()).then(|| Identity::part(&whole, name));
            let depth = owner.depth() + 1;
            let make = || {
                Arc::new(Part {
                    way: way(owner),
                    depth,
                    id: next_id(),
                    identity,
                })
            };
            match identity {
                Some(identity) => intern(identity, make),
                None => make(),
            }
        }
    };
    // Its memory is the owner's, whose size Dart knows.
    w.attach(Attachment::object(Handle::new(object), size_of::<Part<T>>()));
}
