//! One context per isolate: the buffers and the mailbox that an isolate and Rust share. The Dart twin is
//! `isolate.dart`.

use std::alloc::{self, Layout};
use std::collections::BTreeMap;
use std::ffi::c_void;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::callback::{Exchanges, Implementors, Released, Requests, Trampoline};
use crate::error::ensure_hook;
use crate::executor::{arrive, is_in_context, thread_mark};
use crate::finalizer::{DartApi, find_api};
use crate::flow::{Flows, add_isolate, is_any_isolate};
use crate::live::Live;
use crate::mailbox::{EntryKind, Mailbox};
use crate::object::reap;
use crate::port::{Port, PostCObject};
use crate::task::Tasks;
use crate::wire::attachment::{Attachment, Inbound};
use crate::wire::block::InboundBlock;
use crate::wire::buffer::Buffer;
use crate::wire::{Args, ElementKind, Writer};

/// How large the scratch buffer is at first.
const SCRATCH_CAPACITY: usize = 4096;

/// Argument bytes up to this size are copied to the thread that decodes them; from there on the whole scratch buffer is
/// handed over and the isolate gets a new one.
const HANDED_OVER_BYTES: usize = 64 * 1024;

/// What one isolate and Rust share. Its address is the isolate's key to the library.
///
/// It belongs to the isolate's thread: only `Shared` is seen by others. Dart reads the fields up to `batch` (P is the
/// size of a pointer):
///
/// | offset | field |
/// |---|---|
/// | 0 | u32 status of the latest direct call that failed; Dart resets it to 0 |
/// | P, 2 P | scratch buffer for encoded arguments: data, capacity |
/// | 3 P … 7 P | out message, the latest result: data, length, capacity, attachments, number of attachments |
/// | 8 P … 12 P | the mailbox's current batch: likewise |
#[repr(C)]
pub struct Context {
    pub(crate) status: u32,
    scratch_data: *mut u8,
    scratch_capacity: usize,
    out: View,
    batch: View,
    /// The buffer of the call that is being written. Calls that begin while another is being written, or while Rust has
    /// called back into Dart, get a buffer of their own; the others wait on this stack.
    scratch: Vec<Buffer>,
    /// What goes with the calls that are being written. A stack, too: a call's own are the last ones.
    inbound: Vec<Inbound>,
    out_message: Writer,
    batch_message: Writer,
    /// How Rust calls Dart functions on this thread, once Dart has sent one.
    pub(crate) trampoline: Option<Trampoline>,
    /// Where on the stack the first of the calls below was made.
    pub(crate) called_from: Option<usize>,
    /// The memory of such calls, to be used again.
    pub(crate) exchanges: Exchanges,
    /// The implementations of interfaces that Dart has sent.
    pub(crate) implementors: Implementors,
    shared: Arc<Shared>,
    _live: Live,
}

/// A message as Dart sees it.
#[repr(C)]
pub(crate) struct View {
    data: *const u8,
    /// How many bytes there are.
    pub(crate) len: usize,
    capacity: usize,
    attachments: *const Attachment,
    attachment_count: usize,
}

impl Default for View {
    fn default() -> Self {
        View::of(&Writer::default())
    }
}

impl View {
    #[inline]
    pub(crate) fn of(message: &Writer) -> Self {
        View {
            data: message.bytes.as_ptr(),
            len: message.bytes.len(),
            capacity: message.bytes.capacity(),
            attachments: message.attachments.as_ptr(),
            attachment_count: message.attachments.len(),
        }
    }

    /// Whether a message is in the same memory as another one.
    #[inline]
    pub(crate) fn is_at(&self, other: &View) -> bool {
        self.data == other.data && self.capacity == other.capacity
    }

    /// Whether a message is nothing but bytes.
    #[inline]
    pub(crate) fn is_alone(&self) -> bool {
        self.attachment_count == 0
    }
}

/// In [`Shared::running`]: the isolate was attached, again, in the middle of a call of the context that it had before. No mark of a
/// thread, which is an address.
const WITHIN: usize = 1;

/// The part of a context that other threads hold on to; it outlives the isolate for as long as they do.
pub(crate) struct Shared {
    pub(crate) mailbox: Mailbox,
    pub(crate) tasks: Tasks,
    pub(crate) flows: Flows,
    pub(crate) requests: Requests,
    pub(crate) released: Released,
    /// The context itself; null once it is gone.
    context: AtomicPtr<Context>,
    /// The mark of the thread that runs a call for this isolate, which waits for it; 0 if there is none, or [`WITHIN`].
    running: AtomicUsize,
    /// How often that thread has changed signals that the isolate listens to.
    changes: AtomicUsize,
}

