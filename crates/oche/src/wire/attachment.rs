//! What travels with a message and is not bytes: large lists, and objects of either side. The bytes name an attachment by
//! its index, so that bytes of any origin can be decoded: an index that is wrong, or an attachment of another kind, is an
//! error.

use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::block::{InboundBlock, ListOwner};
use super::number::Number;
use crate::__same_layout as same_layout;
use crate::callback::{OutboundImplementor, Remote};
use crate::object::{Handle, InboundObject, reap};
use crate::sink::InboundStream;

use crate::protocol::AttachmentKind;

/// See [`Attachment::weight`].
const LEAST_WEIGHT: usize = 1024;

/// Something on its way to Dart. Whoever reads the message claims it: a list with
/// [`keep`](crate::finalizer::keep), an object by writing 1 to `claimed`. What is not claimed is dropped with the message.
///
/// Layout, read by Dart (P is the size of a pointer): data P, bytes P, owner P, claimed u32, kind u32.
#[repr(C)]
pub(crate) struct Attachment {
    data: *const u8,
    bytes: usize,
    owner: NonNull<()>,
    claimed: AtomicU32,
    kind: AttachmentKind,
}

same_layout!(Attachment as AttachmentMemory {
    data = data,
    bytes = bytes,
    owner = owner,
    claimed = claimed,
    kind = kind,
} and no more);

// SAFETY: all that an owner holds is `Send`; the pointers are only followed by whoever reads the message.
unsafe impl Send for Attachment {}

impl Attachment {
    fn new<T>(kind: AttachmentKind, data: *const u8, bytes: usize, owner: NonNull<T>) -> Self {
        Attachment {
            data,
            bytes,
            owner: owner.cast(),
            claimed: AtomicU32::new(0),
            kind,
        }
    }

    /// A number list, whose memory changes hands.
    pub(crate) fn list<T: Number>(list: Vec<T>) -> Self {
        let (data, bytes) = (list.as_ptr().cast::<u8>(), size_of_val(list.as_slice()));
        let owner = Box::leak(Box::new(ListOwner::new(list)));
        Attachment::new(AttachmentKind::Block, data, bytes, NonNull::from(owner))
    }

    /// An object.
    pub(crate) fn object(handle: Handle, external_size: usize) -> Self {
        let owner = Box::leak(Box::new(handle));
        // The user's own count. In Dart it is an `int`, which must not be negative.
        let bytes = external_size.min(isize::MAX as usize);
        Attachment::new(AttachmentKind::Object, std::ptr::null(), bytes, NonNull::from(owner))
    }

    /// An object of Dart.
    pub(crate) fn dart_object(remote: Arc<Remote>) -> Self {
        let number = (&raw const remote.id).cast();
        let slot = remote.slot as usize;
        let owner = Arc::into_raw(remote).cast_mut();
        // SAFETY: `into_raw` does not give null.
        let owner = unsafe { NonNull::new_unchecked(owner) };
        Attachment::new(AttachmentKind::DartObject, number, slot, owner)
    }

    /// An object of Dart that implements an interface.
    pub(crate) fn implementor(implementor: OutboundImplementor) -> Self {
        let number = (&raw const implementor.remote.id).cast();
        let slot = implementor.remote.slot as usize;
        let owner = Box::leak(Box::new(implementor));
        Attachment::new(AttachmentKind::Implementor, number, slot, NonNull::from(owner))
    }

    /// Claims an implementor; `None` if this is none, or it is claimed already.
    pub(crate) fn take_implementor(&self) -> Option<OutboundImplementor> {
        if self.kind != AttachmentKind::Implementor || self.claimed.swap(1, Ordering::Relaxed) != 0 {
            return None;
        }
        // SAFETY: nobody has claimed it before, so the owner was still ours, and it came from `Box::leak`.
        Some(*unsafe { Box::from_raw(self.owner.cast::<OutboundImplementor>().as_ptr()) })
    }

    /// Claims an object of Dart; `None` if this is none, or it is claimed already.
    pub(crate) fn take_dart_object(&self) -> Option<Arc<Remote>> {
        if self.kind != AttachmentKind::DartObject || self.claimed.swap(1, Ordering::Relaxed) != 0 {
            return None;
        }
        // SAFETY: nobody has claimed it before, so the owner was still ours, and it came from `Arc::into_raw`.
        Some(unsafe { Arc::from_raw(self.owner.cast::<Remote>().as_ptr()) })
    }

    /// What keeps a list's memory alive; `None` if this is no list.
    pub(crate) fn list_owner(&self) -> Option<NonNull<ListOwner>> {
        (self.kind == AttachmentKind::Block).then_some(self.owner.cast())
    }

    /// What it counts among what a stream has on its way, in bytes. What an object holds is not known, so that each of them
    /// is something.
    pub(crate) fn weight(&self) -> usize {
        self.bytes.max(LEAST_WEIGHT)
    }

    /// Where the memory of a list is.
    #[cfg(test)]
    pub(crate) fn data(&self) -> *const u8 {
        self.data
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Hands the owner over to the caller.
    pub(crate) fn claim(&self) {
        self.claimed.store(1, Ordering::Relaxed);
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        if self.claimed.load(Ordering::Relaxed) != 0 {
            return;
        }
        // SAFETY: nobody claimed it, so the owner is still ours, and it came from `Box::leak` or `Arc::into_raw` of the kind's
        // type.
        unsafe {
            match self.kind {
                AttachmentKind::Block => drop(Box::from_raw(self.owner.cast::<ListOwner>().as_ptr())),
                // The isolate's thread may be here, between two of its calls: no place for a user's own code.
                AttachmentKind::Object => reap(Box::from_raw(self.owner.cast::<Handle>().as_ptr())),
                AttachmentKind::DartObject => drop(Arc::from_raw(self.owner.cast::<Remote>().as_ptr())),
                AttachmentKind::Implementor => {
                    drop(Box::from_raw(self.owner.cast::<OutboundImplementor>().as_ptr()));
                }
            }
        }
    }
}

/// Something that came with a message from Dart.
pub(crate) enum Inbound {
    /// The memory of a number list.
    Block(InboundBlock),
    /// A Rust object that Dart holds.
    Object(InboundObject),
    /// A function or an object of Dart.
    Remote(Arc<Remote>),
    /// A stream that Dart listens to, for a sink.
    Stream(Arc<InboundStream>),
}

impl Inbound {
    /// The object that it is.
    pub(crate) fn object(&self) -> Option<&InboundObject> {
        match self {
            Inbound::Object(object) => Some(object),
            Inbound::Block(_) | Inbound::Remote(_) | Inbound::Stream(_) => None,
        }
    }

    /// Drops what came with a call that does not take place. Of an object this may be the last trace, and in the middle
    /// of writing a call is no place for a user's own code.
    pub(crate) fn discard(self) {
        match self {
            Inbound::Block(block) => drop(block),
            Inbound::Object(object) => reap(Box::new(object.into_object())),
            Inbound::Remote(remote) => drop(remote),
            Inbound::Stream(stream) => drop(stream),
        }
    }
}
