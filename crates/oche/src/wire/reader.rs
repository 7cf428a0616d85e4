//! Reading values from the bytes that Dart wrote. Any bytes give a value or an error.

use std::sync::Arc;

use super::attachment::Inbound;
use super::block::InboundBlock;
use super::buffer::{ALIGNMENT, Buffer};
use super::number::Number;
use super::{Decode, MAX_DEPTH, WireError};
use crate::callback::{Callback, DartObject, Remote, RemoteKind};
use crate::object::{InboundObject, Name, Patience, Turn, check, take_places};
use crate::sink::{InboundStream, OwnSinks};

/// A cursor over the argument bytes of one call.
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    inbound: &'a [Inbound],
    depth: u32,
    /// How many bytes may still be allocated for items that are only announced.
    room: usize,
}

/// How many bytes are allocated for the items of one list, also if there is no more room for such.
const LEAST_ROOM: usize = 4096;

impl<'a> Reader<'a> {
    #[inline]
    pub(crate) fn new(bytes: &'a [u8], inbound: &'a [Inbound]) -> Self {
        Reader {
            bytes,
            at: 0,
            inbound,
            depth: 0,
            room: bytes.len().saturating_mul(8),
        }
    }

    /// Reads a value of whatever type is wanted.
    ///
    /// # Errors
    /// If the bytes are not such a value.
    #[inline]
    pub fn get<C, T: Decode<C>>(&mut self) -> Result<T, WireError> {
        T::decode(self)
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

    /// Reads the header of a number list: its place is in this message, or in a block of its own.
    #[inline]
    fn block<T: Number>(&mut self) -> Result<Block<'a>, WireError> {
        let header = self.u32()?;
        let count = (header >> 1) as usize;
        let block = if header & 1 == 1 {
            let index = self.u32()? as usize;
            let Some(Inbound::Block(block)) = self.inbound.get(index) else {
                return Err(WireError::malformed("a list names a block that is not there"));
            };
            Block::External(block, count)
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

    /// Reads an object that Dart holds, of whatever type.
    pub(crate) fn inbound_object(&mut self) -> Result<&'a InboundObject, WireError> {
        let index = self.u32()? as usize;
        let object = self.inbound.get(index).and_then(Inbound::object);
        object.ok_or_else(WireError::no_object)
    }

    fn remote(&mut self, kind: RemoteKind) -> Result<Arc<Remote>, WireError> {
        let index = self.u32()? as usize;
        match self.inbound.get(index) {
            Some(Inbound::Remote(remote)) if remote.kind == kind => Ok(Arc::clone(remote)),
            _ => Err(WireError::malformed(
                "the message names a function or an object of Dart that is not there",
            )),
        }
    }

    /// Reads a function of Dart.
    ///
    /// # Errors
    /// If the bytes end, or there is no such function with the message.
    pub fn callback(&mut self) -> Result<Callback, WireError> {
        self.remote(RemoteKind::Callback).map(Callback::new)
    }

    /// Reads the methods of an object of Dart that implements an interface.
    ///
    /// # Errors
    /// If the bytes end, or there is no such object with the message.
    pub fn implementor(&mut self) -> Result<Callback, WireError> {
        self.remote(RemoteKind::Implementor).map(Callback::new)
    }

    /// Reads an object of Dart.
    ///
    /// # Errors
    /// If the bytes end, or there is no such object with the message.
    pub fn dart_object(&mut self) -> Result<DartObject, WireError> {
        self.remote(RemoteKind::Object).map(DartObject::new)
    }

    /// Reads a stream that is opened for a sink.
    pub(crate) fn stream(&mut self) -> Result<&'a InboundStream, WireError> {
        let index = self.u32()? as usize;
        match self.inbound.get(index) {
            Some(Inbound::Stream(stream)) => Ok(stream),
            _ => Err(WireError::malformed("the message names a stream that is not there")),
        }
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

/// The argument bytes of a call that outlives its call: they move to the thread that decodes them.
pub struct Args {
    bytes: ArgBytes,
    inbound: Vec<Inbound>,
}

/// Few bytes travel in the future itself.
enum ArgBytes {
    Few(Few, usize),
    Many(Buffer),
}

/// How many bytes are few.
const FEW: usize = 48;

/// Aligned as a [`Buffer`] is.
#[repr(align(8))]
struct Few([u8; FEW]);

const _: () = assert!(align_of::<Few>() == ALIGNMENT);

impl ArgBytes {
    fn as_slice(&self) -> &[u8] {
        match self {
            ArgBytes::Few(few, len) => &few.0[..*len],
            ArgBytes::Many(buffer) => buffer.as_slice(),
        }
    }
}

impl Args {
    /// Arguments in a buffer of their own.
    pub(crate) fn new(bytes: Buffer, inbound: Vec<Inbound>) -> Self {
        let bytes = ArgBytes::Many(bytes);
        Args { bytes, inbound }
    }

    /// A copy of these arguments.
    pub(crate) fn copied(bytes: &[u8], inbound: Vec<Inbound>) -> Self {
        let bytes = match bytes.len() {
            len @ ..=FEW => {
                let mut few = Few([0; FEW]);
                few.0[..len].copy_from_slice(bytes);
                ArgBytes::Few(few, len)
            }
            len => {
                let mut buffer = Buffer::with_capacity(len);
                buffer.extend(bytes);
                ArgBytes::Many(buffer)
            }
        };
        Args { bytes, inbound }
    }

    pub(crate) fn parts(&self) -> (&[u8], &[Inbound]) {
        (self.bytes.as_slice(), &self.inbound)
    }

    /// The sinks that go with the call.
    #[inline]
    pub(crate) fn sinks(&self) -> OwnSinks {
        OwnSinks::of(&self.inbound)
    }

    /// Takes the places of the call of `name` before its objects. What it must wait for before it reads them, if anything.
    pub(crate) fn take_places(&self, name: Name, patience: Patience) -> Option<Arc<Turn>> {
        take_places(&self.inbound, name, patience)
    }

    /// A reader of what is there.
    ///
    /// # Errors
    /// If an object that goes with it cannot be had.
    pub(crate) fn reader(&self) -> Result<Reader<'_>, WireError> {
        check(&self.inbound)?;
        Ok(Reader::new(self.bytes.as_slice(), &self.inbound))
    }

    /// Reads all arguments with `read`, and frees the bytes.
    ///
    /// # Errors
    /// What `read` says, or that bytes are left, or that an object cannot be had.
    pub fn decode<T>(self, read: impl FnOnce(&mut Reader<'_>) -> Result<T, WireError>) -> Result<T, WireError> {
        let mut reader = self.reader()?;
        let values = read(&mut reader)?;
        reader.end()?;
        Ok(values)
    }
}