/// While it exists, this thread runs user code for an isolate that waits for it.
pub(crate) struct Entered {
    shared: *const Shared,
    before: usize,
}

impl Entered {
    /// Whether it is within another call, which has called Dart.
    #[inline]
    pub(crate) fn is_nested(&self) -> bool {
        self.before != 0
    }
}

impl Drop for Entered {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: by the contract of `Context::enter`.
        unsafe { &*self.shared }.running.store(self.before, Ordering::Relaxed);
    }
}

impl Shared {
    /// The isolate's context, if the isolate waits for this very thread, which can then call it directly.
    #[inline]
    pub(crate) fn context_of_this_thread(&self) -> Option<*mut Context> {
        // Only this thread can have stored its mark, and before it the context, so that no order of memory accesses is
        // needed.
        let waits = self.running.load(Ordering::Relaxed) == thread_mark();
        let context = self.context.load(Ordering::Relaxed);
        (waits && !context.is_null()).then_some(context)
    }

    /// Whether this thread runs a call for whatever isolate.
    fn is_in_call() -> bool {
        is_any_isolate(|shared| shared.running.load(Ordering::Relaxed) == thread_mark())
    }

    /// Looks whether the call is over in which the isolate was attached.
    #[cold]
    fn look_around(&self) {
        if !Shared::is_in_call() {
            self.running.store(0, Ordering::Relaxed);
        }
    }

    /// A signal has changed that the isolate listens to.
    pub(crate) fn note_change(&self) {
        if self.context_of_this_thread().is_some() {
            // Only the isolate's thread comes here.
            self.changes.store(self.changes().wrapping_add(1), Ordering::Relaxed);
        }
    }

    /// How often the isolate's own thread, which calls this, has changed signals that the isolate listens to.
    #[inline]
    pub(crate) fn changes(&self) -> usize {
        self.changes.load(Ordering::Relaxed)
    }

    /// The isolate is gone: drops what waits for it and cancels what works for it.
    pub(crate) fn close(&self) {
        self.mailbox.close();
        self.tasks.close();
        self.flows.close();
        self.requests.close();
    }
}

