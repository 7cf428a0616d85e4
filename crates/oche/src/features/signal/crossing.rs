//! Signals in Dart's hands, and the entry points that deal with them.
//!
//! A signal crosses as an object does: Dart has a [`Handle`], here of a [`Held`]. The sample that [`read`] leaves in the
//! out message is
//!
//! | value | bytes |
//! |---|---|
//! | status | u32, a [`SignalStatus`](super::core::SignalStatus) |
//! | sequence | u64 |
//! | age | i64, whole microseconds since it was received |
//! | value | as `T` is encoded |

use std::any::Any;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::core::{Observer, Signal};
use crate::base::error::WireError;
use crate::base::sync::AtomicBool;
use crate::features::object::handle::{Handle, attach_handle};
use crate::protocol::{Access, CallStatus as Status, EntryKind};
use crate::run::call::caller::caller;
use crate::run::call::sync::sync_with;
use crate::run::context::{Context, Shared};
use crate::run::line::any::AnyObject;
use crate::run::line::queue::Queue;
use crate::run::outside::drop_caught;
use crate::wire::codec::{Decode, Encode, EncodeRef};
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

/// What tells whether a signal has changed, at an address that Dart keeps, so that asking is two loads.
pub(crate) struct Watch {
    /// The signal's own.
    version: Arc<AtomicU64>,
    /// One more than the version that this Dart object has read; 0 before.
    read: AtomicU64,
}

/// One signal of Dart's.
pub(crate) struct Held {
    /// The signal's.
    id: u64,
    /// `None` only while it is dropped.
    source: Option<Box<dyn Source>>,
    watch: Watch,
    listener: Mutex<Option<Arc<Listener>>>,
}

impl Held {
    fn source(&self) -> &dyn Source {
        self.source.as_deref().expect("it is there until the end")
    }

    fn listener(&self) -> MutexGuard<'_, Option<Arc<Listener>>> {
        // Nothing that could panic half-way runs under this lock.
        self.listener.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn signal(&self) -> &dyn Any {
        self.source().signal()
    }
}

impl Drop for Held {
    /// The last reference to a signal may be the last one to values of the user's own.
    fn drop(&mut self) {
        drop_caught(self.source.take());
    }
}

// SAFETY: it has no queue.
unsafe impl AnyObject for Held {
    fn id(&self) -> u64 {
        self.id
    }

    fn queue(&self) -> Option<&Queue> {
        None
    }

    fn is_exclusive(&self, _: Access) -> bool {
        false
    }

    unsafe fn check(&self, _: Access) -> Result<(), WireError> {
        Ok(())
    }

    fn is_moved(&self) -> bool {
        false
    }

    fn class(&self) -> &'static str {
        "Signal"
    }
}

/// A signal, whatever its type, as a crate encodes it.
trait Source: Send + Sync {
    /// Appends the latest sample, and stores one more than its version in `read`.
    fn write(&self, w: &mut Writer, read: &AtomicU64);

    fn observe(&self, observer: Weak<dyn Observer>);

    /// The [`Signal`] itself.
    fn signal(&self) -> &dyn Any;
}

/// A signal whose values are encoded as the crate `C` encodes them.
struct Encoded<T, C> {
    signal: Signal<T>,
    crate_name: PhantomData<fn() -> C>,
}

impl<C: 'static, T: Send + Sync + 'static> Source for Encoded<T, C>
where
    Arc<T>: EncodeRef<C>,
{
    fn write(&self, w: &mut Writer, read: &AtomicU64) {
        let (version, sample) = self.signal.0.look();
        // At once: if it cannot be encoded, or its code panics, that is so until there is another value.
        read.store(version + 1, Ordering::Relaxed);
        w.tag(sample.status as u32);
        Encode::<C>::encode(sample.sequence, w);
        Encode::<C>::encode(sample.age(), w);
        EncodeRef::<C>::encode_ref(&sample.value, w);
    }

    fn observe(&self, observer: Weak<dyn Observer>) {
        self.signal.0.observe(observer);
    }

    fn signal(&self) -> &dyn Any {
        &self.signal
    }
}

impl<C: 'static, T: Send + Sync + 'static> Encode<C> for Signal<T>
where
    Arc<T>: EncodeRef<C>,
{
    fn encode(self, w: &mut Writer) {
        let (id, version) = (self.0.id, Arc::clone(&self.0.version));
        let source = Encoded {
            signal: self,
            crate_name: PhantomData::<fn() -> C>,
        };
        let held = Held {
            id,
            source: Some(Box::new(source)),
            watch: Watch {
                version,
                read: AtomicU64::new(0),
            },
            listener: Mutex::new(None),
        };
        let size = size_of::<Held>() + size_of::<T>();
        attach_handle(Handle::new(Arc::new(held)), size, w);
    }
}

