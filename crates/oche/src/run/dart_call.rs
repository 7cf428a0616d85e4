//! Calls of Dart functions on the isolate's own thread, within a call that the isolate waits for.

use super::args::Args;
use super::cancel::outside;
use super::context::Context;
use super::exchange::{Exchange, Exchanges, KEEPING_LEVELS, MAX_STACK, NOT_RUN, Trampoline};
use super::inbound::Parcel;
use super::requests::KeptAnswer;
use super::view::View;
use crate::base::callback_error::CallbackError;
use crate::base::error::WireError;
use crate::protocol::ReplyStatus;
use crate::protocol::limits::MARK_MASK;
use crate::wire::writer::Writer;

/// An exchange in use.
pub(crate) struct Call {
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
    pub(crate) unsafe fn begin(context: *mut Context) -> Self {
        // SAFETY: by the contract; the reference ends with this function.
        let Exchanges { levels, depth, .. } = unsafe { &mut (*context).exchanges };
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
    pub(crate) fn message(&mut self) -> &mut Writer {
        // SAFETY: by the contract of `begin`: calls within this one have exchanges of their own.
        unsafe { &mut (*self.exchange).message }
    }

    /// Runs the function with the arguments that were written. False if it has returned a `Future`, otherwise there is an
    /// answer.
    #[inline]
    pub(crate) fn run(&mut self, slot: u32, id: u64, number: u64, method: u32) -> Result<bool, CallbackError> {
        let (context, exchange) = (self.context, self.exchange);
        // SAFETY: by the contract of `begin`, here and below; each reference ends at once, because Dart may come back to the
        // context and to the exchange.
        let trampoline = unsafe { (*context).exchanges.trampoline }.ok_or_else(CallbackError::gone)?;
        let here = (&raw const trampoline).addr();
        // SAFETY: as above.
        let outermost = unsafe { (*context).exchanges.called_from };
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
            (*context).exchanges.called_from = Some(outermost.unwrap_or(here));
            let value = outside(|| trampoline(level, version, length, slot, mark(id), method));
            (*context).exchanges.called_from = outermost;
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

    /// The answer, if there is one: its status, its bytes and what goes with it.
    #[inline]
    pub(crate) fn answer(&self) -> (u32, &[u8], &Parcel) {
        // SAFETY: by the contract of `begin`.
        let exchange = unsafe { &*self.exchange };
        (exchange.status, exchange.message.bytes.as_slice(), &exchange.inbound)
    }

    /// The same, to be kept.
    pub(crate) fn keep(self) -> KeptAnswer {
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

/// `callbacks_open(context, trampoline)`: how Rust calls Dart back on the isolate's own thread; null if it must not any
/// more.
///
/// # Safety
/// `context` is the calling isolate's, and nothing else refers to it. `trampoline` is null or a [`Trampoline`] that can be
/// called on the isolate's thread, while the isolate waits for a call, until this is called again.
pub(crate) unsafe extern "C" fn open(context: *mut Context, trampoline: Option<Trampoline>) {
    // SAFETY: by the contract.
    unsafe { &mut *context }.exchanges.trampoline = trampoline;
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
