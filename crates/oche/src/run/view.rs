//! Messages as Dart sees them.

use crate::__same_layout as same_layout;
use crate::wire::attachment::Attachment;
use crate::wire::writer::Writer;

/// A message as Dart sees it.
#[repr(C)]
pub(crate) struct View {
    data: *const u8,
    /// How many bytes there are.
    pub(crate) len: usize,
    capacity: usize,
    attachments: *const Attachment,
    attachment_count: usize,
}

same_layout!(View as MessageMemory {
    data = data,
    length = len,
    capacity = capacity,
    attachments = attachments,
    attachment_count = attachment_count,
} and no more);

impl Default for View {
    fn default() -> Self {
        View::of(&Writer::default())
    }
}

impl View {
    #[inline]
    pub(crate) fn of(message: &Writer) -> Self {
        View {
            data: message.bytes.as_ptr(),
            len: message.bytes.len(),
            capacity: message.bytes.capacity(),
            attachments: message.attachments.as_ptr(),
            attachment_count: message.attachments.len(),
        }
    }

    /// Whether a message is in the same memory as another one.
    #[inline]
    pub(crate) fn is_at(&self, other: &View) -> bool {
        self.data == other.data && self.capacity == other.capacity
    }

    /// Whether a message is nothing but bytes.
    #[inline]
    pub(crate) fn is_alone(&self) -> bool {
        self.attachment_count == 0
    }
}
