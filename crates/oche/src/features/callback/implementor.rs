//! Implementations of interfaces: which of them are Dart's own, and how those go back.

use std::any::Any;
use std::sync::Arc;

use super::function::Callback;
use super::remote::Remote;
use crate::features::object::handle::Handle;
use crate::wire::attachment::{Attachment, boxed_owner};
use crate::wire::writer::Writer;

/// A trait object as what generated code has made of an object of Dart, or of one of Rust's on its way back; `None` if it
/// is the user's own. `implementor` is what its hidden method says. A type that only passes this method on to another
/// object, as macros for delegation write it, is not that object.
pub fn own<'a, T: Any, O: ?Sized>(object: &'a O, implementor: Option<&'a (dyn Any + 'static)>) -> Option<&'a T> {
    implementor
        .filter(|implementor| std::ptr::addr_eq(*implementor, object))
        .and_then(|implementor| implementor.downcast_ref())
}

/// Appends an object of Dart that implements an interface. Another isolate than its own gets what `handle` makes.
pub fn encode_implementor(callback: Callback, handle: fn(Callback) -> Handle, w: &mut Writer) {
    let (number, slot) = callback.0.place();
    let implementor = OutboundImplementor {
        remote: callback.0,
        handle,
    };
    w.attach(Attachment::new(Box::new(implementor), number, slot));
}

/// An implementor on its way to Dart: to its own isolate, which has it, or to another one, which gets a handle.
pub(crate) struct OutboundImplementor {
    remote: Arc<Remote>,
    handle: fn(Callback) -> Handle,
}

boxed_owner!(OutboundImplementor, Implementor);

impl OutboundImplementor {
    fn into_handle(self) -> Handle {
        (self.handle)(Callback::new(self.remote))
    }
}

/// `attachment_release(attachment)`: Dart has the object that an attachment names, so that Rust's hold on it may end.
///
/// # Safety
/// `attachment` is an object or an implementor of Dart in the message being read, and not yet claimed.
pub(crate) unsafe extern "C" fn release(attachment: *const Attachment) {
    // SAFETY: by the contract.
    let attachment = unsafe { &*attachment };
    drop(attachment.take::<Arc<Remote>>());
    drop(attachment.take::<Box<OutboundImplementor>>());
}

/// `attachment_object(attachment)`: a handle to an implementor of another isolate, by which this one calls it; null if it is
/// none.
///
/// # Safety
/// `attachment` is in the message being read, and not yet claimed.
pub(crate) unsafe extern "C" fn object(attachment: *const Attachment) -> *mut Handle {
    // SAFETY: by the contract.
    let implementor = unsafe { &*attachment }.take::<Box<OutboundImplementor>>();
    implementor.map_or(std::ptr::null_mut(), |implementor| {
        Box::into_raw(Box::new(implementor.into_handle()))
    })
}
