//! Items on their way to Dart: encoded into batches, and sent under credit. Compiled once, whatever the items are.

use std::sync::Arc;
use std::task::{Context, Poll};

use crate::base::error::WireError;
use crate::protocol::{CallStatus as Status, EntryKind};
use crate::run::call::running::Running;
use crate::run::context::Shared;
use crate::run::credit::{Allowance, Amount};
use crate::run::flow::Flow;
use crate::run::hooks::tell_error;
use crate::run::panic::catch::{RustPanic, catch};
use crate::run::task::Task;
use crate::wire::writer::Writer;

/// Items are sent at the latest when their bytes are this many, so that one batch of large items stays small.
const BATCH_BYTES: usize = 32 * 1024;

/// After this many items without a pause the task lets others run.
const ITEMS_PER_POLL: u32 = 1024;

/// Where a stream's items go.
pub(crate) struct Out {
    shared: Arc<Shared>,
    task: Arc<Task>,
    flow: Arc<Flow>,
    function: &'static str,
    id: u64,
}

/// How a stream ended.
pub struct StreamEnd {
    pub(crate) outcome: Result<Result<Status, WireError>, RustPanic>,
    pub(crate) payload: Writer,
}

impl StreamEnd {
    pub(super) fn new(outcome: Result<Result<Status, WireError>, RustPanic>) -> Self {
        StreamEnd {
            outcome,
            payload: Writer::default(),
        }
    }
}

/// The items that were produced and not yet sent.
pub(crate) struct Batch {
    out: Out,
    writer: Writer,
    count: u32,
    /// How many items could not be encoded.
    refused: u32,
    /// Everything since the stream began, these included.
    all: Amount,
}

/// Why a run of items is over.
pub(crate) enum Stop {
    /// It was long enough, there is no more credit, or the task is cancelled.
    Full,
    /// The stream has nothing ready.
    Pending,
    /// The stream is over.
    End,
    /// An item cannot cross.
    Refused(WireError),
}

impl Batch {
    fn new(out: Out) -> Self {
        Batch {
            out,
            writer: Writer::default(),
            count: 0,
            refused: 0,
            all: Amount::default(),
        }
    }

    /// Sends what `source` has and there is credit for; its end, once it is over.
    fn poll(&mut self, source: &mut dyn Source, allowance: &mut Allowance, cx: &mut Context<'_>) -> Poll<StreamEnd> {
        let mut left = self.out.flow.take_due().max(ITEMS_PER_POLL);
        while left > 0 {
            // Whoever polls this future has registered its waker for that: see `poll_cancellable`.
            if self.out.task.is_cancelled() {
                self.flush();
                return Poll::Pending;
            }
            if !allowance.allows(self.all) {
                match self.out.flow.credit.poll(cx, self.all) {
                    Poll::Ready(more) => *allowance = more,
                    Poll::Pending => {
                        self.flush();
                        return Poll::Pending;
                    }
                }
            }
            let end = match catch(|| source.fill(self, cx, *allowance, &mut left)) {
                Ok(Stop::Full) => continue,
                Ok(Stop::Pending) => {
                    self.flush();
                    return Poll::Pending;
                }
                Ok(Stop::End) => StreamEnd::new(Ok(Ok(Status::Ok))),
                Ok(Stop::Refused(error)) => StreamEnd::new(Ok(Err(error))),
                Err(panic) => StreamEnd::new(Err(panic)),
            };
            self.flush();
            return Poll::Ready(end);
        }
        self.flush();
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    /// Encodes an item; a refused one leaves the bytes as they were.
    #[inline]
    pub(crate) fn add(&mut self, encode: impl FnOnce(&mut Writer)) -> Result<(), WireError> {
        let (bytes, attachments) = (self.writer.bytes.len(), self.writer.attachments.len());
        // Until it is known to be none; a panic ends this here.
        self.refused += 1;
        encode(&mut self.writer);
        tell_error(self.out.function, &mut self.writer);
        if let Some(error) = self.writer.take_error() {
            self.writer.truncate(bytes, attachments);
            return Err(error);
        }
        self.refused -= 1;
        self.count += 1;
        let mut size = self.writer.bytes.len() - bytes;
        for attachment in &self.writer.attachments[attachments..] {
            size = size.saturating_add(attachment.weight());
        }
        self.all.items += 1;
        self.all.bytes = self.all.bytes.saturating_add(size as u64);
        Ok(())
    }

    /// Sends what there is. A closed mailbox is noticed by the next entry, and the task is cancelled anyway.
    fn flush(&mut self) {
        let (count, refused) = (std::mem::take(&mut self.count), std::mem::take(&mut self.refused));
        let Out { shared, flow, id, .. } = &self.out;
        if count > 0 || refused > 0 {
            flow.send(count, refused, self.all);
        }
        if count > 0
            && shared
                .mailbox
                .push(EntryKind::Items, *id, count, &mut self.writer)
                .is_err()
        {
            shared.close();
        }
    }
}

impl Out {
    /// Where the items of a stream go, which `running` is.
    pub(crate) fn of(running: &Running, task: &Arc<Task>, flow: &Arc<Flow>) -> Self {
        Out {
            shared: Arc::clone(&running.shared),
            task: Arc::clone(task),
            flow: Arc::clone(flow),
            function: running.function,
            id: running.id(),
        }
    }

    /// Sends all that comes from `source`.
    pub(crate) async fn run(self, mut source: impl Source) -> StreamEnd {
        let (mut batch, mut allowance) = (Batch::new(self), Allowance::default());
        std::future::poll_fn(|cx| batch.poll(&mut source, &mut allowance, cx)).await
    }
}

/// Where items come from, whatever they are: a run of them is encoded at a time, so that what is asked for each is known to the
/// compiler.
pub(crate) trait Source {
    /// Adds items to `batch`, `left` at most, and counts that down. If it panics, what came before is there.
    fn fill(&mut self, batch: &mut Batch, cx: &mut Context<'_>, allowance: Allowance, left: &mut u32) -> Stop;
}

/// Adds items by `next`, one after the other, until that says why there is none, or it is enough.
#[inline]
pub(crate) fn run_of(
    batch: &mut Batch,
    allowance: Allowance,
    left: &mut u32,
    mut next: impl FnMut(&mut Batch) -> Option<Stop>,
) -> Stop {
    // An item may take its time: nobody wants another one once this is cancelled.
    while *left > 0 && allowance.allows(batch.all) && !batch.out.task.is_cancelled() {
        *left -= 1;
        if let Some(stop) = next(batch) {
            return stop;
        }
        if batch.writer.bytes.len() >= BATCH_BYTES {
            batch.flush();
        }
    }
    Stop::Full
}
