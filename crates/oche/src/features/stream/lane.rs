//! Functions that give a stream.
//!
//! # Safety
//! As in the module `call`.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use crate::features::stream::batch::StreamEnd;
use crate::features::stream::out::{End, StreamOut};
use crate::protocol::{CallStatus as Status, EntryKind};
use crate::run::args::Args;
use crate::run::call::caller::Caller;
use crate::run::call::hand_over::hand_over;
use crate::run::call::running::{Ending, Running};
use crate::run::call::task::{Call, Settle};
use crate::run::cancellable::{Ended, Slot, poll_cancellable};
use crate::run::executor::api::BoxFuture;
use crate::run::flow::Flow;
use crate::run::line::place::Patience;
use crate::run::line::queue::Turn;
use crate::run::task::{Task, TaskKind};
use crate::wire::writer::Writer;

/// Starts a stream on the executor; it sends its items itself, through the [`StreamOut`].
///
/// # Safety
/// See the module `call`.
#[inline]
pub unsafe fn stream<C: 'static, F>(
    caller: impl Into<Caller>,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    body: impl Fn(Args, StreamOut<C>) -> F,
) -> u32
where
    F: Future<Output = End> + Send + 'static,
{
    let begin: BeginStream<'_> = &|args, running, task, turn, flow| {
        let out = StreamOut::of(&running, &task, flow);
        run_stream(running, task, turn, body(args, out))
    };
    // SAFETY: by the module's contract.
    unsafe { start_stream(caller.into(), args, len, inbound, id, begin) }
}

/// Makes the future of a stream.
type BeginStream<'a> = &'a dyn Fn(Args, Running, Arc<Task>, Option<Arc<Turn>>, &Arc<Flow>) -> BoxFuture;

/// The same as [`stream`], compiled once.
///
/// # Safety
/// See the module `call`.
unsafe fn start_stream(
    caller: Caller,
    args: *const u8,
    len: usize,
    inbound: u32,
    id: u64,
    begin: BeginStream<'_>,
) -> u32 {
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
    let future = begin(args, running, task, turn, &flow);
    // SAFETY: by the module's contract.
    unsafe { hand_over(caller, |executor| executor.spawn(future)) }
}

/// What is known of a stream that runs.
struct Streaming {
    /// Until it has ended. Whoever completes the call has dropped the task.
    running: Option<(Arc<Task>, Running)>,
    turn: Option<Arc<Turn>>,
}

impl Settle for Streaming {
    type Value = End;

    fn poll(&mut self, body: Pin<&mut dyn Slot<Self::Value>>, cx: &mut Context<'_>) -> Poll<()> {
        let Some((task, _)) = &self.running else {
            return Poll::Ready(());
        };
        let ended = ready!(poll_cancellable(task, self.turn.as_ref(), body, cx));
        self.turn = None;
        if let Some((task, running)) = self.running.take() {
            // Then Dart waits for the end, and not for what it is.
            let is_heard = !task.is_cancelled();
            drop(task);
            end_stream(running, is_heard, ended);
        }
        Poll::Ready(())
    }
}

/// Runs a stream to its end, and tells Dart of that.
pub(crate) fn run_stream<F>(running: Running, task: Arc<Task>, turn: Option<Arc<Turn>>, stream: F) -> BoxFuture
where
    F: Future<Output = End> + Send + 'static,
{
    let running = Some((task, running));
    Box::pin(Call::new(stream, Streaming { running, turn }))
}

fn end_stream(running: Running, is_heard: bool, ended: Ended<End>) {
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
