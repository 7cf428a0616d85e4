//! Parts of objects: what a method gives back by reference, as an object that keeps its owner alive.
//!
//! Nothing is borrowed between two calls. A part knows its owner and the method that leads to it, and asks that method each
//! time it is used, under the owner's lock: so the owner can be changed meanwhile, and a part of a part works alike.

use std::any::{Any, TypeId};
use std::ptr::NonNull;
use std::sync::Arc;

use tokio::sync::Semaphore;

use super::handle::Handle;
use super::lock::{try_lock, value_of, value_of_mut};
use super::{Object, ObjectType, PERMITS, Place, class};
use crate::error::WireError;
use crate::wire::attachment::Attachment;
use crate::wire::{MAX_DEPTH, Writer};

/// The way to a part of an owner.
trait Way<T>: Send + Sync {
    /// The owner's lock, which is the part's as well.
    fn gate(&self) -> &Semaphore;

    /// How many permits reading needs.
    fn reading(&self) -> u32;

    /// Finds the part.
    ///
    /// # Safety
    /// The permits of the gate that reading needs are held for as long as the result is used.
    ///
    /// # Errors
    /// If the owner was moved.
    unsafe fn get(&self) -> Result<NonNull<T>, WireError>;

    /// Finds the part to change it.
    ///
    /// # Safety
    /// All permits of the gate are held for as long as the result is used.
    ///
    /// # Errors
    /// If the owner was moved or is shared, or the part can only be read.
    unsafe fn get_mut(&self) -> Result<NonNull<T>, WireError>;
}

/// A part of another object.
pub(crate) struct Part<T> {
    way: Box<dyn Way<T>>,
    /// How many objects it is within.
    depth: u32,
}

impl<T> Part<T> {
    pub(super) fn gate(&self) -> &Semaphore {
        self.way.gate()
    }

    pub(super) fn reading(&self) -> u32 {
        self.way.reading()
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

/// A method that gives back `&T`.
struct Shared<O, T> {
    owner: Object<O>,
    get: for<'a> fn(&'a O) -> &'a T,
}

impl<O: ObjectType, T: ObjectType> Way<T> for Shared<O, T> {
    fn gate(&self) -> &Semaphore {
        self.owner.gate()
    }

    fn reading(&self) -> u32 {
        self.owner.reading()
    }

    unsafe fn get(&self) -> Result<NonNull<T>, WireError> {
        // SAFETY: by the contract; the part is borrowed from the owner, which stays as it is while the permit is held.
        let owner = unsafe { value_of(&self.owner)?.as_ref() };
        Ok(NonNull::from((self.get)(owner)))
    }

    unsafe fn get_mut(&self) -> Result<NonNull<T>, WireError> {
        Err(WireError::object_read_only(class::<T>()))
    }
}

/// A method that gives back `&mut T`.
struct Exclusive<O, T> {
    owner: Object<O>,
    get: for<'a> fn(&'a mut O) -> &'a mut T,
}

impl<O: ObjectType, T: ObjectType> Way<T> for Exclusive<O, T> {
    fn gate(&self) -> &Semaphore {
        self.owner.gate()
    }

    /// The method wants its owner to itself, so reading does, too.
    fn reading(&self) -> u32 {
        PERMITS
    }

    unsafe fn get(&self) -> Result<NonNull<T>, WireError> {
        // SAFETY: by the contract all permits are held.
        unsafe { self.get_mut() }
    }

    unsafe fn get_mut(&self) -> Result<NonNull<T>, WireError> {
        // SAFETY: by the contract; the part is borrowed from the owner, which nobody else looks at while all permits are held.
        let owner = unsafe { value_of_mut(&self.owner)?.as_mut() };
        Ok(NonNull::from((self.get)(owner)))
    }
}

/// Appends the part of `owner` that a method gives back by reference. The method runs at once, for what it does besides,
/// and so that an owner that cannot be had is told of now.
pub fn encode_part<O: ObjectType, T: ObjectType>(owner: &Object<O>, get: for<'a> fn(&'a O) -> &'a T, w: &mut Writer) {
    let is_owner = try_lock((owner.clone().read(),)).map(|(value,)| is_same::<O, T>(&raw const *value, get(&value)));
    attach(owner, is_owner, |owner| Box::new(Shared { owner, get }), w);
}

/// The same for a method that gives it back to be changed.
pub fn encode_part_mut<O: ObjectType, T: ObjectType>(
    owner: &Object<O>,
    get: for<'a> fn(&'a mut O) -> &'a mut T,
    w: &mut Writer,
) {
    let is_owner = try_lock((owner.clone().write(),)).map(|(mut value,)| {
        let whole = &raw const *value;
        is_same::<O, T>(whole, get(&mut value))
    });
    attach(owner, is_owner, |owner| Box::new(Exclusive { owner, get }), w);
}

/// Whether what a method gives back is its own object. Only the addresses are looked at.
fn is_same<O: 'static, T: 'static>(owner: *const O, part: *const T) -> bool {
    TypeId::of::<O>() == TypeId::of::<T>() && owner.addr() == part.addr()
}

fn attach<O: ObjectType, T: ObjectType>(
    owner: &Object<O>,
    is_owner: Result<bool, WireError>,
    way: impl FnOnce(Object<O>) -> Box<dyn Way<T>>,
    w: &mut Writer,
) {
    let object: Arc<dyn Any + Send + Sync> = match is_owner {
        Err(error) => return w.fail(error),
        // A method that gives itself back, to be called in a chain, is not to be called again for each use.
        Ok(true) => match &owner.0 {
            Place::Own(slot) => Arc::clone(slot) as _,
            Place::Part(part) => Arc::clone(part) as _,
        },
        // Each level costs stack where the part is used and where it is dropped.
        Ok(false) if owner.depth() == MAX_DEPTH => return w.fail(WireError::too_deep()),
        Ok(false) => {
            let depth = owner.depth() + 1;
            let way = way(owner.clone());
            Arc::new(Part { way, depth })
        }
    };
    // Its memory is the owner's, whose size Dart knows.
    w.attach(Attachment::object(Handle::new(object), size_of::<Part<T>>()));
}
