//! Panics of user code, caught before they reach the line.

use std::any::Any;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};

use super::hook;
use crate::base::error::WireError;
use crate::wire::codec::Encode;
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

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
    pub(crate) fn write(&self, w: &mut Writer) {
        w.str(&self.message);
        w.str(&self.location);
        Encode::<()>::encode(self.backtrace.as_deref(), w);
    }

    /// Reads what [`write`](RustPanic::write) has written.
    pub(crate) fn read(r: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(RustPanic {
            message: r.get::<(), _>()?,
            location: r.get::<(), _>()?,
            backtrace: r.get::<(), _>()?,
        })
    }

    /// Prints it, because it turned out that nobody is told of it.
    #[cold]
    pub(crate) fn print(&self) {
        hook::print(Some(&self.message), &self.location, self.backtrace());
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

/// Runs `f`; a panic becomes an error.
///
/// What `f` captures may be left half changed by a panic; callers throw it away or never look at it again.
#[inline]
pub(crate) fn catch<T>(f: impl FnOnce() -> T) -> Result<T, RustPanic> {
    let before = hook::begin();
    let result = panic::catch_unwind(AssertUnwindSafe(f));
    let has_notes = hook::end(before);
    match result {
        Ok(value) => {
            if has_notes {
                // Of panics that `f` has caught itself.
                hook::tell_notes(before);
            }
            Ok(value)
        }
        Err(payload) => Err(report(payload, Some(before))),
    }
}

#[cold]
fn report(payload: Box<dyn Any + Send>, before: Option<u32>) -> RustPanic {
    let message = hook::text(&*payload);
    let seen = hook::take(before, message);
    if seen.is_none() {
        hook::mend_hook();
    }
    let message = message.unwrap_or("a value that is not text").to_owned();
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
fn discard(payload: Box<dyn Any + Send>) {
    let aside = hook::put_aside();
    if let Err(second) = panic::catch_unwind(AssertUnwindSafe(|| drop(payload)))
        && hook::text(&*second).is_none()
    {
        std::mem::forget(second);
    }
    aside.put_back();
}

/// Runs code of the user's that nobody waits for. If it panics, the panic goes no further; it is printed as one that is
/// not caught.
pub(crate) fn caught<T>(f: impl FnOnce() -> T) -> Result<T, RustPanic> {
    let aside = hook::put_aside();
    let result = panic::catch_unwind(AssertUnwindSafe(f)).map_err(|payload| report(payload, None));
    aside.put_back();
    result
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::*;
    use crate::run::panic::hook::install_hook;

    #[test]
    fn reports_message_and_place() {
        install_hook();
        let panic = catch(|| panic!("no {}", "way")).expect_err("it panics");
        assert_eq!(panic.message, "no way");
        assert!(panic.location.contains("catch.rs:"), "{}", panic.location);
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
        assert!(panic.location.contains("catch.rs:"));
        let next = catch(|| panic!("next")).expect_err("it panics");
        assert_eq!(next.message, "next");
        assert!(next.location.contains("catch.rs:"));
    }

    /// Panics, after or around another one that it catches itself.
    fn panic_with_another(is_around: bool) {
        struct Careful;
        impl Drop for Careful {
            fn drop(&mut self) {
                assert!(catch_unwind(|| panic!("another")).is_err());
            }
        }
        let careful = Careful;
        if !is_around {
            drop(careful);
        }
        panic!("the one");
    }

    #[test]
    fn the_place_is_that_of_the_panic_that_arrives() {
        install_hook();
        let plain = catch(|| panic_with_another(false)).expect_err("it panics");
        for is_around in [false, true] {
            let outer = catch(|| {
                // A call within a call has no part in what the outer one notes.
                let inner = catch(|| panic_with_another(is_around)).expect_err("it panics");
                assert_eq!((&inner.message, &inner.location), (&plain.message, &plain.location));
                assert!(catch(|| ()).is_ok());
                panic_with_another(is_around);
            });
            let outer = outer.expect_err("it panics");
            assert_eq!(
                (outer.message, &outer.location),
                ("the one".to_owned(), &plain.location)
            );
        }
        let silent = catch(|| catch_unwind(|| panic!("caught")).is_err());
        assert!(silent.expect("it does not panic"));
        let next = catch(|| panic!("next")).expect_err("it panics");
        assert!(next.location.contains("catch.rs:") && next.location != plain.location);
    }
}
