//! Waking the page's half of an isolate.

use crate::platform::wake::Wake;

/// Wakes it: a function of the page's, in the module's table; false if there is no such isolate any more.
pub(crate) type PostCObject = unsafe extern "C" fn(port: i64) -> bool;

/// The number of an isolate, and how to wake it.
pub(crate) struct Port {
    port: i64,
    post: PostCObject,
}

impl Port {
    /// # Safety
    /// `post` is what the page has put into the table for this.
    pub(crate) unsafe fn new(port: i64, post: PostCObject) -> Self {
        Port { port, post }
    }
}

impl Wake for Port {
    fn wake(&self) -> bool {
        // SAFETY: by the contract of `new`.
        unsafe { (self.post)(self.port) }
    }
}