impl<C: 'static, T: Send + Sync + 'static> EncodeRef<C> for Signal<T>
where
    Arc<T>: EncodeRef<C>,
{
    fn encode_ref(&self, w: &mut Writer) {
        Encode::<C>::encode(self.clone(), w);
    }
}

impl<C, T: 'static> Decode<C> for Signal<T> {
    /// A signal that Dart has from Rust.
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let held = r.inbound_object()?.object().downcast_ref::<Held>();
        let signal = held.and_then(|held| held.signal().downcast_ref::<Self>());
        signal.cloned().ok_or_else(WireError::other_signal)
    }
}

/// An isolate that wants to be told of changes.
struct Listener {
    shared: Arc<Shared>,
    id: u64,
    /// Whether there is an entry in the mailbox that the isolate has not answered.
    announced: AtomicBool,
}

impl Observer for Listener {
    fn changed(self: Arc<Self>) {
        self.shared.note_change();
        let announced = self
            .shared
            .mailbox
            .announce(EntryKind::Changed, self.id, &self.announced);
        if announced.is_err() {
            self.shared.close();
        }
    }
}

/// `signal_watch(signal)`: what `signal_changed` takes, for as long as the signal is not released; null if it is no signal.
///
/// # Safety
/// `signal` came from this library and was not released.
pub(crate) unsafe extern "C" fn watch(signal: *mut Handle) -> *const Watch {
    // SAFETY: by the contract. What a handle refers to does not move.
    let held = unsafe { &*signal }.get::<Held>();
    held.map_or(std::ptr::null(), |held| &raw const held.watch)
}

/// `signal_changed(watch)`: whether the signal has changed since it was read through its handle.
///
/// # Safety
/// `watch` is from [`watch`], and its handle was not released.
pub(crate) unsafe extern "C" fn changed(watch: *const Watch) -> bool {
    // SAFETY: by the contract. That it is no signal is an error when it is read.
    let Some(watch) = (unsafe { watch.as_ref() }) else {
        return true;
    };
    watch.version.load(Ordering::Acquire) + 1 != watch.read.load(Ordering::Relaxed)
}

/// `signal_answer(signal)`: the answer to a `Changed` entry of the mailbox: the next change is announced by another one.
/// Comes before [`changed`], so that whatever changes from now on counts as another change.
///
/// # Safety
/// As [`watch`].
pub(crate) unsafe extern "C" fn answer(signal: *mut Handle) {
    // SAFETY: by the contract.
    let Some(held) = (unsafe { &*signal }).get::<Held>() else {
        return;
    };
    if let Some(listener) = &*held.listener() {
        listener.announced.swap(false, Ordering::AcqRel);
    }
}

/// `signal_read(context, signal)`: leaves the latest sample in the out message; a `Status`.
///
/// # Safety
/// `context` is the calling isolate's; `signal` came from this library and was not released.
pub(crate) unsafe extern "C" fn read(context: *mut Context, signal: *mut Handle) -> u32 {
    // SAFETY: by the contract. A reference of its own, because the code by which a value is converted may call Dart, which
    // may dispose of the handle.
    let object = unsafe { &*signal }.share();
    let body = |_: &mut Reader<'_>, w: &mut Writer| {
        let held = object.downcast_ref::<Held>().ok_or_else(WireError::other_signal)?;
        held.source().write(w, &held.watch.read);
        Ok(Status::Ok)
    };
    let caller = caller(context, &"oche::Signal::sample");
    // SAFETY: by the contract; there are no arguments.
    unsafe { sync_with(caller, std::ptr::null(), 0, 0, body) }
}

/// `signal_listen(context, signal, id)`: announces changes from now on, by entries of the mailbox with this id; not any
/// more if it is 0.
///
/// # Safety
/// As [`read`]; the context may be null if the id is 0.
pub(crate) unsafe extern "C" fn listen(context: *mut Context, signal: *mut Handle, id: u64) {
    // SAFETY: by the contract.
    let Some(held) = unsafe { &*signal }.get::<Held>() else {
        return;
    };
    let listener = (id != 0).then(|| {
        // SAFETY: by the contract.
        let shared = Arc::clone(unsafe { &*context }.shared());
        let listener = Arc::new(Listener {
            shared,
            id,
            announced: AtomicBool::new(false),
        });
        let weak = Arc::downgrade(&listener);
        held.source().observe(weak);
        listener
    });
    let before = std::mem::replace(&mut *held.listener(), listener);
    drop(before);
}
