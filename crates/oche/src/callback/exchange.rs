//! Calls on the isolate's own thread, within a call that the isolate waits for. The request and the answer share a message:
//! Dart has read the one before it writes the other.

use std::sync::Arc;

use super::answer::{Answer, KeptAnswer};
use super::request::Request;
use super::{CallbackError, Remote};
use crate::__same_layout as same_layout;
use crate::cancel::outside;
use crate::isolate::{Context, View};
use crate::park::block_on;
use crate::protocol::ReplyStatus;
use crate::protocol::limits::MARK_MASK;
use crate::wire::attachment::Inbound;
use crate::wire::{Args, WireError, Writer};

/// Runs the Dart function in a slot: `trampoline(level, version, length, slot, mark, method)`. The arguments are the first
/// `length` bytes in the exchange of that level; if anything else in there has changed, so has the version. The mark is
/// that of the function's number.
///
/// What it returns is the length of a value with which nothing goes. For every other answer it is negative, and the exchange
/// says more, unless Dart could not even begin.
pub(crate) type Trampoline = unsafe extern "C" fn(u32, u32, u32, u32, u32, u32) -> i32;

/// The status until Dart has set another one.
const NOT_RUN: u32 = ReplyStatus::NotRun.code();

/// From this level of nesting on, an exchange gives its memory back after each call.
const KEEPING_LEVELS: usize = 4;

/// How much of the stack calls may take that go back and forth between Rust and Dart on the isolate's own thread: half of
/// what the Dart VM has for an isolate. It has no way to end such calls when nothing is left; the process would die.
const MAX_STACK: usize = 64 * 1024 * size_of::<usize>();

/// The memory for the calls of one level of nesting, one after the other.
///
/// Layout, shared with Dart (P is the size of a pointer): data P, length P, capacity P, attachments P, number of
/// attachments P; u64 number of the request, 0 if nobody would wait for a later answer; u32 status; u32 how many things go
/// with the answer. Dart writes the answer to the data, and, unless it is only a value, the length and what follows the
/// number.
#[repr(C)]
#[derive(Default)]
pub(crate) struct Exchange {
    view: View,
    number: u64,
    status: u32,
    attached: u32,
    message: Writer,
    /// What goes with the answer.
    inbound: Vec<Inbound>,
    version: u32,
}

same_layout!(Exchange as ExchangeMemory {
    message = view,
    request = number,
    status = status,
    attached = attached,
});

impl Exchange {
    /// Lets Dart see the message; its length.
    #[inline]
    fn publish(&mut self) -> u32 {
        let view = View::of(&self.message);
        let is_there = view.is_at(&self.view);
        if !is_there {
            // Dart may leave an answer anywhere in it.
            self.message.bytes.zero_rest();
        }
        if !is_there || !view.is_alone() || !self.view.is_alone() {
            self.version = (self.version + 1) & MARK_MASK;
        }
        self.view = view;
        self.message.bytes.len() as u32
    }

    /// Forgets the call. Of the memory it keeps some, and none if that `is_deep` in other calls.
    #[inline]
    fn reset(&mut self, is_deep: bool) {
        self.message.reset();
        if is_deep {
            self.message = Writer::default();
        }
        if self.message.bytes.capacity() == 0 {
            // What comes next may be at the same address, and is still other memory.
            self.view = View::default();
            self.version = (self.version + 1) & MARK_MASK;
        }
    }
}

/// The exchanges of a context: as many as there ever were calls within each other. Each stays where it is, so that Dart
/// needs to look for it only once.
#[derive(Default)]
pub(crate) struct Exchanges {
    #[allow(clippy::vec_box, reason = "Dart has their addresses")]
    levels: Vec<Box<Exchange>>,
    /// How many of them are in use.
    depth: usize,
}

/// An exchange in use.
pub(super) struct Call {
    context: *mut Context,
    exchange: *mut Exchange,
    level: usize,
}

impl Drop for Call {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: by the contract of `begin`; the references end before an object's own code can run.
        let inbound = unsafe {
            let exchange = &mut *self.exchange;
            exchange.reset(self.level >= KEEPING_LEVELS);
            (*self.context).exchanges.depth = self.level;
            std::mem::take(&mut exchange.inbound)
        };
        drop(inbound);
    }
}

impl Call {
    /// Takes the next exchange.
    ///
    /// # Safety
    /// The isolate of `context` waits for this thread until the result is dropped, and nothing refers to the context now.
    /// Results are dropped in the opposite order, as they are if they stay on the stack.
    #[inline]
    pub(super) unsafe fn begin(context: *mut Context) -> Self {
        // SAFETY: by the contract; the reference ends with this function.
        let Exchanges { levels, depth } = unsafe { &mut (*context).exchanges };
        let level = *depth;
        if level == levels.len() {
            levels.push(Box::default());
        }
        *depth += 1;
        let exchange = &raw mut *levels[level];
        Call {
            context,
            exchange,
            level,
        }
    }

    /// The message for the arguments.
    #[inline]
    pub(super) fn message(&mut self) -> &mut Writer {
        // SAFETY: by the contract of `begin`: calls within this one have exchanges of their own.
        unsafe { &mut (*self.exchange).message }
    }

