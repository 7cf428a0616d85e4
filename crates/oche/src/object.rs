//! Objects of Rust that Dart holds: values that stay where they are while Dart calls their methods. The Dart twin is
//! `object.dart`.
//!
//! A value lives in a [`Slot`], behind a [queue](queue) that is fair and can be waited for without a thread. Dart has a pointer
//! to a [`Handle`], one reference to the slot. A call takes references of its own along with its arguments, from the moment at
//! which they are written: whatever Dart disposes of meanwhile, the object lives until the call has ended. When the call is
//! made, it takes its [places](place) before all its objects at once, as Dart says how each of them is wanted:
//!
//! | a function takes | it is read by | it needs |
//! |---|---|---|
//! | `&T` | [`Reader::borrow`] | no writer |
//! | `&mut T` | [`Reader::borrow_mut`] | nobody else, and no other `Arc` of the value |
//! | `T` | [`take_object`] | the same; whoever comes later finds the value moved |
//! | `Arc<T>` | [`arc_object`] | no writer |
//!
//! A [part](part) of a value is an object, too: it is found anew each time it is used, in its owner's queue. What Rust hands
//! out more than once is [one object](identity) for Dart.
//!
//! A panic while a value is being changed leaves it as it is then, and usable: what that means is up to the type.

mod access;
mod any;
mod guard;
mod handle;
mod identity;
mod lend;
mod lock;
mod part;
mod place;
mod queue;
mod reaper;
mod slot;

pub(crate) use access::Access;
pub(crate) use any::{AnyObject, next_id};
pub use guard::{ReadGuard, WriteGuard};
pub use handle::Handle;
pub(crate) use handle::{claim, dispose, inbound, moved, release, share};
pub use lend::{HashPairs, Lend, OrderedPairs, Own, lend};
pub use lock::{Read, Write, borrow, try_lock};
pub use part::{encode_part, encode_part_mut};
pub(crate) use place::{InboundObject, Patience, check, take_places};
pub use queue::Name;
pub(crate) use queue::{NOBODY, Queue, Turn};
pub(crate) use reaper::reap;

use std::any::type_name;
use std::ptr::NonNull;
use std::sync::Arc;

use queue::Hold;
use slot::Slot;

use crate::error::WireError;
use crate::wire::attachment::Attachment;
use crate::wire::{Reader, Writer};

/// A type whose values Dart can hold as objects.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an object in Dart: it must be `Send`, `Sync` and `'static`",
    label = "not `Send + Sync + 'static`",
    note = "calls from Dart reach an object on several threads, so `Rc` must become `Arc`, `Cell` an atomic, `RefCell` a `Mutex`",
    note = "a type with nothing but plain data in public fields can be copied to Dart instead"
)]
pub trait ObjectType: Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> ObjectType for T {}

/// A reference to an object that Dart holds.
pub struct Object<T: ObjectType>(Origin<T>);

/// Where an object's value is.
enum Origin<T: ObjectType> {
    /// In a slot of its own.
    Own(Arc<Slot<T>>),
    /// In another object.
    Part(Arc<part::Part<T>>),
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
    fn downcast(object: Arc<dyn AnyObject>) -> Result<Self, WireError> {
        let origin = match object.downcast::<Slot<T>>() {
            Ok(slot) => Origin::Own(slot),
            Err(object) => Origin::Part(object.downcast::<part::Part<T>>().map_err(|_| WireError::no_object())?),
        };
        Ok(Object(origin))
    }

    /// The line before the value.
    fn queue(&self) -> &Queue {
        match &self.0 {
            Origin::Own(slot) => slot.queue(),
            Origin::Part(part) => part.queue(),
        }
    }

    /// Whether nobody else may have it at the same time.
    fn is_exclusive(&self, access: Access) -> bool {
        match &self.0 {
            Origin::Own(_) => access.is_exclusive(),
            Origin::Part(part) => part.is_exclusive(access),
        }
    }

