//! The lanes of a call: what generated functions run in. The Dart twin is `call.dart`.
//!
//! Every function takes the context that Dart got from `attach`; encoded ones also the argument bytes, and the number
//! of things that go with them: blocks and objects.
//!
//! # Safety
//! All functions of this module have one contract: they are called by Oche's Dart library on the thread of the isolate
//! that owns `cx`, with `cx` from `attach` and not detached, and with `args` pointing to `len` bytes in a buffer of the
//! context that Dart has filled for this call.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context as TaskContext, Poll, Waker};

use crate::cancel::within;
use crate::error::{RustPanic, WireError, catch, caught_outside, drop_caught};
use crate::executor::{BoxWork, Executor, catch_in_context, executor, in_context};
use crate::flow::Flow;
use crate::hooks::{tell_error, tell_panic, tell_refusal};
use crate::isolate::{Context, Entered, Shared};
use crate::live::Live;
use crate::mailbox::{Closed, EntryKind};
use crate::object::{Name, Patience, Turn, check, take_places};
use crate::sink::OwnSinks;
use crate::stream::{StreamEnd, StreamOut};
use crate::task::{Ended, Task, TaskKind, run_cancellable};
use crate::wire::{Args, Encode, Reader, Writer, spare};

/// What a synchronous call returns, and one that has begun: `Ok` is that it completes through the mailbox.
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
    /// The out message has the value of an asynchronous call, which has ended already.
    Ready = 5,
}

/// Who calls: the isolate, and which function, for the hooks and for whoever finds an object in use.
#[derive(Clone, Copy)]
pub struct Caller {
    context: *mut Context,
    function: Name,
}

/// The caller of the function with this path.
#[inline]
pub const fn caller(context: *mut Context, function: Name) -> Caller {
    Caller { context, function }
}

impl From<*mut Context> for Caller {
    fn from(context: *mut Context) -> Self {
        caller(context, &"")
    }
}

/// Runs a function whose parameters and result are scalars. If it fails, the context's status says so and the result is
/// the type's default.
///
/// # Safety
/// See the module.
#[inline]
pub unsafe fn direct<T: Default>(caller: impl Into<Caller>, body: impl FnOnce() -> Result<T, WireError>) -> T {
    let caller: Caller = caller.into();
    // SAFETY: by the module's contract.
    let Some(entered) = (unsafe { (*caller.context).enter_again() }) else {
        // SAFETY: likewise.
        return unsafe { direct_anew(caller, body) };
    };
    // SAFETY: likewise.
    unsafe { end_direct(caller, entered, catch(body)) }
}

/// The same where the executor's context is to be entered. Apart from it, so that the other way is as short as can be: of a function
/// that cannot panic the compiler leaves little else.
///
/// # Safety
/// See the module.
#[cold]
#[inline(never)]
unsafe fn direct_anew<T: Default>(caller: Caller, body: impl FnOnce() -> Result<T, WireError>) -> T {
    // SAFETY: by the module's contract.
    let entered = unsafe { (*caller.context).enter() };
    let outcome = catch_in_context(entered.is_nested(), body);
    // SAFETY: likewise.
    unsafe { end_direct(caller, entered, outcome) }
}

/// What a direct call returns.
///
/// # Safety
/// See the module.
#[inline]
unsafe fn end_direct<T: Default>(
    caller: Caller,
    entered: Entered,
    outcome: Result<Result<T, WireError>, RustPanic>,
) -> T {
    match outcome {
        Ok(Ok(value)) => value,
        failed => {
            let failed = failed.map(|result| result.map(|_| Status::Ok));
            // SAFETY: by the module's contract.
            let status = unsafe { publish_failure(caller, entered, failed) };
            // SAFETY: by the module's contract; no user code runs any more.
            unsafe { (*caller.context).status = status };
            T::default()
        }
    }
}

