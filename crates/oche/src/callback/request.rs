//! Calls from Rust to Dart: how they go out, and how the answers come back.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as TaskContext, Poll};

use tokio::sync::oneshot;

use super::{CallbackError, Remote};
use crate::cancel::outside;
use crate::error::caught_outside;
use crate::isolate::{Context, View};
use crate::mailbox::EntryKind;
use crate::park::block_on;
use crate::wire::{Args, Decode, Reader, WireError, Writer};

/// Runs a Dart function on the isolate's own thread: the function's number, and the request. Dart answers by [`reply`],
/// at the latest when its `Future` completes.
pub(crate) type Trampoline = unsafe extern "C" fn(callback: u64, request: *const View);

/// How many messages a context keeps for later calls: one for each level of nesting.
const SPARE_MESSAGES: usize = 4;

/// How much of the stack calls may take that go back and forth between Rust and Dart on the isolate's own thread: half of
/// what the Dart VM has for an isolate. It has no way to end such calls when nothing is left; the process would die.
const MAX_STACK: usize = 64 * 1024 * size_of::<usize>();

/// What Dart said.
pub(crate) struct Answer {
    status: u32,
    args: Args,
}

impl Answer {
    /// The value, for a function that has no errors of its own.
    pub(crate) fn value<C, T: Decode<C>>(self) -> Result<T, CallbackError> {
        self.read(T::decode)
    }

    /// The value, as `read` reads it.
    pub(crate) fn read<T>(
        self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, WireError>,
    ) -> Result<T, CallbackError> {
        match self.status {
            0 => Ok(self.args.decode(read)?),
            _ => Err(self.failure()),
        }
    }

    /// The value or the user's error.
    pub(crate) fn result<C, T, E>(self) -> Result<T, E>
    where
        T: Decode<C>,
        E: Decode<C> + From<CallbackError>,
    {
        match self.status {
            1 => match self.args.decode(E::decode) {
                Ok(error) => Err(error),
                Err(error) => Err(CallbackError::from(error).into()),
            },
            _ => Ok(self.value::<C, T>()?),
        }
    }

    fn failure(self) -> CallbackError {
        let text = |r: &mut Reader<'_>| r.str().map(str::to_owned);
        let failure: Result<CallbackError, WireError> = match self.status {
            2 => self.args.decode(|r| Ok(CallbackError::threw(text(r)?, text(r)?))),
            3 => Ok(CallbackError::gone()),
            4 => self.args.decode(|r| Ok(CallbackError::invalid(text(r)?))),
            other => Err(WireError::malformed(format!("an answer has the status {other}"))),
        };
        failure.unwrap_or_else(CallbackError::from)
    }
}

/// The calls from other threads and from tasks that wait for an answer, by number; `None` once the isolate is gone.
pub(crate) struct Requests {
    last: AtomicU64,
    waiting: Mutex<Option<HashMap<u64, oneshot::Sender<Answer>>>>,
}

