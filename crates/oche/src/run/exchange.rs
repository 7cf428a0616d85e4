//! The memory of calls on the isolate's own thread, within a call that the isolate waits for. The request and the answer share
//! a message: Dart has read the one before it writes the other.

use super::inbound::Parcel;
use super::view::View;
use crate::__same_layout as same_layout;
use crate::protocol::ReplyStatus;
use crate::protocol::limits::MARK_MASK;
use crate::wire::writer::Writer;

/// Runs the Dart function in a slot: `trampoline(level, version, length, slot, mark, method)`. The arguments are the first
/// `length` bytes in the exchange of that level; if anything else in there has changed, so has the version. The mark is
/// that of the function's number.
///
/// What it returns is the length of a value with which nothing goes. For every other answer it is negative, and the exchange
/// says more, unless Dart could not even begin.
pub(crate) type Trampoline = unsafe extern "C" fn(u32, u32, u32, u32, u32, u32) -> i32;

/// The status until Dart has set another one.
pub(super) const NOT_RUN: u32 = ReplyStatus::NotRun.code();

/// From this level of nesting on, an exchange gives its memory back after each call.
pub(super) const KEEPING_LEVELS: usize = 4;

/// How much of the stack calls may take that go back and forth between Rust and Dart on the isolate's own thread: half of
/// what the Dart VM has for an isolate. It has no way to end such calls when nothing is left; the process would die.
pub(super) const MAX_STACK: usize = 64 * 1024 * size_of::<usize>();

/// The memory for the calls of one level of nesting, one after the other.
///
/// Shared with Dart, up to `attached`: an [`ExchangeMemory`](crate::protocol::layouts::ExchangeMemory).
#[repr(C)]
#[derive(Default)]
pub(crate) struct Exchange {
    pub(super) view: View,
    pub(super) number: u64,
    pub(super) status: u32,
    pub(super) attached: u32,
    pub(super) message: Writer,
    /// What goes with the answer.
    pub(super) inbound: Parcel,
    pub(super) version: u32,
}

same_layout!(Exchange as ExchangeMemory {
    message = view,
    request = number,
    status = status,
    attached = attached,
});

impl Exchange {
    /// Lets Dart see the message; its length.
    #[inline]
    pub(super) fn publish(&mut self) -> u32 {
        let view = View::of(&self.message);
        let is_there = view.is_at(&self.view);
        if !is_there {
            // Dart may leave an answer anywhere in it.
            self.message.bytes.zero_rest();
        }
        if !is_there || !view.is_alone() || !self.view.is_alone() {
            self.version = (self.version + 1) & MARK_MASK;
        }
        self.view = view;
        self.message.bytes.len() as u32
    }

    /// Forgets the call. Of the memory it keeps some, and none if that `is_deep` in other calls.
    #[inline]
    pub(super) fn reset(&mut self, is_deep: bool) {
        self.message.reset();
        if is_deep {
            self.message = Writer::default();
        }
        if self.message.bytes.capacity() == 0 {
            // What comes next may be at the same address, and is still other memory.
            self.view = View::default();
            self.version = (self.version + 1) & MARK_MASK;
        }
    }
}

/// The exchanges of a context: as many as there ever were calls within each other. Each stays where it is, so that Dart
/// needs to look for it only once.
#[derive(Default)]
pub(crate) struct Exchanges {
    #[allow(clippy::vec_box, reason = "Dart has their addresses")]
    pub(super) levels: Vec<Box<Exchange>>,
    /// How many of them are in use.
    pub(super) depth: usize,
    /// How Rust calls Dart functions on this thread, once Dart has sent one.
    pub(super) trampoline: Option<Trampoline>,
    /// Where on the stack the first of the calls was made.
    pub(super) called_from: Option<usize>,
}
