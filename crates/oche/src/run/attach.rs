//! How isolates come and go.

use std::ffi::c_void;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::context::Context;
use super::panic::hook::ensure_hook;
use crate::platform::{DartApi, Port, PostCObject, find_api};

/// The contexts of all isolates, in the order of their tickets. This is what owns them.
static CONTEXTS: Mutex<Vec<(usize, Owned)>> = Mutex::new(Vec::new());

/// The ticket that was given out last.
static LAST_TICKET: AtomicUsize = AtomicUsize::new(0);

/// A context that belongs to [`CONTEXTS`].
struct Owned(*mut Context);

// SAFETY: the table only keeps the pointer. It is looked at by whoever has taken it out, in `detach`.
unsafe impl Send for Owned {}

fn contexts() -> MutexGuard<'static, Vec<(usize, Owned)>> {
    CONTEXTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where the context of a ticket is, or else where it would be.
fn find(contexts: &[(usize, Owned)], ticket: usize) -> Result<usize, usize> {
    contexts.binary_search_by_key(&ticket, |(ticket, _)| *ticket)
}

/// `ticket()`: a number for an isolate that is about to attach. Dart has its finalizer watch over the ticket before there
/// is a context, so that an isolate which is killed at any moment leaves none. A ticket itself is nothing that could be
/// left behind, and none is given out twice.
pub(crate) extern "C" fn ticket() -> usize {
    LAST_TICKET.fetch_add(1, Ordering::Relaxed) + 1
}

/// `attach(ticket, post, port, api)`: makes the calling isolate's context. `post` is `NativeApi.postCObject`, `port` the
/// native port that wakes the isolate's mailbox, `api` is `NativeApi.initializeApiDLData` or null. Null if `post` is null.
///
/// # Safety
/// `ticket` came from [`ticket`] for this call alone; `post` is null or Dart's `Dart_PostCObject`; `api` is as just said.
pub(crate) unsafe extern "C" fn attach(
    ticket: usize,
    post: *const c_void,
    port: i64,
    api: *const DartApi,
) -> *mut Context {
    // SAFETY: by the contract it is such a function, or null, which is `None`.
    let post = unsafe { std::mem::transmute::<*const c_void, Option<PostCObject>>(post) };
    let Some(post) = post else {
        return std::ptr::null_mut();
    };
    // SAFETY: by the contract.
    let port = unsafe {
        find_api(api);
        Port::new(port, post)
    };
    ensure_hook();
    let context = Box::into_raw(Box::new(Context::new(port)));
    // SAFETY: it was just made.
    unsafe { &*context }.shared().set_context(context);
    let mut contexts = contexts();
    let place = find(&contexts, ticket).unwrap_or_else(|place| place);
    contexts.insert(place, (ticket, Owned(context)));
    drop(contexts);
    context
}

/// `detach(ticket)`: ends the context, if there is one. Also the native finalizer that Dart runs when the isolate dies.
///
/// # Safety
/// The context is not used again; no call on it is under way.
pub(crate) unsafe extern "C" fn detach(ticket: usize) {
    let owned = {
        let mut contexts = contexts();
        find(&contexts, ticket).ok().map(|place| contexts.remove(place))
    };
    if let Some((_, Owned(context))) = owned {
        // SAFETY: `attach` has put it there, and whoever takes it out is its only owner. The isolate does not use it again.
        drop(unsafe { Box::from_raw(context) });
    }
}
