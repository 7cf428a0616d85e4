//! Values of one type for code that does not know the type, so that it is compiled once: all it knows is a [`Kind`].

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::marker::PhantomData;
use std::mem::{MaybeUninit, needs_drop};
use std::ptr::{NonNull, without_provenance_mut};

/// What is known of the values: how large they are, and how one is dropped.
pub(super) struct Kind {
    layout: Layout,
    drop: Option<unsafe fn(NonNull<u8>)>,
}

impl Kind {
    pub(super) const fn of<T>() -> &'static Self {
        const {
            &Kind {
                layout: Layout::new::<T>(),
                drop: match needs_drop::<T>() {
                    true => Some(drop_at::<T>),
                    false => None,
                },
            }
        }
    }
}

/// # Safety
/// There is a `T`, which nobody uses after this.
unsafe fn drop_at<T>(place: NonNull<u8>) {
    // SAFETY: by the contract.
    unsafe { place.cast::<T>().drop_in_place() }
}

/// A place for one value, with or without one, in somebody's memory. What is there when this is dropped is dropped with it.
pub(super) struct Slot<'a> {
    place: NonNull<u8>,
    kind: &'static Kind,
    is_full: bool,
    memory: PhantomData<&'a mut u8>,
}

impl<'a> Slot<'a> {
    /// The value in `place`, which is the slot's from now on.
    ///
    /// # Safety
    /// There is a value in it.
    pub(super) unsafe fn full<T>(place: &'a mut MaybeUninit<T>) -> Self {
        Slot {
            place: NonNull::from(place).cast(),
            kind: Kind::of::<T>(),
            is_full: true,
            memory: PhantomData,
        }
    }

    /// The value.
    ///
    /// # Safety
    /// The slot is for values of type `T`.
    pub(super) unsafe fn get<T>(&self) -> Option<&T> {
        // SAFETY: there is a value, by the contract a `T`, and it stays there while the slot is borrowed.
        self.is_full.then(|| unsafe { self.place.cast::<T>().as_ref() })
    }

    /// Moves the value out.
    ///
    /// # Safety
    /// As for [`get`](Slot::get).
    pub(super) unsafe fn take<T>(&mut self) -> Option<T> {
        let is_full = std::mem::replace(&mut self.is_full, false);
        // SAFETY: there is a value, by the contract a `T`, and nobody takes it for one any more.
        is_full.then(|| unsafe { self.place.cast::<T>().read() })
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        if let (true, Some(drop)) = (self.is_full, self.kind.drop) {
            // SAFETY: there is a value, and this is its end.
            unsafe { drop(self.place) }
        }
    }
}

/// Memory for so many values, of which it does not know which are there.
struct Memory {
    start: NonNull<u8>,
    kind: &'static Kind,
    capacity: usize,
}

impl Memory {
    /// # Panics
    /// If that is more than there can be.
    fn new(kind: &'static Kind, capacity: usize) -> Self {
        let layout = Self::layout(kind, capacity);
        let start = match layout.size() {
            // Aligned, which is all that is asked of the address of nothing.
            0 => without_provenance_mut(layout.align()),
            // SAFETY: it is not empty.
            _ => unsafe { alloc(layout) },
        };
        let start = NonNull::new(start).unwrap_or_else(|| handle_alloc_error(layout));
        Memory { start, kind, capacity }
    }

    fn layout(kind: &Kind, capacity: usize) -> Layout {
        // The size of a type is a multiple of its alignment, so that values lie side by side.
        let size = kind.layout.size().checked_mul(capacity);
        let layout = size.and_then(|size| Layout::from_size_align(size, kind.layout.align()).ok());
        layout.expect("a queue is smaller than the address space")
    }

    /// The place for a value.
    fn at(&self, place: usize) -> NonNull<u8> {
        assert!(place < self.capacity, "place {place} of {}", self.capacity);
        // SAFETY: it is in the memory, by the line above.
        unsafe { self.start.add(place * self.kind.layout.size()) }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        let layout = Self::layout(self.kind, self.capacity);
        if layout.size() > 0 {
            // SAFETY: it was allocated with this layout, and this is its end.
            unsafe { dealloc(self.start.as_ptr(), layout) }
        }
    }
}

/// Memory for a value on its way.
pub(super) struct Hand(Memory);

impl Hand {
    pub(super) fn new(kind: &'static Kind) -> Self {
        Hand(Memory::new(kind, 1))
    }

    /// The place, without a value.
    pub(super) fn slot(&mut self) -> Slot<'_> {
        Slot {
            place: self.0.at(0),
            kind: self.0.kind,
            is_full: false,
            memory: PhantomData,
        }
    }
}

// SAFETY: it has no values, only room for some.
unsafe impl Send for Hand {}

/// Values in their order, the oldest first. What is left when this is dropped is dropped with it.
pub(super) struct Ring {
    memory: Memory,
    first: usize,
    len: usize,
}

