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
use crate::task::{Ended, Task, run_cancellable};
use crate::wire::{Args, Encode, Reader, Writer};

/// What a synchronous call returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Status {
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

/// What a call came to, before it is known how it travels.
pub(crate) type Outcome<T> = Result<Result<T, WireError>, RustPanic>;

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
            cx.status = publish_failure(cx, failed.map(|result| result.map(drop)));
            T::default()
        }
    }
}

/// Leaves in the out message why a call failed that has nothing else to say; the status.
#[cold]
fn publish_failure(cx: &mut Context, failed: Outcome<()>) -> u32 {
    let mut out = cx.take_out();
    let status = encode_outcome(failed, &mut out, |(), _| Status::Ok);
    cx.publish_out(out);
    status as u32
}

/// Encodes what a call came to; whatever cannot be encoded, and whatever panics in being encoded, becomes an error.
fn encode_outcome<T>(outcome: Outcome<T>, out: &mut Writer, encode: impl FnOnce(T, &mut Writer) -> Status) -> Status {
    let encoded = match outcome {
        Ok(Ok(value)) => catch(|| {
            let status = encode(value, out);
            out.take_error().map_or(Ok(status), Err)
        }),
        Ok(Err(error)) => Ok(Err(error)),
        Err(panic) => Err(panic),
    };
    match encoded {
        Ok(Ok(status)) => status,
        Ok(Err(error)) => {
            out.reset();
            error.encode(out);
            Status::Invalid
        }
        Err(panic) => {
            out.reset();
            panic.encode(out);
            Status::Panic
        }
    }
}

fn encode_value<T: Encode>(value: T, out: &mut Writer) -> Status {
    value.encode(out);
    Status::Ok
}

fn encode_result<T: Encode, E: Encode>(result: Result<T, E>, out: &mut Writer) -> Status {
    match result {
        Ok(value) => encode_value(value, out),
        Err(error) => {
            error.encode(out);
            Status::Error
        }
    }
}

/// Runs a synchronous function with encoded arguments.
///
/// # Safety
/// See the module.
#[inline]
pub unsafe fn sync<T: Encode>(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    body: impl FnOnce(&mut Reader<'_>) -> Result<T, WireError>,
) -> u32 {
    // SAFETY: by the module's contract.
    unsafe { run_sync(cx, args, len, inbound, body, encode_value) }
}

/// The same for a function that can fail.
///
/// # Safety
/// See the module.
#[inline]
pub unsafe fn sync_result<T: Encode, E: Encode>(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    body: impl FnOnce(&mut Reader<'_>) -> Result<Result<T, E>, WireError>,
) -> u32 {
    // SAFETY: by the module's contract.
    unsafe { run_sync(cx, args, len, inbound, body, encode_result) }
}

/// # Safety
/// See the module.
#[inline]
unsafe fn run_sync<T>(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    body: impl FnOnce(&mut Reader<'_>) -> Result<T, WireError>,
    encode: impl FnOnce(T, &mut Writer) -> Status,
) -> u32 {
    // SAFETY: by the module's contract. The reference ends here: user code may come back to this context.
    let (inbound, mut out, _entered) = unsafe { ((*cx).take_inbound(inbound), (*cx).take_out(), (*cx).enter()) };
    let bytes = match len {
        0 => &[][..],
        // SAFETY: by the module's contract. A call that user code makes meanwhile writes into another buffer.
        _ => unsafe { std::slice::from_raw_parts(args, len) },
    };
    let outcome = catch(|| body(&mut Reader::new(bytes, &inbound)));
    let status = encode_outcome(outcome, &mut out, encode);
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

    fn complete_with<T>(self, outcome: Outcome<T>, encode: impl FnOnce(T, &mut Writer) -> Status) {
        let mut payload = Writer::default();
        let kind = match encode_outcome(outcome, &mut payload, encode) {
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
        Err(panic) => publish_failure(unsafe { &mut *cx }, Err(panic)),
    }
}

/// Runs a plain function on the executor's blocking pool.
///
/// # Safety
/// See the module.
pub unsafe fn blocking<T: Encode + 'static>(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(&mut Reader<'_>) -> Result<T, WireError> + Send + 'static,
) -> u32 {
    // SAFETY: by the module's contract.
    unsafe { start_blocking(cx, args, len, inbound, id, body, encode_value) }
}

/// The same for a function that can fail.
///
/// # Safety
/// See the module.
pub unsafe fn blocking_result<T: Encode + 'static, E: Encode + 'static>(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(&mut Reader<'_>) -> Result<Result<T, E>, WireError> + Send + 'static,
) -> u32 {
    // SAFETY: by the module's contract.
    unsafe { start_blocking(cx, args, len, inbound, id, body, encode_result) }
}

/// # Safety
/// See the module.
unsafe fn start_blocking<T: 'static>(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(&mut Reader<'_>) -> Result<T, WireError> + Send + 'static,
    encode: impl FnOnce(T, &mut Writer) -> Status + Send + 'static,
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
        let outcome = catch(|| {
            let value = body(&mut args.reader());
            drop(args);
            value
        });
        running.complete_with(outcome, encode);
    });
    // SAFETY: by the module's contract.
    unsafe { hand_over(cx, |executor| executor.spawn_blocking(work)) }
}

