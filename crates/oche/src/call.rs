//! The lanes of a call: what generated functions run in. The Dart twin is `call.dart`.
//!
//! Every function takes the context that Dart got from `attach`; encoded ones also the argument bytes, and the number
//! of things that go with them: blocks and objects.
//!
//! # Safety
//! All functions of this module have one contract: they are called by Oche's Dart library on the thread of the isolate
//! that owns `cx`, with `cx` from `attach` and not detached, and with `args` pointing to `len` bytes in a buffer of the
//! context that Dart has filled for this call.

use std::sync::Arc;

use crate::error::{RustPanic, WireError, catch};
use crate::executor::{Executor, executor};
use crate::isolate::{Context, Shared};
use crate::mailbox::EntryKind;
use crate::stream::{StreamEnd, StreamOut};
use crate::task::{Ended, Task, run_cancellable};
use crate::wire::{Args, Encode, Reader, Writer};

/// What a synchronous call returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Status {
    /// The out message has the value.
    Ok = 0,
    /// The out message has the user's error.
    Error = 1,
    /// The out message has a `RustPanic`.
    Panic = 2,
    /// The out message has a `WireError`.
    Invalid = 3,
    /// The context is detached: nothing was done.
    Detached = 4,
}

/// Runs a function whose parameters and result are scalars. If it fails, the context's status says so and the result is
/// the type's default.
///
/// # Safety
/// See the module.
#[inline]
pub unsafe fn direct<T: Default>(cx: *mut Context, body: impl FnOnce() -> Result<T, WireError>) -> T {
    // SAFETY: by the module's contract.
    let entered = unsafe { (*cx).enter() };
    let outcome = catch(body);
    drop(entered);
    match outcome {
        Ok(Ok(value)) => value,
        failed => {
            // SAFETY: by the module's contract; no user code runs any more.
            let cx = unsafe { &mut *cx };
            cx.status = publish_failure(cx, |out| finish(failed.map(|result| result.map(|_| Status::Ok)), out));
            T::default()
        }
    }
}

/// Leaves in the out message why a call failed that has nothing else to say; the status.
#[cold]
fn publish_failure(cx: &mut Context, write: impl FnOnce(&mut Writer) -> Status) -> u32 {
    let mut out = cx.take_out();
    let status = write(&mut out);
    cx.publish_out(out);
    status as u32
}

/// Appends the value of a call. Part of the call's body, because the value may borrow from the arguments.
#[inline]
pub fn value<C, T: Encode<C>>(w: &mut Writer, value: T) -> Status {
    value.encode(w);
    Status::Ok
}

/// Appends the value or the error of a call that can fail.
#[inline]
pub fn result<C, T: Encode<C>, E: Encode<C>>(w: &mut Writer, result: Result<T, E>) -> Status {
    match result {
        Ok(value) => {
            value.encode(w);
            Status::Ok
        }
        Err(error) => {
            error.encode(w);
            Status::Error
        }
    }
}

/// Ends the message that the body of a call has written. Whatever could not be encoded, and whatever panicked, takes the
/// place of what was written.
fn finish(outcome: Result<Result<Status, WireError>, RustPanic>, out: &mut Writer) -> Status {
    let written = outcome.map(|written| written.and_then(|status| out.take_error().map_or(Ok(status), Err)));
    match written {
        Ok(Ok(status)) => status,
        Ok(Err(error)) => {
            out.reset();
            error.write(out);
            Status::Invalid
        }
        Err(panic) => {
            out.reset();
            panic.write(out);
            Status::Panic
        }
    }
}

