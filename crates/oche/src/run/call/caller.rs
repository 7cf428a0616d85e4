//! Who calls, and what the caller gets at once.

use crate::run::context::Context;
use crate::run::line::queue::Name;

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
