//! The executor's context, in which all code of the user's runs, wherever it does: what it spawns, its timers and its sockets
//! look for it there.
//!
//! With tokio it is no more than [`Handle::enter`](tokio::runtime::Handle::enter), so that the code may block, and have runtimes
//! of its own. An isolate's thread enters it with its first call and never leaves it: whether it has, is a byte of the thread's
//! own. It has to be asked for each call, because an isolate changes threads.

use std::sync::atomic::Ordering;

#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
use super::chosen::TOKIO;
use super::chosen::{CHOSEN, USERS, WHICH, is_users};
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
use crate::platform::thread::set_thread_byte;
use crate::platform::thread::thread_byte;
use crate::run::panic::catch::{RustPanic, catch};

/// Whether this thread is in the executor's context already, and stays there.
#[inline]
pub(crate) fn is_in_context() -> bool {
    // It is never that of the user's.
    thread_byte() == WHICH.load(Ordering::Relaxed)
}

/// A call begins on this thread, which is an isolate's or one of Oche's own.
#[inline]
pub(crate) fn arrive() {
    #[cfg(all(feature = "tokio", not(target_family = "wasm")))]
    if !is_in_context() {
        stay();
    }
}

/// Enters tokio's context, if it is what is to be entered, and does not leave it. Nothing of the user's is on the stack then that
/// could have entered another one, and would leave that one first.
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
#[cold]
fn stay() {
    if WHICH.load(Ordering::Relaxed) == TOKIO
        && let Some(runtime) = super::runtime::start_if_possible()
    {
        // Its end would be to leave, which nothing but the end of the thread brings; and that forgets the context anyway.
        std::mem::forget(runtime.enter());
        set_thread_byte(TOKIO);
    }
}

/// Runs `body`, which is the user's code, on a thread that has [arrived](arrive). If it is nested in other code of the user's,
/// which has called Dart, that one may be in a context of its own.
#[inline]
pub(crate) fn in_context<T>(is_nested: bool, body: impl FnOnce() -> T) -> T {
    match must_enter(is_nested) {
        true => in_context_anew(body),
        false => body(),
    }
}

/// Whether `in_context` has anything to do.
#[inline]
fn must_enter(is_nested: bool) -> bool {
    is_nested || WHICH.load(Ordering::Relaxed) == USERS
}

/// [`in_context`] within [`catch`]. Where there is nothing to enter, the compiler sees no more than what `body` does, and much code
/// cannot panic.
#[inline]
pub(crate) fn catch_in_context<T>(is_nested: bool, body: impl FnOnce() -> T) -> Result<T, RustPanic> {
    match must_enter(is_nested) {
        true => catch_anew(body),
        false => catch(body),
    }
}

#[cold]
#[inline(never)]
fn catch_anew<T>(body: impl FnOnce() -> T) -> Result<T, RustPanic> {
    catch(|| in_context_anew(body))
}

#[cold]
fn in_context_anew<T>(body: impl FnOnce() -> T) -> T {
    let (mut body, mut result) = (Some(body), None);
    run_anew(&mut || {
        if let Some(body) = body.take() {
            result = Some(body());
        }
    });
    result.unwrap_or_else(|| panic_was_kept())
}

/// The same for a body that may be called again, which then does nothing. Compiled once.
fn run_anew(body: &mut dyn FnMut()) {
    if let Some(executor) = is_users().then(|| CHOSEN.get()).flatten() {
        executor.enter(body);
    } else {
        #[cfg(all(feature = "tokio", not(target_family = "wasm")))]
        if let Some(runtime) = super::runtime::start_if_possible() {
            super::runtime::run_nested(runtime, body);
        }
    }
    // If nobody has called it, that is no reason not to run what was to be run: there is nothing to enter, or it is a fault of the
    // executor's.
    body();
}

#[cold]
fn panic_was_kept() -> ! {
    panic!("the executor's `enter` has kept a panic of what it called to itself")
}

/// The same on any other thread, perhaps one of the user's: it is left as it is found. On a thread that is in some context of
/// tokio's already, that one stays.
#[inline]
pub(crate) fn in_context_here<T>(body: impl FnOnce() -> T) -> T {
    #[cfg(all(feature = "tokio", not(target_family = "wasm")))]
    let _entered = {
        let is_tokio = WHICH.load(Ordering::Relaxed) == TOKIO && thread_byte() != TOKIO;
        is_tokio.then(super::runtime::enter_if_outside)
    };
    in_context(false, body)
}
