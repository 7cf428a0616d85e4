//! Large number lists that change hands instead of being copied: Rust's own allocations on their way to Dart
//! ([`Attachment`]), and buffers that Dart asked of Rust to fill ([`Inbound`]).

use std::alloc::{self, Layout};
use std::any::Any;
use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};

use super::number::{ElementKind, Number};
use crate::live::Live;

/// Lists of at least this many bytes travel as blocks of their own.
pub(crate) const EXTERNAL_BYTES: usize = 4096;

/// A Rust allocation on its way to Dart. Whoever reads the message claims it with [`keep`](crate::finalizer::keep); what
/// is not claimed is freed with the message.
///
/// Layout, read by Dart (P is the size of a pointer): data P, bytes P, owner P, claimed u32, padding to P.
#[repr(C)]
pub(crate) struct Attachment {
    data: *const u8,
    bytes: usize,
    owner: NonNull<Owner>,
    claimed: AtomicU32,
}

/// What keeps an attachment's memory alive.
pub(crate) struct Owner {
    _list: Box<dyn Any + Send>,
    _live: Live,
}

// SAFETY: the memory belongs to the `Owner`, which is `Send`; the pointers are only followed by whoever reads the
// message.
unsafe impl Send for Attachment {}

impl Attachment {
    pub(crate) fn new<T: Number>(list: Vec<T>) -> Self {
        let (data, bytes) = (list.as_ptr().cast::<u8>(), size_of_val(list.as_slice()));
        let owner = Box::new(Owner {
            _list: Box::new(list),
            _live: Live::new(),
        });
        Attachment {
            data,
            bytes,
            owner: NonNull::from(Box::leak(owner)),
            claimed: AtomicU32::new(0),
        }
    }

    pub(crate) fn owner(&self) -> NonNull<Owner> {
        self.owner
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
            // SAFETY: nobody claimed it, so the owner is still ours, and it came from `Box::leak`.
            drop(unsafe { Box::from_raw(self.owner.as_ptr()) });
        }
    }
}

/// A block that Dart asked for, filled and sent back with a call. Each is used once, by taking or by borrowing.
pub(crate) struct Inbound {
    data: NonNull<u8>,
    bytes: usize,
    kind: ElementKind,
    used: Cell<bool>,
    taken: Cell<bool>,
    _live: Live,
}

// SAFETY: it owns its memory alone; the `Cell`s only make it `!Sync`.
unsafe impl Send for Inbound {}

impl Inbound {
    /// A zeroed block of `bytes` bytes for elements of `kind`; `None` if there is no such block: no bytes, not a whole
    /// number of elements, more than the address space, or out of memory.
    pub(crate) fn new(bytes: usize, kind: ElementKind) -> Option<Self> {
        if bytes == 0 || !bytes.is_multiple_of(kind.size()) {
            return None;
        }
        let layout = Layout::from_size_align(bytes, kind.align()).ok()?;
        // SAFETY: the layout's size is not zero. Zeroed, so that reading what Dart did not fill is defined.
        let data = NonNull::new(unsafe { alloc::alloc_zeroed(layout) })?;
        Some(Inbound {
            data,
            bytes,
            kind,
            used: Cell::new(false),
            taken: Cell::new(false),
            _live: Live::new(),
        })
    }

    pub(crate) fn as_ptr(&self) -> *mut u8 {
        self.data.as_ptr()
    }

    /// Whether this block holds exactly `count` elements of `T` and was not used before; marks it used.
    fn begin_use<T: Number>(&self, count: usize) -> bool {
        self.kind == T::KIND && count.checked_mul(size_of::<T>()) == Some(self.bytes) && !self.used.replace(true)
    }

    /// The block as a `Vec`, without a copy.
    pub(crate) fn take<T: Number>(&self, count: usize) -> Option<Vec<T>> {
        if !self.begin_use::<T>(count) {
            return None;
        }
        self.taken.set(true);
        // SAFETY: allocated by the global allocator with size `count * size_of::<T>()` and the alignment of `T`
        // (`kind.align()`), fully initialised, every bit pattern is a `T`, and `taken` keeps `drop` from freeing it.
        Some(unsafe { Vec::from_raw_parts(self.data.as_ptr().cast(), count, count) })
    }

    /// The block in place.
    pub(crate) fn borrow<T: Number>(&self, count: usize) -> Option<&[T]> {
        if !self.begin_use::<T>(count) {
            return None;
        }
        // SAFETY: as in `take`; `used` keeps a later `take` away for as long as `self` lives.
        Some(unsafe { std::slice::from_raw_parts(self.data.as_ptr().cast(), count) })
    }
}

impl Drop for Inbound {
    fn drop(&mut self) {
        if !self.taken.get() {
            // SAFETY: `new` allocated the block with this layout, and nobody took it.
            unsafe {
                let layout = Layout::from_size_align_unchecked(self.bytes, self.kind.align());
                alloc::dealloc(self.data.as_ptr(), layout);
            }
        }
    }
}
