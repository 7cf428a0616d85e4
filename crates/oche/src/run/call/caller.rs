//! Who calls, and what the caller gets at once.

use crate::run::context::Context;
use crate::run::line::queue::Name;

/// What a synchronous call returns, and one that has begun: `Ok` is that it completes through the mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Status {
    /// The out message has the value.
    Ok = 0,
    /// The out message has the user's error.
    Error = 1,
    /// The out message has a `RustPanic`.
    Panic = 2,
    /// The out message has a `WireError`.
    Invalid = 3,
    /// The context is detached: nothing was done.
    Detached = 4,
    /// The out message has the value of an asynchronous call, which has ended already.
    Ready = 5,
}

/// Who calls: the isolate, and which function, for the hooks and for whoever finds an object in use.
#[derive(Clone, Copy)]
pub struct Caller {
    pub(crate) context: *mut Context,
    pub(crate) function: Name,
}

/// The caller of the function with this path.
#[inline]
pub const fn caller(context: *mut Context, function: Name) -> Caller {
    Caller { context, function }
}

impl From<*mut Context> for Caller {
    fn from(context: *mut Context) -> Self {
        caller(context, &"")
    }
}
