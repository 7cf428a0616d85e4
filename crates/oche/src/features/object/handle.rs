//! Dart's hold on an object, and the entry points that deal with it.

use std::ffi::c_void;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::__same_layout as same_layout;
use crate::base::ids::IdMap;
use crate::base::live::Live;
use crate::platform::{DartHandle, attach_finalizer};
use crate::protocol::Access;
use crate::run::context::{Context, Entered};
use crate::run::executor::context::in_context;
use crate::run::inbound::Inbound;
use crate::run::line::any::AnyObject;
use crate::run::line::place::InboundObject;
use crate::run::reap::reap;
use crate::wire::attachment::{Attachment, boxed_owner};
use crate::wire::writer::Writer;

/// One reference to an object. Dart has the address of a boxed one, because a pointer to a `dyn AnyObject` is too wide for
/// it.
///
/// Dart reads the object's number: an [`ObjectMemory`](crate::protocol::layouts::ObjectMemory). Two handles are of one object if
/// it is the same.
#[repr(C)]
pub struct Handle {
    id: u64,
    object: Arc<dyn AnyObject>,
    /// Counted until the object is dropped: fields are dropped in order.
    _live: Live,
}

same_layout!(Handle as ObjectMemory { id = id });

impl Handle {
    pub(crate) fn new(object: Arc<dyn AnyObject>) -> Self {
        Handle {
            id: object.id(),
            object,
            _live: Live::new(),
        }
    }

    /// The object, if it is a `T`.
    pub(crate) fn get<T: AnyObject>(&self) -> Option<&T> {
        self.object.downcast_ref()
    }

    /// Another reference.
    pub(crate) fn share(&self) -> Arc<dyn AnyObject> {
        Arc::clone(&self.object)
    }
}

boxed_owner!(Handle, Object, |handle| {
    // No place for a user's own code.
    reap(handle);
});

/// Appends a handle of Dart's own.
pub(crate) fn attach_handle(handle: Handle, external_size: usize, w: &mut Writer) {
    // The user's own count. In Dart it is an `int`, which must not be negative.
    let size = external_size.min(isize::MAX as usize);
    w.attach(Attachment::new(Box::new(handle), std::ptr::null(), size));
}

/// `inbound_object(context, handle, access)`: an object goes with the call that is being written, which wants it as the
/// [`Access`] with this code says.
///
/// # Safety
/// `context` is the calling isolate's; `handle` came from this library and was not released.
pub(crate) unsafe extern "C" fn inbound(context: *mut Context, handle: *mut Handle, access: u32) {
    // SAFETY: by the contract, and nothing else refers to the context.
    let (context, handle) = unsafe { (&mut *context, &*handle) };
    let object = InboundObject::new(handle.share(), Access::of(access));
    context.push_inbound(Inbound::Object(object));
}

/// `object_moved(handle)`: whether the object's value was moved out.
///
/// # Safety
/// `handle` came from this library and was not released.
pub(crate) unsafe extern "C" fn moved(handle: *mut Handle) -> bool {
    // SAFETY: by the contract.
    unsafe { &*handle }.object.is_moved()
}

/// `object_release(handle)`: the native finalizer of Dart's objects.
///
/// # Safety
/// `handle` came from this library and is not used again. Any thread may call it, in the middle of a garbage collection.
pub(crate) unsafe extern "C" fn release(handle: *mut Handle) {
    // SAFETY: by the contract this is the only owner.
    reap(unsafe { Box::from_raw(handle) });
}

/// `object_dispose(context, handle)`: releases an object at once, so that its value is dropped here if nothing else uses
/// it. The context is null if the isolate is detached.
///
/// # Safety
/// As [`release`], but on the isolate's thread; `context` is the calling isolate's, or null.
pub(crate) unsafe extern "C" fn dispose(context: *mut Context, handle: *mut Handle) {
    // SAFETY: by the contract; what the value's own code calls in Dart cannot end the context.
    let entered = unsafe { context.as_ref().map(|context| context.enter()) };
    // SAFETY: by the contract this is the only owner. The value's own code runs in `Slot`.
    let handle = unsafe { Box::from_raw(handle) };
    // The code that has called Dart, which is here, may be in a context of its own.
    in_context(entered.as_ref().is_some_and(Entered::is_nested), || drop(handle));
}

/// What Dart has shared between isolates: by numbers that are never used again.
struct Shares {
    last: u64,
    handles: IdMap<Handle>,
}

static SHARES: Mutex<Option<Shares>> = Mutex::new(None);

fn shares() -> MutexGuard<'static, Option<Shares>> {
    // Nothing that could panic half-way runs under this lock.
    SHARES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `object_share(handle, anchor)`: makes another reference that any isolate can [`claim`] by the number this returns, for
/// as long as some isolate has `anchor`; 0 if this Dart cannot do that.
///
/// # Safety
/// `handle` came from this library and was not released; `anchor` is a handle of the running call.
pub(crate) unsafe extern "C" fn share(handle: *mut Handle, anchor: DartHandle) -> u64 {
    // SAFETY: by the contract.
    let object = Arc::clone(&unsafe { &*handle }.object);
    let id = {
        let mut shares = shares();
        let shares = shares.get_or_insert_with(|| Shares {
            last: 0,
            handles: IdMap::default(),
        });
        shares.last += 1;
        shares.handles.insert(shares.last, Handle::new(object));
        shares.last
    };
    let peer = Box::into_raw(Box::new(id));
    // SAFETY: by the contract; `forget_share` gets the number once the anchor is garbage.
    let kept = unsafe { attach_finalizer(anchor, peer.cast(), size_of::<Handle>(), forget_share) };
    if !kept {
        // SAFETY: the finalizer will not be called, so the number is still ours.
        unsafe { forget_share(std::ptr::null_mut(), peer.cast()) };
        return 0;
    }
    id
}

/// Runs once, on some thread of the Dart runtime, after no isolate has the anchor any more.
unsafe extern "C" fn forget_share(_isolate_data: *mut c_void, id: *mut c_void) {
    // SAFETY: `share` boxed the number for this one call.
    let id = unsafe { Box::from_raw(id.cast::<u64>()) };
    let handle = shares().as_mut().and_then(|shares| shares.handles.remove(&id));
    if let Some(handle) = handle {
        reap(Box::new(handle));
    }
}

/// `object_claim(id)`: another reference to what was shared under this number, or null if it is no longer there.
pub(crate) extern "C" fn claim(id: u64) -> *mut Handle {
    let object = {
        let shares = shares();
        let handle = shares.as_ref().and_then(|shares| shares.handles.get(&id));
        handle.map(|handle| Arc::clone(&handle.object))
    };
    object.map_or(std::ptr::null_mut(), |object| {
        Box::into_raw(Box::new(Handle::new(object)))
    })
}
