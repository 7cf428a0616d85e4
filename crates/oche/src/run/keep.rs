//! Lists in Rust's memory that Dart views in place.

use std::ffi::c_void;

use crate::platform::{DartHandle, attach_finalizer};
use crate::wire::attachment::Attachment;
use crate::wire::block::ListOwner;

/// `keep(object, attachment)`: claims an attachment, whose memory then lives as long as `object`, which views it. False
/// if this Dart cannot do that; then Dart copies the list, and the attachment stays part of its message.
///
/// One step for both, because an isolate can be killed between any two calls.
///
/// # Safety
/// `object` is a handle of the running call; `attachment` is one of the message being read, and not yet claimed.
pub(crate) unsafe extern "C" fn keep(object: DartHandle, attachment: *const Attachment) -> bool {
    // SAFETY: by the contract.
    let attachment = unsafe { &*attachment };
    let Some(owner) = attachment.list_owner() else {
        return false;
    };
    // SAFETY: by the contract; `free_list` gets the owner once the list is garbage.
    let kept = unsafe { attach_finalizer(object, owner.as_ptr().cast(), attachment.bytes(), free_list) };
    if kept {
        attachment.claim();
    }
    kept
}

/// Runs once, on some thread of the Dart runtime, after the list has become garbage.
unsafe extern "C" fn free_list(_isolate_data: *mut c_void, owner: *mut c_void) {
    // SAFETY: `keep` claimed the attachment for this very list, and Dart calls this once.
    drop(unsafe { Box::from_raw(owner.cast::<ListOwner>()) });
}