impl Context {
    fn new(port: Port) -> Self {
        let shared = Shared {
            mailbox: Mailbox::new(port),
            tasks: Tasks::new(),
            flows: Flows::new(),
            requests: Requests::new(),
            released: Released::default(),
            context: AtomicPtr::new(std::ptr::null_mut()),
            running: AtomicUsize::new(if Shared::is_in_call() { WITHIN } else { 0 }),
            changes: AtomicUsize::new(0),
        };
        let shared = Arc::new(shared);
        add_isolate(&shared);
        let (out, batch) = (Writer::default(), Writer::default());
        let mut context = Context {
            status: 0,
            scratch_data: std::ptr::null_mut(),
            scratch_capacity: 0,
            out: View::of(&out),
            batch: View::of(&batch),
            scratch: Vec::new(),
            inbound: Vec::new(),
            out_message: out,
            batch_message: batch,
            trampoline: None,
            called_from: None,
            exchanges: Exchanges::default(),
            implementors: Implementors::default(),
            shared,
            _live: Live::new(),
        };
        context.push_scratch();
        context
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// User code begins to run on the isolate's thread, for a call that the isolate has made.
    ///
    /// # Safety
    /// The context outlives the result. (Detaching in between is put off by the Dart half.)
    #[inline]
    pub(crate) unsafe fn enter(&self) -> Entered {
        arrive();
        if self.shared.running.load(Ordering::Relaxed) == WITHIN {
            self.shared.look_around();
        }
        // SAFETY: by the contract.
        unsafe { self.mark_entered() }
    }

    /// The same in most calls: the thread is in the executor's context, and runs no other code of the user's. Otherwise `None`.
    ///
    /// # Safety
    /// As for [`Context::enter`].
    #[inline]
    pub(crate) unsafe fn enter_again(&self) -> Option<Entered> {
        let is_outermost = self.shared.running.load(Ordering::Relaxed) == 0;
        // SAFETY: by the contract.
        (is_in_context() && is_outermost).then(|| unsafe { self.mark_entered() })
    }

    /// # Safety
    /// As for [`Context::enter`].
    #[inline]
    unsafe fn mark_entered(&self) -> Entered {
        let shared = Arc::as_ptr(&self.shared);
        let before = self.shared.running.load(Ordering::Relaxed);
        self.shared.running.store(thread_mark(), Ordering::Relaxed);
        Entered { shared, before }
    }

    /// Takes the out message for writing; give it back with [`Context::publish_out`].
    #[inline]
    pub(crate) fn take_out(&mut self) -> Writer {
        let mut out = std::mem::take(&mut self.out_message);
        out.reset();
        out
    }

    #[inline]
    pub(crate) fn publish_out(&mut self, out: Writer) {
        self.out_message = out;
        self.out = View::of(&self.out_message);
    }

    /// Something goes with the call that is being written.
    pub(crate) fn push_inbound(&mut self, inbound: Inbound) {
        self.inbound.push(inbound);
    }

    /// The last `count` of them, which belong to the call of `function` that begins now.
    #[inline]
    pub(crate) fn take_inbound(&mut self, count: u32, function: &'static str) -> Vec<Inbound> {
        if count == 0 {
            return Vec::new();
        }
        let first = self.inbound.len().saturating_sub(count as usize);
        let taken = self.inbound.split_off(first);
        for inbound in &taken {
            if let Inbound::Stream(stream) = inbound {
                stream.set_function(function);
            }
        }
        taken
    }

    /// Moves the arguments of a call that is going to be decoded elsewhere.
    pub(crate) fn take_args(&mut self, args: *const u8, len: usize, inbound: u32, function: &'static str) -> Args {
        let inbound = self.take_inbound(inbound, function);
        if len >= HANDED_OVER_BYTES {
            let at_hand = self
                .scratch
                .last()
                .is_some_and(|scratch| scratch.as_ptr().cast_const() == args);
            if let Some(mut scratch) = self.scratch.pop_if(|_| at_hand) {
                self.push_scratch();
                // SAFETY: all of a scratch buffer is initialised.
                unsafe { scratch.set_len(len) };
                return Args::new(scratch, inbound);
            }
        }
        let bytes = match len {
            0 => &[][..],
            // SAFETY: Dart passes the bytes that the writer of this call has filled; see `call`.
            _ => unsafe { std::slice::from_raw_parts(args, len) },
        };
        Args::copied(bytes, inbound)
    }

    fn publish_scratch(&mut self) {
        if let Some(scratch) = self.scratch.last() {
            self.scratch_data = scratch.as_ptr();
            self.scratch_capacity = scratch.capacity();
        }
    }

    fn push_scratch(&mut self) {
        let mut scratch = Buffer::default();
        if !scratch.reserve_zeroed(SCRATCH_CAPACITY) {
            alloc::handle_alloc_error(Layout::new::<[u8; SCRATCH_CAPACITY]>());
        }
        self.scratch.push(scratch);
        self.publish_scratch();
    }
}

impl Drop for Context {
    /// Runs no user code and does not call Dart: tasks are only told to stop, and their own threads drop what they hold;
    /// what is left of messages goes to the reaper. For this may be a finalizer, in the middle of a garbage collection.
    fn drop(&mut self) {
        self.shared.context.store(std::ptr::null_mut(), Ordering::Relaxed);
        self.shared.close();
        let messages = [&mut self.out_message, &mut self.batch_message].map(std::mem::take);
        let left = (messages, std::mem::take(&mut self.inbound));
        if !left.0.iter().all(Writer::is_bytes_only) || !left.1.is_empty() {
            reap(Box::new(left));
        }
    }
}

/// The contexts of all isolates, by their tickets. This is what owns them.
static CONTEXTS: Mutex<BTreeMap<usize, Owned>> = Mutex::new(BTreeMap::new());

/// The ticket that was given out last.
static LAST_TICKET: AtomicUsize = AtomicUsize::new(0);

/// A context that belongs to [`CONTEXTS`].
struct Owned(*mut Context);

// SAFETY: the table only keeps the pointer. It is looked at by whoever has taken it out, in `detach`.
unsafe impl Send for Owned {}

fn contexts() -> MutexGuard<'static, BTreeMap<usize, Owned>> {
    CONTEXTS.lock().unwrap_or_else(PoisonError::into_inner)
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
    unsafe { &*context }.shared.context.store(context, Ordering::Relaxed);
    contexts().insert(ticket, Owned(context));
    context
}

/// `detach(ticket)`: ends the context, if there is one. Also the native finalizer that Dart runs when the isolate dies.
///
/// # Safety
/// The context is not used again; no call on it is under way.
pub(crate) unsafe extern "C" fn detach(ticket: usize) {
    let owned = contexts().remove(&ticket);
    if let Some(Owned(context)) = owned {
        // SAFETY: `attach` has put it there, and whoever takes it out is its only owner. The isolate does not use it again.
        drop(unsafe { Box::from_raw(context) });
    }
}

