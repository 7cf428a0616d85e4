//! Async functions.

use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, Waker};

use super::caller::Caller;
use super::finish::finish;
use super::hand_over::hand_over;
use super::reply::Reply;
use super::running::Running;
use crate::base::error::WireError;
use crate::protocol::{CallStatus as Status, EntryKind};
use crate::run::args::Args;
use crate::run::cancellable::run_cancellable;
use crate::run::executor::context::in_context;
use crate::run::line::place::Patience;
use crate::run::outside::drop_caught;
use crate::run::panic::catch::catch;
use crate::run::spawn::choice::executor;
use crate::run::task::{Task, TaskKind};
use crate::wire::spare;

/// Runs an async function on the executor. The body decodes the arguments, and ends with `reply` or `reply_result`.
///
/// # Safety
/// See the module `call`.
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
/// See the module `call`.
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
