//! Implementations of interfaces: which of them are Dart's own, and how those go back.

use std::any::Any;

use super::{Callback, OutboundImplementor};
use crate::object::Handle;
use crate::wire::Writer;
use crate::wire::attachment::Attachment;

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
    w.attach(Attachment::implementor(OutboundImplementor::new(callback.0, handle)));
}