    fn is_moved(&self) -> bool {
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
    unsafe fn check(&self, access: Access) -> Result<(), WireError> {
        match &self.0 {
            // SAFETY: by the contract.
            Origin::Own(slot) => unsafe { slot.check(access) },
            // SAFETY: by the contract.
            Origin::Part(part) => unsafe { part.check(access) },
        }
    }

    /// How many objects it is within.
    fn depth(&self) -> u32 {
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
    unsafe fn value(&self) -> Result<NonNull<T>, WireError> {
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
    unsafe fn value_mut(&self) -> Result<NonNull<T>, WireError> {
        match &self.0 {
            // SAFETY: by the contract.
            Origin::Own(slot) => unsafe { slot.peek_mut() },
            // SAFETY: by the contract.
            Origin::Part(part) => unsafe { part.get_mut() },
        }
    }

    /// The slot, if it is no part of another object.
    fn slot(&self) -> Result<&Arc<Slot<T>>, WireError> {
        match &self.0 {
            Origin::Own(slot) => Ok(slot),
            Origin::Part(_) => Err(WireError::object_part(class::<T>())),
        }
    }

    /// Asks for the value as a `&T`.
    pub fn read(self) -> Read<T> {
        Read(self)
    }

    /// Asks for the value as a `&mut T`.
    pub fn write(self) -> Write<T> {
        Write(self)
    }
}

/// The name of a type as a message says it, without its path and its parameters.
fn class<T>() -> &'static str {
    let name = type_name::<T>();
    let name = name.split_once('<').map_or(name, |(name, _)| name);
    name.rsplit_once("::").map_or(name, |(_, name)| name)
}

fn attach<T: ObjectType>(slot: Arc<Slot<T>>, external_size: usize, w: &mut Writer) {
    w.attach(Attachment::object(Handle::new(slot), external_size));
}

/// Appends a new object. `external_size` is about how many bytes it holds, for Dart's garbage collector.
pub fn encode_object<T: ObjectType>(value: T, external_size: usize, w: &mut Writer) {
    attach(Slot::new(value), external_size, w);
}

/// Appends an object that shares its value with whoever else has the `Arc`: the same one, if Dart has it already.
pub fn encode_arc_object<T: ObjectType>(value: Arc<T>, external_size: usize, w: &mut Writer) {
    attach(Slot::shared(value), external_size, w);
}

/// A handle to the object that stands for a trait object: the same one, if Dart has it already. `wrap` makes it if not, and
/// keeps the `Arc` in it.
pub fn interface_handle<T: ObjectType, O: ?Sized>(of: Arc<O>, wrap: impl FnOnce(Arc<O>) -> T) -> Handle {
    Handle::new(Slot::standing_for(of, wrap))
}

/// Appends the object that stands for a trait object.
pub fn encode_interface<T: ObjectType, O: ?Sized>(of: Arc<O>, wrap: impl FnOnce(Arc<O>) -> T, w: &mut Writer) {
    attach(Slot::standing_for(of, wrap), size_of::<T>(), w);
}

/// The object of a direct call's argument, which is Dart's own handle. The result is a reference of the call's own: Dart may
/// dispose of the handle while the call runs.
///
/// # Safety
/// `handle` came from this library, and is not released before this returns.
///
/// # Errors
/// If it is an object of another type.
#[inline]
pub unsafe fn object_arg<T: ObjectType>(handle: *const Handle) -> Result<Object<T>, WireError> {
    // SAFETY: by the contract it points to a handle, and for as long as this borrows it.
    let object = unsafe { &*handle }.share();
    Object::downcast(object)
}

/// What a call has of the next object among its arguments: an exclusive hold, if it wants that.
fn placed<T: ObjectType>(r: &mut Reader<'_>, access: Access) -> Result<(Object<T>, Hold), WireError> {
    let inbound = r.inbound_object()?;
    let object = Object::downcast(Arc::clone(inbound.object()))?;
    let hold = inbound.claim()?;
    match object.is_exclusive(access) && !hold.is_exclusive() {
        true => Err(WireError::object_access(class::<T>())),
        false => Ok((object, hold)),
    }
}

impl Reader<'_> {
    /// Reads an object of Dart's without the place that the call has before it.
    ///
    /// # Errors
    /// If the bytes end, or there is no such object of this type with the message.
    pub fn object<T: ObjectType>(&mut self) -> Result<Object<T>, WireError> {
        Object::downcast(Arc::clone(self.inbound_object()?.object()))
    }

    /// Reads an object that the call borrows as a `&T`. It has waited for it before; see [`ReadGuard`].
    ///
    /// # Errors
    /// If it is no such object, or it was moved, or the call does not have it.
    pub fn borrow<T: ObjectType>(&mut self) -> Result<ReadGuard<T>, WireError> {
        let (object, hold) = placed(self, Access::Read)?;
        // SAFETY: the hold is that of the object, and exclusive if it must be.
        unsafe { ReadGuard::new(object, hold) }
    }

    /// Reads an object that the call borrows as a `&mut T`.
    ///
    /// # Errors
    /// As [`Reader::borrow`], and if the value is shared, or can only be read.
    pub fn borrow_mut<T: ObjectType>(&mut self) -> Result<WriteGuard<T>, WireError> {
        let (object, hold) = placed(self, Access::Write)?;
        // SAFETY: the hold is that of the object, and exclusive.
        unsafe { WriteGuard::new(object, hold) }
    }
}

/// Reads an object and takes its value out.
///
/// # Errors
/// If it is no such object, or it is shared, moved or a part, or the call does not have it.
pub fn take_object<T: ObjectType>(r: &mut Reader<'_>) -> Result<T, WireError> {
    let (object, _hold) = placed::<T>(r, Access::Take)?;
    // SAFETY: there is an exclusive hold until the end of this.
    unsafe { object.slot()?.take() }
}

/// Reads an object and shares its value.
///
/// # Errors
/// If it is no such object, or it was moved or is a part, or the call does not have it.
pub fn arc_object<T: ObjectType>(r: &mut Reader<'_>) -> Result<Arc<T>, WireError> {
    let (object, _hold) = placed::<T>(r, Access::Share)?;
    // SAFETY: there is a hold until the end of this.
    unsafe { object.slot()?.share() }
}
