//! What travels with a message to Dart and is not bytes: large lists, and objects of either side. The bytes name an attachment
//! by its index. Only lists are known here; what else there is, is known to whoever attaches it.

use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};

use super::block::ListOwner;
use super::number::Number;
use crate::__same_layout as same_layout;
use crate::protocol::AttachmentKind;

/// What an attachment holds until it is claimed.
///
/// # Safety
/// `KIND` is this type's alone, and `from_raw` makes of an address what `into_raw` has made it of.
pub(crate) unsafe trait Owner: Send + Sized {
    /// What it is for Dart.
    const KIND: AttachmentKind;

    /// Its address, for as long as it is attached.
    fn into_raw(self) -> NonNull<()>;

    /// # Safety
    /// The address is from `into_raw`, and is used for this once.
    unsafe fn from_raw(address: NonNull<()>) -> Self;

    /// Nobody has claimed it. The isolate's thread may be here, between two of its calls.
    fn discard(self) {}
}

/// Implements [`Owner`] for types that are attached in a box.
macro_rules! boxed_owner {
    ($type:ty, $kind:ident $(, $discard:expr)?) => {
        // SAFETY: the macro is used once for each kind; both ways go through a box.
        unsafe impl $crate::wire::attachment::Owner for Box<$type> {
            const KIND: $crate::protocol::AttachmentKind = $crate::protocol::AttachmentKind::$kind;

            fn into_raw(self) -> std::ptr::NonNull<()> {
                std::ptr::NonNull::from(Box::leak(self)).cast()
            }

            unsafe fn from_raw(address: std::ptr::NonNull<()>) -> Self {
                // SAFETY: by the contract.
                unsafe { Box::from_raw(address.cast().as_ptr()) }
            }

            $(fn discard(self) {
                $discard(self);
            })?
        }
    };
}

pub(crate) use boxed_owner;

boxed_owner!(ListOwner, Block);

/// See [`Attachment::weight`].
const LEAST_WEIGHT: usize = 1024;

/// Something on its way to Dart. Whoever reads the message claims it: a list with the entry point `keep`, an object by writing
/// 1 to `claimed`. What is not claimed is dropped with the message.
///
/// Dart reads it as an [`AttachmentMemory`](crate::protocol::layouts::AttachmentMemory).
#[repr(C)]
pub(crate) struct Attachment {
    data: *const u8,
    bytes: usize,
    owner: NonNull<()>,
    claimed: AtomicU32,
    kind: AttachmentKind,
    /// Takes the owner, which nobody has claimed.
    discard: unsafe fn(NonNull<()>),
}

same_layout!(Attachment as AttachmentMemory {
    data = data,
    bytes = bytes,
    owner = owner,
    claimed = claimed,
    kind = kind,
    discard = discard,
} and no more);

// SAFETY: an owner is `Send`; the pointers are only followed by whoever reads the message.
unsafe impl Send for Attachment {}

/// # Safety
/// As [`Owner::from_raw`].
unsafe fn discard<O: Owner>(owner: NonNull<()>) {
    // SAFETY: by the contract.
    unsafe { O::from_raw(owner) }.discard();
}

impl Attachment {
    /// Something that `owner` stands for. What data and bytes are is up to its kind.
    pub(crate) fn new<O: Owner>(owner: O, data: *const u8, bytes: usize) -> Self {
        Attachment {
            data,
            bytes,
            owner: owner.into_raw(),
            claimed: AtomicU32::new(0),
            kind: O::KIND,
            discard: discard::<O>,
        }
    }

    /// A number list, whose memory changes hands.
    pub(crate) fn list<T: Number>(list: Vec<T>) -> Self {
        let (data, bytes) = (list.as_ptr().cast::<u8>(), size_of_val(list.as_slice()));
        Attachment::new(Box::new(ListOwner::new(list)), data, bytes)
    }

    /// Claims what it holds; `None` if that is no `O`, or claimed already.
    pub(crate) fn take<O: Owner>(&self) -> Option<O> {
        if self.kind != O::KIND || self.claimed.swap(1, Ordering::Relaxed) != 0 {
            return None;
        }
        // SAFETY: nobody has claimed it before, so the owner was still ours, and the kind says that it is an `O`.
        Some(unsafe { O::from_raw(self.owner) })
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
        if self.claimed.load(Ordering::Relaxed) == 0 {
            // SAFETY: nobody claimed it, so the owner is still ours, and it is of the type that this is for.
            unsafe { (self.discard)(self.owner) };
        }
    }
}
