//! How objects cross.

use std::sync::Arc;

use super::class::{ObjectType, class};
use super::guard::{ReadGuard, WriteGuard};
use super::handle::{Handle, attach_handle};
use super::reference::Object;
use super::slot::Slot;
use crate::base::error::WireError;
use crate::protocol::Access;
use crate::run::line::queue::Hold;
use crate::wire::codec::Decode;
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

fn attach<T: ObjectType>(slot: Arc<Slot<T>>, external_size: usize, w: &mut Writer) {
    attach_handle(Handle::new(slot), external_size, w);
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

/// An object among the arguments of a direct call, as it comes from Dart: a pointer to a [`Handle`] in C. Nobody can make one
/// but by calling an entry point. It is no reference, because Dart may release the handle while the call still runs.
#[repr(transparent)]
pub struct HandleArg(*const Handle);

impl HandleArg {
    /// The object.
    ///
    /// # Errors
    /// If it is one of another type.
    #[inline]
    pub fn object<T: ObjectType>(self) -> Result<Object<T>, WireError> {
        // SAFETY: it is what Dart has called an entry point with, which is a handle that it got from this library. Dart releases
        // none before something of the user's own runs, and generated code reads all objects of a call before that.
        unsafe { object_arg(self.0) }
    }
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

    /// The same, after which nothing is left.
    ///
    /// # Errors
    /// As [`Reader::borrow`] and [`Reader::end`].
    pub fn last_borrow<T: ObjectType>(&mut self) -> Result<ReadGuard<T>, WireError> {
        let object = self.borrow()?;
        self.end().map(|()| object)
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

    /// The same, after which nothing is left.
    ///
    /// # Errors
    /// As [`Reader::borrow_mut`] and [`Reader::end`].
    pub fn last_borrow_mut<T: ObjectType>(&mut self) -> Result<WriteGuard<T>, WireError> {
        let object = self.borrow_mut()?;
        self.end().map(|()| object)
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

// What is lent can stand wherever a value can.

impl<C, T: ObjectType> Decode<C> for ReadGuard<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.borrow()
    }
}

impl<C, T: ObjectType> Decode<C> for WriteGuard<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.borrow_mut()
    }
}
