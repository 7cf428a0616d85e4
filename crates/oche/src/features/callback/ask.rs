//! Calls that wait for their answer where they are.

use std::sync::Arc;

use super::answer::Answer;
use super::remote::Remote;
use super::request::Request;
use crate::base::callback_error::CallbackError;
use crate::platform::CAN_WAIT;
use crate::platform::park::block_on;
use crate::run::dart_call::Call;
use crate::wire::writer::Writer;

#[cold]
fn no_answer() -> CallbackError {
    CallbackError::invalid(
        "it returned a Future, which cannot complete while its isolate waits in a synchronous call; let it return a \
         value, or make the Rust function asynchronous",
    )
}

#[cold]
fn cannot_wait() -> CallbackError {
    CallbackError::invalid(
        "a page has one thread, which cannot wait for an answer that it must give itself; let the Rust function be \
         asynchronous, and the function that it calls",
    )
}

/// Calls a function, waits for its answer, wherever this is, and reads that.
#[inline]
pub(super) fn ask<T, E: From<CallbackError>>(
    remote: &Arc<Remote>,
    method: u32,
    encode: impl FnOnce(&mut Writer),
    read: impl FnOnce(&Answer<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let Some(context) = remote.shared.context_of_this_thread() else {
        if !CAN_WAIT {
            return Err(cannot_wait().into());
        }
        let answer = block_on(Request::new(remote, method, encode)?)?;
        return read(&Answer::kept(&answer));
    };
    // SAFETY: the isolate waits for this thread, so that the context is there, and not in use. The call stays here.
    let mut call = unsafe { Call::begin(context) };
    let message = call.message();
    encode(message);
    if let Some(error) = message.take_error() {
        return Err(CallbackError::from(error).into());
    }
    if !call.run(remote.slot, remote.id, 0, method)? {
        return Err(no_answer().into());
    }
    let (status, bytes, inbound) = call.answer();
    read(&Answer::new(status, bytes, inbound))
}