/// Leaves why a call failed that has nothing else to say in the out message; the status.
///
/// # Safety
/// See the module.
#[cold]
unsafe fn publish_failure(
    Caller { context, function }: Caller,
    entered: Entered,
    failed: Result<Result<Status, WireError>, RustPanic>,
) -> u32 {
    // SAFETY: by the module's contract. The reference ends here: a hook may come back to this context.
    let mut out = unsafe { (*context).take_out() };
    let status = finish(function, failed, &mut out);
    drop(entered);
    // SAFETY: by the module's contract; no user code runs any more.
    unsafe { (*context).publish_out(out) };
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
/// place of what was written. The hooks hear of it.
#[inline]
fn finish(function: &str, outcome: Result<Result<Status, WireError>, RustPanic>, out: &mut Writer) -> Status {
    let written = outcome.map(|written| written.and_then(|status| out.take_error().map_or(Ok(status), Err)));
    match written {
        Ok(Ok(Status::Error)) => {
            tell_error(function, out);
            Status::Error
        }
        Ok(Ok(status)) => status,
        Ok(Err(error)) => {
            tell_refusal(function, &error);
            out.reset();
            error.write(out);
            Status::Invalid
        }
        Err(panic) => {
            tell_panic(Some(function), &panic);
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
    caller: impl Into<Caller>,
    args: *const u8,
    len: usize,
    inbound: u32,
    body: impl FnOnce(&mut Reader<'_>, &mut Writer) -> Result<Status, WireError>,
) -> u32 {
    let Caller { context: cx, function } = caller.into();
    // SAFETY: by the module's contract. The reference ends here: user code may come back to this context.
    let (inbound, mut out, entered) =
        unsafe { ((*cx).take_inbound(inbound, function), (*cx).take_out(), (*cx).enter()) };
    let bytes = match len {
        0 => &[][..],
        // SAFETY: by the module's contract. A call that user code makes meanwhile writes into another buffer.
        _ => unsafe { std::slice::from_raw_parts(args, len) },
    };
    take_places(&inbound, function, Patience::Never);
    let body = || {
        check(&inbound)?;
        body(&mut Reader::new(bytes, &inbound), &mut out)
    };
    let outcome = catch_in_context(entered.is_nested(), body);
    // An object may end here, with its own code. Before the hooks are told of a failure: the call has nothing any more then.
    if !inbound.is_empty() {
        in_context(entered.is_nested(), || drop(inbound));
    }
    let status = finish(function, outcome, &mut out);
    // SAFETY: by the module's contract; no user code runs any more.
    unsafe { (*cx).publish_out(out) };
    status as u32
}

/// A call that completes through the mailbox: once, whatever becomes of it.
pub(crate) struct Running {
    pub(crate) shared: Arc<Shared>,
    pub(crate) function: &'static str,
    id: u64,
    kind: TaskKind,
    /// Until it has ended.
    live: Option<Live>,
    /// If it is a stream.
    flow: Option<Arc<Flow>>,
    /// Whether Dart was told how it ended.
    told: bool,
}

impl Running {
    /// Begins the call; `None` if the isolate is gone. Whoever gets the task drops it before the call completes.
    ///
    /// # Safety
    /// See the module.
    unsafe fn begin(Caller { context, function }: Caller, id: u64, kind: TaskKind) -> Option<(Self, Arc<Task>)> {
        // SAFETY: by the module's contract.
        Running::of(unsafe { (*context).shared() }, function, id, kind)
    }

    /// The same for who has no context.
    pub(crate) fn of(
        shared: &Arc<Shared>,
        function: &'static str,
        id: u64,
        kind: TaskKind,
    ) -> Option<(Self, Arc<Task>)> {
        let task = shared.tasks.begin(id, kind)?;
        Some((Running::begun(shared, function, id, kind), task))
    }

    /// The call whose task has begun under this id.
    fn begun(shared: &Arc<Shared>, function: &'static str, id: u64, kind: TaskKind) -> Self {
        Running {
            kind,
            live: Some(Live::new()),
            shared: Arc::clone(shared),
            function,
            id,
            flow: None,
            told: false,
        }
    }

    /// It is a stream, with this flow: Dart can grant it credit from now on.
    pub(crate) fn set_flow(&mut self, flow: Arc<Flow>) {
        self.shared.flows.begin(self.id, Arc::clone(&flow));
        self.flow = Some(flow);
    }

    /// Where the items of a stream go.
    pub(crate) fn out<C>(&self, task: &Arc<Task>, flow: &Arc<Flow>) -> StreamOut<C> {
        let (shared, task, flow) = (Arc::clone(&self.shared), Arc::clone(task), Arc::clone(flow));
        StreamOut::new(shared, task, flow, self.function, self.id)
    }

    /// Tells Dart how it ended; false if nobody waits for that any more. The live-object counter is back when Dart hears of it.
    fn tell(&mut self, kind: EntryKind, payload: &mut Writer) -> bool {
        self.told = true;
        self.live = None;
        // If it was cancelled and could not be dropped, Dart was told then.
        let is_awaited = self.kind == TaskKind::Future || self.shared.tasks.end(self.id);
        let statistics = self
            .flow
            .take()
            .map_or(Ok(()), |flow| self.tell_statistics(kind, &flow));
        if !is_awaited {
            return false;
        }
        let mailbox = &self.shared.mailbox;
        let told = statistics.and_then(|()| mailbox.push(kind, self.id, 0, payload));
        if told.is_err() {
            self.shared.close();
        }
        told.is_ok()
    }

    /// Tells Dart the last figures of a stream that ends so.
    fn tell_statistics(&self, kind: EntryKind, flow: &Flow) -> Result<(), Closed> {
        flow.credit.close();
        let is_cancelled = kind == EntryKind::Cancelled;
        if is_cancelled {
            flow.counters.abandon();
        }
        let mut figures = Writer::default();
        flow.counters.read().write(&mut figures);
        self.shared.flows.end(self.id, is_cancelled);
        self.shared
            .mailbox
            .push(EntryKind::Statistics, self.id, 0, &mut figures)
    }

    fn complete(
        mut self,
        Ending {
            kind,
            mut payload,
            panic,
        }: Ending,
    ) {
        let is_told = self.tell(kind, &mut payload);
        if let Some(panic) = panic.filter(|_| !is_told) {
            panic.print();
        }
        spare::give_back(payload);
    }

    /// Completes, after what was pushed into the call's own sinks and their listeners have room for.
    fn complete_after(self, sinks: OwnSinks, ending: Ending) {
        match sinks.is_empty() {
            true => self.complete(ending),
            false => sinks.send_before(Arc::new(Settled(Mutex::new(Some((self, ending)))))),
        }
    }

    /// Completes with what the body of the call has written to `payload`; `ok` if nothing went wrong. A panic is printed if
    /// nobody is there any more to be told.
    fn complete_with(
        self,
        sinks: OwnSinks,
        ok: EntryKind,
        outcome: Result<Result<Status, WireError>, RustPanic>,
        mut payload: Writer,
    ) {
        let outcome = match outcome {
            Ok(written) => Ok(written),
            Err(panic) => {
                let ending = Ending::panic(self.function, panic, payload);
                return self.complete_after(sinks, ending);
            }
        };
        let kind = match finish(self.function, outcome, &mut payload) {
            Status::Ok | Status::Detached | Status::Ready => ok,
            Status::Error => EntryKind::Error,
            Status::Panic => EntryKind::Panic,
            Status::Invalid => EntryKind::Invalid,
        };
        self.complete_after(sinks, Ending::new(kind, payload));
    }

    /// Completes a stream.
    fn end(self, outcome: Result<Result<Status, WireError>, RustPanic>, payload: Writer) {
        self.complete_with(OwnSinks::default(), EntryKind::End, outcome, payload);
    }

    /// Completes with how the future of the call has ended.
    fn settle(self, sinks: OwnSinks, ended: Ended<Result<Reply, WireError>>) {
        match ended.unpack() {
            (Some(outcome), payload) => self.complete_with(sinks, EntryKind::Return, outcome, payload),
            (None, payload) => self.complete_after(sinks, Ending::new(EntryKind::Cancelled, payload)),
        }
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

/// What a call has come to.
struct Ending {
    kind: EntryKind,
    payload: Writer,
    /// What is printed if Dart is not told.
    panic: Option<RustPanic>,
}

impl Ending {
    fn new(kind: EntryKind, payload: Writer) -> Self {
        Ending {
            kind,
            payload,
            panic: None,
        }
    }

    /// With a panic of this function. The hooks hear of it.
    #[cold]
    fn panic(function: &'static str, panic: RustPanic, mut payload: Writer) -> Self {
        tell_panic(Some(function), &panic);
        payload.reset();
        panic.write(&mut payload);
        Ending {
            kind: EntryKind::Panic,
            payload,
            panic: Some(panic),
        }
    }
}

/// A call that has ended, of which Dart is told when nobody has it any more.
struct Settled(Mutex<Option<(Running, Ending)>>);

impl Drop for Settled {
    fn drop(&mut self) {
        let call = self.0.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((running, ending)) = call {
            // This may be the thread of anybody who pushes, and in the middle of a panic.
            caught_outside(|| running.complete(ending));
        }
    }
}

/// Gives a call to the executor. If the executor panics (there is none, or it has no thread to give), the call fails at
/// once, and the out message says why.
///
/// # Safety
/// See the module.
unsafe fn hand_over(caller: Caller, spawn: impl FnOnce(&dyn Executor)) -> u32 {
    // SAFETY: by the module's contract.
    let entered = unsafe { (*caller.context).enter() };
    match catch(|| spawn(executor())) {
        Ok(()) => Status::Ok as u32,
        // SAFETY: by the module's contract.
        Err(panic) => unsafe { publish_failure(caller, entered, Err(panic)) },
    }
}

/// Runs a plain function on the executor's blocking pool. The body is as for [`sync`].
///
/// # Safety
/// See the module.
pub unsafe fn blocking(
    caller: impl Into<Caller>,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(&mut Reader<'_>, &mut Writer) -> Result<Status, WireError> + Send + 'static,
) -> u32 {
    let caller = caller.into();
    // SAFETY: by the module's contract.
    let (args, running) = unsafe {
        (
            (*caller.context).take_args(args, len, inbound, caller.function),
            Running::begin(caller, id, TaskKind::Blocking),
        )
    };
    let Some((running, task)) = running else {
        return Status::Detached as u32;
    };
    let turn = args.take_places(caller.function, Patience::Waits);
    let waiting = turn.map(|turn| (turn, Arc::clone(&task)));
    let work: BoxWork = Box::new(move || {
        let mut payload = spare::take();
        let outcome = match task.is_cancelled() {
            true => Ok(Ok(Status::Ok)),
            false => catch(|| in_context(false, || within(&task, || body(&mut args.reader()?, &mut payload)))),
        };
        let sinks = args.sinks();
        drop(args);
        let is_cancelled = task.is_cancelled();
        drop(task);
        match outcome {
            // Nobody hears of its value or its error; the hooks hear of a panic.
            Ok(_) if is_cancelled => {
                payload.reset();
                running.complete_after(sinks, Ending::new(EntryKind::Cancelled, payload));
            }
            outcome => running.complete_with(sinks, EntryKind::Return, outcome, payload),
        }
    });
    let spawn = |executor: &dyn Executor| match waiting {
        None => executor.spawn_blocking(work),
        Some((turn, task)) => executor.spawn(Box::pin(begin_in_turn(turn, task, work))),
    };
    // SAFETY: by the module's contract.
    unsafe { hand_over(caller, spawn) }
}

/// Waits for the objects of a blocking function without a thread of its own, and begins it then. If it is cancelled before,
/// it never begins, and its places go to whoever comes next.
async fn begin_in_turn(turn: Arc<Turn>, task: Arc<Task>, work: BoxWork) {
    let is_cancelled = std::future::poll_fn(|cx| match turn.poll(cx) {
        Poll::Ready(()) => Poll::Ready(false),
        Poll::Pending => task.poll_cancelled(cx).map(|()| true),
    });
    if is_cancelled.await {
        return;
    }
    // If the executor refuses it, it is dropped, which tells Dart.
    caught_outside(|| executor().spawn_blocking(work));
}

/// The result of an async function, written where its arguments still live.
pub struct Reply {
    status: Status,
    payload: Writer,
}

/// What the body of a call has come to, and what it has written.
type Outcome = (Option<Result<Result<Status, WireError>, RustPanic>>, Writer);

impl Ended<Result<Reply, WireError>> {
    /// How the call went; nothing if it was cancelled.
    fn unpack(self) -> Outcome {
        match self {
            Ended::Value(Ok(Reply { status, payload })) => (Some(Ok(Ok(status))), payload),
            Ended::Value(Err(error)) => (Some(Ok(Err(error))), spare::take()),
            Ended::Panic(panic) => (Some(Err(panic)), spare::take()),
            Ended::Cancelled => (None, spare::take()),
        }
    }
}

/// The value of an async function.
pub fn reply<C, T: Encode<C>>(value: T) -> Reply {
    let mut payload = spare::take();
    let status = self::value::<C, T>(&mut payload, value);
    Reply { status, payload }
}

/// The value or the error of an async function that can fail.
pub fn reply_result<C, T: Encode<C>, E: Encode<C>>(result: Result<T, E>) -> Reply {
    let mut payload = spare::take();
    let status = self::result::<C, T, E>(&mut payload, result);
    Reply { status, payload }
}

/// Runs an async function on the executor. The body decodes the arguments, and ends with [`reply`] or [`reply_result`].
///
/// # Safety
/// See the module.
pub unsafe fn future<F>(
    caller: impl Into<Caller>,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(Args) -> F,
) -> u32
where
    F: Future<Output = Result<Reply, WireError>> + Send + 'static,
{
    let caller = caller.into();
    // SAFETY: by the module's contract.
    let (args, running) = unsafe {
        (
            (*caller.context).take_args(args, len, inbound, caller.function),
            Running::begin(caller, id, TaskKind::Future),
        )
    };
    let Some((running, task)) = running else {
        return Status::Detached as u32;
    };
    let turn = args.take_places(caller.function, Patience::Waits);
    let sinks = args.sinks();
    // The body is an async block: no user code runs before the first poll.
    let future = body(args);
    let future = Box::pin(async move { running.settle(sinks, run_cancellable(task, turn, future).await) });
    // SAFETY: by the module's contract.
    unsafe { hand_over(caller, |executor| executor.spawn(future)) }
}

/// Polls an async function once, here. If it is ready, its result is in the out message; if not, the executor runs it as in
/// [`future`]. The body is as for that.
///
/// A result that has something to come after is not in the out message, but behind that in the mailbox: what the function has
/// pushed into sinks of its own, and the changes of signals that the isolate listens to.
///
/// # Safety
/// See the module.
pub unsafe fn eager<F>(
    caller: impl Into<Caller>,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(Args) -> F,
) -> u32
where
    F: Future<Output = Result<Reply, WireError>> + Send + 'static,
{
    let caller = caller.into();
    let Caller { context: cx, function } = caller;
    // SAFETY: by the module's contract. The reference ends here: user code may come back to this context.
    let (args, out, shared, entered) = unsafe {
        (
            (*cx).take_args(args, len, inbound, function),
            (*cx).take_out(),
            Arc::clone((*cx).shared()),
            (*cx).enter(),
        )
    };
    let turn = args.take_places(function, Patience::Waits);
    let sinks = args.sinks();
    let changes = shared.changes();
    // What the function replies with is written to where Dart reads it.
    spare::give(out);
    let task = Task::new(TaskKind::Future);
    // On the heap, because it moves if it is not ready.
    let mut future = Box::pin(run_cancellable(Arc::clone(&task), turn, body(args)));
    let mut ended = None;
    let polled = catch(|| {
        // Nobody is woken: the executor polls it again.
        let mut poll = || {
            ended = match future.as_mut().poll(&mut TaskContext::from_waker(Waker::noop())) {
                Poll::Ready(ended) => Some(ended),
                Poll::Pending => None,
            }
        };
        match entered.is_nested() {
            true => in_context(true, poll),
            false => executor().enter(&mut poll),
        }
    });
    let has_ended = ended.is_some();
    let (outcome, mut out) = match (polled, ended) {
        (_, Some(ended)) => ended.unpack(),
        (Err(panic), None) => (Some(Err(panic)), spare::take()),
        (Ok(()), None) => {
            // SAFETY: by the module's contract; no user code runs any more.
            unsafe { (*cx).publish_out(spare::take()) };
            if !shared.tasks.adopt(id, &task) {
                drop_caught(future);
                return Status::Detached as u32;
            }
            drop(entered);
            let running = Running::begun(&shared, function, id, TaskKind::Future);
            let future = Box::pin(async move { running.settle(sinks, future.await) });
            // SAFETY: by the module's contract.
            return unsafe { hand_over(caller, |executor| executor.spawn(future)) };
        }
    };
    // Nobody knows the task yet who could have cancelled it.
    let outcome = outcome.unwrap_or(Ok(Ok(Status::Detached)));
    if !sinks.is_empty() || shared.changes() != changes {
        drop_caught(future);
        let running = Running::begun(&shared, function, id, TaskKind::Future);
        running.complete_with(sinks, EntryKind::Return, outcome, out);
        drop(entered);
        // SAFETY: by the module's contract; no user code runs any more.
        unsafe { (*cx).publish_out(spare::take()) };
        return Status::Ok as u32;
    }
    let status = match finish(function, outcome, &mut out) {
        Status::Ok => Status::Ready,
        failed => failed,
    };
    match has_ended {
        // There is nothing of the user's left in it.
        true => drop(future),
        // The executor panicked.
        false => drop_caught(future),
    }
    drop(entered);
    // SAFETY: by the module's contract; no user code runs any more.
    unsafe { (*cx).publish_out(out) };
    status as u32
}

/// Starts a stream on the executor; it sends its items itself, through the [`StreamOut`].
///
/// # Safety
/// See the module.
pub unsafe fn stream<C, F>(
    caller: impl Into<Caller>,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl FnOnce(Args, StreamOut<C>) -> F,
) -> u32
where
    F: Future<Output = Result<StreamEnd, WireError>> + Send + 'static,
{
    let caller = caller.into();
    // SAFETY: by the module's contract.
    let (args, running) = unsafe {
        (
            (*caller.context).take_args(args, len, inbound, caller.function),
            Running::begin(caller, id, TaskKind::Stream),
        )
    };
    let Some((mut running, task)) = running else {
        return Status::Detached as u32;
    };
    let turn = args.take_places(caller.function, Patience::Waits);
    let flow = Flow::polled(caller.function);
    running.set_flow(Arc::clone(&flow));
    let out = running.out(&task, &flow);
    let future = Box::pin(run_stream(running, task, turn, body(args, out)));
    // SAFETY: by the module's contract.
    unsafe { hand_over(caller, |executor| executor.spawn(future)) }
}

/// Runs a stream to its end, and tells Dart of that.
pub(crate) async fn run_stream<F>(running: Running, task: Arc<Task>, turn: Option<Arc<Turn>>, stream: F)
where
    F: Future<Output = Result<StreamEnd, WireError>>,
{
    let cancelling = Arc::clone(&task);
    let ended = run_cancellable(task, turn, stream).await;
    // Then Dart waits for the end, and not for what it is.
    let is_heard = !cancelling.is_cancelled();
    drop(cancelling);
    match ended {
        Ended::Value(Ok(StreamEnd {
            outcome: Err(panic), ..
        }))
        | Ended::Panic(panic) => {
            let mut ending = Ending::panic(running.function, panic, Writer::default());
            if let Some(panic) = ending.panic.take_if(|_| !is_heard) {
                panic.print();
            }
            running.complete(ending);
        }
        Ended::Value(Ok(StreamEnd { outcome, payload })) => running.end(outcome, payload),
        Ended::Value(Err(error)) => running.end(Ok(Err(error)), Writer::default()),
        Ended::Cancelled => running.complete(Ending::new(EntryKind::Cancelled, Writer::default())),
    }
}
