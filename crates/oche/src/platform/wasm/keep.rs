//! What lives as long as a Dart object does: nothing in here. Dart copies lists, and releases objects by a finalizer of its own.

use std::ffi::c_void;

/// No object can be passed but by its number.
pub(crate) type DartHandle = *mut c_void;

/// There is none.
pub(crate) type DartApi = c_void;

/// Finds nothing.
///
/// # Safety
/// Always given.
pub(crate) unsafe fn find_api(_api: *const DartApi) {}

/// False: `finalizer` is never called.
///
/// # Safety
/// Always given.
pub(crate) unsafe fn attach_finalizer(
    _object: DartHandle,
    _peer: *mut c_void,
    _external_size: usize,
    _finalizer: unsafe extern "C" fn(isolate_data: *mut c_void, peer: *mut c_void),
) -> bool {
    false
}
