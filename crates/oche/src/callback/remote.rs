//! What Rust holds of Dart: numbers and slots, and the word that one is not used any more.

use std::any::Any;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::Callback;
use super::exchange::Trampoline;
use crate::isolate::{Context, Shared};
use crate::live::Live;
use crate::mailbox::EntryKind;
use crate::object::Handle;
use crate::wire::Writer;
use crate::wire::attachment::{Attachment, Inbound};

/// The last number that was given out, over all isolates: so that one isolate's number means nothing to another, and an
/// old one nothing to whatever is in its slot now.
static LAST: AtomicU64 = AtomicU64::new(0);

pub(crate) use crate::protocol::RemoteKind;

/// Something of Dart that Rust holds.
pub(crate) struct Remote {
    pub(crate) id: u64,
    /// Where Dart keeps it. Another one can be there later, with another number.
    pub(crate) slot: u32,
    pub(crate) kind: RemoteKind,
    pub(crate) shared: Arc<Shared>,
    /// What stands for an implementor in the user's code, as long as somebody there holds it.
    stand_in: Mutex<Weak<dyn Any + Send + Sync>>,
    _live: Live,
}

impl Remote {
    fn new(id: u64, slot: u32, kind: RemoteKind, shared: Arc<Shared>) -> Self {
        Remote {
            id,
            slot,
            kind,
            shared,
            stand_in: Mutex::new(Weak::<()>::new()),
            _live: Live::new(),
        }
    }

    /// The one `T` that stands for an implementor; `make` makes it if nobody holds one.
    pub(super) fn stand_in<T: Any + Send + Sync>(self: Arc<Self>, make: impl FnOnce(Callback) -> T) -> Arc<T> {
        // Nothing that could panic half-way runs under this lock, and nothing of the user's own.
        let this = Arc::clone(&self);
        let mut kept = this.stand_in.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Ok(known)) = kept.upgrade().map(Arc::downcast::<T>) {
            return known;
        }
        let made = Arc::new(make(Callback::new(self)));
        let weak: Weak<T> = Arc::downgrade(&made);
        *kept = weak;
        made
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        let announce = self.shared.released.add(self.slot);
        let mailbox = &self.shared.mailbox;
        if announce && mailbox.push(EntryKind::Released, 0, 0, &mut Writer::default()).is_err() {
            self.shared.close();
        }
    }
}

/// The slots whose content Dart may forget. They wait here, not in the mailbox, because a program that makes calls in one turn
/// of its event loop never looks there; it takes these when it registers something.
#[derive(Default)]
pub(crate) struct Released(Mutex<ReleasedState>);

#[derive(Default)]
struct ReleasedState {
    slots: Vec<u32>,
    /// Whether the mailbox has an entry that says so.
    announced: bool,
}

impl Released {
    fn lock(&self) -> MutexGuard<'_, ReleasedState> {
        // Nothing that could panic half-way runs under this lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a slot; whether the mailbox needs an entry.
    fn add(&self, slot: u32) -> bool {
        let mut state = self.lock();
        state.slots.push(slot);
        !std::mem::replace(&mut state.announced, true)
    }

    fn next(&self, answering: bool) -> Option<u32> {
        let mut state = self.lock();
        if answering {
            state.announced = false;
        }
        state.slots.pop()
    }
}

/// `callbacks_open(context, trampoline)`: how Rust calls Dart back on the isolate's own thread; null if it must not any
/// more.
///
/// # Safety
/// `context` is the calling isolate's, and nothing else refers to it. `trampoline` is null or a [`Trampoline`] that can be
/// called on the isolate's thread, while the isolate waits for a call, until this is called again.
pub(crate) unsafe extern "C" fn open(context: *mut Context, trampoline: Option<Trampoline>) {
    // SAFETY: by the contract.
    unsafe { &mut *context }.trampoline = trampoline;
}

