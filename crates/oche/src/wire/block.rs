//! Large number lists that change hands instead of being copied: Rust's own allocations on their way to Dart
//! ([`ListOwner`]), and buffers that Dart asked of Rust to fill ([`InboundBlock`]).

use std::alloc::{self, Layout};
use std::any::Any;
use std::cell::Cell;
use std::ptr::NonNull;

use super::number::Number;
use crate::base::live::Live;
use crate::protocol::ElementKind;

/// What keeps the memory of a list alive while Dart views it.
pub(crate) struct ListOwner {
    _list: Box<dyn Any + Send>,
    _live: Live,
}

impl ListOwner {
    pub(crate) fn new<T: Number>(list: Vec<T>) -> Self {
        ListOwner {
            _list: Box::new(list),
            _live: Live::new(),
        }
    }
}

/// A block that Dart asked for, filled and sent back with a call. Each is used once, by taking or by borrowing.
pub(crate) struct InboundBlock {
    data: NonNull<u8>,
    bytes: usize,
    kind: ElementKind,
    used: Cell<bool>,
    taken: Cell<bool>,
    _live: Live,
}

// SAFETY: it owns its memory alone; the `Cell`s only make it `!Sync`.
unsafe impl Send for InboundBlock {}

impl InboundBlock {
    /// A zeroed block of `bytes` bytes for elements of `kind`; `None` if there is no such block: no bytes, not a whole
    /// number of elements, more than the address space, or out of memory.
    pub(crate) fn new(bytes: usize, kind: ElementKind) -> Option<Self> {
        if bytes == 0 || !bytes.is_multiple_of(kind.size()) {
            return None;
        }
        let layout = Layout::from_size_align(bytes, kind.align()).ok()?;
        // SAFETY: the layout's size is not zero. Zeroed, so that reading what Dart did not fill is defined.
        let data = NonNull::new(unsafe { alloc::alloc_zeroed(layout) })?;
        Some(InboundBlock {
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

impl Drop for InboundBlock {
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
