//! Where a stream function's items go.

use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::batch::{Batch, Out, Source, Stop, StreamEnd, run_of};
use crate::base::error::WireError;
use crate::protocol::CallStatus as Status;
use crate::run::call::running::Running;
use crate::run::credit::Allowance;
use crate::run::flow::Flow;
use crate::run::task::Task;
use crate::wire::codec::Encode;
use crate::wire::writer::Writer;

/// Where a stream function's items go, which are encoded as the crate `C` encodes them.
pub struct StreamOut<C> {
    out: Out,
    crate_name: PhantomData<fn() -> C>,
}

/// How a stream has ended.
pub type End = Result<StreamEnd, WireError>;

impl<C> StreamOut<C> {
    /// Where the items of a stream go, which `running` is.
    pub(crate) fn of(running: &Running, task: &Arc<Task>, flow: &Arc<Flow>) -> Self {
        StreamOut {
            out: Out::of(running, task, flow),
            crate_name: PhantomData,
        }
    }

    /// Sends the items of `stream` to its end.
    ///
    /// # Errors
    /// None of its own; the type is that of the generated async block.
    pub async fn run<S>(self, stream: S) -> Result<StreamEnd, WireError>
    where
        S: Stream<Item: Encode<C>>,
    {
        Ok(self.drive(stream, |item, w| item.encode(w)).await)
    }

    /// Sends the items of a stream whose items can fail: each begins with u8 0 for a value or 1 for an error.
    /// `map_error` makes the error one that can be encoded.
    ///
    /// # Errors
    /// None of its own, as for [`StreamOut::run`].
    pub async fn run_results<S, T, E, X>(self, stream: S, map_error: impl Fn(E) -> X) -> Result<StreamEnd, WireError>
    where
        S: Stream<Item = Result<T, E>>,
        T: Encode<C>,
        X: Encode<C>,
    {
        let encode = |item, w: &mut Writer| encode_result(item, w, &map_error);
        Ok(self.drive(stream, encode).await)
    }

    /// Ends the stream with the error of the function that should have made it.
    ///
    /// # Errors
    /// None of its own, as for [`StreamOut::run`].
    pub fn fail(self, error: impl Encode<C>) -> Result<StreamEnd, WireError> {
        let mut end = StreamEnd::new(Ok(Ok(Status::Error)));
        error.encode(&mut end.payload);
        Ok(end)
    }

    async fn drive<S: Stream>(self, stream: S, encode: impl Fn(S::Item, &mut Writer)) -> StreamEnd {
        let stream = pin!(stream);
        self.out.run(Items { stream, encode }).await
    }
}

/// Encodes an item that can be an error: u8 0 and the value, or u8 1 and what `map_error` makes of the error.
pub(crate) fn encode_result<C, T, E, X>(item: Result<T, E>, w: &mut Writer, map_error: impl Fn(E) -> X)
where
    T: Encode<C>,
    X: Encode<C>,
{
    match item {
        Ok(value) => {
            w.raw(&[0]);
            value.encode(w);
        }
        Err(error) => {
            w.raw(&[1]);
            map_error(error).encode(w);
        }
    }
}

/// A stream, and how its items are encoded.
struct Items<'a, S, E> {
    stream: Pin<&'a mut S>,
    encode: E,
}

impl<S: Stream, E: Fn(S::Item, &mut Writer)> Source for Items<'_, S, E> {
    fn fill(&mut self, batch: &mut Batch, cx: &mut Context<'_>, allowance: Allowance, left: &mut u32) -> Stop {
        run_of(batch, allowance, left, |batch| {
            match self.stream.as_mut().poll_next(cx) {
                Poll::Ready(Some(item)) => batch.add(|w| (self.encode)(item, w)).err().map(Stop::Refused),
                Poll::Ready(None) => Some(Stop::End),
                Poll::Pending => Some(Stop::Pending),
            }
        })
    }
}
