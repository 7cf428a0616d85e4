//! Byte buffers whose start is aligned for every number, so that both sides can view number lists in place.

use std::alloc::{self, Layout};
use std::ptr::NonNull;

/// The alignment of every buffer's first byte: enough for each number type, and no more than allocators give anyway, so
/// that a large buffer grows where it is.
pub(crate) const ALIGNMENT: usize = 8;

/// What Dart may view of raw memory on 32-bit machines, and more than there is on others.
const MAX_VIEWED: usize = isize::MAX as usize / 2;

/// A growable byte buffer that starts at a multiple of [`ALIGNMENT`].
pub(crate) struct Buffer {
    data: NonNull<u8>,
    len: usize,
    capacity: usize,
}

// SAFETY: a `Buffer` owns its memory alone, as a `Vec<u8>` does.
unsafe impl Send for Buffer {}
// SAFETY: shared access only reads.
unsafe impl Sync for Buffer {}

impl Default for Buffer {
    fn default() -> Self {
        Buffer {
            data: NonNull::dangling(),
            len: 0,
            capacity: 0,
        }
    }
}

impl Buffer {
    /// An empty buffer with room for `capacity` bytes.
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        let mut buffer = Buffer::default();
        buffer.reserve(capacity);
        buffer
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(crate) fn capacity(&self) -> usize {
        self.capacity
    }

    #[inline]
    pub(crate) fn as_ptr(&self) -> *mut u8 {
        self.data.as_ptr()
    }

    #[inline]
    pub(crate) fn as_slice(&self) -> &[u8] {
        // SAFETY: `len <= capacity`, and so many bytes are initialised; an empty buffer's pointer dangles, which is
        // allowed for length 0.
        unsafe { std::slice::from_raw_parts(self.data.as_ptr(), self.len) }
    }

    /// Shortens the buffer to `len` bytes; does nothing if it is shorter.
    #[inline]
    pub(crate) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// Declares the first `len` bytes to be the content, whoever wrote them.
    ///
    /// # Safety
    /// They are initialised.
    ///
    /// # Panics
    /// If `len` is more than the capacity.
    #[inline]
    pub(crate) unsafe fn set_len(&mut self, len: usize) {
        assert!(
            len <= self.capacity,
            "a buffer of {} bytes cannot hold {len}",
            self.capacity
        );
        self.len = len;
    }

    /// Makes room for `additional` bytes after the content, at least doubling when it must grow.
    #[inline]
    pub(crate) fn reserve(&mut self, additional: usize) {
        if self.capacity - self.len < additional {
            self.grow(additional);
        }
    }

    #[cold]
    fn grow(&mut self, additional: usize) {
        let needed = self.len.checked_add(additional).and_then(layout);
        let needed = needed.expect("a message must fit into the address space");
        let data = self.data.as_ptr();
        let allocate = |new: Layout| {
            // SAFETY: no layout's size is zero; a buffer that has memory has it with this alignment.
            let data = unsafe {
                match self.capacity {
                    0 => alloc::alloc(new),
                    old => alloc::realloc(data, Layout::from_size_align_unchecked(old, ALIGNMENT), new.size()),
                }
            };
            Some((NonNull::new(data)?, new.size()))
        };
        match self.larger(needed, allocate) {
            Some((data, capacity)) => (self.data, self.capacity) = (data, capacity),
            None => alloc::handle_alloc_error(needed),
        }
    }

    /// Makes the capacity at least `capacity`, for Dart to write into through a raw pointer: whatever was in the old one
    /// stays, and the rest is zeros, so that Rust can read whatever Dart leaves there. False if there is no such memory, or
    /// Dart could not view it; then the buffer stays as it is.
    pub(crate) fn reserve_zeroed(&mut self, capacity: usize) -> bool {
        if capacity <= self.capacity {
            return true;
        }
        let Some(needed) = layout(capacity) else {
            return false;
        };
        let allocate = |new: Layout| {
            if new.size() > MAX_VIEWED {
                return None;
            }
            // SAFETY: no layout's size is zero.
            Some((NonNull::new(unsafe { alloc::alloc_zeroed(new) })?, new.size()))
        };
        let Some((data, capacity)) = self.larger(needed, allocate) else {
            return false;
        };
        // SAFETY: both blocks have at least `self.capacity` bytes, and the new one is nobody else's.
        unsafe {
            data.as_ptr()
                .copy_from_nonoverlapping(self.data.as_ptr(), self.capacity)
        };
        let len = self.len;
        *self = Buffer { data, len, capacity };
        true
    }