/// `inbound_remote(context, kind, slot)`: a function (0) or an object (1) goes with the call that is being written. Dart
/// keeps it in the slot until that is released. Its number, which no other one has or had, in whatever isolate.
///
/// # Safety
/// `context` is the calling isolate's, and nothing else refers to it.
pub(crate) unsafe extern "C" fn inbound_remote(context: *mut Context, kind: u32, slot: u32) -> u64 {
    // SAFETY: by the contract.
    let context = unsafe { &mut *context };
    let id = LAST.fetch_add(1, Ordering::Relaxed) + 1;
    let kind = RemoteKind::from_code(kind).unwrap_or(RemoteKind::Implementor);
    let remote = Arc::new(Remote::new(id, slot, kind, Arc::clone(context.shared())));
    if kind == RemoteKind::Implementor {
        context.implementors.set(&remote);
    }
    context.push_inbound(Inbound::Remote(remote));
    id
}

/// `inbound_again(context, slot, id)`: what is in a slot under that number, an implementor, goes with another call that is
/// being written. False if nobody holds it any more: its slot is released, or is about to be, and what was in it needs
/// another one.
///
/// # Safety
/// As [`inbound_remote`].
pub(crate) unsafe extern "C" fn inbound_again(context: *mut Context, slot: u32, id: u64) -> bool {
    // SAFETY: by the contract.
    let context = unsafe { &mut *context };
    match context.implementors.get(slot, id) {
        Some(remote) => {
            context.push_inbound(Inbound::Remote(remote));
            true
        }
        None => false,
    }
}

/// The implementors that Rust was given, by their slots. Whoever drops the last reference to one releases its slot, on
/// whatever thread; whoever finds one here that still has a reference makes another, and so it cannot be released meanwhile.
#[derive(Default)]
pub(crate) struct Implementors(Vec<(u64, Weak<Remote>)>);

impl Implementors {
    fn set(&mut self, remote: &Arc<Remote>) {
        let slot = remote.slot as usize;
        if self.0.len() <= slot {
            self.0.resize_with(slot + 1, Default::default);
        }
        self.0[slot] = (remote.id, Arc::downgrade(remote));
    }

    fn get(&self, slot: u32, id: u64) -> Option<Arc<Remote>> {
        let (known, remote) = self.0.get(slot as usize)?;
        (*known == id).then(|| remote.upgrade()).flatten()
    }
}

/// `next_released(context, answering)`: a slot whose content Dart may forget, -1 if there is none. `answering` says that
/// this is the first question after the mailbox's entry: the next slot to come is announced by another one.
///
/// # Safety
/// `context` is the calling isolate's.
pub(crate) unsafe extern "C" fn next_released(context: *mut Context, answering: bool) -> i64 {
    // SAFETY: by the contract.
    let context = unsafe { &*context };
    context.shared().released.next(answering).map_or(-1, i64::from)
}

/// `attachment_release(attachment)`: Dart has the object that an attachment names, so that Rust's hold on it may end.
///
/// # Safety
/// `attachment` is an object or an implementor of Dart in the message being read, and not yet claimed.
pub(crate) unsafe extern "C" fn release(attachment: *const Attachment) {
    // SAFETY: by the contract.
    let attachment = unsafe { &*attachment };
    drop(attachment.take_dart_object());
    drop(attachment.take_implementor());
}

/// `attachment_object(attachment)`: a handle to an implementor of another isolate, by which this one calls it; null if it is
/// none.
///
/// # Safety
/// `attachment` is in the message being read, and not yet claimed.
pub(crate) unsafe extern "C" fn object(attachment: *const Attachment) -> *mut Handle {
    // SAFETY: by the contract.
    let implementor = unsafe { &*attachment }.take_implementor();
    implementor.map_or(std::ptr::null_mut(), |implementor| {
        Box::into_raw(Box::new(implementor.into_handle()))
    })
}

/// An implementor on its way to Dart: to its own isolate, which has it, or to another one, which gets a handle.
pub(crate) struct OutboundImplementor {
    pub(crate) remote: Arc<Remote>,
    handle: fn(Callback) -> Handle,
}

impl OutboundImplementor {
    pub(super) fn new(remote: Arc<Remote>, handle: fn(Callback) -> Handle) -> Self {
        OutboundImplementor { remote, handle }
    }

    fn into_handle(self) -> Handle {
        (self.handle)(Callback::new(self.remote))
    }
}