/// Runs an async function on the executor.
///
/// # Safety
/// See the module.
pub unsafe fn future<T, F>(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(Args) -> F,
) -> u32
where
    T: Encode + 'static,
    F: Future<Output = Result<T, WireError>> + Send + 'static,
{
    // SAFETY: by the module's contract.
    unsafe { start_future(cx, args, len, inbound, id, body, encode_value) }
}

/// The same for a function that can fail.
///
/// # Safety
/// See the module.
pub unsafe fn future_result<T, E, F>(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(Args) -> F,
) -> u32
where
    T: Encode + 'static,
    E: Encode + 'static,
    F: Future<Output = Result<Result<T, E>, WireError>> + Send + 'static,
{
    // SAFETY: by the module's contract.
    unsafe { start_future(cx, args, len, inbound, id, body, encode_result) }
}

/// # Safety
/// See the module.
unsafe fn start_future<T, F>(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(Args) -> F,
    encode: impl FnOnce(T, &mut Writer) -> Status + Send + 'static,
) -> u32
where
    F: Future<Output = Result<T, WireError>> + Send + 'static,
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
            Ended::Value(value) => running.complete_with(Ok(value), encode),
            Ended::Panic(panic) => running.complete_with(Err(panic), encode),
            Ended::Cancelled => running.complete(EntryKind::Cancelled, &mut Writer::default()),
        }
    });
    // SAFETY: by the module's contract.
    unsafe { hand_over(cx, |executor| executor.spawn(future)) }
}

/// Starts a stream on the executor; it sends its items itself, through the [`StreamOut`](crate::stream::StreamOut).
///
/// # Safety
/// See the module.
pub unsafe fn stream<F>(
    cx: *mut Context,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(Args, crate::stream::StreamOut) -> F,
) -> u32
where
    F: Future<Output = Result<crate::stream::StreamEnd, WireError>> + Send + 'static,
{
    // SAFETY: by the module's contract.
    let (args, running) = unsafe { ((*cx).take_args(args, len, inbound), Running::begin(cx, id)) };
    let Some((running, task)) = running else {
        return Status::Detached as u32;
    };
    let out = crate::stream::StreamOut::new(Arc::clone(&running.shared), Arc::clone(&task), id);
    let future = body(args, out);
    let future = Box::pin(async move {
        match run_cancellable(task, future).await {
            Ended::Value(Ok(end)) => {
                let (kind, mut payload) = end.into_entry();
                running.complete(kind, &mut payload);
            }
            Ended::Value(Err(error)) => running.complete_with(Ok(Err(error)), encode_value::<()>),
            Ended::Panic(panic) => running.complete_with(Err(panic), encode_value::<()>),
            Ended::Cancelled => running.complete(EntryKind::Cancelled, &mut Writer::default()),
        }
    });
    // SAFETY: by the module's contract.
    unsafe { hand_over(cx, |executor| executor.spawn(future)) }
}
