//! Objects of Rust that Dart holds: values that stay where they are while Dart calls their methods. The Dart twin is
//! `object.dart`.
//!
//! A value lives in a [`Slot`], behind a lock that is fair and can be waited for by a thread or by a task. Dart has a
//! pointer to a [`Handle`], one reference to the slot. A call takes references of its own along with its arguments, from
//! the moment at which they are written: whatever Dart disposes of meanwhile, the object lives until the call has ended.
//!
//! | how a function takes it | request | needs |
//! |---|---|---|
//! | `&T` | [`Object::read`] | no writer |
//! | `&mut T` | [`Object::write`] | nobody else, and no other `Arc` of the value |
//! | `T` | [`Object::take`] | the same; whoever comes later finds the value moved |
//! | `Arc<T>` | [`Object::arc`] | no writer |
//!
//! A [part](part) of a value is an object, too: it is found anew each time it is used, under its owner's lock.
//!
//! A panic while a value is being changed leaves it as it is then, and usable: what that means is up to the type.

mod handle;
mod lock;
mod part;
mod reaper;

pub use handle::Handle;
pub(crate) use handle::{claim, dispose, inbound, release, share};
pub use lock::{Arcs, Read, ReadGuard, Take, Write, WriteGuard, lock, try_lock, wait_lock};
pub use part::{encode_part, encode_part_mut};
pub(crate) use reaper::reap;

use std::any::{Any, type_name};
use std::cell::UnsafeCell;
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::error::{WireError, drop_caught};
use crate::wire::attachment::Attachment;
use crate::wire::{Reader, Writer};

/// How many permits a slot has: a reader takes one, a writer all.
const PERMITS: u32 = 1 << 28;

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

/// Where a value lives, and the lock before it.
pub(crate) struct Slot<T> {
    gate: Semaphore,
    /// `None` once the value was moved out. Read with a permit of `gate`, changed with all of them.
    value: UnsafeCell<Option<Arc<T>>>,
}

// SAFETY: `gate` orders all access to `value`; readers share a `&T`, and any thread may take the value out or drop it.
unsafe impl<T: Send + Sync> Sync for Slot<T> {}

impl<T> Slot<T> {
    fn new(value: Arc<T>) -> Self {
        Slot {
            gate: Semaphore::new(PERMITS as usize),
            value: UnsafeCell::new(Some(value)),
        }
    }
}

impl<T> Drop for Slot<T> {
    /// The last reference may go away anywhere: between two calls, in a task, on the reaper's thread.
    fn drop(&mut self) {
        drop_caught(self.value.get_mut().take());
    }
}

/// A reference to an object that Dart holds.
pub struct Object<T>(Place<T>);

/// Where an object's value is.
enum Place<T> {
    /// In a slot of its own.
    Own(Arc<Slot<T>>),
    /// In another object.
    Part(Arc<part::Part<T>>),
}

impl<T> Clone for Object<T> {
    fn clone(&self) -> Self {
        Object(match &self.0 {
            Place::Own(slot) => Place::Own(Arc::clone(slot)),
            Place::Part(part) => Place::Part(Arc::clone(part)),
        })
    }
}

impl<T: ObjectType> Object<T> {
    #[inline]
    pub(crate) fn downcast(object: Arc<dyn Any + Send + Sync>) -> Option<Self> {
        let place = match object.downcast::<Slot<T>>() {
            Ok(slot) => Place::Own(slot),
            Err(object) => Place::Part(object.downcast::<part::Part<T>>().ok()?),
        };
        Some(Object(place))
    }
}

impl<T> Object<T> {
    /// The lock before the value.
    fn gate(&self) -> &Semaphore {
        match &self.0 {
            Place::Own(slot) => &slot.gate,
            Place::Part(part) => part.gate(),
        }
    }

    /// How many permits reading the value needs.
    fn reading(&self) -> u32 {
        match &self.0 {
            Place::Own(_) => 1,
            Place::Part(part) => part.reading(),
        }
    }

    /// How many objects it is within.
    fn depth(&self) -> u32 {
        match &self.0 {
            Place::Own(_) => 0,
            Place::Part(part) => part.depth(),
        }
    }
}

// Without bounds: a type that cannot be an object is reported once, where it comes from.
impl<T> Object<T> {
    /// Asks for the value as a `&T`.
    pub fn read(self) -> Read<T> {
        Read::new(self)
    }

    /// Asks for the value as a `&mut T`.
    pub fn write(self) -> Write<T> {
        Write::new(self)
    }

    /// Asks for the value itself, which is gone from Dart then.
    pub fn take(self) -> Take<T> {
        Take(self)
    }

    /// Asks for a share of the value.
    pub fn arc(self) -> Arcs<T> {
        Arcs(self)
    }
}

/// The name of a type as a message says it, without its path and its parameters.
fn class<T>() -> &'static str {
    let name = type_name::<T>();
    let name = name.split_once('<').map_or(name, |(name, _)| name);
    name.rsplit_once("::").map_or(name, |(_, name)| name)
}

/// Appends a new object. `external_size` is about how many bytes it holds, for Dart's garbage collector.
pub fn encode_object<T: ObjectType>(value: T, external_size: usize, w: &mut Writer) {
    encode_arc_object(Arc::new(value), external_size, w);
}

/// Appends a new object that shares its value with whoever else has the `Arc`.
pub fn encode_arc_object<T: ObjectType>(value: Arc<T>, external_size: usize, w: &mut Writer) {
    let handle = Handle::new(Arc::new(Slot::new(value)));
    w.attach(Attachment::object(handle, external_size));
}

/// A handle to the object that stands for a trait object; `wrap` keeps its `Arc` in a type with a name.
pub fn interface_handle<T: ObjectType, O: ?Sized>(of: Arc<O>, wrap: impl FnOnce(Arc<O>) -> T) -> Handle {
    Handle::new(Arc::new(Slot::new(Arc::new(wrap(of)))))
}

/// Appends the object that stands for a trait object.
pub fn encode_interface<T: ObjectType, O: ?Sized>(of: Arc<O>, wrap: impl FnOnce(Arc<O>) -> T, w: &mut Writer) {
    w.attach(Attachment::object(interface_handle(of, wrap), size_of::<T>()));
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
    Object::downcast(object).ok_or_else(WireError::no_object)
}

/// Reads an object and takes its value out.
///
/// # Errors
/// If it is no such object, or it is in use, shared or moved.
pub fn take_object<T: ObjectType>(r: &mut Reader<'_>) -> Result<T, WireError> {
    let (value,) = try_lock((r.object()?.take(),))?;
    Ok(value)
}

/// Reads an object and shares its value.
///
/// # Errors
/// If it is no such object, or it is being changed, or moved.
pub fn arc_object<T: ObjectType>(r: &mut Reader<'_>) -> Result<Arc<T>, WireError> {
    let (value,) = try_lock((r.object()?.arc(),))?;
    Ok(value)
}
