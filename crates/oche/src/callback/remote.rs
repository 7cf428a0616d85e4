//! What Rust holds of Dart: numbers and slots, and the word that one is not used any more.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::exchange::Trampoline;
use crate::isolate::{Context, Shared};
use crate::live::Live;
use crate::mailbox::EntryKind;
use crate::wire::Writer;
use crate::wire::attachment::{Attachment, Inbound};

/// The last number that was given out, over all isolates: so that one isolate's number means nothing to another, and an
/// old one nothing to whatever is in its slot now.
static LAST: AtomicU64 = AtomicU64::new(0);

/// What a number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum RemoteKind {
    /// A function, or an object's methods.
    Callback = 0,
    /// An object.
    Object = 1,
}

/// Something of Dart that Rust holds.
pub(crate) struct Remote {
    pub(crate) id: u64,
    /// Where Dart keeps it. Another one can be there later, with another number.
    pub(crate) slot: u32,
    pub(crate) kind: RemoteKind,
    pub(crate) shared: Arc<Shared>,
    _live: Live,
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
    let kind = match kind {
        0 => RemoteKind::Callback,
        _ => RemoteKind::Object,
    };
    context.push_inbound(Inbound::Remote(Arc::new(Remote {
        id,
        slot,
        kind,
        shared: Arc::clone(context.shared()),
        _live: Live::new(),
    })));
    id
}

/// `next_released(context, answering)`: a slot whose content Dart may forget, -1 if there is none. `answering` says that
/// this is the first question after the mailbox's entry: the next slot to come is announced by another one.
///
/// # Safety
/// `context` is the calling isolate's.
pub(crate) unsafe extern "C" fn next_released(context: *const Context, answering: bool) -> i64 {
    // SAFETY: by the contract.
    let context = unsafe { &*context };
    context.shared().released.next(answering).map_or(-1, i64::from)
}

/// `attachment_release(attachment)`: Dart has the object that an attachment names, so that Rust's hold on it may end.
///
/// # Safety
/// `attachment` is an object of Dart in the message being read, and not yet claimed.
pub(crate) unsafe extern "C" fn release(attachment: *const Attachment) {
    // SAFETY: by the contract.
    let remote = unsafe { (*attachment).take_dart_object() };
    drop(remote);
}
