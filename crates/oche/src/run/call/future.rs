//! Async functions.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, Waker, ready};

use super::caller::Caller;
use super::finish::finish;
use super::hand_over::hand_over;
use super::reply::Answer;
use super::running::Running;
use super::task::{AnyCall, Call, Settle};
use crate::protocol::{CallStatus as Status, EntryKind};
use crate::run::args::Args;
use crate::run::cancellable::{Ended, Slot, poll_cancellable};
use crate::run::executor::context::in_context;
use crate::run::line::place::Patience;
use crate::run::line::queue::Turn;
use crate::run::outside::drop_caught;
use crate::run::own_sinks::OwnSinks;
use crate::run::panic::catch::catch;
use crate::run::spawn::choice::enter;
use crate::run::task::{Task, TaskKind};
use crate::wire::spare;

/// What is known of an async function that runs.
struct Async {
    /// Until it has ended: whoever completes the call has dropped it.
    task: Option<Arc<Task>>,
    turn: Option<Arc<Turn>>,
    sinks: OwnSinks,
    /// Once it completes through the mailbox.
    running: Option<Running>,
}

impl Async {
    /// Polls the body, which is gone when it has ended.
    fn poll_body(&mut self, body: Pin<&mut dyn Slot<Answer>>, cx: &mut TaskContext<'_>) -> Poll<Ended<Answer>> {
        let Some(task) = &self.task else {
            return Poll::Pending;
        };
        let ended = ready!(poll_cancellable(task, self.turn.as_ref(), body, cx));
        (self.task, self.turn) = (None, None);
        Poll::Ready(ended)
    }
}

impl Settle for Async {
    type Value = Answer;

    fn poll(&mut self, body: Pin<&mut dyn Slot<Answer>>, cx: &mut TaskContext<'_>) -> Poll<()> {
        let ended = ready!(self.poll_body(body, cx));
        if let Some(running) = self.running.take() {
            running.settle(std::mem::take(&mut self.sinks), ended);
        }
        Poll::Ready(())
    }
}

/// Makes the future of a call, on the heap, where it stays. The body is an async function: no user code runs before the first
/// poll.
type Begin<'a> = &'a dyn Fn(Args, Async) -> Pin<Box<dyn AnyCall<Async>>>;

/// Runs an async function on the executor. The body decodes the arguments, and ends with `reply` or `reply_result`.
///
/// # Safety
/// See the module `call`.
#[inline]
pub unsafe fn future<F>(
    caller: impl Into<Caller>,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl Fn(Args) -> F,
) -> u32
where
    F: Future<Output = Answer> + Send + 'static,
{
    // SAFETY: by the module's contract.
    unsafe {
        run_future(caller.into(), args, len, inbound, id, &|args, state| {
            Box::pin(Call::new(body(args), state))
        })
    }
}

/// The same as [`future`], compiled once.
///
/// # Safety
/// See the module `call`.
unsafe fn run_future(caller: Caller, args: *const u8, len: usize, inbound: u32, id: u64, begin: Begin<'_>) -> u32 {
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
    let state = Async {
        task: Some(task),
        turn: args.take_places(caller.function, Patience::Waits),
        sinks: args.sinks(),
        running: Some(running),
    };
    let future = begin(args, state);
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
/// See the module `call`.
#[inline]
pub unsafe fn eager<F>(
    caller: impl Into<Caller>,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl Fn(Args) -> F,
) -> u32
where
    F: Future<Output = Answer> + Send + 'static,
{
    // SAFETY: by the module's contract.
    unsafe {
        run_eager(caller.into(), args, len, inbound, id, &|args, state| {
            Box::pin(Call::new(body(args), state))
        })
    }
}

/// The same, compiled once.
///
/// # Safety
/// See the module `call`.
unsafe fn run_eager(caller: Caller, args: *const u8, len: usize, inbound: u32, id: u64, begin: Begin<'_>) -> u32 {
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
    let task = Task::new(TaskKind::Future);
    let state = Async {
        task: Some(Arc::clone(&task)),
        turn: args.take_places(function, Patience::Waits),
        sinks: args.sinks(),
        running: None,
    };
    let changes = shared.changes();
    // What the function replies with is written to where Dart reads it.
    spare::give(out);
    let mut future = begin(args, state);
    let mut ended = None;
    let polled = catch(|| {
        // Nobody is woken: the executor polls it again.
        let mut poll = || {
            let (state, body) = future.as_mut().parts();
            // Once more after it has ended, it is pending.
            if let Poll::Ready(value) = state.poll_body(body, &mut TaskContext::from_waker(Waker::noop())) {
                ended = Some(value);
            }
        };
        match entered.is_nested() {
            true => in_context(true, poll),
            false => enter(&mut poll),
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
            drop((entered, task));
            future.as_mut().parts().0.running = Some(Running::begun(&shared, function, id, TaskKind::Future));
            // SAFETY: by the module's contract.
            return unsafe { hand_over(caller, |executor| executor.spawn(future)) };
        }
    };
    // Nobody knows the task yet who could have cancelled it.
    let outcome = outcome.unwrap_or(Ok(Ok(Status::Detached)));
    let sinks = std::mem::take(&mut future.as_mut().parts().0.sinks);
    match has_ended {
        // There is nothing of the user's left in it.
        true => drop(future),
        // The executor panicked.
        false => drop_caught(future),
    }
    if !sinks.is_empty() || shared.changes() != changes {
        let running = Running::begun(&shared, function, id, TaskKind::Future);
        running.complete_with(sinks, EntryKind::Value, outcome, out);
        drop(entered);
        // SAFETY: by the module's contract; no user code runs any more.
        unsafe { (*cx).publish_out(spare::take()) };
        return Status::Ok as u32;
    }
    let status = match finish(function, outcome, &mut out) {
        Status::Ok => Status::Ready,
        failed => failed,
    };
    drop(entered);
    // SAFETY: by the module's contract; no user code runs any more.
    unsafe { (*cx).publish_out(out) };
    status as u32
}
