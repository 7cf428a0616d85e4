//! Methods that give back a part.

use std::any::TypeId;
use std::ptr::NonNull;
use std::sync::Arc;

use super::class::{ObjectType, class};
use super::guard::{ReadGuard, WriteGuard};
use super::handle::{Handle, attach_handle};
use super::identity::{Identity, intern};
use super::part::{Part, Way};
use super::reference::{Object, Origin};
use crate::base::error::WireError;
use crate::protocol::Access;
use crate::protocol::limits::MAX_DEPTH;
use crate::run::line::any::{AnyObject, next_id};
use crate::run::line::queue::{Name, Queue};
use crate::wire::writer::Writer;

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
    attach_handle(Handle::new(object), size_of::<Part<T>>(), w);
}
