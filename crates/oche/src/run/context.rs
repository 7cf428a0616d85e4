//! One context per isolate: the buffers and the mailbox that an isolate and Rust share. The Dart twin is
//! `context.dart`.

use std::alloc::{self, Layout};
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::args::Args;
use super::exchange::Exchanges;
use super::executor::context::{arrive, is_in_context};
use super::flow::Flows;
use super::inbound::{Inbound, Parcel};
use super::known::Known;
use super::mailbox::Mailbox;
use super::reap::reap;
use super::released::Released;
use super::requests::Requests;
use super::task::Tasks;
use super::view::View;
use crate::__same_layout as same_layout;
use crate::base::live::Live;
use crate::platform::Port;
use crate::platform::thread::thread_mark;
use crate::wire::buffer::Buffer;
use crate::wire::writer::Writer;

/// How large the scratch buffer is at first.
const SCRATCH_CAPACITY: usize = 4096;

/// Argument bytes up to this size are copied to the thread that decodes them; from there on the whole scratch buffer is
/// handed over and the isolate gets a new one.
const HANDED_OVER_BYTES: usize = 64 * 1024;

/// What one isolate and Rust share. Its address is the isolate's key to the library.
///
/// It belongs to the isolate's thread: only `Shared` is seen by others. Dart reads the fields up to `batch`: a
/// [`ContextMemory`](crate::protocol::layouts::ContextMemory).
#[repr(C)]
pub struct Context {
    pub(crate) status: u32,
    scratch_data: *mut u8,
    scratch_capacity: usize,
    out: View,
    pub(super) batch: View,
    /// The buffer of the call that is being written. Calls that begin while another is being written, or while Rust has
    /// called back into Dart, get a buffer of their own; the others wait on this stack.
    pub(super) scratch: Vec<Buffer>,
    /// What goes with the calls that are being written. A stack, too: a call's own are the last ones.
    inbound: Parcel,
    out_message: Writer,
    pub(super) batch_message: Writer,
    /// For calls of Dart functions on this thread.
    pub(super) exchanges: Exchanges,
    /// The implementations of interfaces that Dart has sent.
    pub(crate) known: Known,
    pub(super) shared: Arc<Shared>,
    _live: Live,
}

same_layout!(Context as ContextMemory {
    status = status,
    scratch_data = scratch_data,
    scratch_capacity = scratch_capacity,
    out = out,
    batch = batch,
});

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
        let is_in = |shared: &Arc<Shared>| shared.running.load(Ordering::Relaxed) == thread_mark();
        isolates().iter().any(is_in)
    }

    /// Looks whether the call is over in which the isolate was attached.
    #[cold]
    fn look_around(&self) {
        if !Shared::is_in_call() {
            self.running.store(0, Ordering::Relaxed);
        }
    }

    /// This is the isolate's context.
    pub(super) fn set_context(&self, context: *mut Context) {
        self.context.store(context, Ordering::Relaxed);
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
    pub(super) fn new(port: Port) -> Self {
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
            inbound: Parcel::default(),
            out_message: out,
            batch_message: batch,
            exchanges: Exchanges::default(),
            known: Known::default(),
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
    pub(crate) fn take_inbound(&mut self, count: u32, function: &'static str) -> Parcel {
        if count == 0 {
            return Parcel::default();
        }
        let taken = self.inbound.split_last(count as usize);
        taken.streams().for_each(|stream| stream.set_function(function));
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

    pub(super) fn publish_scratch(&mut self) {
        if let Some(scratch) = self.scratch.last() {
            self.scratch_data = scratch.as_ptr();
            self.scratch_capacity = scratch.capacity();
        }
    }

    pub(super) fn push_scratch(&mut self) {
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
        self.shared.set_context(std::ptr::null_mut());
        self.shared.close();
        let messages = [&mut self.out_message, &mut self.batch_message].map(std::mem::take);
        let left = (messages, std::mem::take(&mut self.inbound));
        if !left.0.iter().all(Writer::is_bytes_only) || !left.1.is_empty() {
            reap(Box::new(left));
        }
    }
}

/// The isolates that are attached.
static ISOLATES: Mutex<Vec<Weak<Shared>>> = Mutex::new(Vec::new());

fn lock_isolates() -> MutexGuard<'static, Vec<Weak<Shared>>> {
    ISOLATES.lock().unwrap_or_else(PoisonError::into_inner)
}

fn add_isolate(shared: &Arc<Shared>) {
    let mut isolates = lock_isolates();
    isolates.retain(|isolate| isolate.strong_count() > 0);
    isolates.push(Arc::downgrade(shared));
}

/// All isolates that are attached.
pub(crate) fn isolates() -> Vec<Arc<Shared>> {
    lock_isolates().iter().filter_map(Weak::upgrade).collect()
}
