//! Plain functions, on threads that may block.

use std::sync::Arc;
use std::task::Poll;

use super::body::Body;
use super::caller::Caller;
use super::hand_over::hand_over;
use super::running::{Ending, Running};
use crate::protocol::{CallStatus as Status, EntryKind};
use crate::run::cancel::within;
use crate::run::executor::api::{BoxWork, Executor};
use crate::run::executor::context::in_context;
use crate::run::line::place::Patience;
use crate::run::line::queue::Turn;
use crate::run::outside::caught_outside;
use crate::run::panic::catch::catch;
use crate::run::spawn::choice::spawn_blocking;
use crate::run::task::{Task, TaskKind};
use crate::wire::spare;

/// Runs a plain function on the executor's blocking pool. The body is as for `sync`.
///
/// # Safety
/// See the module `call`.
#[inline]
pub unsafe fn blocking(
    caller: impl Into<Caller>,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: Body,
) -> u32 {
    // SAFETY: by the module's contract.
    unsafe { run_blocking(caller.into(), args, len, inbound, id, body) }
}

/// The same, compiled once.
///
/// # Safety
/// See the module `call`.
unsafe fn run_blocking(caller: Caller, args: *const u8, len: usize, inbound: u32, id: u64, body: Body) -> u32 {
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
            outcome => running.complete_with(sinks, EntryKind::Value, outcome, payload),
        }
    });
    let spawn = |executor: &dyn Executor| match waiting {
        None => spawn_blocking(work),
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
    caught_outside(|| spawn_blocking(work));
}