/// Runs a synchronous function with encoded arguments. The body reads them, and writes the result by [`value`] or
/// [`result`].
///
/// # Safety
/// See the module.
#[inline]
pub unsafe fn sync(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    body: impl FnOnce(&mut Reader<'_>, &mut Writer) -> Result<Status, WireError>,
) -> u32 {
    // SAFETY: by the module's contract. The reference ends here: user code may come back to this context.
    let (inbound, mut out, _entered) = unsafe { ((*cx).take_inbound(inbound), (*cx).take_out(), (*cx).enter()) };
    let bytes = match len {
        0 => &[][..],
        // SAFETY: by the module's contract. A call that user code makes meanwhile writes into another buffer.
        _ => unsafe { std::slice::from_raw_parts(args, len) },
    };
    let outcome = catch(|| body(&mut Reader::new(bytes, &inbound), &mut out));
    let status = finish(outcome, &mut out);
    // An object may end here, with its own code.
    drop(inbound);
    // SAFETY: by the module's contract; no user code runs any more.
    unsafe { (*cx).publish_out(out) };
    status as u32
}

/// A call that completes through the mailbox: once, whatever becomes of it.
struct Running {
    shared: Arc<Shared>,
    id: u64,
    /// Whether Dart was told how it ended.
    told: bool,
}

impl Running {
    /// Begins the call; `None` if the isolate is gone. Whoever gets the task drops it before the call completes.
    ///
    /// # Safety
    /// See the module.
    unsafe fn begin(cx: *mut Context, id: u64) -> Option<(Self, Arc<Task>)> {
        // SAFETY: by the module's contract.
        let shared = Arc::clone(unsafe { (*cx).shared() });
        let task = shared.tasks.begin(id)?;
        let told = false;
        Some((Running { shared, id, told }, task))
    }

    /// Tells Dart how it ended. The task ends first, so that the live-object counter is back when Dart hears of it.
    fn tell(&mut self, kind: EntryKind, payload: &mut Writer) {
        self.told = true;
        self.shared.tasks.end(self.id);
        if self.shared.mailbox.push(kind, self.id, 0, payload).is_err() {
            self.shared.close();
        }
    }

    fn complete(mut self, kind: EntryKind, payload: &mut Writer) {
        self.tell(kind, payload);
    }

    /// Completes with what the body of the call has written to `payload`.
    fn complete_with(self, outcome: Result<Result<Status, WireError>, RustPanic>, mut payload: Writer) {
        let kind = match finish(outcome, &mut payload) {
            Status::Ok | Status::Detached => EntryKind::Return,
            Status::Error => EntryKind::Error,
            Status::Panic => EntryKind::Panic,
            Status::Invalid => EntryKind::Invalid,
        };
        self.complete(kind, &mut payload);
    }
}

impl Drop for Running {
    /// An executor that shuts down or refuses work drops what it was given, and Dart must not wait for it for ever.
    fn drop(&mut self) {
        if !self.told {
            self.tell(EntryKind::Cancelled, &mut Writer::default());
        }
    }
}

/// Gives a call to the executor. If the executor panics (there is none, or it has no thread to give), the call fails at
/// once, and the out message says why.
///
/// # Safety
/// See the module.
unsafe fn hand_over(cx: *mut Context, spawn: impl FnOnce(&dyn Executor)) -> u32 {
    // SAFETY: by the module's contract.
    let entered = unsafe { (*cx).enter() };
    let spawned = catch(|| spawn(executor()));
    drop(entered);
    match spawned {
        Ok(()) => Status::Ok as u32,
        // SAFETY: by the module's contract; the executor's code does not run any more.
        Err(panic) => publish_failure(unsafe { &mut *cx }, |out| finish(Err(panic), out)),
    }
}

/// Runs a plain function on the executor's blocking pool. The body is as for [`sync`].
///
/// # Safety
/// See the module.
pub unsafe fn blocking(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(&mut Reader<'_>, &mut Writer) -> Result<Status, WireError> + Send + 'static,
) -> u32 {
    // SAFETY: by the module's contract.
    let (args, running) = unsafe { ((*cx).take_args(args, len, inbound), Running::begin(cx, id)) };
    let Some((running, task)) = running else {
        return Status::Detached as u32;
    };
    let work = Box::new(move || {
        let cancelled = task.is_cancelled();
        drop(task);
        if cancelled {
            return running.complete(EntryKind::Cancelled, &mut Writer::default());
        }
        let mut payload = Writer::default();
        let outcome = catch(|| body(&mut args.reader(), &mut payload));
        drop(args);
        running.complete_with(outcome, payload);
    });
    // SAFETY: by the module's contract.
    unsafe { hand_over(cx, |executor| executor.spawn_blocking(work)) }
}

/// The result of an async function, written where its arguments still live.
pub struct Reply {
    status: Status,
    payload: Writer,
}

/// The value of an async function.
pub fn reply<C, T: Encode<C>>(value: T) -> Reply {
    let mut payload = Writer::default();
    let status = self::value::<C, T>(&mut payload, value);
    Reply { status, payload }
}

/// The value or the error of an async function that can fail.
pub fn reply_result<C, T: Encode<C>, E: Encode<C>>(result: Result<T, E>) -> Reply {
    let mut payload = Writer::default();
    let status = self::result::<C, T, E>(&mut payload, result);
    Reply { status, payload }
}

/// Runs an async function on the executor. The body decodes the arguments, and ends with [`reply`] or [`reply_result`].
///
/// # Safety
/// See the module.
pub unsafe fn future<F>(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(Args) -> F,
) -> u32
where
    F: Future<Output = Result<Reply, WireError>> + Send + 'static,
{
    // SAFETY: by the module's contract.
    let (args, running) = unsafe { ((*cx).take_args(args, len, inbound), Running::begin(cx, id)) };
    let Some((running, task)) = running else {
        return Status::Detached as u32;
    };
    // The body is an async block: no user code runs before the first poll.
    let future = body(args);
    let future = Box::pin(async move {
        match run_cancellable(task, future).await {
            Ended::Value(Ok(Reply { status, payload })) => running.complete_with(Ok(Ok(status)), payload),
            Ended::Value(Err(error)) => running.complete_with(Ok(Err(error)), Writer::default()),
            Ended::Panic(panic) => running.complete_with(Err(panic), Writer::default()),
            Ended::Cancelled => running.complete(EntryKind::Cancelled, &mut Writer::default()),
        }
    });
    // SAFETY: by the module's contract.
    unsafe { hand_over(cx, |executor| executor.spawn(future)) }
}

/// Starts a stream on the executor; it sends its items itself, through the [`StreamOut`].
///
/// # Safety
/// See the module.
pub unsafe fn stream<C, F>(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(Args, StreamOut<C>) -> F,
) -> u32
where
    F: Future<Output = Result<StreamEnd, WireError>> + Send + 'static,
{
    // SAFETY: by the module's contract.
    let (args, running) = unsafe { ((*cx).take_args(args, len, inbound), Running::begin(cx, id)) };
    let Some((running, task)) = running else {
        return Status::Detached as u32;
    };
    let out = StreamOut::new(Arc::clone(&running.shared), Arc::clone(&task), id);
    let future = body(args, out);
    let future = Box::pin(async move {
        match run_cancellable(task, future).await {
            Ended::Value(Ok(end)) => {
                let (kind, mut payload) = end.into_entry();
                running.complete(kind, &mut payload);
            }
            Ended::Value(Err(error)) => running.complete_with(Ok(Err(error)), Writer::default()),
            Ended::Panic(panic) => running.complete_with(Err(panic), Writer::default()),
            Ended::Cancelled => running.complete(EntryKind::Cancelled, &mut Writer::default()),
        }
    });
    // SAFETY: by the module's contract.
    unsafe { hand_over(cx, |executor| executor.spawn(future)) }
}