impl Requests {
    pub(crate) fn new() -> Self {
        Requests {
            last: AtomicU64::new(0),
            waiting: Mutex::new(Some(HashMap::new())),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<HashMap<u64, oneshot::Sender<Answer>>>> {
        // Nothing that could panic half-way runs under this lock.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn number(&self) -> u64 {
        self.last.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Where the answer will come; `None` if the isolate is gone.
    fn begin(&self, id: u64) -> Option<oneshot::Receiver<Answer>> {
        let (sender, receiver) = oneshot::channel();
        self.lock().as_mut()?.insert(id, sender);
        Some(receiver)
    }

    fn end(&self, id: u64) -> Option<oneshot::Sender<Answer>> {
        self.lock().as_mut()?.remove(&id)
    }

    /// Hands an answer to whoever waits for it, if anybody does.
    fn answer(&self, id: u64, answer: Answer) {
        if let Some(sender) = self.end(id) {
            wake(|| drop(sender.send(answer)));
        }
    }

    /// Tells all that wait that the isolate is gone, and refuses new requests.
    pub(crate) fn close(&self) {
        let waiting = self.lock().take();
        for sender in waiting.into_iter().flatten() {
            wake(|| drop(sender));
        }
    }
}

/// A waker is the executor's code, which may panic; that concerns neither the line nor those who wait after it.
fn wake(wake: impl FnOnce()) {
    caught_outside(wake);
}

/// A call on the isolate's own thread. Dart answers the latest one before it returns.
pub(crate) struct Pending {
    id: u64,
    answer: Option<Answer>,
}

/// Writes a request. What cannot cross is an error.
fn write(mut message: Writer, id: u64, method: u32, encode: impl FnOnce(&mut Writer)) -> Result<Writer, CallbackError> {
    message.raw(&id.to_le_bytes());
    message.raw(&method.to_le_bytes());
    encode(&mut message);
    match message.take_error() {
        None => Ok(message),
        Some(error) => Err(error.into()),
    }
}

/// Calls a function and waits for its answer, wherever this is.
pub(super) fn ask(
    remote: &Arc<Remote>,
    method: u32,
    encode: impl FnOnce(&mut Writer),
) -> Result<Answer, CallbackError> {
    match remote.shared.context_of_this_thread() {
        // SAFETY: the isolate waits for this thread, so that the context is there, and not in use.
        Some(context) => unsafe { ask_directly(context, remote, method, encode) },
        None => block_on(Request::new(remote, method, encode)?),
    }
}

/// # Safety
/// The isolate of `context` waits for this thread, and nothing refers to the context.
unsafe fn ask_directly(
    context: *mut Context,
    remote: &Remote,
    method: u32,
    encode: impl FnOnce(&mut Writer),
) -> Result<Answer, CallbackError> {
    let id = remote.shared.requests.number();
    // SAFETY: by the contract, here and below; each reference ends at once, because the user's code in `encode`, and Dart,
    // may come back to the context.
    let message = unsafe { (*context).spare_messages.pop() }.unwrap_or_default();
    let mut message = write(message, id, method, encode)?;
    // SAFETY: as above.
    unsafe { (*context).pending.push(Pending { id, answer: None }) };
    // SAFETY: as above.
    let called = unsafe { call(context, remote, &message) };
    // SAFETY: as above. What was pushed since is popped already: calls end in the opposite order.
    let pending = unsafe { (*context).pending.pop() };
    message.reset();
    // SAFETY: as above.
    unsafe {
        if (*context).spare_messages.len() < SPARE_MESSAGES {
            (*context).spare_messages.push(message);
        }
    }
    called?;
    pending.and_then(|pending| pending.answer).ok_or_else(|| {
        CallbackError::invalid(
            "it returned a Future, which cannot complete while its isolate waits in a synchronous call; let it return a \
             value, or make the Rust function asynchronous",
        )
    })
}

/// Runs the function on this thread.
///
/// # Safety
/// As [`ask_directly`].
unsafe fn call(context: *mut Context, remote: &Remote, message: &Writer) -> Result<(), CallbackError> {
    // SAFETY: by the contract.
    let trampoline = unsafe { (*context).trampoline }.ok_or_else(CallbackError::gone)?;
    let view = View::of(message);
    let here = (&raw const view).addr();
    // SAFETY: as above.
    let outermost = unsafe { (*context).called_from };
    if outermost.is_some_and(|there| there.abs_diff(here) > MAX_STACK) {
        return Err(CallbackError::invalid(
            "functions of Dart and of Rust call each other so deeply that the stack may not be enough",
        ));
    }
    // SAFETY: as above, and it is the isolate's thread, and the isolate waits. Dart reads the message before it returns.
    unsafe {
        (*context).called_from = Some(outermost.unwrap_or(here));
        outside(|| trampoline(remote.id, &raw const view));
        (*context).called_from = outermost;
    }
    Ok(())
}

/// `reply(context, request, status, args, len, inbound)`: the answer to a request. Nothing happens if nobody waits for it.
///
/// # Safety
/// As for the functions of [`crate::call`].
pub(crate) unsafe extern "C" fn reply(
    context: *mut Context,
    request: u64,
    status: u32,
    args: *const u8,
    len: usize,
    inbound: u32,
) {
    // SAFETY: by the contract; the references end before code of the user's, in a waker or an object, can run.
    let (answer, _entered) = unsafe {
        let context = &mut *context;
        let args = context.take_args(args, len, inbound, "");
        let answer = Answer { status, args };
        let entered = context.enter();
        match context.pending.last_mut() {
            Some(pending) if pending.id == request && pending.answer.is_none() => {
                pending.answer = Some(answer);
                return;
            }
            _ => (answer, entered),
        }
    };
    // SAFETY: by the contract.
    let shared = Arc::clone(unsafe { (*context).shared() });
    shared.requests.answer(request, answer);
}

/// A call from a task, or from a thread that waits as a task does.
pub(crate) struct Request {
    remote: Arc<Remote>,
    id: u64,
    state: RequestState,
}

enum RequestState {
    Unsent(Writer),
    Waiting(oneshot::Receiver<Answer>),
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
        let message = write(Writer::default(), id, method, encode)?;
        Ok(Request {
            remote: Arc::clone(remote),
            id,
            state: RequestState::Unsent(message),
        })
    }

    fn send(&self, mut message: Writer) -> Result<oneshot::Receiver<Answer>, CallbackError> {
        let shared = &self.remote.shared;
        let receiver = shared.requests.begin(self.id).ok_or_else(CallbackError::gone)?;
        match shared.context_of_this_thread() {
            // A task that a synchronous call polls itself would wait for ever for the event loop.
            // SAFETY: the isolate waits for this thread, so that the context is there, and not in use.
            Some(context) => unsafe { call(context, &self.remote, &message) }?,
            None => {
                let sent = shared.mailbox.push(EntryKind::Request, self.remote.id, 0, &mut message);
                if sent.is_err() {
                    shared.close();
                }
            }
        }
        Ok(receiver)
    }
}

impl Future for Request {
    type Output = Result<Answer, CallbackError>;

    fn poll(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if let RequestState::Unsent(message) = &mut this.state {
            let message = std::mem::take(message);
            // Before it is sent, so that a panic of the waker's cannot send it twice.
            this.state = RequestState::Ended;
            match this.send(message) {
                Ok(receiver) => this.state = RequestState::Waiting(receiver),
                Err(error) => {
                    this.remote.shared.requests.end(this.id);
                    return Poll::Ready(Err(error));
                }
            }
        }
        let RequestState::Waiting(receiver) = &mut this.state else {
            return Poll::Ready(Err(CallbackError::gone()));
        };
        let Poll::Ready(answer) = Pin::new(receiver).poll(cx) else {
            return Poll::Pending;
        };
        this.state = RequestState::Ended;
        Poll::Ready(answer.map_err(|_| CallbackError::gone()))
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
    decode: fn(Result<Answer, CallbackError>) -> Result<T, E>,
}

impl<T, E> CallbackFuture<T, E> {
    pub(super) fn new(
        remote: &Arc<Remote>,
        method: u32,
        encode: impl FnOnce(&mut Writer),
        decode: fn(Result<Answer, CallbackError>) -> Result<T, E>,
    ) -> Self {
        CallbackFuture {
            request: Request::new(remote, method, encode).map_err(Some),
            decode,
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
        answer.map(this.decode)
    }
}
