//! What lives as long as a Dart object does.
//!
//! `dart:ffi` has finalizers that belong to an isolate: they run when the isolate ends, even if `Isolate.exit` has handed
//! the object itself to another one, which would then read freed memory. The Dart API's finalizable handles belong to the
//! object instead, whichever isolate has it, and they tell the garbage collector its size.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::OnceLock;

/// `Dart_Handle`: an object, good during the call that it was passed to.
pub(crate) type DartHandle = *mut c_void;

/// `Dart_HandleFinalizer`.
pub(crate) type Finalizer = unsafe extern "C" fn(isolate_data: *mut c_void, peer: *mut c_void);

/// `Dart_NewFinalizableHandle`.
type NewFinalizableHandle = unsafe extern "C" fn(
    object: DartHandle,
    peer: *mut c_void,
    external_size: isize,
    finalizer: Finalizer,
) -> *mut c_void;

/// What `NativeApi.initializeApiDLData` points to: `DartApi` of the Dart SDK's `dart_api_dl.h`.
#[repr(C)]
pub(crate) struct DartApi {
    major: c_int,
    minor: c_int,
    /// Ends with an entry without a name.
    entries: *const DartApiEntry,
}

#[repr(C)]
struct DartApiEntry {
    name: *const c_char,
    function: *const c_void,
}

/// The major version of the Dart API that this module knows.
const MAJOR: c_int = 2;

static NEW_FINALIZABLE_HANDLE: OnceLock<Option<NewFinalizableHandle>> = OnceLock::new();

/// Looks the function up. It is the same for all isolates of a process.
///
/// # Safety
/// `api` is null or what Dart's `NativeApi.initializeApiDLData` gives.
pub(crate) unsafe fn find_api(api: *const DartApi) {
    NEW_FINALIZABLE_HANDLE.get_or_init(|| {
        // SAFETY: by the contract, and the list ends with an entry without a name.
        unsafe {
            let api = api.as_ref().filter(|api| api.major == MAJOR)?;
            let mut entry = api.entries;
            while !(*entry).name.is_null() {
                if CStr::from_ptr((*entry).name) == c"Dart_NewFinalizableHandle" && !(*entry).function.is_null() {
                    return Some(std::mem::transmute::<*const c_void, NewFinalizableHandle>(
                        (*entry).function,
                    ));
                }
                entry = entry.add(1);
            }
            None
        }
    });
}

/// Lets Dart call `finalizer` with `peer` once `object` is garbage, in whichever isolates it was. False if that is not
/// possible; then `finalizer` is never called.
///
/// # Safety
/// `object` is a handle of the running call. `finalizer` takes `peer` from any thread, in the middle of a garbage
/// collection.
pub(crate) unsafe fn attach_finalizer(
    object: DartHandle,
    peer: *mut c_void,
    external_size: usize,
    finalizer: Finalizer,
) -> bool {
    let Some(new_handle) = NEW_FINALIZABLE_HANDLE.get().copied().flatten() else {
        return false;
    };
    let external_size = isize::try_from(external_size).unwrap_or(isize::MAX);
    // SAFETY: by the contract. Null means that the object cannot have a finalizer, and then nothing was taken over.
    let handle = unsafe { new_handle(object, peer, external_size, finalizer) };
    !handle.is_null()
}
