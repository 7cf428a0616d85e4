//! What Rust holds of Dart: numbers and slots, and the word that one is not used any more.

use std::any::Any;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};

use crate::base::error::WireError;
use crate::base::live::Live;
use crate::protocol::{EntryKind, RemoteKind};
use crate::run::context::{Context, Shared};
use crate::run::inbound::Inbound;
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

/// The last number that was given out, over all isolates: so that one isolate's number means nothing to another, and an
/// old one nothing to whatever is in its slot now.
static LAST: AtomicU64 = AtomicU64::new(0);

/// Something of Dart that Rust holds.
pub(crate) struct Remote {
    pub(crate) id: u64,
    /// Where Dart keeps it. Another one can be there later, with another number.
    pub(crate) slot: u32,
    pub(crate) kind: RemoteKind,
    pub(crate) shared: Arc<Shared>,
    /// What stands for an implementor in the user's code, as long as somebody there holds it.
    pub(super) stand_in: Mutex<Weak<dyn Any + Send + Sync>>,
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
}

impl Remote {
    /// What Dart reads of it: where its number is, and its slot.
    pub(super) fn place(&self) -> (*const u8, usize) {
        ((&raw const self.id).cast(), self.slot as usize)
    }
}

/// Reads something of Dart that is such a thing.
pub(super) fn read_remote(r: &mut Reader<'_>, kind: RemoteKind) -> Result<Arc<Remote>, WireError> {
    let remote = r.inbound_remote()?.map(Arc::clone);
    let remote = remote.and_then(|remote| remote.downcast::<Remote>().ok());
    let remote = remote.filter(|remote| remote.kind == kind);
    remote.ok_or_else(|| WireError::malformed("the message names a function or an object of Dart that is not there"))
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

/// `inbound_remote(context, kind, slot)`: what a [`RemoteKind`] says goes with the call that is being written. Dart
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
        let remote: Arc<dyn Any + Send + Sync> = Arc::clone(&remote) as _;
        context.known.set(slot, id, Arc::downgrade(&remote));
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
    match context.known.get(slot, id) {
        Some(remote) => {
            context.push_inbound(Inbound::Remote(remote));
            true
        }
        None => false,
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
