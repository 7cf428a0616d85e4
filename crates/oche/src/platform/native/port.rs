//! Posting to an isolate's port: the one thing of `dart_native_api.h` that this crate needs.

use std::ffi::{c_int, c_void};

use crate::platform::wake::Wake;

/// `Dart_CObject_kInt32`.
const INT32: c_int = 2;

/// `Dart_CObject`: a kind, and what that says of the rest.
#[repr(C)]
pub(crate) struct CObject {
    kind: c_int,
    value: Value,
}

/// All but the first is there for the size: who gets a message may copy all of it.
#[repr(C)]
union Value {
    int32: i32,
    /// The widest numbers.
    _int64: i64,
    /// `as_external_typed_data`, the longest of all: an enum, a length, and three pointers, each in a word.
    _external: [*mut c_void; 5],
}

/// `Dart_PostCObject`. It takes over nothing of the message, and can be called from any thread.
pub(crate) type PostCObject = unsafe extern "C" fn(port: i64, message: *mut CObject) -> bool;

/// The port of an isolate, and how to post to it.
pub(crate) struct Port {
    port: i64,
    post: PostCObject,
}

impl Port {
    /// # Safety
    /// `post` is Dart's `Dart_PostCObject`.
    pub(crate) unsafe fn new(port: i64, post: PostCObject) -> Self {
        Port { port, post }
    }
}

impl Wake for Port {
    fn wake(&self) -> bool {
        let mut message = CObject {
            kind: INT32,
            value: Value { int32: 0 },
        };
        // SAFETY: by the contract of `new`, and the message is a whole one, which lives until this returns.
        unsafe { (self.post)(self.port, &raw mut message) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Refuses all ports but 7.
    unsafe extern "C" fn post(port: i64, message: *mut CObject) -> bool {
        // SAFETY: `Port::wake` gives a whole message.
        let message = unsafe { &*message };
        // SAFETY: the kind says so.
        assert_eq!((message.kind, unsafe { message.value.int32 }), (INT32, 0));
        port == 7
    }

    #[test]
    fn a_wake_up_is_a_small_integer_and_says_whether_it_came() {
        for (port, came) in [(7, true), (8, false), (0, false)] {
            // SAFETY: it does what `Port` needs of `Dart_PostCObject`.
            assert_eq!(unsafe { Port::new(port, post) }.wake(), came);
        }
    }

    /// As the C compiler lays it out.
    #[test]
    fn a_message_has_the_layout_of_dart_native_api_h() {
        let (word, widest) = (size_of::<usize>(), align_of::<i64>());
        assert_eq!(size_of::<Value>(), (5 * word).next_multiple_of(widest));
        assert_eq!(std::mem::offset_of!(CObject, value), word.max(widest));
    }
}
