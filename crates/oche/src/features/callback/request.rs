//! Calls from tasks and from other threads: how they go out, and how the answers come back.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll};

use super::answer::Answer;
use super::remote::Remote;
use crate::base::callback_error::CallbackError;
use crate::base::oneshot::Receiver;
use crate::protocol::EntryKind;
use crate::protocol::layouts::REQUEST_HEADER;
use crate::run::dart_call::Call;
use crate::run::requests::KeptAnswer;
use crate::wire::writer::Writer;

/// How many bytes stand before the arguments of a request.
const HEAD: usize = REQUEST_HEADER.size();

/// A call from a task, or from a thread that waits as a task does.
pub(crate) struct Request {
    remote: Arc<Remote>,
    id: u64,
    method: u32,
    state: RequestState,
}

enum RequestState {
    Unsent(Writer),
    Waiting(Receiver<KeptAnswer>),
    Ended,
}

impl Request {
    /// Writes the request; the first poll sends it.
    pub(super) fn new(
        remote: &Arc<Remote>,
        method: u32,
        encode: impl FnOnce(&mut Writer),
    ) -> Result<Self, CallbackError> {
        let id = remote.shared.requests.number();
        let mut message = Writer::default();
        message.raw(&remote.id.to_le_bytes());
        message.raw(&method.to_le_bytes());
        message.raw(&[0; 4]);
        encode(&mut message);
        if let Some(error) = message.take_error() {
            return Err(error.into());
        }
        Ok(Request {
            remote: Arc::clone(remote),
            id,
            method,
            state: RequestState::Unsent(message),
        })
    }

    /// Sends the request, and answers it if Dart does at once.
    fn send(&self, mut message: Writer) -> Result<Sent, CallbackError> {
        let shared = &self.remote.shared;
        let receiver = shared.requests.begin(self.id).ok_or_else(CallbackError::gone)?;
        match shared.context_of_this_thread() {
            // A task that a synchronous call polls itself would wait for ever for the event loop.
            Some(context) => {
                // SAFETY: the isolate waits for this thread, so that the context is there, and not in use. The call stays here.
                let mut call = unsafe { Call::begin(context) };
                call.message().append_from(&mut message, HEAD);
                // Its `Future` may still complete.
                if call.run(self.remote.slot, self.remote.id, self.id, self.method)? {
                    return Ok(Sent::Answered(call.keep()));
                }
            }
            None => {
                let sent = shared
                    .mailbox
                    .push(EntryKind::Request, self.id, self.remote.slot, &mut message);
                if sent.is_err() {
                    shared.close();
                }
            }
        }
        Ok(Sent::Waiting(receiver))
    }
}

/// What becomes of a request when it is sent.
enum Sent {
    Answered(KeptAnswer),
    Waiting(Receiver<KeptAnswer>),
}

impl Future for Request {
    type Output = Result<KeptAnswer, CallbackError>;

    fn poll(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if let RequestState::Unsent(message) = &mut this.state {
            let message = std::mem::take(message);
            // Before it is sent, so that a panic of the waker's cannot send it twice.
            this.state = RequestState::Ended;
            let answer = match this.send(message) {
                Ok(Sent::Waiting(receiver)) => {
                    this.state = RequestState::Waiting(receiver);
                    None
                }
                Ok(Sent::Answered(answer)) => Some(Ok(answer)),
                Err(error) => Some(Err(error)),
            };
            if let Some(answer) = answer {
                drop(this.remote.shared.requests.end(this.id));
                return Poll::Ready(answer);
            }
        }
        let RequestState::Waiting(receiver) = &mut this.state else {
            return Poll::Ready(Err(CallbackError::gone()));
        };
        let Poll::Ready(answer) = Pin::new(receiver).poll(cx) else {
            return Poll::Pending;
        };
        this.state = RequestState::Ended;
        Poll::Ready(answer.ok_or_else(CallbackError::gone))
    }
}

impl Drop for Request {
    /// Nobody waits any more: the answer, when it comes, is dropped.
    fn drop(&mut self) {
        if matches!(self.state, RequestState::Waiting(_)) {
            drop(self.remote.shared.requests.end(self.id));
        }
    }
}

/// The result of a call from a task.
#[must_use = "the call begins when this is awaited"]
pub struct CallbackFuture<T, E> {
    /// What could not be written is told when it is polled.
    request: Result<Request, Option<CallbackError>>,
    read: fn(Result<Answer<'_>, CallbackError>) -> Result<T, E>,
}

impl<T, E> CallbackFuture<T, E> {
    pub(super) fn new(
        remote: &Arc<Remote>,
        method: u32,
        encode: impl FnOnce(&mut Writer),
        read: fn(Result<Answer<'_>, CallbackError>) -> Result<T, E>,
    ) -> Self {
        CallbackFuture {
            request: Request::new(remote, method, encode).map_err(Some),
            read,
        }
    }
}

impl<T, E> Future for CallbackFuture<T, E> {
    type Output = Result<T, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let answer = match &mut this.request {
            Ok(request) => Pin::new(request).poll(cx),
            Err(error) => Poll::Ready(Err(error.take().unwrap_or_else(CallbackError::gone))),
        };
        answer.map(|answer| match answer {
            Ok(answer) => (this.read)(Ok(Answer::kept(&answer))),
            Err(error) => (this.read)(Err(error)),
        })
    }
}
