//! Calls on the isolate's own thread, within a call that the isolate waits for. The request and the answer share a message:
//! Dart has read the one before it writes the other.

use super::answer::Answer;
use super::request::Request;
use super::{CallbackError, Remote};
use crate::isolate::{Context, View};
use crate::park::block_on;
use crate::wire::{Args, WireError, Writer};

use std::sync::Arc;

/// Runs a Dart function; the status of the answer, or one of those below.
pub(crate) type Trampoline = unsafe extern "C" fn(exchange: *mut Exchange) -> u32;

/// The function has returned a `Future`. Its result comes by [`reply`](super::reply), if the request has a number.
const LATER: u32 = 5;

/// Dart was not able to run the function.
const NOT_RUN: u32 = 6;

/// How many exchanges a context keeps for later calls: one for each level of nesting.
const SPARE: usize = 4;

/// How much of the stack calls may take that go back and forth between Rust and Dart on the isolate's own thread: half of
/// what the Dart VM has for an isolate. It has no way to end such calls when nothing is left; the process would die.
const MAX_STACK: usize = 64 * 1024 * size_of::<usize>();

/// One call. Dart overwrites the request by the answer, and then the length in `view`.
///
/// Layout, read and written by Dart (P is the size of a pointer): data P, length P, capacity P, attachments P, number of
/// attachments P, u32 how many things go with the answer.
#[repr(C)]
#[derive(Default)]
pub(crate) struct Exchange {
    view: View,
    attached: u32,
    message: Writer,
}

impl Exchange {
    /// The exchange of a request.
    pub(super) fn new(request: Writer) -> Self {
        Exchange {
            message: request,
            ..Exchange::default()
        }
    }

    /// Runs the function that the request names. `None` if it has returned a `Future`.
    ///
    /// # Safety
    /// The isolate of `context` waits for this thread, and nothing refers to the context.
    pub(super) unsafe fn run(&mut self, context: *mut Context) -> Result<Option<Answer>, CallbackError> {
        // SAFETY: by the contract, here and below; each reference ends at once, because Dart may come back to the context.
        let trampoline = unsafe { (*context).trampoline }.ok_or_else(CallbackError::gone)?;
        let here = (&raw const trampoline).addr();
        // SAFETY: as above.
        let outermost = unsafe { (*context).called_from };
        if outermost.is_some_and(|there| there.abs_diff(here) > MAX_STACK) {
            return Err(too_deep());
        }
        self.view = View::of(&self.message);
        self.attached = 0;
        // SAFETY: as above, and it is the isolate's thread, and the isolate waits. Dart does not keep the pointer.
        let status = unsafe {
            (*context).called_from = Some(outermost.unwrap_or(here));
            let status = trampoline(&raw mut *self);
            (*context).called_from = outermost;
            status
        };
        let inbound = match self.attached {
            0 => Vec::new(),
            // SAFETY: as above.
            count => unsafe { (*context).take_inbound(count, "") },
        };
        match status {
            LATER => Ok(None),
            NOT_RUN => Err(not_run()),
            status => {
                let mut bytes = std::mem::take(&mut self.message.bytes);
                if self.view.len > bytes.capacity() {
                    return Err(WireError::malformed("an answer is longer than its memory").into());
                }
                bytes.set_len(self.view.len);
                Ok(Some(Answer::new(status, Args::new(bytes, inbound))))
            }
        }
    }
}

#[cold]
fn too_deep() -> CallbackError {
    CallbackError::invalid("functions of Dart and of Rust call each other so deeply that the stack may not be enough")
}

#[cold]
fn not_run() -> CallbackError {
    CallbackError::invalid("Dart was not able to run it: its isolate is about to end, or has no stack left")
}

#[cold]
fn no_answer() -> CallbackError {
    CallbackError::invalid(
        "it returned a Future, which cannot complete while its isolate waits in a synchronous call; let it return a \
         value, or make the Rust function asynchronous",
    )
}

/// Writes a request. What cannot cross is an error.
#[inline]
pub(super) fn write(
    message: &mut Writer,
    number: u64,
    remote: &Remote,
    method: u32,
    encode: impl FnOnce(&mut Writer),
) -> Result<(), CallbackError> {
    let mut head = [0; 24];
    head[..8].copy_from_slice(&number.to_le_bytes());
    head[8..16].copy_from_slice(&remote.id.to_le_bytes());
    head[16..20].copy_from_slice(&remote.slot.to_le_bytes());
    head[20..].copy_from_slice(&method.to_le_bytes());
    message.raw(&head);
    encode(message);
    match message.take_error() {
        None => Ok(()),
        Some(error) => Err(error.into()),
    }
}

/// Calls a function, waits for its answer, wherever this is, and reads that.
#[inline]
pub(super) fn ask<T, E: From<CallbackError>>(
    remote: &Arc<Remote>,
    method: u32,
    encode: impl FnOnce(&mut Writer),
    read: impl FnOnce(&Answer) -> Result<T, E>,
) -> Result<T, E> {
    match remote.shared.context_of_this_thread() {
        // SAFETY: the isolate waits for this thread, so that the context is there, and not in use.
        Some(context) => unsafe { ask_directly(context, remote, method, encode, read) },
        None => read(&block_on(Request::new(remote, method, encode)?)?),
    }
}

/// # Safety
/// The isolate of `context` waits for this thread, and nothing refers to the context.
#[inline]
unsafe fn ask_directly<T, E: From<CallbackError>>(
    context: *mut Context,
    remote: &Remote,
    method: u32,
    encode: impl FnOnce(&mut Writer),
    read: impl FnOnce(&Answer) -> Result<T, E>,
) -> Result<T, E> {
    // SAFETY: by the contract, here and below; each reference ends at once, because the user's code in `encode` and `read`,
    // and Dart, may come back to the context.
    let mut exchange = unsafe { (*context).exchanges.pop() }.unwrap_or_default();
    write(&mut exchange.message, 0, remote, method, encode)?;
    // SAFETY: as above.
    let answer = unsafe { exchange.run(context) }?.ok_or_else(no_answer)?;
    let result = read(&answer);
    exchange.message.bytes = answer.into_bytes();
    exchange.message.reset();
    // SAFETY: as above.
    unsafe {
        if (*context).exchanges.len() < SPARE {
            (*context).exchanges.push(exchange);
        }
    }
    result
}

/// `exchange_reserve(exchange, capacity)`: makes the memory of an answer at least that large, keeping its content. Dart
/// finds the new address in the exchange. False if it cannot be had.
///
/// # Safety
/// `exchange` is the one that the function which runs at the moment was called with.
pub(crate) unsafe extern "C" fn reserve(exchange: *mut Exchange, capacity: usize) -> bool {
    // SAFETY: by the contract; Rust waits for the trampoline, and looks at nothing meanwhile.
    let exchange = unsafe { &mut *exchange };
    if capacity > isize::MAX as usize / 2 {
        return false;
    }
    let bytes = &mut exchange.message.bytes;
    bytes.set_len(0);
    let there = bytes.try_reserve(capacity).is_ok();
    exchange.view = View::of(&exchange.message);
    there
}
