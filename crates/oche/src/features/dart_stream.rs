//! Streams of Dart that Rust reads: what a parameter such as `impl Stream<Item = T>` is given. The Dart twin is
//! `dart_stream.dart`.
//!
//! A stream of Dart is a [`Callback`] with one method: "give me up to N items", N as a u32. Dart listens to the stream at
//! the first such request, lets it run while there is one, and pauses it in between. It answers when something is at hand,
//! with all that is at hand; Rust asks again when there is room for half a window. So no more than a window of items is on
//! this side or on its way, and a stream that nobody polls is not listened to.
//!
//! The answer is a run of events: u8 kind, a [`StreamEvent`], then what goes with it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::base::callback_error::CallbackError;
use crate::base::error::WireError;
use crate::features::callback::answer::Answer;
use crate::features::callback::function::{Callback, expect_callback};
use crate::features::callback::request::Request;
use crate::protocol::StreamEvent;
use crate::run::cancel::is_within_task;
use crate::wire::codec::Decode;
use crate::wire::reader::Reader;

/// A stream of Dart, with items `I`.
///
/// Dropping it cancels Dart's subscription. If the isolate ends, or is detached, that is a last error.
pub struct DartStream<I> {
    /// `None` once the stream has ended.
    source: Option<Callback>,
    /// What Dart has not answered yet.
    request: Option<Request>,
    /// What was not taken yet: no more than the window.
    ready: VecDeque<Result<I, CallbackError>>,
    window: u32,
    item: ReadItem<I>,
    error: fn(CallbackError) -> I,
}

/// Reads an item, or an error of the items' own type.
type ReadItem<I> = fn(&mut Reader<'_>, is_error: bool) -> Result<I, WireError>;

/// A stream whose items have no room for an error: one that Dart's stream has is a panic of the poll.
pub fn dart_stream<C, T: Decode<C>>(source: Callback, window: u32) -> DartStream<T> {
    DartStream::new(
        source,
        window,
        |r, is_error| no_error(is_error).and_then(|()| T::decode(r)),
        |error| expect_callback(Err(error)),
    )
}

/// A stream that goes on after an error.
pub fn dart_stream_results<C, T: Decode<C>>(source: Callback, window: u32) -> DartStream<Result<T, CallbackError>> {
    DartStream::new(
        source,
        window,
        |r, is_error| no_error(is_error).and_then(|()| T::decode(r).map(Ok)),
        Err,
    )
}

/// The same with errors of a type of the API.
pub fn dart_stream_typed<C, T, E>(source: Callback, window: u32) -> DartStream<Result<T, E>>
where
    T: Decode<C>,
    E: Decode<C> + From<CallbackError>,
{
    DartStream::new(
        source,
        window,
        |r, is_error| match is_error {
            false => T::decode(r).map(Ok),
            true => E::decode(r).map(Err),
        },
        |error| Err(error.into()),
    )
}

fn no_error(is_error: bool) -> Result<(), WireError> {
    match is_error {
        false => Ok(()),
        true => Err(WireError::malformed(
            "a stream has an error of a type it does not declare",
        )),
    }
}

impl<I> DartStream<I> {
    fn new(source: Callback, window: u32, item: ReadItem<I>, error: fn(CallbackError) -> I) -> Self {
        DartStream {
            source: Some(source),
            request: None,
            ready: VecDeque::new(),
            window: window.max(1),
            item,
            error,
        }
    }

    /// Asks Dart for more if there is room, and takes what has come.
    fn fill(&mut self, cx: &mut Context<'_>) -> Result<(), CallbackError> {
        let Some(source) = &self.source else {
            return Ok(());
        };
        let waiting = self.ready.len() as u32;
        if self.request.is_none() && waiting <= self.window / 2 {
            if source.is_waited_for() && !is_within_task() {
                return Err(CallbackError::invalid(
                    "a stream of Dart cannot be read in a synchronous call, because its isolate waits for that call; let \
                     the Rust function be asynchronous",
                ));
            }
            let room = self.window - waiting;
            self.request = Some(source.request(0, |w| w.raw(&room.to_le_bytes()))?);
        }
        let Some(request) = &mut self.request else {
            return Ok(());
        };
        let Poll::Ready(answer) = Pin::new(request).poll(cx) else {
            return Ok(());
        };
        self.request = None;
        let (item, ready) = (self.item, &mut self.ready);
        let is_done = Answer::kept(&answer?).read(|r| read(r, item, ready))?;
        if is_done {
            self.source = None;
        }
        Ok(())
    }
}

/// Reads an answer; whether the stream is done.
fn read<I>(
    r: &mut Reader<'_>,
    item: ReadItem<I>,
    ready: &mut VecDeque<Result<I, CallbackError>>,
) -> Result<bool, WireError> {
    let before = ready.len();
    loop {
        let text = |r: &mut Reader<'_>| r.str().map(str::to_owned);
        let [kind] = r.raw()?;
        ready.push_back(match StreamEvent::from_code(u32::from(kind)) {
            Some(StreamEvent::Item) => Ok(item(r, false)?),
            Some(StreamEvent::Error) => Ok(item(r, true)?),
            Some(StreamEvent::Threw) => Err(CallbackError::threw(text(r)?, text(r)?)),
            Some(StreamEvent::Invalid) => Err(CallbackError::invalid(text(r)?)),
            Some(StreamEvent::More) if ready.len() > before => return Ok(false),
            Some(StreamEvent::Done) => return Ok(true),
            _ => {
                return Err(WireError::malformed(format!(
                    "a stream has an event of the kind {kind}"
                )));
            }
        });
    }
}

impl<I> Stream for DartStream<I> {
    type Item = I;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I>> {
        let this = self.get_mut();
        if let Err(error) = this.fill(cx) {
            this.source = None;
            this.ready.push_back(Err(error));
        }
        match this.ready.pop_front() {
            Some(Ok(item)) => Poll::Ready(Some(item)),
            Some(Err(error)) => Poll::Ready(Some((this.error)(error))),
            None if this.source.is_none() => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}

// It hands items out and never pins them.
impl<I> Unpin for DartStream<I> {}
