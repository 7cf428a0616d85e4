//! Functions of Dart.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, PoisonError, Weak};

use super::ask::ask;
use super::remote::{Remote, read_remote};
use super::request::{CallbackFuture, Request};
use crate::base::callback_error::CallbackError;
use crate::base::error::WireError;
use crate::protocol::RemoteKind;
use crate::wire::codec::Decode;
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

/// A Dart function, or an object with methods, that Rust can call from any thread.
#[derive(Clone)]
pub struct Callback(pub(super) Arc<Remote>);

impl Callback {
    pub(crate) fn new(remote: Arc<Remote>) -> Self {
        Callback(remote)
    }

    /// The one value that stands for an object of Dart in the user's code; `make` makes it if nobody holds one.
    pub fn stand_in<T: Any + Send + Sync>(self, make: impl FnOnce(Self) -> T) -> Arc<T> {
        let remote = Arc::clone(&self.0);
        // Nothing that could panic half-way runs under this lock, and nothing of the user's own.
        let mut kept = remote.stand_in.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Ok(known)) = kept.upgrade().map(Arc::downcast::<T>) {
            return known;
        }
        let made = Arc::new(make(self));
        let weak: Weak<T> = Arc::downgrade(&made);
        *kept = weak;
        made
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

impl Reader<'_> {
    /// Reads a function of Dart.
    ///
    /// # Errors
    /// If the bytes end, or there is no such function with the message.
    pub fn callback(&mut self) -> Result<Callback, WireError> {
        read_remote(self, RemoteKind::Callback).map(Callback::new)
    }

    /// Reads the methods of an object of Dart that implements an interface.
    ///
    /// # Errors
    /// If the bytes end, or there is no such object with the message.
    pub fn implementor(&mut self) -> Result<Callback, WireError> {
        read_remote(self, RemoteKind::Implementor).map(Callback::new)
    }
}