impl Ring {
    /// An empty one, which allocates nothing.
    pub(super) fn new<T: Send>() -> Self {
        Self::of(Kind::of::<T>())
    }

    fn of(kind: &'static Kind) -> Self {
        Ring {
            memory: Memory::new(kind, 0),
            first: 0,
            len: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn kind(&self) -> &'static Kind {
        self.memory.kind
    }

    /// An empty one for the same values.
    pub(super) fn empty(&self) -> Self {
        Self::of(self.memory.kind)
    }

    /// Whether the slot is for the values of this ring, as far as that can be seen.
    fn fits(&self, slot: &Slot<'_>) -> bool {
        let (ours, theirs) = (self.memory.kind, slot.kind);
        ours.layout == theirs.layout && ours.drop.is_some() == theirs.drop.is_some()
    }

    /// Where the value at this place in the order is.
    fn at(&self, index: usize) -> NonNull<u8> {
        debug_assert!(index < self.len, "value {index} of {}", self.len);
        let place = self.first + index;
        // Both are less than the capacity.
        let place = place.checked_sub(self.memory.capacity).unwrap_or(place);
        self.memory.at(place)
    }

    /// Moves the value of a slot to the end.
    ///
    /// # Safety
    /// The slot is for values of the ring's type.
    pub(super) unsafe fn push(&mut self, slot: &mut Slot<'_>) {
        debug_assert!(slot.is_full && self.fits(slot), "a value of the ring's type");
        if self.len == self.memory.capacity {
            self.grow();
        }
        self.len += 1;
        // SAFETY: `at` gives the place of the last value, where there is none yet; the slot's is a value of the same type, which it
        // no longer has after this.
        unsafe {
            slot.place
                .copy_to_nonoverlapping(self.at(self.len - 1), slot.kind.layout.size())
        }
        slot.is_full = false;
    }

    /// Moves the first value into a slot that has none; false if there is none here either.
    ///
    /// # Safety
    /// As for [`push`](Ring::push).
    pub(super) unsafe fn pop(&mut self, slot: &mut Slot<'_>) -> bool {
        debug_assert!(!slot.is_full && self.fits(slot), "room for a value of the ring's type");
        if self.len == 0 {
            return false;
        }
        // SAFETY: there is a value, which the ring no longer has after this; the slot has room for one of its type.
        unsafe { self.at(0).copy_to_nonoverlapping(slot.place, slot.kind.layout.size()) }
        slot.is_full = true;
        self.len -= 1;
        self.first = match self.first + 1 {
            first if first == self.memory.capacity => 0,
            first => first,
        };
        true
    }

    /// Exchanges the value at this place in the order for that of a slot; false if there is none.
    ///
    /// # Safety
    /// As for [`push`](Ring::push).
    pub(super) unsafe fn exchange(&mut self, index: usize, slot: &mut Slot<'_>) -> bool {
        debug_assert!(slot.is_full && self.fits(slot), "a value of the ring's type");
        if index >= self.len {
            return false;
        }
        // SAFETY: there is a value of the same type in both places, which do not overlap: the slot's is not of the ring's memory.
        unsafe { std::ptr::swap_nonoverlapping(self.at(index).as_ptr(), slot.place.as_ptr(), slot.kind.layout.size()) }
        true
    }

    /// Makes room for twice as many. The values are in their order then, from the first place on.
    fn grow(&mut self) {
        let Memory { kind, capacity, .. } = self.memory;
        let larger = Memory::new(kind, capacity.saturating_mul(2).max(4));
        let tail = self.len.min(capacity - self.first);
        let size = kind.layout.size();
        for (from, to, count) in [(self.first, 0, tail), (0, tail, self.len - tail)] {
            if count > 0 {
                // SAFETY: these are the values up to the end of the memory, and those from its beginning on; in the larger one
                // there is room for both after each other.
                unsafe { self.memory.at(from).copy_to_nonoverlapping(larger.at(to), count * size) }
            }
        }
        // The old one no longer has any values, and does not know of any.
        (self.memory, self.first) = (larger, 0);
    }
}

// SAFETY: its values are `Send`, by the bound of `new`.
unsafe impl Send for Ring {}

impl Drop for Ring {
    fn drop(&mut self) {
        let mut hand = Hand::new(self.memory.kind);
        loop {
            let mut slot = hand.slot();
            // SAFETY: the slot is of the same kind. If a value panics, those after it are never dropped, which is allowed.
            if !unsafe { self.pop(&mut slot) } {
                return;
            }
        }
    }
}

/// Gives a value to code that does not know its type; what is left of it, or has come in its place.
pub(super) fn lend<T, R>(value: T, to: impl FnOnce(&mut Slot<'_>) -> R) -> (R, Option<T>) {
    let mut place = MaybeUninit::new(value);
    // SAFETY: it was made with a value.
    let mut slot = unsafe { Slot::full(&mut place) };
    let result = to(&mut slot);
    // SAFETY: the slot is that of a `T`.
    let left = unsafe { slot.take() };
    (result, left)
}

#[cfg(test)]
mod tests;