/// `scratch_reserve(context, capacity)`: makes the scratch buffer at least that large, keeping its content. Dart finds
/// the new address in the context. False if it cannot be had.
///
/// # Safety
/// `context` is the calling isolate's.
pub(crate) unsafe extern "C" fn scratch_reserve(context: *mut Context, capacity: usize) -> bool {
    // SAFETY: the isolate's thread is here, and nothing else refers to the context.
    let context = unsafe { &mut *context };
    let Some(scratch) = context.scratch.last_mut() else {
        return false;
    };
    let is_there = scratch.reserve_zeroed(capacity);
    context.publish_scratch();
    is_there
}

/// `scratch_push(context)`: a fresh scratch buffer for a call that begins while another is being written.
///
/// # Safety
/// As [`scratch_reserve`].
pub(crate) unsafe extern "C" fn scratch_push(context: *mut Context) {
    // SAFETY: as in `scratch_reserve`.
    unsafe { &mut *context }.push_scratch();
}

/// `scratch_pop(context)`: back to the buffer before; the first one stays.
///
/// # Safety
/// As [`scratch_reserve`].
pub(crate) unsafe extern "C" fn scratch_pop(context: *mut Context) {
    // SAFETY: as in `scratch_reserve`.
    let context = unsafe { &mut *context };
    if context.scratch.len() > 1 {
        context.scratch.pop();
    }
    context.publish_scratch();
}

/// `scratch_trim(context)`: gives back the memory of a scratch buffer that a large call has grown.
///
/// # Safety
/// As [`scratch_reserve`]; no call is being written.
pub(crate) unsafe extern "C" fn scratch_trim(context: *mut Context) {
    // SAFETY: as in `scratch_reserve`.
    let context = unsafe { &mut *context };
    context.scratch.clear();
    context.push_scratch();
}

/// `inbound_alloc(context, bytes, element)`: a block for a large number list, to be filled and sent with the next call.
/// Null if it cannot be had.
///
/// # Safety
/// As [`scratch_reserve`].
pub(crate) unsafe extern "C" fn inbound_alloc(context: *mut Context, bytes: usize, element: u32) -> *mut u8 {
    // SAFETY: as in `scratch_reserve`.
    let context = unsafe { &mut *context };
    let block = ElementKind::from_code(element).and_then(|kind| InboundBlock::new(bytes, kind));
    match block {
        Some(block) => {
            let data = block.as_ptr();
            context.inbound.push(Inbound::Block(block));
            data
        }
        None => std::ptr::null_mut(),
    }
}

/// `inbound_discard(context, count)`: drops the last `count` things that were to go with a call, which could not be
/// written to its end.
///
/// # Safety
/// As [`scratch_reserve`].
pub(crate) unsafe extern "C" fn inbound_discard(context: *mut Context, count: u32) {
    // SAFETY: as in `scratch_reserve`.
    let discarded = unsafe { &mut *context }.take_inbound(count, "");
    discarded.into_iter().for_each(Inbound::discard);
}

/// `drain(context)`: takes the next batch from the mailbox and frees the one before; its length, 0 if nothing waits.
///
/// # Safety
/// As [`scratch_reserve`]; Dart does not read the batch before any more.
pub(crate) unsafe extern "C" fn drain(context: *mut Context) -> usize {
    // SAFETY: as in `scratch_reserve`.
    let context = unsafe { &mut *context };
    context.batch_message.reset();
    context.shared.mailbox.take(&mut context.batch_message);
    context.batch = View::of(&context.batch_message);
    context.batch.len
}

/// `cancel(context, id)`: cancels a running call or an open stream. Its last entry comes when everything that it held is
/// dropped; of a blocking function, which cannot be dropped, it comes at once. If it has ended, only what Dart has not taken
/// of a stream's items is given up.
///
/// # Safety
/// As [`scratch_reserve`].
pub(crate) unsafe extern "C" fn cancel(context: *mut Context, id: u64) {
    // SAFETY: as in `scratch_reserve`; the executor's code, which this wakes, cannot end the context.
    let (shared, _entered) = unsafe { (Arc::clone(&(*context).shared), (*context).enter()) };
    let must_tell = shared.tasks.cancel(id);
    if must_tell
        && shared
            .mailbox
            .push(EntryKind::Cancelled, id, 0, &mut Writer::default())
            .is_err()
    {
        shared.close();
    }
    shared.flows.cancel(id);
}
