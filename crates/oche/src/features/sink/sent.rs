//! What becomes of items.

use std::error::Error;
use std::fmt;

/// What became of an item that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is queued.
    Accepted,
    /// It is queued, in the place of an older one, which Dart will not see.
    Conflated,
    /// There was no room: it was dropped, or the oldest one was for it.
    Dropped,
}

/// Why an item was not sent, with the item.
#[derive(Clone, PartialEq, Eq)]
pub enum SendError<T> {
    /// There is no room, and this does not wait for any.
    Full(T),
    /// Nobody listens any more, or the sink was closed. It stays so.
    Closed(T),
}

impl<T> SendError<T> {
    /// The item.
    pub fn into_inner(self) -> T {
        match self {
            SendError::Full(item) | SendError::Closed(item) => item,
        }
    }

    /// Whether nothing can be sent any more.
    pub fn is_closed(&self) -> bool {
        matches!(self, SendError::Closed(_))
    }
}

/// Without the item, which need not have a text.
impl<T> fmt::Debug for SendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SendError::Full(_) => "Full(..)",
            SendError::Closed(_) => "Closed(..)",
        })
    }
}

impl<T> fmt::Display for SendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SendError::Full(_) => "the stream has no room for the item",
            SendError::Closed(_) => "the stream is closed",
        })
    }
}

impl<T> Error for SendError<T> {}
