//! Functions that give a stream.
//!
//! # Safety
//! As in the module `call`.

use std::sync::Arc;

use crate::base::error::WireError;
use crate::features::stream::out::{StreamEnd, StreamOut};
use crate::protocol::{CallStatus as Status, EntryKind};
use crate::run::args::Args;
use crate::run::call::caller::Caller;
use crate::run::call::hand_over::hand_over;
use crate::run::call::running::{Ending, Running};
use crate::run::cancellable::{Ended, run_cancellable};
use crate::run::flow::Flow;
use crate::run::line::place::Patience;
use crate::run::line::queue::Turn;
use crate::run::task::{Task, TaskKind};
use crate::wire::writer::Writer;

/// Starts a stream on the executor; it sends its items itself, through the [`StreamOut`].
///
/// # Safety
/// See the module `call`.
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
    let out = StreamOut::of(&running, &task, &flow);
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
