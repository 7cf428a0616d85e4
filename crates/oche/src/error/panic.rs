//! Panics of user code, caught before they reach the line.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

use crate::hooks::tell_panic;
use crate::wire::{Encode, Writer};

/// A caught panic. On the wire: message, location, `Option` of the backtrace.
#[derive(Debug)]
pub(crate) struct RustPanic {
    message: String,
    /// `file:line:column`, empty if unknown.
    location: String,
    /// Where `RUST_BACKTRACE` asks for one.
    backtrace: Option<String>,
}

impl RustPanic {
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn location(&self) -> Option<&str> {
        (!self.location.is_empty()).then_some(&*self.location)
    }

    pub(crate) fn backtrace(&self) -> Option<&str> {
        self.backtrace.as_deref()
    }

    /// Appends the panic.
    pub(crate) fn write(self, w: &mut Writer) {
        w.str(&self.message);
        w.str(&self.location);
        Encode::<()>::encode(self.backtrace, w);
    }
}

impl fmt::Display for RustPanic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.location.as_str() {
            "" => write!(f, "it panicked: {}", self.message),
            location => write!(f, "it panicked at {location}: {}", self.message),
        }
    }
}

/// What the hook saw of a panic.
struct Seen {
    location: String,
    backtrace: Option<String>,
}

thread_local! {
    /// How many calls of `catch` are under way on this thread.
    static CATCHING: Cell<u32> = const { Cell::new(0) };
    /// Whether a panic that is not in `catch` is noted for `caught`.
    static NOTING: Cell<bool> = const { Cell::new(false) };
    /// The latest panic that the hook saw on this thread, until `catch` picks it up.
    static SEEN: RefCell<Option<Seen>> = const { RefCell::new(None) };
}

/// Lets the panic hook note the place of a panic that [`catch`] is going to report. Such a panic is not printed, because
/// Dart gets all of it as an exception; every other panic goes to the hook that was there before.
pub(crate) fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let noted = CATCHING.get() > 0 && note(info);
            if !noted {
                previous(info);
                if NOTING.get() && CATCHING.get() == 0 {
                    note(info);
                }
            }
        }));
    });
}

/// Notes a panic. False if an earlier one is still noted: either user code caught that one itself, or this is a panic
/// within a panic and the process is about to abort, which must not happen silently.
fn note(info: &PanicHookInfo<'_>) -> bool {
    let backtrace = Backtrace::capture();
    let seen = Seen {
        location: info.location().map(ToString::to_string).unwrap_or_default(),
        backtrace: (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string()),
    };
    SEEN.replace(Some(seen)).is_none()
}

/// Runs `f`; a panic becomes an error.
///
/// What `f` captures may be left half changed by a panic; callers throw it away or never look at it again.
#[inline]
pub(crate) fn catch<T>(f: impl FnOnce() -> T) -> Result<T, RustPanic> {
    CATCHING.set(CATCHING.get() + 1);
    let result = panic::catch_unwind(AssertUnwindSafe(f));
    CATCHING.set(CATCHING.get() - 1);
    result.map_err(report)
}

#[cold]
fn report(payload: Box<dyn Any + Send>) -> RustPanic {
    let seen = SEEN.take();
    let message = match payload.downcast_ref::<&'static str>() {
        Some(text) => (*text).to_owned(),
        None => match payload.downcast_ref::<String>() {
            Some(text) => text.clone(),
            None => "a value that is not text".to_owned(),
        },
    };
    discard(payload);
    let (location, backtrace) = seen.map(|seen| (seen.location, seen.backtrace)).unwrap_or_default();
    RustPanic {
        message,
        location,
        backtrace,
    }
}

/// Drops what a panic left. One of the user's own type may panic again in being dropped. That second one is text as a
/// rule; if it is not, it could go on like this for ever, and is leaked.
pub(crate) fn discard(payload: Box<dyn Any + Send>) {
    if let Err(second) = panic::catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        if !second.is::<&'static str>() && !second.is::<String>() {
            std::mem::forget(second);
        }
        SEEN.take();
    }
}

/// Runs code of the user's that nobody waits for. If it panics, the panic goes no further; it is printed as one that is
/// not caught.
pub(crate) fn caught<T>(f: impl FnOnce() -> T) -> Result<T, RustPanic> {
    let catching = CATCHING.replace(0);
    let noting = NOTING.replace(true);
    // What an outer `catch` is about to report is not this one's.
    let seen = SEEN.take();
    let result = panic::catch_unwind(AssertUnwindSafe(f)).map_err(report);
    SEEN.set(seen);
    NOTING.set(noting);
    CATCHING.set(catching);
    result
}

/// Runs code of the user's that belongs to no call: [`caught`], and the hooks are told.
pub(crate) fn caught_outside(f: impl FnOnce()) {
    if let Err(panic) = caught(f) {
        tell_panic(None, &panic);
    }
}

/// Drops a user's value; a panic goes no further.
pub(crate) fn drop_caught<T>(value: T) {
    caught_outside(|| drop(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_message_and_place() {
        install_hook();
        let panic = catch(|| panic!("no {}", "way")).expect_err("it panics");
        assert_eq!(panic.message, "no way");
        assert!(panic.location.contains("panic.rs:"), "{}", panic.location);
    }

    #[test]
    fn a_payload_that_is_not_text_and_panics_when_dropped() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("again");
            }
        }
        install_hook();
        let panic = catch(|| panic::panic_any(Bomb)).expect_err("it panics");
        assert_eq!(panic.message, "a value that is not text");
        let next = catch(|| panic!("next")).expect_err("it panics");
        assert_eq!(next.message, "next");
        assert!(next.location.contains("panic.rs:"));
    }
}
