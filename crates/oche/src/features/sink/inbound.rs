//! How a sink comes from Dart: its stream is opened while a call is being written, the sink is made when the call's
//! arguments are read.

use std::any::Any;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use super::channel::{Channel, End};
use super::receiver::{Encoding, Receiver};
use super::stream_sink::StreamSink;
use crate::base::error::WireError;
use crate::features::stream::batch::{Out, StreamEnd};
use crate::features::stream::lane::run_stream;
use crate::features::stream::out::encode_result;
use crate::protocol::CallStatus as Status;
use crate::run::call::running::Running;
use crate::run::context::{Context, Shared};
use crate::run::error::BoxedError;
use crate::run::executor::context::in_context_here;
use crate::run::flow::Flow;
use crate::run::inbound::Inbound;
use crate::run::outside::caught_outside;
use crate::run::own_sinks::OwnSink;
use crate::run::pump::{After, Pump};
use crate::run::spawn::choice::executor;
use crate::run::task::{Close, Task, TaskKind};
use crate::wire::codec::{Decode, Encode};
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

/// A stream that Dart has opened for a sink. If no sink is made for it, its end is that it was cancelled.
pub(crate) struct InboundStream {
    opened: Mutex<Option<Opened>>,
    /// Once there is its sink.
    started: OnceLock<Started>,
}

/// What moves the items of a stream that has its sink.
struct Started {
    pump: Weak<Pump>,
    flow: Arc<Flow>,
}

/// What there is of a stream before there is its sink.
struct Opened {
    running: Running,
    task: Arc<Task>,
    flow: Arc<Flow>,
}

impl OwnSink for InboundStream {
    fn set_function(&self, function: &'static str) {
        if let Some(Opened { running, flow, .. }) = &mut *self.lock() {
            running.function = function;
            flow.set_function(function);
        }
    }

    fn send_before(&self, after: &After) {
        // No sink was made of it: that is its end.
        drop(self.take());
        let Some(Started { pump, flow }) = self.started.get() else {
            return;
        };
        let Some(pump) = pump.upgrade() else { return };
        flow.hurry();
        // What the items do to be encoded is the user's code, and this is the thread of whoever has the result.
        caught_outside(|| in_context_here(|| pump.turn_before(Arc::clone(after))));
    }
}

impl InboundStream {
    fn lock(&self) -> MutexGuard<'_, Option<Opened>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The stream, once.
    fn take(&self) -> Option<Opened> {
        self.lock().take()
    }

    /// The stream that the bytes name, for its sink, which `start` is to make.
    fn of<'a>(r: &mut Reader<'a>) -> Result<&'a Self, WireError> {
        let stream = r.inbound_stream()?.map(|stream| &**stream as &dyn Any);
        let stream = stream.and_then(<dyn Any>::downcast_ref::<InboundStream>);
        stream.ok_or_else(|| WireError::malformed("the message names a stream that is not there"))
    }

    /// Opens the channel of its sink.
    ///
    /// # Safety
    /// As for [`Opened::start`].
    unsafe fn start(
        &self,
        channel: fn(Arc<Shared>, Arc<Flow>) -> Channel,
        encoding: Encoding,
    ) -> Result<Arc<Channel>, WireError> {
        let taken = || WireError::malformed("the message names a stream that has its sink already");
        let opened = self.take().ok_or_else(taken)?;
        let flow = Arc::clone(&opened.flow);
        // SAFETY: by the contract.
        let (channel, pump) = unsafe { opened.start(channel, encoding) };
        // It was taken just now, which happens once.
        let _ = self.started.set(Started { pump, flow });
        Ok(channel)
    }
}

impl Close for Channel {
    fn close(&self) {
        Channel::close(self, End::Done);
    }
}

/// Reads a sink whose items are plain values.
impl<C: 'static, T: Encode<C> + Send + 'static> Decode<C> for StreamSink<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        open(r, T::encode)
    }
}

/// The same, for generated code that has to say what the items are.
///
/// # Errors
/// If the bytes are not such a value.
pub fn sink<C: 'static, T: Encode<C> + Send + 'static>(r: &mut Reader<'_>) -> Result<StreamSink<T>, WireError> {
    StreamSink::decode(r)
}

/// Reads a sink whose items can be errors. `map_error` makes one that can be encoded.
///
/// # Errors
/// If the bytes are not such a value.
pub fn sink_results<C, T, E, X>(
    r: &mut Reader<'_>,
    map_error: impl Fn(E) -> X + Send + Sync + 'static,
) -> Result<StreamSink<Result<T, E>>, WireError>
where
    C: 'static,
    T: Encode<C> + Send + 'static,
    E: Send + 'static,
    X: Encode<C> + 'static,
{
    open(r, move |item, w| encode_result(item, w, &map_error))
}

