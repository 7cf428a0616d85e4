//! Calls that complete through the mailbox.

use std::sync::{Arc, Mutex, PoisonError};

use super::caller::Caller;
use super::finish::finish;
use super::reply::Reply;
use crate::base::error::WireError;
use crate::base::live::Live;
use crate::protocol::{CallStatus as Status, EntryKind};
use crate::run::cancellable::Ended;
use crate::run::context::Shared;
use crate::run::flow::Flow;
use crate::run::hooks::tell_panic;
use crate::run::mailbox::Closed;
use crate::run::outside::caught_outside;
use crate::run::own_sinks::OwnSinks;
use crate::run::panic::catch::RustPanic;
use crate::run::task::{Task, TaskKind};
use crate::wire::spare;
use crate::wire::writer::Writer;

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
    /// See the module `call`.
    pub(crate) unsafe fn begin(
        Caller { context, function }: Caller,
        id: u64,
        kind: TaskKind,
    ) -> Option<(Self, Arc<Task>)> {
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
    pub(super) fn begun(shared: &Arc<Shared>, function: &'static str, id: u64, kind: TaskKind) -> Self {
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

    /// Under which Dart knows the call.
    pub(crate) fn id(&self) -> u64 {
        self.id
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

    pub(crate) fn complete(
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
    pub(super) fn complete_after(self, sinks: OwnSinks, ending: Ending) {
        match sinks.is_empty() {
            true => self.complete(ending),
            false => sinks.send_before(Arc::new(Settled(Mutex::new(Some((self, ending)))))),
        }
    }

    /// Completes with what the body of the call has written to `payload`; `ok` if nothing went wrong. A panic is printed if
    /// nobody is there any more to be told.
    pub(super) fn complete_with(
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
    pub(crate) fn end(self, outcome: Result<Result<Status, WireError>, RustPanic>, payload: Writer) {
        self.complete_with(OwnSinks::default(), EntryKind::End, outcome, payload);
    }

    /// Completes with how the future of the call has ended.
    pub(super) fn settle(self, sinks: OwnSinks, ended: Ended<Result<Reply, WireError>>) {
        match ended.unpack() {
            (Some(outcome), payload) => self.complete_with(sinks, EntryKind::Value, outcome, payload),
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
pub(crate) struct Ending {
    kind: EntryKind,
    payload: Writer,
    /// What is printed if Dart is not told.
    pub(crate) panic: Option<RustPanic>,
}

impl Ending {
    pub(crate) fn new(kind: EntryKind, payload: Writer) -> Self {
        Ending {
            kind,
            payload,
            panic: None,
        }
    }

    /// With a panic of this function. The hooks hear of it.
    #[cold]
    pub(crate) fn panic(function: &'static str, panic: RustPanic, mut payload: Writer) -> Self {
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
