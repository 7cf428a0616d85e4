//! Dart functions and objects that Rust holds. The Dart twin is `callback.dart`.
//!
//! Dart puts a function, or the methods of an object, into a slot, and sends it along with a call; Rust gives out a number
//! for it, which no other one has ever had. Rust holds it as a [`Callback`]; with the last clone the slot is released and
//! Dart forgets what is in it. Until then the function keeps its isolate alive.
//!
//! An object that implements an interface has one slot for as long as Rust holds it: Dart knows what is in its slots, and
//! sends the same slot and number again ([`inbound_again`]). In the user's code one value stands for it, which every `Arc`
//! refers to ([`Callback::stand_in`]). If nobody holds it any more when Dart sends it again, it gets another slot: one that
//! is released is used again only when Dart has heard of it. On its way back it is the object itself ([`implementor`]).
//!
//! How a callback is called depends on where:
//!
//! - On the isolate's own thread, in a call that the isolate waits for, the function runs at once: Dart is called back
//!   through a function pointer, and has written the answer over the request when that returns (see `exchange`).
//! - Everywhere else the request is an entry of the mailbox. The function runs in the isolate's event loop, and the entry
//!   point `reply` wakes the thread or the task that waits, at once or when the function's `Future` completes.
//!
//! Such an entry has the request's number for its id, and the slot for its count. Its bytes are: u64 the function's number;
//! u32 the method; 4 bytes of nothing; the arguments.
//!
//! An answer, by its status:
//!
//! | status | bytes |
//! |---|---|
//! | 0 | the value |
//! | 1 | the user's error, where the function declares one |
//! | 2 | it threw: text of the exception, text of the stack |
//! | 3 | the function is gone; no bytes |
//! | 4 | a value could not cross: text |
//!
//! Every request gets an answer. If the isolate ends, or is detached, the answer is that the function is gone.

mod answer;
mod error;
mod exchange;
mod implementor;
mod remote;
mod request;

pub use error::{CallbackError, CallbackErrorKind};
pub(crate) use exchange::{Exchange, Exchanges, Trampoline, exchange, reserve};
pub use implementor::{encode_implementor, own};
pub(crate) use remote::{
    Implementors, OutboundImplementor, Released, Remote, RemoteKind, inbound_again, inbound_remote, next_released,
    object, open, release,
};
pub use request::CallbackFuture;
pub(crate) use request::{Request, Requests, reply};

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use exchange::ask;

use crate::error::WireError;
use crate::wire::attachment::Attachment;
use crate::wire::{Decode, Encode, EncodeRef, Reader, Writer};

/// A Dart function, or an object with methods, that Rust can call from any thread.
#[derive(Clone)]
pub struct Callback(Arc<Remote>);

impl Callback {
    pub(crate) fn new(remote: Arc<Remote>) -> Self {
        Callback(remote)
    }

    /// The one value that stands for an object of Dart in the user's code; `make` makes it if nobody holds one.
    pub fn stand_in<T: Any + Send + Sync>(self, make: impl FnOnce(Self) -> T) -> Arc<T> {
        self.0.stand_in(make)
    }

    /// Whether its isolate waits for a call that runs on this thread.
    pub(crate) fn is_waited_for(&self) -> bool {
        self.0.shared.context_of_this_thread().is_some()
    }

    /// Calls a method from a task, and reads its answer later. The arguments are written now.
    pub(crate) fn request(&self, method: u32, encode: impl FnOnce(&mut Writer)) -> Result<Request, CallbackError> {
        Request::new(&self.0, method, encode)
    }

    /// Calls a method, and waits for its result.
    ///
    /// A thread that is not the isolate's waits until the isolate has the time; if the isolate itself waits for that
    /// thread, both wait for ever.
    ///
    /// # Errors
    /// If the function throws, is gone, or a value cannot cross.
    #[inline]
    pub fn call<C, T: Decode<C>>(&self, method: u32, encode: impl FnOnce(&mut Writer)) -> Result<T, CallbackError> {
        ask(&self.0, method, encode, |answer| answer.value::<C, T>())
    }

    /// The same for a function that can fail with an error of its own.
    ///
    /// # Errors
    /// What the function threw, if it is an `E`; otherwise as for [`Callback::call`].
    pub fn call_result<C, T, E>(&self, method: u32, encode: impl FnOnce(&mut Writer)) -> Result<T, E>
    where
        T: Decode<C>,
        E: Decode<C> + From<CallbackError>,
    {
        ask(&self.0, method, encode, |answer| answer.result::<C, T, E>())
    }

    /// Calls a method from a task. The arguments are written now, the call begins with the first poll. Whoever drops the
    /// future gives up the result, not the call.
    ///
    /// # Errors
    /// As for [`Callback::call`].
    pub fn call_async<C, T: Decode<C>>(
        &self,
        method: u32,
        encode: impl FnOnce(&mut Writer),
    ) -> CallbackFuture<T, CallbackError> {
        CallbackFuture::new(&self.0, method, encode, |answer| answer?.value::<C, T>())
    }

    /// The same for a function that can fail with an error of its own.
    ///
    /// # Errors
    /// As for [`Callback::call_result`].
    pub fn call_async_result<C, T, E>(&self, method: u32, encode: impl FnOnce(&mut Writer)) -> CallbackFuture<T, E>
    where
        T: Decode<C>,
        E: Decode<C> + From<CallbackError>,
    {
        CallbackFuture::new(&self.0, method, encode, |answer| answer?.result::<C, T, E>())
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback(a Dart function)")
    }
}

/// The result of a callback in a function that cannot fail.
///
/// # Panics
/// If the callback failed, with what it failed with; in a call from Dart, Dart gets it as a `RustPanic`.
#[track_caller]
pub fn expect_callback<T>(result: Result<T, CallbackError>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}

/// An object of Dart that Rust holds and cannot look into. Given back to its isolate it is the same object as before.
///
/// Any Dart object can be passed where a function takes a `DartObject`, a number or a record as well; `null` is an
/// `Option<DartObject>`. It lives at least until the last clone is dropped,
/// or its isolate ends; it does not keep the isolate alive. Another isolate than its own cannot have it: a call that gives
/// it one fails with an `InvalidValueException`.
///
/// ```
/// use oche::DartObject;
///
/// /// What Dart asked for, with whatever it wants to recognize the answer by.
/// pub struct Request {
///     pub question: String,
///     pub tag: DartObject,
/// }
/// ```
#[derive(Clone)]
pub struct DartObject(Arc<Remote>);

impl DartObject {
    pub(crate) fn new(remote: Arc<Remote>) -> Self {
        DartObject(remote)
    }
}

impl fmt::Debug for DartObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DartObject(an object of Dart)")
    }
}

impl<C> Encode<C> for DartObject {
    fn encode(self, w: &mut Writer) {
        w.attach(Attachment::dart_object(self.0));
    }
}

impl<C> EncodeRef<C> for DartObject {
    fn encode_ref(&self, w: &mut Writer) {
        w.attach(Attachment::dart_object(Arc::clone(&self.0)));
    }
}

impl<C> Decode<C> for DartObject {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.dart_object()
    }
}