/// Makes the sink of a stream that Dart has opened, and has `encode` encode what is pushed into it.
fn open<T: Send + 'static>(
    r: &mut Reader<'_>,
    encode: impl Fn(T, &mut Writer) + Send + 'static,
) -> Result<StreamSink<T>, WireError> {
    // SAFETY: both are for this type.
    let channel = unsafe { InboundStream::of(r)?.start(Channel::new::<T>, Encoding::new(encode))? };
    // SAFETY: it is for items of this type.
    Ok(unsafe { StreamSink::new(channel) })
}

/// Makes a sink for a stream of the run time's own, which Dart knows by `id`; `None` if the isolate is gone. `function` is
/// what it is called among the open streams.
pub(crate) fn open_stream<T: Send + 'static>(
    shared: &Arc<Shared>,
    function: &'static str,
    id: u64,
    encode: impl Fn(T, &mut Writer) + Send + 'static,
) -> Option<StreamSink<T>> {
    let opened = Opened::new(shared, function, id)?;
    opened.flow.set_function(function);
    // SAFETY: both are for this type.
    let (channel, _) = unsafe { opened.start(Channel::new::<T>, Encoding::new(encode)) };
    // SAFETY: it is for items of this type.
    Some(unsafe { StreamSink::new(channel) })
}

impl Opened {
    fn new(shared: &Arc<Shared>, function: &'static str, id: u64) -> Option<Self> {
        let (mut running, task) = Running::of(shared, function, id, TaskKind::Stream)?;
        let flow = Flow::queued();
        running.set_flow(Arc::clone(&flow));
        Some(Opened { running, task, flow })
    }

    /// Has the executor send what is pushed into a channel; what also others can send by.
    ///
    /// # Safety
    /// `encoding` is for items of the type that `channel` makes one for.
    unsafe fn start(
        self,
        channel: fn(Arc<Shared>, Arc<Flow>) -> Channel,
        encoding: Encoding,
    ) -> (Arc<Channel>, Weak<Pump>) {
        let Opened { running, task, flow } = self;
        let channel = Arc::new(channel(Arc::clone(&running.shared), Arc::clone(&flow)));
        let close: Arc<dyn Close> = Arc::clone(&channel) as _;
        task.set_sink(Arc::downgrade(&close));
        let out = Out::of(&running, &task, &flow);
        // SAFETY: by the contract.
        let items = unsafe { Receiver::new(&channel, encoding) };
        let stream = {
            let channel = Arc::clone(&channel);
            async move {
                let mut sent = pin!(out.run(items));
                let sent = poll_fn(|cx| {
                    let polled = sent.as_mut().poll(cx);
                    channel.release_room();
                    polled
                });
                let end = sent.await;
                Ok(ended(&channel, end))
            }
        };
        let pump = Pump::new(run_stream(running, task, None, stream));
        let weak = Arc::downgrade(&pump);
        channel.set_pump(Weak::clone(&weak));
        executor().spawn(Box::pin(pump.run()));
        (channel, weak)
    }
}

/// The end of a stream whose items are sent: what the sink was closed with.
fn ended(channel: &Channel, mut end: StreamEnd) -> StreamEnd {
    if !matches!(end.outcome, Ok(Ok(Status::Ok))) {
        return end;
    }
    match channel.take_end() {
        End::Done => {}
        End::Overflow(capacity) => end.outcome = Ok(Err(WireError::stream_overflow(capacity))),
        End::Error(error) => {
            Encode::<()>::encode(BoxedError(error), &mut end.payload);
            end.outcome = Ok(Ok(Status::Error));
        }
    }
    end
}

/// `inbound_stream(context, id)`: opens a stream, whose sink goes with the call that is being written. It can be granted
/// credit and cancelled from now on.
///
/// # Safety
/// `context` is the calling isolate's, and nothing else refers to it.
pub(crate) unsafe extern "C" fn inbound(context: *mut Context, id: u64) {
    // SAFETY: by the contract.
    let context = unsafe { &mut *context };
    let opened = Opened::new(context.shared(), "", id);
    let stream = InboundStream {
        opened: Mutex::new(opened),
        started: OnceLock::new(),
    };
    context.push_inbound(Inbound::Stream(Arc::new(stream)));
}

/// `sink_close(context, id)`: ends a stream that has a sink, after what is queued. Nothing happens if it has ended.
///
/// # Safety
/// `context` is the calling isolate's.
pub(crate) unsafe extern "C" fn close(context: *mut Context, id: u64) {
    // SAFETY: by the contract.
    let context = unsafe { &*context };
    let sink = context.shared().tasks.find(id).and_then(|task| task.sink());
    if let Some(sink) = sink.as_ref().and_then(Weak::upgrade) {
        // SAFETY: what is woken by it is the executor's code, which cannot end the context.
        let _entered = unsafe { context.enter() };
        sink.close();
    }
}