    /// Fills what is behind the content with zeros, for Dart to write into as after [`Buffer::reserve_zeroed`].
    pub(crate) fn zero_rest(&mut self) {
        // SAFETY: so many bytes are behind the content.
        unsafe {
            self.data
                .as_ptr()
                .add(self.len)
                .write_bytes(0, self.capacity - self.len)
        };
    }

    /// What `allocate` gives for twice the capacity, or for what is needed: where there is no room for twice as much, there
    /// may still be for that.
    fn larger<T>(&self, needed: Layout, allocate: impl Fn(Layout) -> Option<T>) -> Option<T> {
        let doubled = layout(self.capacity.saturating_mul(2)).filter(|doubled| doubled.size() > needed.size());
        doubled.and_then(&allocate).or_else(|| allocate(needed))
    }

    /// Appends `bytes`.
    #[inline]
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        self.reserve(bytes.len());
        // SAFETY: `reserve` made room for `bytes.len()` bytes at `len`; `&mut self` rules out an overlap.
        unsafe {
            self.data
                .as_ptr()
                .add(self.len)
                .copy_from_nonoverlapping(bytes.as_ptr(), bytes.len())
        };
        self.len += bytes.len();
    }

    /// Appends zeros until the length is a multiple of `alignment`.
    #[inline]
    pub(crate) fn pad_to(&mut self, alignment: usize) {
        const ZEROS: [u8; ALIGNMENT] = [0; ALIGNMENT];
        let padding = self.len.next_multiple_of(alignment) - self.len;
        self.extend(&ZEROS[..padding]);
    }
}

/// The memory of a buffer with room for so many bytes.
fn layout(bytes: usize) -> Option<Layout> {
    let capacity = bytes.max(64).checked_next_multiple_of(ALIGNMENT)?;
    Layout::from_size_align(capacity, ALIGNMENT).ok()
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if self.capacity != 0 {
            // SAFETY: the block was allocated with this very layout.
            unsafe {
                alloc::dealloc(
                    self.data.as_ptr(),
                    Layout::from_size_align_unchecked(self.capacity, ALIGNMENT),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_keeps_content_and_stays_aligned() {
        let mut buffer = Buffer::default();
        for i in 0..10_000u32 {
            buffer.extend(&i.to_le_bytes());
        }
        assert_eq!(buffer.len(), 40_000);
        assert_eq!(buffer.as_ptr() as usize % ALIGNMENT, 0);
        assert_eq!(&buffer.as_slice()[39_996..], &9_999u32.to_le_bytes());
    }

    /// AddressSanitizer needs `allocator_may_return_null=1` for this one.
    #[test]
    #[cfg(target_pointer_width = "64")] // half of a 32-bit address space may well be there
    fn memory_that_is_not_there_is_an_error_and_changes_nothing() {
        let mut buffer = Buffer::with_capacity(64);
        buffer.extend(b"kept");
        let (data, capacity) = (buffer.as_ptr(), buffer.capacity());
        assert!(!buffer.reserve_zeroed(isize::MAX as usize / 2));
        assert_eq!((buffer.as_ptr(), buffer.capacity()), (data, capacity));
        assert_eq!(buffer.as_slice(), b"kept");
    }

    /// There may be the memory, and Dart cannot view it.
    #[test]
    #[cfg(target_pointer_width = "32")]
    fn more_than_dart_views_is_an_error_and_changes_nothing() {
        let mut buffer = Buffer::with_capacity(64);
        let (data, capacity) = (buffer.as_ptr(), buffer.capacity());
        assert!(!buffer.reserve_zeroed(1 << 30));
        assert_eq!((buffer.as_ptr(), buffer.capacity()), (data, capacity));
    }

    #[test]
    fn what_dart_left_moves_along() {
        let mut buffer = Buffer::default();
        assert!(buffer.reserve_zeroed(100));
        // SAFETY: there is room for it.
        unsafe { buffer.as_ptr().add(90).write(7) };
        assert!(buffer.reserve_zeroed(10_000));
        // SAFETY: all of it was zero or written to.
        unsafe { buffer.set_len(buffer.capacity()) };
        assert_eq!(buffer.as_slice()[90], 7);
        assert_eq!(buffer.as_slice().iter().filter(|byte| **byte != 0).count(), 1);
    }

    #[test]
    fn pads_with_zeros() {
        let mut buffer = Buffer::default();
        buffer.extend(&[1, 2, 3]);
        buffer.pad_to(8);
        assert_eq!(buffer.as_slice(), &[1, 2, 3, 0, 0, 0, 0, 0]);
        buffer.pad_to(8);
        assert_eq!(buffer.len(), 8);
    }
}
