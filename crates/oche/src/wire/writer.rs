//! Writing values into a message.

use super::attachment::Attachment;
use super::buffer::Buffer;
use super::number::Number;
use crate::base::error::WireError;
use crate::protocol::limits::{EXTERNAL_BYTES, MAX_DEPTH};

/// What a message may keep of its memory in any case when it is used again.
const KEPT_CAPACITY: usize = 256 * 1024;

/// What it may keep after a large message, for the next one.
const KEPT_FOR_NEXT: usize = 16 * 1024 * 1024;

/// How many bytes a message may have: the mailbox counts the size of an entry, its header included, in 32 bits.
const MAX_MESSAGE: usize = u32::MAX as usize - 64;

/// A message under construction: bytes, and what goes with them.
#[derive(Default)]
pub struct Writer {
    pub(crate) bytes: Buffer,
    pub(crate) attachments: Vec<Attachment>,
    error: Option<WireError>,
    /// The text of the user's error that was written, if there are hooks that want it.
    pub(crate) error_text: Option<Box<str>>,
    depth: u32,
}

impl Writer {
    /// Makes the writer empty. What nobody claimed is dropped. A large memory is kept for as long as the messages use it: a
    /// rare large one must not stay for ever, and many of them should not each allocate. A very large one is not
    /// kept at all: there may be no next message.
    #[inline]
    pub(crate) fn reset(&mut self) {
        let capacity = self.bytes.capacity();
        if capacity > KEPT_CAPACITY && (capacity > KEPT_FOR_NEXT || self.bytes.len() < capacity / 4) {
            self.bytes = Buffer::default();
        }
        self.truncate(0, 0);
        self.error = None;
        self.error_text = None;
        self.depth = 0;
    }

    /// Forgets what was written after the first `bytes` bytes and `attachments` attachments.
    #[inline]
    pub(crate) fn truncate(&mut self, bytes: usize, attachments: usize) {
        self.bytes.truncate(bytes);
        self.attachments.truncate(attachments);
    }

    /// The first thing that could not be written, if any.
    #[inline]
    pub(crate) fn take_error(&mut self) -> Option<WireError> {
        if self.error.is_none() && self.bytes.len() <= MAX_MESSAGE {
            return None;
        }
        let too_long = || WireError::message_too_long(self.bytes.len());
        self.error
            .take()
            .or_else(|| (self.bytes.len() > MAX_MESSAGE).then(too_long))
    }

    /// Notes that the value cannot be sent. Writing goes on, the message is thrown away afterwards.
    pub fn fail(&mut self, error: WireError) {
        self.error.get_or_insert(error);
    }

    /// Notes that the value is a variant that the mirror of its enum, `name`, does not have.
    #[cold]
    pub fn unknown_variant(&mut self, name: &str) {
        self.fail(WireError::unmirrored_variant(name));
    }

    /// Appends what `other` has from byte `start` on, a multiple of 8, and all that goes with it.
    pub(crate) fn append_from(&mut self, other: &mut Writer, start: usize) {
        self.raw(&other.bytes.as_slice()[start..]);
        self.attachments.append(&mut other.attachments);
    }

    /// Appends raw bytes.
    #[inline]
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend(bytes);
    }

    /// Appends the single zero byte that stands for a struct without fields.
    #[inline]
    pub fn unit(&mut self) {
        self.raw(&[0]);
    }

    /// Appends the place of an enum's variant.
    #[inline]
    pub fn tag(&mut self, tag: u32) {
        self.raw(&tag.to_le_bytes());
    }

    /// Appends the number of items that follow.
    #[inline]
    pub(crate) fn count(&mut self, count: usize) {
        match u32::try_from(count) {
            Ok(count) => self.raw(&count.to_le_bytes()),
            Err(_) => self.fail(WireError::too_long(count)),
        }
    }

    /// Appends a `u32` header that holds a count and a flag.
    #[inline]
    fn header(&mut self, count: usize, flag: bool) {
        if count > (u32::MAX >> 1) as usize {
            self.fail(WireError::too_long(count));
            return;
        }
        self.raw(&((count as u32) << 1 | u32::from(flag)).to_le_bytes());
    }

    /// Appends text.
    #[inline]
    pub fn str(&mut self, text: &str) {
        self.header(text.len(), text.is_ascii());
        self.raw(text.as_bytes());
    }

    /// Appends numbers by copying them.
    #[inline]
    pub fn numbers<T: Number>(&mut self, list: &[T]) {
        self.header(list.len(), false);
        self.bytes.pad_to(size_of::<T>());
        // SAFETY: a `Number` has no padding, so all its bytes are initialised and may be read as `u8`.
        let bytes = unsafe { std::slice::from_raw_parts(list.as_ptr().cast::<u8>(), size_of_val(list)) };
        self.raw(bytes);
    }

    /// Appends numbers; a large list is handed over without a copy.
    #[inline]
    pub fn number_vec<T: Number>(&mut self, list: Vec<T>) {
        if size_of_val(list.as_slice()) < EXTERNAL_BYTES {
            return self.numbers(&list);
        }
        self.header(list.len(), true);
        self.attach(Attachment::list(list));
    }

    /// Whether nothing goes with the message.
    pub(crate) fn is_bytes_only(&self) -> bool {
        self.attachments.is_empty()
    }

    /// Appends the index of an attachment, which goes with the message.
    pub(crate) fn attach(&mut self, attachment: Attachment) {
        self.count(self.attachments.len());
        self.attachments.push(attachment);
    }

    /// Appends numbers that are only lent. A large list is copied once, into a block, and not again in Dart.
    pub(crate) fn number_slice<T: Number>(&mut self, list: &[T]) {
        match size_of_val(list) < EXTERNAL_BYTES {
            true => self.numbers(list),
            false => self.number_vec(list.to_vec()),
        }
    }

    /// Writes one level of a recursive value; beyond [`MAX_DEPTH`] levels nothing more is written.
    pub fn nested(&mut self, write: impl FnOnce(&mut Writer)) {
        if self.depth == MAX_DEPTH {
            self.fail(WireError::too_deep());
            return;
        }
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }
}

impl WireError {
    /// Appends the error.
    pub(crate) fn write(&self, w: &mut Writer) {
        w.raw(&[self.kind as u8]);
        w.str(&self.message);
    }
}
