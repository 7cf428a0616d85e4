//! Objects of Dart that Rust cannot look into.

use std::fmt;
use std::ptr::NonNull;
use std::sync::Arc;

use super::remote::{Remote, read_remote};
use crate::base::error::WireError;
use crate::protocol::{AttachmentKind, RemoteKind};
use crate::wire::attachment::{Attachment, Owner};
use crate::wire::codec::{Decode, Encode, EncodeRef};
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

/// An object of Dart that Rust holds and cannot look into. Given back to its isolate it is the same object as before.
///
/// Any Dart object can be passed where a function takes a `DartObject`, a number or a record as well; `null` is an
/// `Option<DartObject>`. It lives at least until the last clone is dropped,
/// or its isolate ends; it does not keep the isolate alive. Another isolate than its own cannot have it: a call that gives
/// it one fails with an `InvalidValueException`.
///
/// ```
/// use oche::DartObject;
///
/// /// What Dart asked for, with whatever it wants to recognize the answer by.
/// pub struct Request {
///     pub question: String,
///     pub tag: DartObject,
/// }
/// ```
#[derive(Clone)]
pub struct DartObject(Arc<Remote>);

impl fmt::Debug for DartObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DartObject(an object of Dart)")
    }
}

impl<C> Encode<C> for DartObject {
    fn encode(self, w: &mut Writer) {
        attach(self.0, w);
    }
}

impl<C> EncodeRef<C> for DartObject {
    fn encode_ref(&self, w: &mut Writer) {
        attach(Arc::clone(&self.0), w);
    }
}

impl<C> Decode<C> for DartObject {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.dart_object()
    }
}

impl Reader<'_> {
    /// Reads an object of Dart.
    ///
    /// # Errors
    /// If the bytes end, or there is no such object with the message.
    pub fn dart_object(&mut self) -> Result<DartObject, WireError> {
        read_remote(self, RemoteKind::Object).map(DartObject)
    }
}

// SAFETY: no other type is attached as a `DartObject`; both ways are those of an `Arc`.
unsafe impl Owner for Arc<Remote> {
    const KIND: AttachmentKind = AttachmentKind::DartObject;

    fn into_raw(self) -> NonNull<()> {
        let address = Arc::into_raw(self).cast_mut().cast();
        // SAFETY: `into_raw` does not give null.
        unsafe { NonNull::new_unchecked(address) }
    }

    unsafe fn from_raw(address: NonNull<()>) -> Self {
        // SAFETY: by the contract.
        unsafe { Arc::from_raw(address.cast().as_ptr()) }
    }
}

fn attach(remote: Arc<Remote>, w: &mut Writer) {
    let (number, slot) = remote.place();
    w.attach(Attachment::new(remote, number, slot));
}