    /// Runs the function with the arguments that were written. False if it has returned a `Future`, otherwise there is an
    /// answer.
    #[inline]
    pub(super) fn run(&mut self, remote: &Remote, number: u64, method: u32) -> Result<bool, CallbackError> {
        let (context, exchange) = (self.context, self.exchange);
        // SAFETY: by the contract of `begin`, here and below; each reference ends at once, because Dart may come back to the
        // context and to the exchange.
        let trampoline = unsafe { (*context).trampoline }.ok_or_else(CallbackError::gone)?;
        let here = (&raw const trampoline).addr();
        // SAFETY: as above.
        let outermost = unsafe { (*context).called_from };
        if outermost.is_some_and(|there| there.abs_diff(here) > MAX_STACK) {
            return Err(too_deep());
        }
        let level = self.level as u32;
        // SAFETY: as above.
        let (version, length) = unsafe {
            let exchange = &mut *exchange;
            exchange.number = number;
            exchange.status = NOT_RUN;
            let length = exchange.publish();
            (exchange.version, length)
        };
        // SAFETY: as above, and it is the isolate's thread, and the isolate waits.
        let value = unsafe {
            (*context).called_from = Some(outermost.unwrap_or(here));
            let value = outside(|| trampoline(level, version, length, remote.slot, mark(remote.id), method));
            (*context).called_from = outermost;
            value
        };
        // SAFETY: as above; Dart is done.
        let exchange = unsafe { &mut *exchange };
        let length = match usize::try_from(value) {
            Ok(length) => {
                exchange.status = ReplyStatus::Value.code();
                length
            }
            // SAFETY: as above; this takes from another part of the context.
            Err(_) => match unsafe { exchange.say_else(context) }? {
                Some(length) => length,
                None => return Ok(false),
            },
        };
        if length > exchange.message.bytes.capacity() {
            return Err(too_long());
        }
        // SAFETY: `publish` and `reserve` have filled all of the memory.
        unsafe { exchange.message.bytes.set_len(length) };
        Ok(true)
    }

    /// The answer, if there is one.
    #[inline]
    pub(super) fn answer(&self) -> Answer<'_> {
        // SAFETY: by the contract of `begin`.
        let exchange = unsafe { &*self.exchange };
        Answer::new(exchange.status, exchange.message.bytes.as_slice(), &exchange.inbound)
    }

    /// The same, to be kept.
    pub(super) fn keep(self) -> KeptAnswer {
        // SAFETY: by the contract of `begin`.
        let exchange = unsafe { &mut *self.exchange };
        let bytes = std::mem::take(&mut exchange.message.bytes);
        let inbound = std::mem::take(&mut exchange.inbound);
        KeptAnswer::new(exchange.status, Args::new(bytes, inbound))
    }
}

impl Exchange {
    /// Takes up an answer that is not just a value; its length. `None` if it is a `Future`.
    ///
    /// # Safety
    /// As [`Call::begin`], and Dart has just left the answer.
    unsafe fn say_else(&mut self, context: *mut Context) -> Result<Option<usize>, CallbackError> {
        if self.status == NOT_RUN {
            return Err(not_run());
        }
        if self.attached > 0 {
            // SAFETY: by the contract.
            self.inbound = unsafe { (*context).take_inbound(self.attached, "") };
        }
        Ok((self.status != ReplyStatus::Later.code()).then_some(self.view.len))
    }
}

/// By what Dart tells a number from another one that was in its slot before.
#[inline]
fn mark(id: u64) -> u32 {
    id as u32 & MARK_MASK
}

#[cold]
fn too_deep() -> CallbackError {
    CallbackError::invalid("functions of Dart and of Rust call each other so deeply that the stack may not be enough")
}

#[cold]
fn too_long() -> CallbackError {
    WireError::malformed("an answer is longer than its memory").into()
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

/// Calls a function, waits for its answer, wherever this is, and reads that.
#[inline]
pub(super) fn ask<T, E: From<CallbackError>>(
    remote: &Arc<Remote>,
    method: u32,
    encode: impl FnOnce(&mut Writer),
    read: impl FnOnce(&Answer<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let Some(context) = remote.shared.context_of_this_thread() else {
        let answer = block_on(Request::new(remote, method, encode)?)?;
        return read(&answer.answer());
    };
    // SAFETY: the isolate waits for this thread, so that the context is there, and not in use. The call stays here.
    let mut call = unsafe { Call::begin(context) };
    let message = call.message();
    encode(message);
    if let Some(error) = message.take_error() {
        return Err(CallbackError::from(error).into());
    }
    if !call.run(remote, 0, method)? {
        return Err(no_answer().into());
    }
    read(&call.answer())
}

/// `exchange(context, level)`: where the exchange of a level is, which has been used.
///
/// # Safety
/// `context` is the calling isolate's, and there was a call of that level.
pub(crate) unsafe extern "C" fn exchange(context: *mut Context, level: u32) -> *mut Exchange {
    // SAFETY: by the contract.
    let levels = unsafe { &mut (*context).exchanges.levels };
    let exchange = levels.get_mut(level as usize);
    exchange.map_or(std::ptr::null_mut(), |exchange| &raw mut **exchange)
}

/// `exchange_reserve(exchange, capacity)`: makes the memory of an answer at least that large, keeping its content. Dart
/// finds the new address in the exchange. False if it cannot be had.
///
/// # Safety
/// `exchange` is that of the call that Dart runs at the moment.
pub(crate) unsafe extern "C" fn reserve(exchange: *mut Exchange, capacity: usize) -> bool {
    // SAFETY: by the contract; Rust looks at nothing in it while Dart runs the call.
    let exchange = unsafe { &mut *exchange };
    let is_there = exchange.message.bytes.reserve_zeroed(capacity);
    // Not `publish`: what is there of the answer stays.
    exchange.view = View::of(&exchange.message);
    exchange.version = (exchange.version + 1) & MARK_MASK;
    is_there
}
