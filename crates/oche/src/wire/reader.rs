//! Reading values from the bytes that Dart wrote. Any bytes give a value or an error.

use std::any::Any;

use super::block::InboundBlock;
use super::number::Number;
use crate::base::error::WireError;
use crate::protocol::limits::MAX_DEPTH;

/// What came with a message from Dart. The bytes name each thing by its index; of all that may come, the wire itself knows
/// blocks of numbers.
pub(crate) trait Attachments: Any {
    /// The block with this index, if it is one.
    fn block(&self, index: usize) -> Option<&InboundBlock>;
}

/// Nothing at all.
struct Nothing;

impl Attachments for Nothing {
    fn block(&self, _: usize) -> Option<&InboundBlock> {
        None
    }
}

/// A cursor over the argument bytes of one call.
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    attachments: &'a dyn Attachments,
    depth: u32,
    /// How many bytes may still be allocated for items that are only announced.
    room: usize,
}

/// How many bytes are allocated for the items of one list, also if there is no more room for such.
const LEAST_ROOM: usize = 4096;

impl<'a> Reader<'a> {
    /// A reader of bytes with which nothing came.
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        Reader::new(bytes, &Nothing)
    }

    #[inline]
    pub(crate) fn new(bytes: &'a [u8], attachments: &'a dyn Attachments) -> Self {
        Reader {
            bytes,
            at: 0,
            attachments,
            depth: 0,
            room: bytes.len().saturating_mul(8),
        }
    }

    /// The next `N` bytes.
    #[inline]
    pub(crate) fn raw<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let (bytes, _) = self.bytes[self.at..]
            .split_first_chunk::<N>()
            .ok_or_else(WireError::truncated)?;
        self.at += N;
        Ok(*bytes)
    }

    /// The next `len` bytes, in place.
    #[inline]
    fn slice(&mut self, len: usize) -> Result<&'a [u8], WireError> {
        let bytes = self.bytes[self.at..].get(..len).ok_or_else(WireError::truncated)?;
        self.at += len;
        Ok(bytes)
    }

    #[inline]
    fn u32(&mut self) -> Result<u32, WireError> {
        self.raw().map(u32::from_le_bytes)
    }

    /// Reads the place of an enum's variant.
    ///
    /// # Errors
    /// If the bytes end.
    #[inline]
    pub fn tag(&mut self) -> Result<u32, WireError> {
        self.u32()
    }

    /// Reads the single zero byte that stands for a struct without fields.
    ///
    /// # Errors
    /// If the bytes end, or it is another byte.
    pub fn unit(&mut self) -> Result<(), WireError> {
        match self.raw::<1>()? {
            [0] => Ok(()),
            [other] => Err(WireError::malformed(format!(
                "a struct without fields is a zero byte, not {other}"
            ))),
        }
    }

    /// Reads the number of items that follow; each takes at least one byte.
    #[inline]
    pub(crate) fn count(&mut self) -> Result<usize, WireError> {
        let count = self.u32()? as usize;
        if count > self.bytes.len() - self.at {
            return Err(WireError::truncated());
        }
        Ok(count)
    }

    /// How many items to make room for at once. Hostile counts, however many of them are within each other, cost at most some
    /// times the message's own size; the list still grows to what really comes.
    pub(crate) fn sensible_capacity<T>(&mut self, count: usize) -> usize {
        let size = size_of::<T>().max(1);
        let capacity = count.min(self.room.max(LEAST_ROOM) / size);
        self.room = self.room.saturating_sub(capacity * size);
        capacity
    }

    /// Reads text in place.
    ///
    /// # Errors
    /// If the bytes end or are not UTF-8.
    #[inline]
    pub fn str(&mut self) -> Result<&'a str, WireError> {
        let header = self.u32()?;
        let bytes = self.slice((header >> 1) as usize)?;
        // The ASCII flag is for Dart; here the check for UTF-8 is as fast on ASCII as a check for ASCII.
        std::str::from_utf8(bytes).map_err(WireError::invalid_utf8)
    }

    /// Reads text in place, after which nothing is left.
    ///
    /// # Errors
    /// As [`Reader::str`] and [`Reader::end`].
    #[inline]
    pub fn last_str(&mut self) -> Result<&'a str, WireError> {
        let text = self.str()?;
        self.end().map(|()| text)
    }

    /// Reads the header of a number list: its place is in this message, or in a block of its own.
    #[inline]
    fn block<T: Number>(&mut self) -> Result<Block<'a>, WireError> {
        let header = self.u32()?;
        let count = (header >> 1) as usize;
        let block = if header & 1 == 1 {
            let index = self.u32()? as usize;
            let block = self.attachments.block(index);
            let no_block = || WireError::malformed("a list names a block that is not there");
            Block::External(block.ok_or_else(no_block)?, count)
        } else {
            let padding = self.at.next_multiple_of(size_of::<T>()) - self.at;
            self.slice(padding)?;
            let len = count.checked_mul(size_of::<T>()).ok_or_else(WireError::truncated)?;
            Block::Inline(self.slice(len)?, count)
        };
        Ok(block)
    }

    /// Reads numbers in place.
    ///
    /// # Errors
    /// If the bytes end, or name a block that is not there.
    pub fn numbers<T: Number>(&mut self) -> Result<&'a [T], WireError> {
        let list = match self.block::<T>()? {
            Block::External(block, count) => block.borrow(count).ok_or_else(WireError::wrong_block)?,
            Block::Inline(bytes, _) => {
                // SAFETY: every bit pattern is a `Number`.
                let (before, list, after) = unsafe { bytes.align_to::<T>() };
                if !before.is_empty() || !after.is_empty() {
                    return Err(WireError::malformed("a list of numbers is not aligned"));
                }
                list
            }
        };
        Ok(list)
    }

    /// Reads numbers in place, after which nothing is left.
    ///
    /// # Errors
    /// As [`Reader::numbers`] and [`Reader::end`].
    pub fn last_numbers<T: Number>(&mut self) -> Result<&'a [T], WireError> {
        let list = self.numbers()?;
        self.end().map(|()| list)
    }

    /// Reads numbers into a list of their own; a large list is taken over without a copy.
    ///
    /// # Errors
    /// As [`Reader::numbers`].
    pub fn number_vec<T: Number>(&mut self) -> Result<Vec<T>, WireError> {
        let list = match self.block::<T>()? {
            Block::External(block, count) => block.take(count).ok_or_else(WireError::wrong_block)?,
            Block::Inline(bytes, count) => {
                let mut list = Vec::<T>::with_capacity(count);
                // SAFETY: `bytes` has `count * size_of::<T>()` bytes, `list` has room for them, they cannot overlap, and
                // every bit pattern is a `Number`.
                unsafe {
                    list.as_mut_ptr()
                        .cast::<u8>()
                        .copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
                    list.set_len(count);
                }
                list
            }
        };
        Ok(list)
    }

    /// Reads the index of something that came with the message. All that came, if it is an `A`; whoever makes a reader knows
    /// what that is.
    #[inline]
    pub(crate) fn attached<A: Attachments>(&mut self) -> Result<(Option<&'a A>, usize), WireError> {
        let index = self.u32()? as usize;
        let attachments: &dyn Any = self.attachments;
        Ok((attachments.downcast_ref(), index))
    }

    /// Reads one level of a recursive value.
    ///
    /// # Errors
    /// If there are more than [`MAX_DEPTH`] levels, or what `read` says.
    pub fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, WireError>) -> Result<T, WireError> {
        if self.depth == MAX_DEPTH {
            return Err(WireError::too_deep());
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    /// Checks that nothing is left.
    ///
    /// # Errors
    /// If there are bytes left, which means that the two halves disagree.
    #[inline]
    pub fn end(&self) -> Result<(), WireError> {
        match self.bytes.len() - self.at {
            0 => Ok(()),
            left => Err(WireError::trailing(left)),
        }
    }
}

/// Where the numbers of a list are, and how many there are.
enum Block<'a> {
    Inline(&'a [u8], usize),
    External(&'a InboundBlock, usize),
}
